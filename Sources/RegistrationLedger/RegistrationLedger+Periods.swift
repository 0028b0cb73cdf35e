package import Conference
package import EventStore
package import Foundation
import GRDB

extension RegistrationLedger {
    private struct Closed: Codable, Sendable {
        let anchor: String
    }

    /// Closes the books until a date, included: nothing is booked before the next day any more. What is given back
    /// afterwards goes out in the open period and names the closed one.
    ///
    /// - Returns: how far the books go, signed with the event's key; to be printed and kept elsewhere.
    /// - Throws: `period_not_over` before that date is over at the event, `period_closed` for a date that is closed already,
    ///   `signing_key_missing`, `key_file_missing`.
    package func close(until: CivilDate, context: WriteContext) async throws -> Performed<Anchor> {
        let done = try await store.perform("ledger.close", content: [until.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            guard definition.date(at: context.time) > until else {
                throw LedgerError(.periodNotOver, ErrorDetail("until", until))
            }
            let last = try Periods.last(db)
            if let last, try CivilDate(last.until) >= until {
                throw LedgerError(.periodClosed, ErrorDetail("until", last.until))
            }
            let key = try EventStore.currentSigningKey(db)
            let anchor = try Anchor(
                slug: definition.slug, tag: store.tag, until: until, heads: Self.heads(db),
                closed: Date(milliseconds: context.time.milliseconds), author: context.author,
                key: store.keys.signingKey(id: key.id))
            try db.execute(
                sql: """
                    INSERT INTO period (number, until, end_ms, anchor, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    try EventStore.number(after: last?.number, of: "period"), until.description,
                    definition.end(of: until).milliseconds, anchor.text, context.author, context.origin,
                    context.time.milliseconds,
                ])
            try Seals.seal(db, .period)
            return Closed(anchor: anchor.text)
        }
        return Performed(result: try Anchor(parsing: done.result.anchor), replayed: done.replayed)
    }

    /// The anchors of the periods that were closed, in order.
    package func closedPeriods() async throws -> [Anchor] {
        try await store.read { db in
            try String.fetchAll(db, sql: "SELECT anchor FROM period ORDER BY number").map(Anchor.init(parsing:))
        }
    }

    private static func heads(_ db: Database) throws -> [Anchor.Chain: HashChain.Head] {
        let journal = try HashChain.Head.fetchOne(
            db, sql: "SELECT number, hash FROM journal_entry ORDER BY number DESC LIMIT 1")
        let history = try HashChain.Head.fetchOne(
            db, sql: "SELECT id AS number, hash FROM registration_history ORDER BY id DESC LIMIT 1")
        let rows: [(Anchor.Chain, HashChain.Head?)] = [
            (.journal, journal), (.history, history), (.requests, try EventStore.lastRequest(db)),
            (.seals, try Seals.head(db)),
        ]
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0.0, $0.1 ?? HashChain.Head(number: 0, hash: HashChain.origin)) })
    }
}

extension EventDefinition {
    /// When a date is over on the clocks of the event.
    package func end(of date: CivilDate) -> Date {
        let next = CivilDate(daysSince1970: date.daysSince1970 + 1)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = DateComponents(year: next.year, month: next.month, day: next.day)
        guard let end = calendar.date(from: parts) else { preconditionFailure("a date without a beginning") }
        return end
    }
}
