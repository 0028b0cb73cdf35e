package import Conference
import EventStore
import GRDB

/// Something that was waived for a person and still counts: for themselves, or for whoever had their place before.
package struct CountedWaiver: Sendable, Hashable {
    /// The entry that `correct` takes it back by.
    package let entry: JournalEntry
    /// In listed prices; no more of it counts than there is to waive.
    package let amount: Money
    /// Whether it came with the place, or from another record of the same person.
    package let cameAlong: Bool

    /// Those of a registration, in the order of their entries.
    static func fetchAll(_ db: Database, of id: Registration.ID) throws -> [CountedWaiver] {
        let rows = try Stored.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT entry, cents FROM waiver
                    WHERE registration = ?1 AND entry > (SELECT waivers_after FROM registration WHERE id = ?1)
                        AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = entry)
                    ORDER BY entry
                    """),
            arguments: [id])
        return try rows.compactMap { row in
            try Journal.entry(db, row.entry).map { entry in
                CountedWaiver(
                    entry: entry, amount: Money(cents: row.cents),
                    cameAlong: entry.kind != .waiver || entry.registration != id)
            }
        }
    }

    /// Who is charged less by a waiver of this entry: of those whom it went along to the last; nil where nothing was waived by
    /// it.
    static func holder(_ db: Database, ofEntry number: Int64) throws -> Registration.ID? {
        try Registration.ID.fetchOne(
            db,
            sql: """
                SELECT waiver.registration FROM waiver JOIN registration ON registration.id = waiver.registration
                WHERE entry = ? ORDER BY successor IS NOT NULL, waiver.registration DESC LIMIT 1
                """,
            arguments: [number])
    }

    private struct Stored: RowRecord {
        let entry: Int64
        let cents: Int64
    }
}
