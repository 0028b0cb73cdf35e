import Conference
import EventStore
import Foundation
import GRDB

/// The tables of bank statements, read and written as values.
enum StatementRecord {
    /// The words of `statement_outcome`.
    enum Outcome: String, CaseIterable {
        case booked
        case notOurs = "not_ours"
        case reversed
        case reopened
    }

    /// What tells a transfer of an earlier statement from others; what a provider tells is none.
    struct Known: RowRecord {
        let id: Int64
        let dated: String
        let form: String
        let bankReference: String
        let words: Data
        let registration: Registration.ID?
        let isUntouched: Bool
    }

    /// A digest of what the bank says of a line, whatever blanks, case and punctuation a spreadsheet made of it.
    static func digest(_ line: StatementLine) -> Data { digest(counterparty: line.counterparty, text: line.text) }

    static func digest(counterparty: String, text: String) -> Data {
        EventStore.digest(of: [folded(counterparty + " " + text)])
    }

    private static func folded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let folded = isPlain ? text.lowercased() : SearchText.fold(text)
        return String(
            String.UnicodeScalarView(
                folded.unicodeScalars.filter {
                    $0.isASCII
                        ? (0x30...0x39).contains($0.value) || (0x61...0x7A).contains($0.value)
                        : $0.properties.isAlphabetic || $0.properties.numericType != nil
                }))
    }

    private static let known = """
        SELECT statement_line.id, dated, form, bank_reference, words_sha256 AS words, registration,
               NOT EXISTS (SELECT 1 FROM statement_settlement WHERE line = statement_line.id) AS is_untouched
        FROM statement_line JOIN statement ON statement.id = statement AND form <> 'online'
        """

    /// Lines of that amount on that day.
    static func moved(_ db: Database, on date: CivilDate, _ amount: Money) throws -> [Known] {
        try Known.fetchAll(
            db.cachedStatement(sql: "\(known) WHERE dated = ? AND cents = ? ORDER BY statement_line.id"),
            arguments: [date.description, amount.cents])
    }

    /// Lines of that amount that name the person, at most so many days away.
    static func moved(
        _ db: Database, for id: Registration.ID, _ amount: Money, near date: CivilDate, days: Int
    ) throws -> [Known] {
        let (from, until) = around(date, days)
        return try Known.fetchAll(
            db.cachedStatement(
                sql: """
                    \(known) WHERE registration = ? AND cents = ? AND dated BETWEEN ? AND ? ORDER BY statement_line.id
                    """),
            arguments: [id, amount.cents, from.description, until.description])
    }

    private static func around(_ date: CivilDate, _ days: Int) -> (CivilDate, CivilDate) {
        (CivilDate(daysSince1970: date.daysSince1970 - days), CivilDate(daysSince1970: date.daysSince1970 + days))
    }

    /// Lines that have the bank's number and the amount, at most so many days away.
    static func numbered(
        _ db: Database, _ reference: String, _ amount: Money, near date: CivilDate, days: Int
    ) throws -> [Known] {
        let (from, until) = around(date, days)
        return try Known.fetchAll(
            db.cachedStatement(
                sql: """
                    \(known) WHERE bank_reference = ? AND bank_reference <> '' AND cents = ?
                        AND dated BETWEEN ? AND ? ORDER BY statement_line.id
                    """),
            arguments: [reference, amount.cents, from.description, until.description])
    }

    static func insert(_ db: Database, _ form: StatementForm, context: WriteContext) throws -> Int64 {
        try db.cachedStatement(sql: "INSERT INTO statement (form, author, origin, at_ms) VALUES (?, ?, ?, ?)")
            .execute(arguments: [form.rawValue, context.author, context.origin, context.time.milliseconds])
        return db.lastInsertedRowID
    }

    static func insert(
        _ db: Database, _ line: StatementLine, of statement: Int64, registration: Registration.ID?
    ) throws -> BankLine.ID {
        try db.cachedStatement(
            sql: """
                INSERT INTO statement_line
                    (statement, line, dated, cents, bank_reference, words_sha256, registration, counterparty, words)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                statement, line.line, line.dated.description, line.amount.cents, line.bankReference, digest(line),
                registration, line.counterparty, line.text,
            ])
        return BankLine.ID(rawValue: db.lastInsertedRowID)
    }

    static func settle(
        _ db: Database, _ line: BankLine.ID, _ outcome: Outcome, entries: [Int64] = [], reason: String = "",
        context: WriteContext
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO statement_settlement (line, outcome, reason, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                line, outcome.rawValue, reason, context.author, context.origin, context.time.milliseconds,
            ])
        let settlement = db.lastInsertedRowID
        let share = try db.cachedStatement(sql: "INSERT INTO statement_share (entry, settlement) VALUES (?, ?)")
        for entry in entries { try share.execute(arguments: [entry, settlement]) }
    }

    /// Takes the bank's words from the lines of a person who is erased.
    static func blank(_ db: Database, of id: Registration.ID) throws {
        try db.execute(
            sql: """
                UPDATE statement_line SET words = '', counterparty = ''
                WHERE (words <> '' OR counterparty <> '') AND (
                    registration = ?1 OR id IN (
                        SELECT line FROM statement_settlement JOIN statement_share ON settlement = statement_settlement.id
                        JOIN journal_entry ON number = entry WHERE journal_entry.registration = ?1))
                """,
            arguments: [id])
    }

    // MARK: - Lines that are kept

    private static let columns = """
        SELECT statement_line.*,
               (SELECT max(id) FROM statement_settlement WHERE line = statement_line.id) AS settlement
        FROM statement_line
        """

    /// - Throws: `statement_line_unknown`.
    static func fetch(_ db: Database, _ id: BankLine.ID) throws -> BankLine {
        let row = try Stored.fetchOne(db.cachedStatement(sql: "\(columns) WHERE id = ?"), arguments: [id])
        guard let row else { throw LedgerError(.statementLineUnknown, ErrorDetail("number", id)) }
        return try line(db, row)
    }

    /// The latest first.
    static func fetchAll(
        _ db: Database, onlyWaiting: Bool, before: BankLine.ID?, limit: Int
    ) throws -> [BankLine] {
        let waiting = """
            AND coalesce((SELECT outcome FROM statement_settlement WHERE line = statement_line.id ORDER BY id DESC LIMIT 1),
                         'reopened') = 'reopened'
            """
        return try Stored.fetchAll(
            db.cachedStatement(
                sql: """
                    \(columns) WHERE (?1 IS NULL OR id < ?1) \(onlyWaiting ? waiting : "") ORDER BY id DESC LIMIT ?2
                    """),
            arguments: [before, limit]
        ).map { try line(db, $0) }
    }

    /// A row of the table of lines, with its last settlement.
    private struct Stored: RowRecord {
        let id: BankLine.ID
        let dated: String
        let cents: Int64
        let bankReference: String
        let counterparty: String
        let words: String
        let registration: Registration.ID?
        let settlement: Int64?
    }

    private struct StoredShare: RowRecord {
        let entry: Int64
        let registration: Registration.ID
        let code: String
        let name: String
        let cents: Int64
    }

    private static func line(_ db: Database, _ row: Stored) throws -> BankLine {
        let amount = Money(cents: row.cents)
        let outcome = try row.settlement.flatMap { id in
            try String.fetchOne(
                db.cachedStatement(sql: "SELECT outcome FROM statement_settlement WHERE id = ?"), arguments: [id])
        }
        let state = outcome.flatMap(BankLine.State.init(rawValue:)) ?? .waits
        let isOnline = try OnlineRecord.isOnline(db, row.id)
        return BankLine(
            id: row.id, dated: try CivilDate(row.dated), amount: amount, bankReference: row.bankReference,
            counterparty: row.counterparty, words: row.words, registration: row.registration, state: state,
            shares: try row.settlement.map { try shares(db, of: $0) } ?? [],
            returns: amount < .zero && state == .waits
                ? isOnline
                    ? try OnlineRecord.returned(db, row.id, amount)
                    : try returned(db, amount, of: row.registration, counterparty: row.counterparty) : nil,
            method: isOnline ? .online : .bank, doubt: try OnlineRecord.doubt(db, row.id))
    }

    private static func shares(_ db: Database, of settlement: Int64) throws -> [BankLine.Share] {
        let rows = try StoredShare.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT statement_share.entry, payment.registration, payment.cents, code, name
                    FROM statement_share JOIN payment ON payment.entry = statement_share.entry
                    JOIN registration ON registration.id = payment.registration
                    WHERE settlement = ? ORDER BY statement_share.entry
                    """),
            arguments: [settlement])
        return rows.map { row in
            BankLine.Share(
                entry: row.entry, registration: row.registration, code: RegistrationCode(checked: row.code),
                name: row.name, amount: Money(cents: row.cents))
        }
    }

    /// The payment that a negative line gives back: the last one of that amount which is not corrected, by the person whose code
    /// stands in it or, without a code, by the one whose transfer came from the same counterparty. Nil where that is not clear.
    static func returned(
        _ db: Database, _ amount: Money, of registration: Registration.ID?, counterparty: String
    ) throws -> Int64? {
        if let registration {
            // The code of somebody whose place was passed on stands for who has it by now; the payment may be of either.
            return try RegistrationLedger.origins(db, of: registration).compactMap { payer in
                try Int64.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT entry FROM payment JOIN journal_entry ON number = entry
                            WHERE payment.registration = ? AND payment.cents = ? AND kind = 'payment' AND method = 'bank'
                                AND NOT EXISTS (SELECT 1 FROM journal_entry AS later WHERE later.corrects = entry)
                            ORDER BY entry DESC LIMIT 1
                            """),
                    arguments: [payer, -amount.cents])
            }.max()
        }
        guard !counterparty.isEmpty else { return nil }
        let entries = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT statement_share.entry FROM statement_line
                    JOIN statement_settlement ON statement_settlement.line = statement_line.id
                    JOIN statement_share ON settlement = statement_settlement.id
                    JOIN payment ON payment.entry = statement_share.entry
                    WHERE counterparty = ? AND statement_line.cents = ? AND outcome = 'booked' AND payment.cents = ?2
                        AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = statement_share.entry)
                    """),
            arguments: [counterparty, -amount.cents])
        return entries.count == 1 ? entries[0] : nil
    }
}
