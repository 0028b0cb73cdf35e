import Foundation

/// How many files and sockets this process may have open at once ("getrlimit(2)").
enum Descriptors {
    /// More than any event needs; some systems allow a thousand million.
    private static let wanted: rlim_t = 65_536
    /// What the event's file, its readers, GnuPG, print queues and the system's own queues need beside the connections.
    private static let reserve = 128

    /// Raises the soft limit as far as the system lets this process; most shells begin at 1,024.
    ///
    /// - Returns: how many may be open.
    @discardableResult
    static func raiseLimit() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return 1_024 }
        let most = min(limit.rlim_max, wanted)
        if limit.rlim_cur < most {
            limit.rlim_cur = most
            // It stays as it was where it cannot be raised.
            if setrlimit(files, &limit) != 0 { _ = getrlimit(files, &limit) }
        }
        return Int(min(limit.rlim_cur, wanted))
    }

    /// How many connections leave enough for everything else, of those that are wanted.
    ///
    /// libdispatch ends the process when it finds no descriptor left, so that this must never happen.
    static func connections(wanted: Int, of limit: Int) -> Int {
        min(wanted, max(limit / 4, limit - reserve))
    }
}
