package import Conference
import EventStore
package import GRDB

/// A registration with what it owes.
package struct RegistrationSummary: Sendable, Hashable {
    package let registration: Registration
    /// Negative when money is owed to the person.
    package let due: Money

    package init(registration: Registration, due: Money) {
        self.registration = registration
        self.due = due
    }
}

/// Everything about one registration.
package struct RegistrationStory: Sendable, Hashable {
    package let summary: RegistrationSummary
    package let entries: [JournalEntry]
    package let history: [Happening]

    /// Names what an edit is based on: the last change that was seen.
    package var version: Int64 { history.last { $0.kind.isEdit }?.id.rawValue ?? 0 }

    /// What was changed after a version.
    package func edits(since version: Int64) -> [Happening] {
        history.filter { $0.kind.isEdit && $0.id.rawValue > version }
    }
}

/// A registration as an edit leaves it.
package struct RegistrationStanding: Sendable, Hashable {
    package let summary: RegistrationSummary
    /// Names what an edit is based on: the last change that was seen.
    package let version: Int64
}

extension RegistrationLedger {
    /// The registration of that number.
    ///
    /// - Throws: `registration_unknown`.
    package func registration(_ id: Registration.ID) async throws -> Registration {
        try await store.read { try Self.registration($0, id) }
    }

    /// The same within a transaction.
    package static func registration(_ db: Database, _ id: Registration.ID) throws -> Registration {
        try RegistrationRecord.fetch(db, id: id)
    }

    /// The registration that a person names by its code, its reference elsewhere, or its number (`#17`): what was typed
    /// becomes an id here, once, and every other method takes that.
    ///
    /// - Throws: `registration_unknown`, `code_mistyped`.
    package func registration(named text: String) async throws -> Registration {
        try await store.read { try Self.registration($0, named: text) }
    }

    /// The registrations that somebody names, in the order in which they were named.
    ///
    /// - Throws: as `registration(named:)`.
    package func registrations(named texts: [String]) async throws -> [Registration.ID] {
        try await store.read { db in try texts.map { try Self.registration(db, named: $0).id } }
    }

