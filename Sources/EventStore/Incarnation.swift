package import Conference
package import Foundation
package import GRDB

/// A life of the event's file: the first when it was made, one more each time it was restored from a copy, taken over by
/// another machine or handed over to one.
///
/// The machine before it may have gone on after the copy was made. So each incarnation has a signing key of its own and
/// numbers of its own: nothing that the other machine made later has the number of something that this one makes.
package struct Incarnation: Sendable, Hashable {
    /// How it began.
    package enum Cause: String, Sendable, CaseIterable, DatabaseValueConvertible {
        case created
        case restored
        case takenOver = "taken_over"
        /// The machine before handed it over, and had written everything by then.
        case handedOver = "handed_over"
        /// The same machine goes on, because nobody took what it handed over.
        case calledOff = "called_off"
    }

    /// How far the numbers of one incarnation are from those of the next. No event has so many of anything that is counted.
    package static let numbersApart: Int64 = 1_000_000
    /// The last one; keys are named by one byte.
    package static let numberMax = 200

    /// From 1.
    package let number: Int
    package let cause: Cause
    /// The key that signs.
    package let signingKey: UInt8
    /// The issues of its badges lie above this one.
    package let issuesAfter: UInt16
    package let author: String
    package let time: Date

    /// The numbers of registrations, entries of the journal and documents lie above this one.
    package var numbersAfter: Int64 { Int64(number - 1) * Self.numbersApart }

    /// The number after which the next one comes, if `last` is the highest that there is.
    package func after(_ last: Int64?) -> Int64 { max(last ?? 0, numbersAfter) }

    static func insert(
        _ db: Database, number: Int, cause: Cause, signingKey: UInt8, issuesAfter: UInt16, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO incarnation (number, cause, signing_key, issues_after, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, cause, signingKey, issuesAfter, context.author, context.origin, context.time.milliseconds,
            ])
    }
}

extension EventStore {
    /// Tables of this module whose numbers an incarnation begins anew.
    private static let numberedTables = ["device", "enrollment"]

    /// The incarnation that the file lives in.
    package static func incarnation(_ db: Database) throws -> Incarnation {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM incarnation WHERE number = (SELECT max(number) FROM incarnation)")
        guard let record = try IncarnationRecord.fetchOne(statement) else {
            throw EventStoreError(.signingKeyMissing)
        }
        return record.incarnation
    }

    /// The incarnation that the file lives in.
    package func incarnation() async throws -> Incarnation { try await read { db in try Self.incarnation(db) } }

    /// All of them, in order.
    package static func incarnations(_ db: Database) throws -> [Incarnation] {
        try IncarnationRecord.fetchAll(db, sql: "SELECT * FROM incarnation ORDER BY number").map(\.incarnation)
    }

    /// Begins a new incarnation: another key signs, and what is made from now on has numbers of its own.
    ///
    /// A machine that takes over signs with the spare key, which doors know already. One that was restored does not: another one
    /// may be restored from the same backup, and then the spare key would sign at both. Nothing that it signs counts there.
    /// - Parameters:
    ///   - least: the lowest number that it may have: others may have begun from the same copy.
    ///   - ceiling: the highest registration and issue that the file knows.
    ///   - tables: those of other modules whose numbers begin anew; they count by AUTOINCREMENT.
    /// - Throws: `incarnations_exhausted` after 200, `key_not_written`.
    @discardableResult
    package func beginIncarnation(
        _ db: Database, cause: Incarnation.Cause, atLeast least: Int, ceiling: SigningKey.Ceiling,
        tables: [String], context: WriteContext
    ) throws -> Incarnation {
        let before = try Self.incarnation(db)
        let number = max(before.number + 1, least)
        let lastKey = try UInt8.fetchOne(db, sql: "SELECT max(id) FROM signing_key") ?? 0
        guard number <= Incarnation.numberMax, lastKey < UInt8.max, ceiling.issue < UInt16.max else {
            throw EventStoreError(.incarnationsExhausted)
        }
        let spare = try Self.spareSigningKey(db)
        let isTaken = try cause == .takenOver && spare.map(keys.holds) ?? false
        try Self.limit(db, before.signingKey, to: ceiling)
        if !isTaken, let spare { try Self.limit(db, spare.id, to: SigningKey.Ceiling(registration: 0, issue: 0)) }
        let key = if isTaken, let spare { spare.id } else { lastKey + 1 }
        if !isTaken {
            try Self.addSigningKey(db, id: key, publicKey: keys.addKey(id: key), time: context.time)
        }
        try Incarnation.insert(
            db, number: number, cause: cause, signingKey: key, issuesAfter: ceiling.issue, context: context)
        try Self.addSpareSigningKey(db, keys, time: context.time)
        let begun = try Self.incarnation(db)
        for table in Self.numberedTables + tables { try Self.skip(db, table, to: begun) }
        return begun
    }

    /// What a key signed above this does not count.
    private static func limit(_ db: Database, _ key: UInt8, to ceiling: SigningKey.Ceiling) throws {
        try db.execute(
            sql: """
                UPDATE signing_key SET registrations_max = ?, issues_max = ? WHERE id = ? AND registrations_max IS NULL
                """, arguments: [ceiling.registration, ceiling.issue, key])
    }

    /// Has a table count on from the numbers of an incarnation.
    private static func skip(_ db: Database, _ table: String, to incarnation: Incarnation) throws {
        let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table])
        var after = incarnation.numbersAfter
        // A table that counts quickly goes on far above the last number that the copy knows.
        while after < (last ?? 0) + Incarnation.numbersApart / 2 { after += Incarnation.numbersApart }
        if last == nil {
            try db.execute(sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", arguments: [table, after])
        } else {
            try db.execute(sql: "UPDATE sqlite_sequence SET seq = ? WHERE name = ?", arguments: [after, table])
        }
    }

    /// Read for every entry of the journal.
    private struct IncarnationRecord: FetchableRecord {
        let incarnation: Incarnation

        init(row: Row) throws {
            let atMs: Int64 = try row.decode(forColumn: "at_ms")
            incarnation = Incarnation(
                number: try row.decode(forColumn: "number"), cause: try row.decode(forColumn: "cause"),
                signingKey: try row.decode(forColumn: "signing_key"),
                issuesAfter: try row.decode(forColumn: "issues_after"), author: try row.decode(forColumn: "author"),
                time: Date(milliseconds: atMs))
        }
    }
}
