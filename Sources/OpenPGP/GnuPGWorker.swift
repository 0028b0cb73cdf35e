import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The other side of `WorkerProcess`: what this program does when it is started as a worker.
///
/// A worker knows nothing about events. It reads jobs from its standard input, a socket; for each it makes a throw-away
/// home, lets GPGME do it, removes the home and answers. It ends when its master does, and takes its folder with it.
package enum GnuPGWorker {
    /// The first argument of a program that is started as a worker; not a command for people.
    static let verb = "gnupg-worker"

    /// Becomes a worker if the command line says so; otherwise does nothing.
    package static func runIfAsked(_ commandLine: [String]) {
        guard commandLine.dropFirst().first == verb else { return }
        guard let orders = Orders(Array(commandLine.dropFirst(2))) else { exit(64) }
        run(orders)
    }

    /// What a worker is told at its start.
    struct Orders {
        let gnupgPath: String
        let folder: String
        let cpuSeconds: Int
        let memoryKiB: Int

        init(_ settings: CertificateInspector.Settings, folder: String) {
            gnupgPath = settings.gnupgPath
            self.folder = folder
            cpuSeconds = settings.cpuSeconds
            memoryKiB = settings.memoryKiB
        }

        init?(_ arguments: [String]) {
            guard arguments.count == 4, let cpuSeconds = Int(arguments[2]), let memoryKiB = Int(arguments[3]) else {
                return nil
            }
            gnupgPath = arguments[0]
            folder = arguments[1]
            self.cpuSeconds = cpuSeconds
            self.memoryKiB = memoryKiB
        }

        var arguments: [String] { [gnupgPath, folder, "\(cpuSeconds)", "\(memoryKiB)"] }
    }

    private static func run(_ orders: Orders) -> Never {
        closeInherited()
        // GPGME and gpg look there for homes that nobody named.
        setenv("HOME", orders.folder, 1)
        _ = chdir(orders.folder)
        limit(orders)
        let socket = FrameSocket(descriptor: 0)
        var engine: GPGMESession.Engine?
        while let frame = socket.receive(until: nil) {
            guard let job = try? JSONDecoder().decode(GnuPGJob.self, from: Data(frame)) else { break }
            allowCPU(seconds: orders.cpuSeconds)
            guard let answer = try? JSONEncoder().encode(perform(job, orders, &engine)), socket.send(Array(answer))
            else {
                break
            }
        }
        try? FileManager.default.removeItem(atPath: orders.folder)
        exit(0)
    }

    private static func perform(
        _ job: GnuPGJob, _ orders: Orders, _ engine: inout GPGMESession.Engine?
    ) -> GnuPGReply {
        do {
            let home = orders.folder + "/home"
            let known = try engine ?? GPGMESession.Engine(gnupgPath: orders.gnupgPath, homePath: home)
            engine = known
            return try ThrowawayHome.with(at: home) {
                let session = try GPGMESession(known)
                switch job {
                case .list(let bytes):
                    return .listings(try session.list(bytes))
                case .verify(let certificate, let message, let detachedText):
                    try session.importKeys(certificate)
                    return .verification(try session.verify(message, detachedText: detachedText))
                case .encrypt(let certificate, let fingerprint, let text):
                    try session.importKeys(certificate)
                    return .encrypted(try session.encrypt(text, to: fingerprint))
                }
            }
        } catch let error as GPGMEFailure {
            return .failure(operation: error.operation, text: error.text)
        } catch {
            return .failure(operation: "home", text: "\(error)")
        }
    }

    /// Anything else that the master had open (the event's file, connections) must not reach a worker.
    private static func closeInherited() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            if let descriptor = Int32(name), descriptor > 2 { close(descriptor) }
        }
    }

    // MARK: - Limits

    /// The limits of the worker and of every program that it starts.
    private static func limit(_ orders: Orders) {
        set(RLIMIT_CORE, 0)
        set(RLIMIT_FSIZE, 16 << 20)
        set(RLIMIT_NOFILE, 256)
        set(RLIMIT_AS, UInt(orders.memoryKiB) << 10)
    }

    private static func set(_ resource: __rlimit_resource, _ value: UInt) {
        var limits = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
    }

    /// This much more CPU time than used so far, for this process and for each that it starts; the system kills one
    /// that uses more.
    private static func allowCPU(seconds: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        // The limit counts whole seconds; a second that has begun is not deducted from the job.
        let used = Int(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 2
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limits)
        limits.rlim_cur = rlim_t(used + seconds)
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limits)
    }
}
