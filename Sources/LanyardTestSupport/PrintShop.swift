package import Foundation

/// A print server for one test: CUPS in a scratch folder, behind a socket, with printers that print into files.
///
/// A printer can run out of paper. Nothing of the machine's own print server is touched.
// Unchecked, as `Process` is not Sendable: once `init` has started it, only its number is read, which never changes.
package final class PrintShop: @unchecked Sendable {  // Safe: nothing changes once `init` has ended.
    package struct Failed: Error { let said: String }

    private let scratch: ScratchFolder
    private let process: Process
    /// The value for `CUPS_SERVER`.
    package var address: String { scratch.file("sock").path }

    /// Starts the server with these queues.
    package init(queues: [String] = ["badges"]) async throws {
        scratch = try ScratchFolder()
        process = Process()
        try setUp()
        let (server, files) = (scratch.file("cupsd.conf").path, scratch.file("cups-files.conf").path)
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/cupsd")
        process.arguments = ["-f", "-c", server, "-s", files]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<400 where !FileManager.default.fileExists(atPath: address) {
            try await Task.sleep(for: .milliseconds(25))
        }
        for queue in queues {
            try await administer(
                "lpadmin", ["-p", queue, "-E", "-v", "paper:" + scratch.file("out").path, "-m", "raw"])
        }
    }

    deinit { stop() }

    /// Stops the server; later requests get no answer.
    package func stop() {
        // A process started from a worker thread inherits its mask, in which SIGTERM is blocked.
        kill(process.processIdentifier, SIGKILL)
    }

    /// Runs a tool of CUPS on this server.
    package func administer(_ tool: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["CUPS_SERVER": address]) { $1 }
        // Files, because a pipe would stay open in every process that is started meanwhile.
        let said = scratch.file("said-\(UUID().uuidString)")
        try Data().write(to: said)
        process.standardError = try FileHandle(forWritingTo: said)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (ends, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        for await status in ends.prefix(1) where status != 0 {
            throw Failed(said: try String(contentsOf: said, encoding: .utf8))
        }
    }

    /// Whether the printers have paper; without it, a job waits.
    package func paper(_ isThere: Bool) throws {
        let sign = scratch.file("out/empty")
        if isThere {
            try FileManager.default.removeItem(at: sign)
        } else {
            try Data().write(to: sign)
        }
    }

    /// What came out of the printers: the options of each job, and the file.
    package func printed() throws -> [(options: String, file: URL)] {
        let log = (try? String(contentsOf: scratch.file("out/log"), encoding: .utf8)) ?? ""
        return log.split(separator: "\n").map { line in
            let job = line.prefix { $0 != " " }
            return (String(line.dropFirst(job.count + 1)), scratch.file("out/\(job).pdf"))
        }
    }

    private func setUp() throws {
        let files = FileManager.default
        for folder in ["spool/tmp", "cache", "state", "log", "out", "bin/backend"] {
            try files.createDirectory(at: scratch.file(folder), withIntermediateDirectories: true)
        }
        for folder in ["daemon", "filter", "notifier"] {
            try files.createSymbolicLink(
                atPath: scratch.file("bin/\(folder)").path, withDestinationPath: "/usr/lib/cups/\(folder)")
        }
        // backend(7): job, user, title, copies, options, file; without arguments it lists devices.
        let backend = scratch.file("bin/backend/paper")
        try Data(
            """
            #!/bin/sh
            [ $# -eq 0 ] && exit 0
            folder=${DEVICE_URI#paper:}
            while [ -e "$folder/empty" ]; do echo "STATE: +media-empty-error" >&2; sleep 0.05; done
            echo "STATE: -media-empty-error" >&2
            cat ${6:+"$6"} > "$folder/$1.pdf"
            echo "$1 $4 $5" >> "$folder/log"

            """.utf8
        ).write(to: backend)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: backend.path)
        // The server refuses to run backends as root, or backends that others could have changed.
        let user = getuid() == 0 ? "lp" : NSUserName()
        let group = getuid() == 0 ? "lp" : "nogroup"
        if getuid() == 0 {
            try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.url.path)
            for folder in ["spool", "spool/tmp", "cache", "state", "log", "out"] {
                try files.setAttributes(
                    [.ownerAccountName: user], ofItemAtPath: scratch.file(folder).path)
            }
        }
        let root = scratch.url.path
        try Data(
            """
            Listen \(address)
            WebInterface No
            Browsing No
            DefaultAuthType None
            <Location />
              Order allow,deny
              Allow all
            </Location>
            <Policy default>
              JobPrivateAccess all
              JobPrivateValues none
              <Limit All>
                Order allow,deny
                Allow all
              </Limit>
            </Policy>

            """.utf8
        ).write(to: scratch.file("cupsd.conf"))
        try Data(
            """
            ServerRoot \(root)
            ServerBin \(root)/bin
            RequestRoot \(root)/spool
            TempDir \(root)/spool/tmp
            CacheDir \(root)/cache
            StateDir \(root)/state
            AccessLog \(root)/log/access
            ErrorLog \(root)/log/error
            PageLog \(root)/log/page
            User \(user)
            Group \(group)

            """.utf8
        ).write(to: scratch.file("cups-files.conf"))
    }
}
