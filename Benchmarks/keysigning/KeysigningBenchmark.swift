import Foundation
import OpenPGP

#if canImport(Glibc)
import Glibc
#endif

/// Times reading and examining the whole keyring of Debian's developers, beside gpg, and prints a table in Markdown.
///
/// Run it with `swift run -c release keysigning-benchmark`.
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
        var examined = 0
        try await time("examine all \(all.count) by GPGME") {
            let inspector = CertificateInspector(settings: settings)
            examined = await inspector.examine(all).filter { if case .success = $0 { true } else { false } }.count
        }
        try await time("examine 100 of them one by one") {
            let inspector = CertificateInspector(settings: settings)
            for certificate in all.prefix(100) { _ = try? await inspector.examine(certificate) }
        }
        print("\n\(examined) of \(all.count) certificates agreed with GnuPG's own reading.")
    }

    private static func time(_ what: String, _ body: () async throws -> Void) async throws {
        let (start, used) = (ContinuousClock.now, processorSeconds())
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

    private static func gpg(_ arguments: String...) throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: home) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gpg")
        process.arguments = ["--homedir", home.path, "--batch", "--no-autostart"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    /// `prctl(PR_SET_CHILD_SUBREAPER, 1)`, which has no fixed number of arguments and so no name in Swift.
    private static func adoptOrphans() {
        typealias Function = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
        guard let symbol = dlsym(nil, "prctl") else { return }
        _ = unsafeBitCast(symbol, to: Function.self)(36, 1, 0, 0, 0)
    }
}