    /// How many people whose place stands come on a day, as this transaction sees it.
    ///
    /// - Parameter day: the event's day; nil for any.
    package static func expectedCount(_ db: Database, on day: Int?) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM registration
                    WHERE status = 'active' AND (?1 IS NULL OR days >> (?1 - 1) & 1)
                    """), arguments: [day]) ?? 0
    }

    /// How many people whose place stands owe money, as this transaction sees it.
    package static func owingCount(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM (
                        SELECT journal_entry.registration AS owing FROM journal_entry JOIN posting ON entry = number
                        WHERE account IN ('receivable', 'refunds-due') AND journal_entry.registration IS NOT NULL
                        GROUP BY owing HAVING sum(cents) > 0
                    ) JOIN registration ON registration.id = owing AND status = 'active'
                    """)) ?? 0
    }

    /// As `registration(named:)`, for a file whose rows name people.
    static func registration(_ db: Database, named text: String) throws -> Registration {
        switch PersonReference(text) {
        case .number(let id): try registration(db, id)
        case .text(let text): try registration(db, codeOrReference: text)
        }
    }

    private static func registration(_ db: Database, codeOrReference text: String) throws -> Registration {
        let code = Result { () throws(ConferenceError) in try RegistrationCode(text) }
        if case .success(let code) = code, let found = try find(db, code) { return found }
        // A reference may happen to look like a code; it was cleaned when it was stored.
        let reference = try? Person.line(text, field: "reference", limit: 100)
        if let found = try RegistrationRecord.fetchAll(db, "WHERE reference = ?", [reference]).first { return found }
        if case .failure(let error) = code, error.code == .codeMistyped { throw error }
        throw LedgerError(.registrationUnknown, ErrorDetail("value", String(text.prefix(100))))
    }

    /// Whose place somebody has now, the last before them first; nobody's for most.
    package static func predecessors(_ db: Database, of id: Registration.ID) throws -> [Registration.ID] {
        var found: [Registration.ID] = []
        var next = [id]
        // A place that goes round in a circle ends here too.
        while let current = next.popLast(), found.count < 10 {
            let before = try Int64.fetchAll(
                db.cachedStatement(
                    sql: "SELECT id FROM registration WHERE successor = ? AND ended = 'transferred' ORDER BY id DESC"),
                arguments: [current]
            ).compactMap { UInt32(exactly: $0).map(Registration.ID.init) }
            let new = before.filter { !found.contains($0) && $0 != id }
            found += new
            next += new
        }
        return found
    }

    /// Whose money a registration has: its own, and that of each record that was passed on to it or merged into it.
    static func origins(_ db: Database, of id: Registration.ID) throws -> [Registration.ID] {
        var found = [id]
        var next = 0
        while next < found.count {
            found += try Registration.ID.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM registration WHERE successor = ? ORDER BY id"),
                arguments: [found[next]]
            ).filter { !found.contains($0) }
            next += 1
        }
        return found
    }

    /// Who has the place and the money of a registration by now: itself, unless it was transferred or merged.
    static func holder(_ db: Database, of id: Registration.ID) throws -> Registration.ID {
        var holder = id
        var seen: Set = [id]
        while let next = try RegistrationRecord.fetch(db, id: holder).successor, seen.insert(next).inserted {
            holder = next
        }
        return holder
    }

    /// The registration of that code, as this transaction sees it.
    ///
    /// - Throws: `registration_unknown`.
    package static func registration(_ db: Database, _ code: RegistrationCode) throws -> Registration {
        guard let found = try find(db, code) else {
            throw LedgerError(.registrationUnknown, ErrorDetail("value", code))
        }
        return found
    }

    private static func find(_ db: Database, _ code: RegistrationCode) throws -> Registration? {
        try RegistrationRecord.fetchAll(db, "WHERE code = ?", [code.symbols]).first
    }

    /// The registration of that number, as this transaction sees it, with what it owes; nil when there is none.
    package static func summary(_ db: Database, of id: Registration.ID) throws -> RegistrationSummary? {
        try RegistrationRecord.fetchAll(db, "WHERE id = ?", [id]).first.map {
            try summary(db, $0)
        }
    }

    /// Registrations as this transaction sees them, without what they owe.
    ///
    /// - Parameter ids: which, in this order; nil for all in the order of their numbers.
    /// - Throws: `registration_unknown`.
    package static func registrations(_ db: Database, _ ids: [Registration.ID]?) throws -> [Registration] {
        try ids.map { try $0.map { try RegistrationRecord.fetch(db, id: $0) } }
            ?? RegistrationRecord.fetchAll(db, "ORDER BY id", [])
    }

    /// The numbers of all registrations, in order.
    package static func numbers(_ db: Database) throws -> [Registration.ID] {
        try UInt32.fetchAll(db, sql: "SELECT id FROM registration ORDER BY id").map(Registration.ID.init)
    }

    /// Whether some registration has that code.
    package static func hasCode(_ db: Database, _ code: RegistrationCode) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM registration WHERE code = ?)"),
            arguments: [code.symbols]) ?? false
    }

    /// One registration with what it owes and the version that an edit names; its history is not read, however long.
    ///
    /// - Throws: `registration_unknown`.
    package func standing(of id: Registration.ID) async throws -> RegistrationStanding {
        try await store.read { db in
            RegistrationStanding(
                summary: try Self.summary(db, try RegistrationRecord.fetch(db, id: id)),
                version: try Self.version(db, of: id))
        }
    }

    /// The last change that an edit may have seen, from the end of the history backwards; 0 where there is none.
    private static func version(_ db: Database, of id: Registration.ID) throws -> Int64 {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT id, kind FROM registration_history WHERE registration = ? ORDER BY id DESC"),
            arguments: [id])
        while let row = try rows.next() {
            let (id, kind): (Int64, String) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
            if Happening.Kind(rawValue: kind)?.isEdit ?? true { return id }
        }
        return 0
    }

    /// One registration with its money and history.
    package func story(of id: Registration.ID) async throws -> RegistrationStory {
        try await store.read { db in
            let registration = try RegistrationRecord.fetch(db, id: id)
            return RegistrationStory(
                summary: try Self.summary(db, registration),
                entries: try Journal.entries(db, of: id),
                history: try Self.history(db, of: id, after: nil, limit: .max))
        }
    }

    /// What happened to a registration, in the order in which it did.
    ///
    /// - Parameters:
    ///   - after: the part of the story after that event.
    ///   - limit: how many at the most.
    /// - Throws: `registration_unknown`.
    package func history(
        of id: Registration.ID, after event: Happening.ID?, limit: Int
    ) async throws -> [Happening] {
        try await store.read { db in
            _ = try RegistrationRecord.fetch(db, id: id)
            return try Self.history(db, of: id, after: event, limit: limit)
        }
    }

    static func history(
        _ db: Database, of id: Registration.ID, after event: Happening.ID?, limit: Int
    ) throws -> [Happening] {
        try HistoryRecord.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT registration_history.*, before, after
                    FROM registration_history LEFT JOIN registration_correction ON happening = registration_history.id
                    WHERE registration_history.registration = ? AND registration_history.id > ?
                    ORDER BY registration_history.id LIMIT ?
                    """),
            arguments: [id, event?.rawValue ?? 0, limit]
        ).map { try $0.happening() }
    }

    /// Registrations in the order of their numbers, after a given one.
    ///
    /// - Parameter limit: how many at the most.
    package func list(after id: Registration.ID? = nil, limit: Int) async throws -> [RegistrationSummary] {
        try await store.read { try Self.list($0, after: id, limit: limit) }
    }

    static func list(_ db: Database, after id: Registration.ID?, limit: Int) throws -> [RegistrationSummary] {
        try RegistrationRecord.fetchAll(
            db, "WHERE id > ? ORDER BY id LIMIT ?", [Int64(id?.rawValue ?? 0), limit]
        ).map { try summary(db, $0) }
    }

    /// The balance of every account, in the order of their names.
    package func trialBalance() async throws -> [(account: Account, balance: Money)] {
        try await store.read { db in
            try Journal.balances(db).sorted { $0.key < $1.key }.map { (account: $0.key, balance: $0.value) }
        }
    }

    /// A registration that this transaction has read, with what it owes.
    package static func summary(_ db: Database, _ registration: Registration) throws -> RegistrationSummary {
        RegistrationSummary(registration: registration, due: try Journal.due(db, from: registration.id))
    }
}
