import CGPGME
import Conference
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A process that talks to GnuPG for this one, and that can be killed with everything it started.
struct WorkerProcess: Sendable {
    private let process: pid_t
    private let socket: FrameSocket
    private let folder: WorkFolder
    /// How many jobs it has done.
    private(set) var jobs = 0

    /// Starts this program again as a worker, in a process group of its own.
    ///
    /// Throws `gnupg_unavailable`.
    init(_ settings: CertificateInspector.Settings) throws(OpenPGPError) {
        let folder = try WorkFolder.make(in: settings.temporaryFolder)
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            folder.remove()
            throw Self.unavailable("socketpair", errno)
        }
        let arguments =
            [settings.workerPath, GnuPGWorker.verb]
            + GnuPGWorker.Orders(settings, folder: folder.path).arguments
        let (error, process) = Self.spawn(arguments, socket: ends[1])
        close(ends[1])
        guard error == 0 else {
            close(ends[0])
            folder.remove()
            throw Self.unavailable("spawn", error)
        }
        self.process = process
        self.socket = FrameSocket(descriptor: ends[0])
        self.folder = folder
    }

    /// Sends a job and waits for its answer; nil if the worker died or hangs, and then it must be ended.
    ///
    /// A worker that sleeps at the end of a period of that many seconds hangs. One that computes, or waits for a
    /// processor, gets another period: the limit on its CPU time ends it if it spins, and a busy machine is not its
    /// fault. After `periodsMax` periods it is over in any case.
    mutating func perform(_ job: [UInt8], periodSeconds: Int) -> [UInt8]? {
        jobs += 1
        guard socket.send(job) else { return nil }
        for _ in 1..<Self.periodsMax {
            if socket.waits(until: .now.advanced(by: .seconds(periodSeconds))) {
                return socket.receive(until: .now.advanced(by: .seconds(periodSeconds)))
            }
            guard isBusy else { return nil }
        }
        return socket.receive(until: .now.advanced(by: .seconds(periodSeconds)))
    }

    private static let periodsMax = 6

    /// Whether the worker or anything that it started computes, waits for a processor or for a disk (proc(5),
    /// `/proc/PID/stat`).
    private var isBusy: Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.contains { name in
            guard Int(name) != nil, let data = FileManager.default.contents(atPath: "/proc/\(name)/stat") else {
                return false
            }
            // The program's name is in parentheses and may contain anything; state, parent and group follow it.
            let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 2 && ["R", "D"].contains(fields[0]) && fields[2] == "\(process)"
        }
    }

    /// Kills it and everything that it started, and removes what they left; once.
    func end() {
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        close(socket.descriptor)
        folder.remove()
    }

    private static func spawn(_ arguments: [String], socket: Int32) -> (error: Int32, process: pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, socket, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Whoever breaks out of GnuPG finds neither the event's file nor a device's connection open.
        lanyard_spawn_close_from(&actions, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)

        var environment = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
        if let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] {
            environment.append("LD_LIBRARY_PATH=\(libraries)")
        }
        var process: pid_t = 0
        let program = arguments[0]
        let error = withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                posix_spawn(&process, program, &actions, &attributes, arguments, environment)
            }
        }
        return (error, process)
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = texts.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("there is at least the closing nil") }
            return body(start)
        }
    }

    private static func unavailable(_ step: String, _ error: Int32) -> OpenPGPError {
        OpenPGPError(.gnupgUnavailable, ["step": step], underlying: POSIXError(.init(rawValue: error) ?? .EIO))
    }
}
