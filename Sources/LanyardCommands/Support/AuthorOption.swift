import ArgumentParser
import Foundation

/// Who runs a command, for the record.
package struct AuthorOption: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: "Who is doing this, for the record. Default: $LANYARD_OPERATOR, or else the login name.")
    var operatorName: String?

    package init() {}

    /// The name that was given, or else the login name, also where nobody logged in, as under cron. Whoever acts as the user of the
    /// service by sudo(8) is named by their own login.
    package var author: String {
        let environment = ProcessInfo.processInfo.environment
        let given = [operatorName, environment["LANYARD_OPERATOR"], environment["SUDO_USER"]].compactMap { $0 }
            .first { !$0.isEmpty }
        return "cli:" + (given ?? Self.loginName ?? environment["USER"] ?? "unknown")
    }

    /// What the system calls the user of this process ("getpwuid(3)").
    private static var loginName: String? {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return nil }
        return String(cString: name)
    }
}
