import Conference
import EventStore
import GRDB

/// What the audit asks before it reads anything: whether each row is one that this program can have written.
extension RegistrationLedger {
    /// How many problems are listed; a file that has more is broken anyway.
    private static let problemsMax = 100

    /// Holds every row to the rules of its table: types, limits, keys. Nothing that breaks them is written through this
    /// program.
    ///
    /// - Returns: the tables with a row that breaks its own rules; nil where something cannot be read at all.
    static func auditRows(_ db: Database, _ findings: inout [AuditReport.Finding]) throws -> Set<String>? {
        let problems = try String.fetchAll(db, sql: "PRAGMA quick_check(\(problemsMax))").filter { $0 != "ok" }
        for problem in problems { findings.append(.init(.rowImpossible, problem)) }
        let prefix = "CHECK constraint failed in "
        guard problems.allSatisfy({ $0.hasPrefix(prefix) }) else { return nil }
        var broken = Set(problems.map { String($0.dropFirst(prefix.count)) })
        let unreadable = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM registration
                WHERE days NOT BETWEEN 0 AND 65535 OR id NOT BETWEEN 1 AND 4294967295 ORDER BY id LIMIT ?
                """,
            arguments: [problemsMax])
        for id in unreadable { findings.append(.init(.rowImpossible, "registration \(id)")) }
        if !unreadable.isEmpty { broken.insert("registration") }
        // SQLite's own check passes over the rules of tables without row numbers.
        let days = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT registration FROM registration_day WHERE day NOT BETWEEN 1 AND 16
                ORDER BY registration LIMIT ?
                """,
            arguments: [problemsMax])
        for id in days { findings.append(.init(.rowImpossible, "day of registration \(id)")) }
        if !days.isEmpty { broken.insert("registration_day") }
        return broken
    }
}
