package import Conference
package import EventStore
import Foundation
package import GRDB

/// What people give exhibitors, and take back. A visit tells an exhibitor nothing; a consent says which fields it may have.
extension RegistrationLedger {
    /// Notes that somebody's badge was read at a booth; the first time counts.
    ///
    /// - Throws: `exhibitor_unknown`, `registration_unknown`, `registration_cancelled`, `registration_moved`.
    package func noteBoothVisit(
        _ id: Registration.ID, at exhibitor: Exhibitor.ID, context: WriteContext
    ) async throws -> Performed<ExhibitorStanding> {
        let content = [id.description, exhibitor.rawValue]
        return try await standing(of: id, with: exhibitor, "exhibitor.visit", content, context: context) {
            [store] db in
            _ = try store.definition(db).exhibitor(exhibitor)
            _ = try Self.active(db, id)
            try Self.noteVisit(db, id, at: exhibitor, context: context)
        }
    }

    /// Notes what somebody agrees to give an exhibitor, in the place of what they agreed before.
    ///
    /// - Parameter isAtBooth: whether their badge was read there with it. An exhibitor gets what somebody agreed to once their
    ///   badge was read at its booth.
    /// - Throws: `exhibitor_unknown`, `exhibitor_field_unasked`, `exhibitor_fields_missing`, `registration_unknown`,
    ///   `registration_cancelled`, `registration_moved`.
    package func agree(
        _ id: Registration.ID, with exhibitor: Exhibitor.ID, to fields: Set<Exhibitor.Field>, isAtBooth: Bool,
        context: WriteContext
    ) async throws -> Performed<ExhibitorStanding> {
        let sorted = Exhibitor.Field.allCases.filter(fields.contains)
        let content = [id.description, exhibitor.rawValue] + sorted.map(\.rawValue)
        return try await standing(of: id, with: exhibitor, "exhibitor.agree", content, context: context) {
            [store] db in
            let asks = try store.definition(db).exhibitor(exhibitor).fields
            guard !sorted.isEmpty else { throw LedgerError(.exhibitorFieldsMissing) }
            if let foreign = sorted.first(where: { !asks.contains($0) }) {
                throw LedgerError(
                    .exhibitorFieldUnasked, ErrorDetail("field", foreign.rawValue),
                    ErrorDetail("choices", asks.map(\.rawValue).joined(separator: ", ")))
            }
            _ = try Self.active(db, id)
            if isAtBooth { try Self.noteVisit(db, id, at: exhibitor, context: context) }
            guard try ConsentRow.standing(db, of: id, exhibitor)?.consent.fields != sorted else { return }
            try Self.endConsents(db, of: id, with: exhibitor, context: context)
            try Self.insert(db, sorted, of: id, for: exhibitor, context: context)
            let detail = "\(exhibitor): \(sorted.map(\.rawValue).joined(separator: ", "))"
            try RegistrationRecord.tell(db, id, .exhibitorAgreed, detail, context: context)
        }
    }

    /// Takes back what somebody gave an exhibitor: its list has them no more. An exhibitor that the description does not name
    /// any more is asked as well.
    ///
    /// - Throws: `exhibitor_nothing_agreed`, `registration_unknown`.
    package func endConsent(
        of id: Registration.ID, with exhibitor: Exhibitor.ID, context: WriteContext
    ) async throws -> Performed<ExhibitorStanding> {
        let content = [id.description, exhibitor.rawValue]
        return try await standing(of: id, with: exhibitor, "exhibitor.withdraw", content, context: context) { db in
            _ = try RegistrationRecord.fetch(db, id: id)
            guard try Self.endConsents(db, of: id, with: exhibitor, context: context) > 0 else {
                throw LedgerError(
                    .exhibitorNothingAgreed, ErrorDetail("exhibitor", String(exhibitor.rawValue.prefix(80))))
            }
            try RegistrationRecord.tell(db, id, .exhibitorWithdrawn, exhibitor.rawValue, context: context)
        }
    }

    private func standing(
        of id: Registration.ID, with exhibitor: Exhibitor.ID, _ operation: String, _ content: [String],
        context: WriteContext, _ body: @escaping @Sendable (Database) throws -> Void
    ) async throws -> Performed<ExhibitorStanding> {
        let done = try await store.perform(operation, content: content, context: context) { db in
            try body(db)
            return true
        }
        let standing = try await exhibitorStandings(of: id).first { $0.exhibitor == exhibitor }
        return Performed(
            result: standing ?? .none(exhibitor), replayed: done.replayed)
    }

    // MARK: - Reading

