import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

/// The processes between GnuPG and us: what must not happen if something hangs, dies or leaks.
@Suite(.waitsForPrograms)
struct GnuPGWorkerTests {
    private let bench: WorkBench
    private var settings = CertificateInspector.Settings()

    init() throws {
        bench = try WorkBench()
        settings.temporaryFolder = bench.url.path
        settings.workers = 1
    }

    private func fingerprints(_ bytes: [UInt8], _ workers: GnuPGWorkers) async throws -> [String] {
        guard case .listings(let listings) = try await workers.perform(.list(Data(bytes))) else { return [] }
        return listings.map { $0.keys[0].fingerprint }
    }

    /// GPGME 1.18 polls for ever when GnuPG goes away with more than the pipe's 64 KiB unread: a race, which
    /// every second attempt or so loses (docs/keysigning-formats.md, "What the reader keeps").
    @Test(.timeLimit(.minutes(40)))
    func `GPGME that is handed a valid key and garbage spins for ever, and the deadline makes that harmless`()
        async throws
    {
        var settings = settings
        settings.deadlineSeconds = 2
        settings.cpuSeconds = 1
        let ada = try SampleKeys.ada.get()
        var generator = SplitMix64(seed: 7)
        let garbage = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        do {
            let workers = GnuPGWorkers(settings)
            var hasSpun = false
            for _ in 1...40 where !hasSpun {
                do throws(OpenPGPError) {
                    _ = try await workers.perform(.list(Data(ada.binary + garbage)))
                } catch {
                    #expect(error.code == .gnupgTooSlow)
                    hasSpun = true
                }
            }
            #expect(hasSpun, "if GPGME no longer does this, its cage may be simpler")
            // Nothing of it is left, and the next job finds a worker.
            #expect(try bench.contents == [])
            #expect(try bench.processes() == [])
            #expect(try await fingerprints(ada.binary, workers) == [ada.fingerprint.digits])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.url.path) == [])
    }

    @Test func `a batch is examined like each of it, and one bad certificate spoils only itself`() async throws {
        let sample = Array(try DebianKeyring.sample().prefix(24))
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>")
        let odd = try CertificateReader().readOne(SubmittedBytes(forged.bytes)).certificate
        // Bytes of one certificate under the name of another: GnuPG must not be believed for the batch as a whole.
        let swapped = UnexaminedCertificate(
            strippedBytes: odd.strippedBytes, droppedPhotos: 0, droppedSignatures: 0, droppedSubkeys: 0,
            primaryKey: sample[0].primaryKey, subkeys: [], names: odd.names)
        let all = sample.prefix(12) + [swapped] + sample.suffix(12)
        let inspector = CertificateInspector(settings: settings)
        let results = await inspector.examine(Array(all))
        #expect(results.count == 25)
        for (certificate, result) in zip(all, results) {
            if certificate == swapped {
                #expect(throws: OpenPGPError.self) { try result.get() }
            } else {
                let alone = try await inspector.examine(certificate)
                #expect(try result.get() == alone)
            }
        }
    }

    /// GnuPG in a wrapper that looks around in its home after every call.
    @Test func `no secret key is ever written, not even one that reached a worker`() async throws {
        let record = bench.url.appending(path: "seen").path
        let program = try bench.program(
            "gpg", "/usr/bin/gpg \"$@\"\nstatus=$?\nfind \"$HOME\" -type f >> \(record)\nexit $status")
        var settings = settings
        settings.gnupgPath = program.path
        let ada = try SampleKeys.ada.get()
        let signed = Data(ada.signed.utf8)
        do {
            let workers = GnuPGWorkers(settings)
            _ = try await workers.perform(.list(Data(ada.secretBinary)))
            _ = try await workers.perform(
                .verify(certificate: Data(ada.secretBinary), message: signed, detachedText: nil))
            _ = try await workers.perform(.verify(certificate: Data(ada.binary), message: signed, detachedText: nil))
        }
        let seen = try String(contentsOfFile: record, encoding: .utf8)
        #expect(seen.contains("gpg.conf"))
        #expect(seen.contains("pubring"))
        #expect(!seen.contains("private-keys") && !seen.contains("secring") && !seen.contains(".key"), "\(seen)")
        #expect(try bench.processes(named: "gpg-agent") == [])
    }

    /// A script instead of a worker, which tells what it has open.
    @Test func `a worker has nothing open but its socket`() async throws {
        let record = bench.url.appending(path: "open")
        let program = try bench.program("worker", "ls /proc/$$/fd > \(record.path)")
        var settings = settings
        settings.workerPath = program.path
        // As inheritable as a descriptor can be, at a number that nothing else has.
        let descriptor = fcntl(2, F_DUPFD, 700)
        defer { close(descriptor) }
        let workers = GnuPGWorkers(settings)
        await #expect(throws: OpenPGPError.self) { try await workers.perform(.list(Data())) }
        let open = try String(contentsOf: record, encoding: .utf8).split(separator: "\n")
        #expect(open.contains("0") && !open.contains("\(descriptor)"), "\(open)")
    }

    @Test func `a worker whose master is gone ends and takes its folder along`() throws {
        let folder = bench.url.appending(path: "lanyard-gnupg-orphan")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: settings.workerPath)
        process.arguments = [GnuPGWorker.verb, "/usr/bin/gpg", folder.path, "5", "1048576"]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try bench.contents == [])
    }

    @Test func `what killed processes left behind is swept, and nothing else`() async throws {
        let files = FileManager.default
        for name in ["lanyard-gnupg-dead", "lanyard-gnupg-young", "other"] {
            let home = bench.url.appending(path: "\(name)/home")
            try files.createDirectory(at: home, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: home.appending(path: "pubring.kbx"))
        }
        try Data().write(to: bench.url.appending(path: "lanyard-gnupg-dead/lock"))
        let busy = try WorkFolder.make(in: bench.url.path)
        defer { busy.remove() }
        let ada = try SampleKeys.ada.get()
        do {
            #expect(try await fingerprints(ada.binary, GnuPGWorkers(settings)) == [ada.fingerprint.digits])
        }
        let left = Set(try files.contentsOfDirectory(atPath: bench.url.path))
        // The young one has no lock yet: its master may be about to take it.
        #expect(left == ["lanyard-gnupg-young", "other", URL(filePath: busy.path).lastPathComponent])
    }

    @Test func `a folder that is made while others sweep is there, and locked`() async throws {
        let parent = bench.url.path
        let sweeper = Task.detached {
            while !Task.isCancelled { WorkFolder.sweep(parent) }
        }
        defer { sweeper.cancel() }
        for _ in 0..<1_000 {
            let folder = try WorkFolder.make(in: parent)
            #expect(FileManager.default.fileExists(atPath: folder.path + "/lock"))
            folder.remove()
        }
        sweeper.cancel()
        await sweeper.value
        #expect(try bench.contents == [])
    }

    @Test func `a message that is not a frame ends the conversation`() {
        var ends: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { ends.forEach { close($0) } }
        let (here, there) = (FrameSocket(descriptor: ends[0]), FrameSocket(descriptor: ends[1]))
        #expect(here.send([1, 2, 3]))
        #expect(there.receive(until: nil) == [1, 2, 3])
        #expect(there.receive(until: .now.advanced(by: .milliseconds(20))) == nil)
        #expect(here.send([]))
        #expect(there.receive(until: nil) == [])
        let tooLong: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        #expect(write(ends[0], tooLong, 4) == 4)
        #expect(there.receive(until: nil) == nil)
    }
}
