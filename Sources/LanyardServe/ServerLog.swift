import Foundation
import Glibc
import Logging
import Synchronization

/// What the server tells on stderr, a line each, down to a level that can be read anew while it runs.
///
/// journald puts time and level beside each line by itself ("sd-daemon(3)"); elsewhere they stand in it. A line that cannot be
/// written, as on a full disk, is lost and holds up nobody.
struct ServerLog: LogHandler {
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let level: LogLevel

    init(_ label: String, _ level: LogLevel) {
        self.label = label
        self.level = level
    }

    /// All loggers of the server have the same.
    var logLevel: Logger.Level {
        get { level.current }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        let facts = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let text = "\(label): \(event.message)\(facts)".replacing("\n", with: " ")
        let line = Self.isJournal ? "<\(Self.priority(event.level))>\(text)" : "\(Self.now()) \(event.level) \(text)"
        var bytes = Array((line + "\n").utf8)
        bytes.withUnsafeMutableBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Whether stderr is a stream of journald ("systemd.exec(5)", `$JOURNAL_STREAM`).
    private static let isJournal: Bool = {
        var facts = stat()
        guard let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"], fstat(STDERR_FILENO, &facts) == 0
        else { return false }
        return stream == "\(facts.st_dev):\(facts.st_ino)"
    }()

    /// By "syslog(3)".
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }

    private static func now() -> String { Date().ISO8601Format() }
}

/// How much the server tells. It may stand in a file, which is read again at each SIGHUP.
final class LogLevel: Sendable {
    private let file: String?
    private let level: Mutex<Logger.Level>

    init(_ level: Logger.Level, file: String?) {
        self.file = file
        self.level = Mutex(level)
        reload()
    }

    var current: Logger.Level { level.withLock { $0 } }

    /// Reads the file. Where it is missing, or says no level, the level stays.
    func reload() {
        guard let file, let text = try? String(contentsOfFile: file, encoding: .utf8),
            let told = Logger.Level(rawValue: text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return }
        level.withLock { $0 = told }
    }
}