    /// How somebody stands with those exhibitors to whose booth they came, or to whom they agreed to give something.
    package func exhibitorStandings(of id: Registration.ID) async throws -> [ExhibitorStanding] {
        try await store.read { db in
            let visits = try VisitRow.fetchAll(
                db, sql: "SELECT * FROM exhibitor_visit WHERE registration = ? ORDER BY exhibitor", arguments: [id])
            let consents = try ConsentRow.all(db, of: id).map(\.consent).filter { $0.ended == nil }
            return Set(visits.map(\.exhibitor) + consents.map(\.exhibitor)).sorted().map { exhibitor in
                let consent = consents.first { $0.exhibitor == exhibitor }
                return ExhibitorStanding(
                    exhibitor: exhibitor, fields: consent?.fields ?? [], agreed: consent?.agreed,
                    visited: visits.first { $0.exhibitor == exhibitor }.map { Date(milliseconds: $0.atMs) })
            }
        }
    }

    /// All that somebody ever agreed to, the earliest first.
    package func exhibitorConsents(of id: Registration.ID) async throws -> [ExhibitorConsent] {
        try await store.read { db in try ConsentRow.all(db, of: id).map(\.consent) }
    }

    /// What an exhibitor has: of everybody whose badge was read at its booth what they agreed to, in the order of their visits.
    ///
    /// - Throws: `exhibitor_unknown`.
    package func leads(of exhibitor: Exhibitor.ID) async throws -> [ExhibitorLead] {
        try await store.read { [store] db in
            _ = try store.definition(db).exhibitor(exhibitor)
            return try Self.leads(db, of: exhibitor, where: "TRUE", [])
        }
    }

    /// What an exhibitor has of one person; nil for nothing.
    package func lead(_ id: Registration.ID, of exhibitor: Exhibitor.ID) async throws -> ExhibitorLead? {
        try await store.read { db in
            try Self.leads(db, of: exhibitor, where: "consent.registration = ?", [id]).first
        }
    }

    /// How the booths fare, in the order of the description.
    package func exhibitorFigures() async throws -> [ExhibitorFigures] {
        try await store.read { [store] db in
            let counts = try CountRow.fetchAll(
                db,
                sql: """
                    SELECT visit.exhibitor, count(*) AS visits, count(consent.id) AS leads
                    FROM exhibitor_visit AS visit LEFT JOIN exhibitor_consent AS consent
                        ON consent.exhibitor = visit.exhibitor AND consent.registration = visit.registration
                        AND consent.ended_ms IS NULL
                    GROUP BY visit.exhibitor
                    """)
            return try store.definition(db).exhibitors.map { exhibitor in
                let count = counts.first { $0.exhibitor == exhibitor.id }
                return ExhibitorFigures(
                    exhibitor: exhibitor.id, visits: count?.visits ?? 0, leads: count?.leads ?? 0)
            }
        }
    }

    private static func leads(
        _ db: Database, of exhibitor: Exhibitor.ID, where condition: String, _ arguments: StatementArguments
    ) throws -> [ExhibitorLead] {
        let rows = try LeadRow.fetchAll(
            db,
            sql: """
                SELECT consent.registration, consent.fields, consent.at_ms, visit.at_ms AS visited_ms
                FROM exhibitor_consent AS consent JOIN exhibitor_visit AS visit
                    ON visit.exhibitor = consent.exhibitor AND visit.registration = consent.registration
                WHERE consent.exhibitor = ? AND consent.ended_ms IS NULL AND \(condition) ORDER BY visit.id
                """,
            arguments: [exhibitor] + arguments)
        return try rows.map { row in
            let person = try RegistrationRecord.fetch(db, id: row.registration).person
            return ExhibitorLead(
                registration: row.registration,
                given: ConsentRow.read(row.fields).map { .init(field: $0, value: $0.value(of: person)) },
                agreed: Date(milliseconds: row.atMs), visited: Date(milliseconds: row.visitedMs))
        }
    }

    // MARK: - Writing within a transaction

