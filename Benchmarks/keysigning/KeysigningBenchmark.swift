import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger

#if canImport(Glibc)
import Glibc
#endif

/// Times what the keysigning does with the whole keyring of Debian's developers, beside gpg, compares every key with
/// gpg's own listing, and prints a table in Markdown.
///
/// `Benchmarks/keysigning/README.md` says how it is run and what came out.
@main
struct KeysigningBenchmark {
    static func main() async throws {
        GnuPGWorker.runIfAsked(CommandLine.arguments)
        // gpg's processes outlive those that start them; so they come back here, and their time is counted.
        adoptOrphans()
        let path = "/usr/share/keyrings/debian-keyring.gpg"
        print("| what | wall clock | processor |\n|---|---|---|")
        let size = try Data(contentsOf: URL(filePath: path)).count
        var certificates: [UnexaminedCertificate] = []
        try await time("read and strip \(size) bytes") {
            var data = try Data(contentsOf: URL(filePath: path))
            certificates = try CertificateReader(limits: .keyring).read(SubmittedBytes(wiping: &data)).certificates
        }
        let stripped = Data(certificates.flatMap(\.strippedBytes))
        let file = FileManager.default.temporaryDirectory.appending(path: "stripped-\(UUID().uuidString).gpg")
        try stripped.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await time("gpg --show-keys --with-colons of the \(stripped.count) stripped bytes") {
            try gpg("--show-keys", "--with-colons", file.path)
        }
        var settings = CertificateInspector.Settings()
        settings.workerPath =
            CommandLine.arguments[0].hasPrefix("/")
            ? CommandLine.arguments[0] : FileManager.default.currentDirectoryPath + "/" + CommandLine.arguments[0]
        let all = certificates
        var examined: [Certificate] = []
        try await time("examine all \(all.count) by GPGME") {
            let inspector = CertificateInspector(settings: settings)
            examined = await inspector.examine(all).compactMap { try? $0.get() }
        }
        try await time("examine 100 of them one by one") {
            let inspector = CertificateInspector(settings: settings)
            for certificate in all.prefix(100) { _ = try? await inspector.examine(certificate) }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "lists-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await writeList(of: examined, in: folder)
        let party = try await Party.open(in: folder, keys: all)
        try await time("freeze version 1, of \(party.count) keys that were accepted") { try await party.freeze() }
        for form in [ListForm.text, .keyring, .armored, .csv, .json, .pdf] {
            try await time("version 1 as \(form.rawValue)") {
                try await party.file(form).write(to: folder.appending(path: "list.\(form.rawValue)"))
            }
        }
        let ratio = String(format: "%.2f", party.handInAtEnd / max(party.handInAtTen, 0.001))
        let handIns = [party.handInAtTen, party.handInAtEnd].map { String(format: "%.1f ms", $0) }
        print(
            "| hand-in beside 10 keys and beside \(party.count): \(ratio) times | \(handIns.joined(separator: ", ")) | |"
        )
        for (what, milliseconds) in try await party.lookUps() {
            print("| \(what) | \(String(format: "%.2f ms", milliseconds)) | |")
        }
        try await measureMatrix(of: Array(all.prefix(200)), in: folder.appending(path: "small"))
        let differences = try Comparison.differences(
            of: examined, from: try gpg("--show-keys", "--with-colons", "--fixed-list-mode", file.path))
        print("\n\(examined.count) of \(all.count) certificates agreed with GnuPG's own reading.")
        print("Fingerprints, dates, algorithms and user ids that differ from gpg's colon listing: \(differences.count)")
        for difference in differences.prefix(20) { print(difference) }
    }

    /// A keysigning of its own, for its list has nobody else on it.
    private static func measureMatrix(of keys: [UnexaminedCertificate], in folder: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let party = try await Party.open(in: folder, keys: keys)
        try await party.freeze()
        try await party.signEachOther(party.count)
        try await time("matrix of \(party.count) who all signed each other") { _ = try await party.matrix() }
    }

    /// The list of all certificates as text, and both keyrings, on the disk.
    private static func writeList(of certificates: [Certificate], in folder: URL) async throws {
        // The most that a list holds.
        let entries = certificates.prefix(KeysigningList.entryLimit).enumerated().map {
            KeysigningList.Entry(number: $0 + 1, key: ListedKey($1), at: Date(), samePersonAs: nil)
        }
        let header = KeysigningList.Header(
            eventName: "Netdev 0.1", organizer: "Kit Invented <kit@example.org>", date: try CivilDate("2015-02-16"),
            time: try TimeOfDay("12:30"), edition: .version(1), fileName: "list.txt")
        try await time("write list and keyrings of \(entries.count)") {
            let list = try KeysigningList(header: header, entries: entries, date: Party.time)
            try Data(list.bytes).write(to: folder.appending(path: "list.txt"))
            let packets = certificates.map(\.strippedBytes)
            try Data(Keyring.binary(packets)).write(to: folder.appending(path: "keyring.gpg"))
            try Data(Keyring.armored(packets).utf8).write(to: folder.appending(path: "keyring.asc"))
        }
    }

    private static func time(_ what: String, _ body: () async throws -> Void) async throws {
        let used = processorSeconds()
        let start = ContinuousClock.now
        try await body()
        let wall = ContinuousClock.now - start
        let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18
        print("| \(what) | \(rounded(seconds)) s | \(rounded(processorSeconds() - used)) s |")
    }

    private static func rounded(_ seconds: Double) -> String { String(format: "%.2f", seconds) }

    /// Of this process and of all that ended under it.
    private static func processorSeconds() -> Double {
        usleep(200_000)
        var status: Int32 = 0
        while waitpid(-1, &status, WNOHANG) > 0 {}
        return [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0) { sum, who in
            var usage = rusage()
            getrusage(__rusage_who_t(who.rawValue), &usage)
            return sum + Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
                + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        }
    }

    @discardableResult
    private static func gpg(_ arguments: String...) throws -> [UInt8] {
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: home) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gpg")
        process.arguments = ["--homedir", home.path, "--batch", "--no-autostart"] + arguments
        let output = home.appending(path: "output")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Array(try Data(contentsOf: output))
    }

    /// `prctl(PR_SET_CHILD_SUBREAPER, 1)`, which has no fixed number of arguments and so no name in Swift.
    private static func adoptOrphans() {
        typealias Function = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
        guard let symbol = dlsym(nil, "prctl") else { return }
        _ = unsafeBitCast(symbol, to: Function.self)(36, 1, 0, 0, 0)
    }
}
