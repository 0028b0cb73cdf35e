import Conference
import Foundation
import OpenPGP
import OpenPGPMutations

/// Attacks certificates, each a few dozen times: what is stored has to stay the same, and the owner's update has to get in.
///
/// On a sample GnuPG is fed with the same: the stored certificate, then the attack. It has to list what our own merge
/// lists.
struct AttackRun {
    let inputs: Int
    let seed: UInt64
    /// Of how many inputs one goes to GnuPG; 0 for none.
    let every: Int

    private static let attacksPerCertificate = 50
    /// After how many inputs a line on standard error says how far it is.
    private static let progressEvery = 50_000

    func run() throws {
        print("\(inputs) attacks, seed \(seed), every \(every)th beside GnuPG")
        var generator = SplitMix64(seed: seed)
        var outcomes: [String: Int] = [:]
        var slowest = 0.0
        var (compared, passedOver) = (0, 0)
        var trial = try AttackTrial(using: &generator)
        let start = ContinuousClock.now
        for number in 0..<inputs {
            if number % 1_000 == 0 { OpenPGPFuzzer.limitProcessorTime(seconds: 120) }
            if number % Self.progressEvery == 0, number > 0 { tell(number, since: start) }
            if number % Self.attacksPerCertificate == 0 { trial = try AttackTrial(using: &generator) }
            let begun = OpenPGPFuzzer.processorMilliseconds
            // Every fourth attack is about the owner's update: in the middle of it, or a part of it sent before.
            let isFlood = number % 4 == 3
            let (submission, outcome) =
                !isFlood
                ? trial.attack(using: &generator)
                : number % 8 == 3 ? trial.flood(using: &generator) : trial.ambush(using: &generator)
            slowest = max(slowest, OpenPGPFuzzer.processorMilliseconds - begun)
            if case .broken(let what) = outcome { fail(number, what, trial, submission) }
            outcomes["\(outcome)", default: 0] += 1
            if every > 0, number % every == 0, !isFlood, case .withoutEffect = outcome {
                switch try GnuPGBeside.comparison(stored: trial.stored, sent: submission) {
                case .same: compared += 1
                case .notTaken: passedOver += 1
                case .different(let difference): fail(number, difference, trial, submission)
                }
            }
        }
        let seconds = (ContinuousClock.now - start).components.seconds
        print(
            "\(seconds) s, slowest input \(Int(slowest.rounded(.up))) ms of the processor, peak memory \(OpenPGPFuzzer.peakMemoryKiB) KiB, \(compared) compared with GnuPG, which took none of \(passedOver) others"
        )
        for (outcome, count) in outcomes.sorted(by: { $0.value > $1.value }) { print("\(count)\t\(outcome)") }
    }

    private func tell(_ number: Int, since start: ContinuousClock.Instant) {
        let seconds = (ContinuousClock.now - start).components.seconds
        let line = "\(number) of \(inputs) attacks, \(seconds) s, nothing broken\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    private func fail(_ number: Int, _ what: String, _ trial: AttackTrial, _ submission: [UInt8]) -> Never {
        func digits(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        print("input \(number): \(what)\nstored \(digits(trial.stored))\nsent \(digits(submission))")
        exit(1)
    }
}

/// What GnuPG makes of a stored certificate and an attack on it, compared with our own merge.
enum GnuPGBeside {
    enum Comparison {
        /// Both list the same.
        case same
        /// GnuPG takes no key with that in it: it refuses a whole one for a packet that is malformed or out of place, where
        /// ours drops the packet.
        case notTaken
        /// What each of them lists.
        case different(String)
    }

    static func comparison(stored: [UInt8], sent: [UInt8]) throws -> Comparison {
        var copy = sent.map { $0 }
        let reader = CertificateReader()
        let read = try reader.read(SubmittedBytes(wiping: &copy)).certificates
        guard let fingerprint = try fingerprint(of: stored),
            let own = read.first(where: { $0.fingerprint == fingerprint })
        else { return .notTaken }
        // GnuPG knows nobody to whom a key belongs: it takes older copies from everybody.
        let merged = try reader.merge(stored, own, from: .owner).strippedBytes
        let home = FileManager.default.temporaryDirectory.appending(path: "lanyard-fuzz-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: home) }
        try Data("no-autostart\nno-auto-check-trustdb\n".utf8).write(to: home.appending(path: "gpg.conf"))
        func isTaken(_ bytes: [UInt8]) throws -> Bool {
            let said = try run(["--status-fd", "1", "--import-options", "no-repair-keys", "--import"], bytes, home)
            return said.split(separator: "\n").contains {
                $0.hasPrefix("[GNUPG:] IMPORT_OK ") && $0.hasSuffix(fingerprint.digits)
            }
        }
        guard try isTaken(stored), try isTaken(sent) else { return .notTaken }
        let ours = records(try run(["--with-colons", "--show-keys"], merged, home))
        var theirs: Set<String> = []
        // GnuPG passes over a genuine signature to whose unhashed part somebody added a critical subpacket that it does not know
        // (RFC 9580, section 5.2.3.7). Ours drops that part; without it, GnuPG has to take the signature.
        for _ in 0..<2 {
            theirs = records(try run(["--with-colons", "--list-keys", fingerprint.digits], [], home))
            // A revocation is kept even where nothing else of its user id is left; GnuPG takes no such user id.
            let more = ours.subtracting(theirs).filter { !$0.hasPrefix("uid:r:") }
            if more.isEmpty, theirs.isSubset(of: ours) { return .same }
            guard try isTaken(own.strippedBytes) else { break }
        }
        return .different("GnuPG lists\n\(theirs.sorted())\nwe list\n\(ours.sorted())")
    }

    private static func fingerprint(of stored: [UInt8]) throws -> Fingerprint? {
        var copy = stored.map { $0 }
        return try CertificateReader().readOne(SubmittedBytes(wiping: &copy)).certificate.fingerprint
    }

    /// Kind, whether it is revoked, expiry and name or key id.
    private static func records(_ listing: String) -> Set<String> {
        Set(
            listing.split(separator: "\n").compactMap { line in
                let fields = line.components(separatedBy: ":")
                guard ["pub", "uid", "sub"].contains(fields[0]) else { return nil }
                let name = fields[0] == "uid" ? fields[9] : fields[4]
                return [fields[0], fields[1] == "r" ? "r" : "", fields[0] == "uid" ? "" : fields[6], name]
                    .joined(separator: ":")
            })
    }

    private static func run(_ arguments: [String], _ input: [UInt8], _ home: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gpg")
        process.arguments = ["--homedir", home.path, "--batch", "--quiet", "--no-tty"] + arguments
        let file = home.appending(path: "input")
        let output = home.appending(path: "output")
        try Data(input).write(to: file)
        try Data().write(to: output)
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