    private static func noteVisit(
        _ db: Database, _ id: Registration.ID, at exhibitor: Exhibitor.ID, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO exhibitor_visit (exhibitor, registration, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (exhibitor, registration) DO NOTHING
                """,
            arguments: [exhibitor, id, context.author, context.origin, context.time.milliseconds])
    }

    private static func insert(
        _ db: Database, _ fields: [Exhibitor.Field], of id: Registration.ID, for exhibitor: Exhibitor.ID,
        context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO exhibitor_consent (exhibitor, registration, fields, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                exhibitor, id, fields.map(\.rawValue).joined(separator: ","), context.author, context.origin,
                context.time.milliseconds,
            ])
    }

    /// - Parameter exhibitor: nil for all.
    /// - Returns: how many stood.
    @discardableResult
    private static func endConsents(
        _ db: Database, of id: Registration.ID, with exhibitor: Exhibitor.ID?, context: WriteContext
    ) throws -> Int {
        try db.execute(
            sql: """
                UPDATE exhibitor_consent SET ended_ms = ?1, ended_by = ?2
                WHERE registration = ?3 AND ended_ms IS NULL AND (?4 IS NULL OR exhibitor = ?4)
                """,
            arguments: [context.time.milliseconds, context.author, id, exhibitor])
        return db.changesCount
    }

    /// Takes everything back that somebody gave who is erased, and forgets where they were. That they once agreed, and to what,
    /// stays, without a name.
    static func forgetExhibitors(_ db: Database, of id: Registration.ID, context: WriteContext) throws {
        try endConsents(db, of: id, with: nil, context: context)
        try db.execute(sql: "DELETE FROM exhibitor_visit WHERE registration = ?", arguments: [id])
    }

    /// Moves visits and what stands agreed to the record of a person that is kept; what was agreed there counts.
    static func moveExhibitors(
        _ db: Database, from second: Registration.ID, to first: Registration.ID, context: WriteContext
    ) throws {
        try db.execute(
            sql: "UPDATE OR IGNORE exhibitor_visit SET registration = ? WHERE registration = ?",
            arguments: [first, second])
        try db.execute(sql: "DELETE FROM exhibitor_visit WHERE registration = ?", arguments: [second])
        for row in try ConsentRow.all(db, of: second) where row.endedMs == nil {
            let consent = row.consent
            try endConsents(db, of: second, with: consent.exhibitor, context: context)
            guard try ConsentRow.standing(db, of: first, consent.exhibitor) == nil else { continue }
            try insert(db, consent.fields, of: first, for: consent.exhibitor, context: context)
        }
    }

    // MARK: - What no backup brings back

    /// The consents that were taken back, each as its number and when it was given.
    package static func endedConsents(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db, sql: "SELECT id || ' ' || at_ms FROM exhibitor_consent WHERE ended_ms IS NOT NULL ORDER BY id")
    }

    /// Takes back those of these consents that stand again.
    ///
    /// - Returns: how many those were.
    package static func endAgain(
        _ consents: some Sequence<String>, _ db: Database, context: WriteContext
    ) throws -> Int {
        var count = 0
        for consent in consents {
            try db.execute(
                sql: """
                    UPDATE exhibitor_consent SET ended_ms = ?1, ended_by = ?2
                    WHERE id || ' ' || at_ms = ?3 AND ended_ms IS NULL
                    """,
                arguments: [context.time.milliseconds, context.author, consent])
            count += db.changesCount
        }
        return count
    }

    // MARK: - Rows

    private struct VisitRow: RowRecord {
        let exhibitor: Exhibitor.ID
        let atMs: Int64
    }

    private struct CountRow: RowRecord {
        let exhibitor: Exhibitor.ID
        let visits: Int
        let leads: Int
    }

    private struct LeadRow: RowRecord {
        let registration: Registration.ID
        let fields: String
        let atMs: Int64
        let visitedMs: Int64
    }

    private struct ConsentRow: RowRecord {
        let exhibitor: Exhibitor.ID
        let fields: String
        let author: String
        let atMs: Int64
        let endedMs: Int64?

        var consent: ExhibitorConsent {
            ExhibitorConsent(
                exhibitor: exhibitor, fields: Self.read(fields), author: author, agreed: Date(milliseconds: atMs),
                ended: endedMs.map { Date(milliseconds: $0) })
        }

        /// A word that a later version wrote is passed over: what is not known is not shown.
        static func read(_ text: String) -> [Exhibitor.Field] {
            let words = Set(text.split(separator: ",").map(String.init))
            return Exhibitor.Field.allCases.filter { words.contains($0.rawValue) }
        }

        static func all(_ db: Database, of id: Registration.ID) throws -> [ConsentRow] {
            try fetchAll(
                db, sql: "SELECT * FROM exhibitor_consent WHERE registration = ? ORDER BY id", arguments: [id])
        }

        static func standing(
            _ db: Database, of id: Registration.ID, _ exhibitor: Exhibitor.ID
        ) throws -> ConsentRow? {
            try all(db, of: id).first { $0.exhibitor == exhibitor && $0.endedMs == nil }
        }
    }
}
