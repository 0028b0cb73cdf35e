package import Conference
import EventStore
package import Foundation
import GRDB

/// One line of a journal entry.
package struct Posting: Sendable, Hashable {
    package let account: Account
    /// A debit is positive, a credit negative; never zero.
    package let amount: Money
}

/// One fact about money, with its postings; never changed once written.
package struct JournalEntry: Sendable, Hashable {
    /// 1, 2, 3 … without gaps in each incarnation of the file, which begins at a number of its own.
    package let number: Int64
    package let kind: Kind
    /// Nil for the entries of a till.
    package let registration: Registration.ID?
    /// The entry that this one corrects.
    package let corrects: Int64?
    /// The shift of a till's entry.
    package let till: Till.ID?
    /// The key of the request that wrote it.
    let request: String
    /// What people wrote; empty once the person was erased.
    package let memo: String
    /// Nil once the memo was taken away, so that nobody can find out by guessing what its digest stands for.
    let memoSalt: Data?
    let memoDigest: Data
    package let author: String
    package let origin: String
    package let time: Date
    /// When the bank moved the money, where it was not moved at the desk.
    package let valued: CivilDate?
    /// They sum to zero.
    package let postings: [Posting]
    let previousHash: Data
    let hash: Data

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case charge, credit, payment, refund, waiver
        /// Money and what it was for, on their way from one registration to another.
        case transfer
        /// It undoes the entry that it names.
        case correction
        /// A till that was opened or closed.
        case till
        /// What was owed to a person and became a gift of theirs.
        case donation
        /// What a treasurer booked by hand: a deposit, a fee, a payout, an opening balance.
        case manual
    }

    /// What the entry adds to what the registration owes.
    package var due: Money { postings.filter(\.account.isDue).map(\.amount).total() }

    /// Whether the memo is the one that was written, or was taken away.
    var hasItsMemo: Bool {
        memoSalt.map { SaltedText.digest(memo, salt: $0) == memoDigest } ?? memo.isEmpty
    }

    /// SHA-256 of the previous entry's hash and of everything this entry says, each part behind its length.
    func computedHash(_ particulars: Particulars) -> Data {
        var texts = [
            String(number), kind.rawValue, registration?.description ?? "", corrects.map(String.init) ?? "",
            memoDigest.base64EncodedString(), author, origin, String(time.milliseconds), valued?.description ?? "",
            till?.description ?? "", request,
        ]
        for posting in postings { texts += [posting.account.description, String(posting.amount.cents)] }
        texts += particulars.texts
        return HashChain.next(previousHash, texts)
    }
}

/// The event's books: double-entry, append-only, each entry carrying the hash of the one before it.
enum Journal {
    /// What the first entry carries as the hash before it.
    static let origin = HashChain.origin

    /// Writes an entry.
    ///
    /// - Precondition: there are postings, none of zero, and they sum to zero.
    /// - Throws: `period_closed` for a time in a period that was closed.
    static func append(
        _ db: Database, kind: JournalEntry.Kind, registration: Registration.ID?, corrects: Int64? = nil,
        till: Till.ID? = nil, memo: String, valued: CivilDate? = nil, postings: [Posting],
        particulars: Particulars = Particulars(), context: WriteContext
    ) throws -> JournalEntry {
        precondition(!postings.isEmpty && postings.allSatisfy { $0.amount != .zero }, "an entry has postings")
        precondition(postings.map(\.amount).total() == .zero, "the postings of an entry sum to zero")
        try Periods.check(db, context.time)
        let last = try HashChain.Head.fetchOne(
            db.cachedStatement(
                sql: "SELECT number, hash FROM journal_entry WHERE number = (SELECT max(number) FROM journal_entry)"))
        let number = try EventStore.number(
            after: EventStore.incarnation(db).after(last?.number), of: "journal_entry")
        let salted = SaltedText(memo)
        let unsealed = JournalEntry(
            number: number, kind: kind, registration: registration, corrects: corrects, till: till,
            request: context.key.description, memo: memo, memoSalt: salted.salt, memoDigest: salted.digest,
            author: context.author, origin: context.origin,
            time: Date(milliseconds: context.time.milliseconds), valued: valued,
            postings: postings, previousHash: last?.hash ?? origin, hash: Data())
        let entry = unsealed.sealed(particulars)
        try db.cachedStatement(
            sql: """
                INSERT INTO journal_entry
                    (number, kind, registration, corrects, till, request, memo, memo_salt, memo_sha256, author, origin,
                     at_ms, valued, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                entry.number, entry.kind.rawValue, registration, corrects, till?.rawValue, entry.request, memo,
                salted.salt, salted.digest, entry.author, entry.origin, entry.time.milliseconds, valued?.description,
                entry.previousHash,
                entry.hash,
            ])
        let insertion = try db.cachedStatement(
            sql: "INSERT INTO posting (entry, line, account, cents) VALUES (?, ?, ?, ?)")
        for (line, posting) in postings.enumerated() {
            try insertion.execute(
                arguments: [entry.number, line + 1, posting.account.description, posting.amount.cents])
        }
        try particulars.insert(db, entry: entry.number, registration: registration)
        return entry
    }

    /// One entry; nil when there is none of that number.
    static func entry(_ db: Database, _ number: Int64) throws -> JournalEntry? {
        var found: JournalEntry?
        try forEachEntry(db, number: number) { found = $0 }
        return found
    }

    /// The entries of one registration, or all of them, in order.
    static func entries(_ db: Database, of registration: Registration.ID? = nil) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try forEachEntry(db, of: registration) { entries.append($0) }
        return entries
    }

    /// Visits entries in order, one in memory at a time.
    ///
    /// - Parameter unreadable: called with the number of a row that no version of this program writes.
    /// - Throws: `journal_unreadable` for such a row, unless `unreadable` takes it.
    static func forEachEntry(
        _ db: Database, of registration: Registration.ID? = nil, number: Int64? = nil,
        unreadable: (Int64) throws -> Void = { throw LedgerError(.journalUnreadable, ErrorDetail("entry", $0)) },
        _ visit: (JournalEntry) throws -> Void
    ) throws {
        let condition = registration != nil ? "WHERE registration = ?" : number != nil ? "WHERE number = ?" : ""
        let postings = try db.cachedStatement(
            sql: "SELECT account, cents FROM posting WHERE entry = ? ORDER BY line")
        let rows = try Row.fetchCursor(
            db.makeStatement(sql: "SELECT * FROM journal_entry \(condition) ORDER BY number"),
            arguments: registration.map { [$0] } ?? number.map { [$0] } ?? [])
        while let row = try rows.next() {
            let number: Int64 = try row.decode(forColumn: "number")
            let registration: Int64? = try row.decode(forColumn: "registration")
            guard let kind = JournalEntry.Kind(rawValue: try row.decode(forColumn: "kind")),
                registration.map({ UInt32(exactly: $0) != nil }) ?? true
            else {
                try unreadable(number)
                continue
            }
            try visit(
                JournalEntry(
                    number: number, kind: kind,
                    registration: registration.map { Registration.ID(rawValue: UInt32($0)) },
                    corrects: try row.decode(forColumn: "corrects"), till: try row.decode(forColumn: "till"),
                    request: try row.decode(forColumn: "request"), memo: try row.decode(forColumn: "memo"),
                    memoSalt: try row.decode(forColumn: "memo_salt"),
                    memoDigest: try row.decode(forColumn: "memo_sha256"),
                    author: try row.decode(forColumn: "author"), origin: try row.decode(forColumn: "origin"),
                    time: Date(milliseconds: try row.decode(forColumn: "at_ms")),
                    valued: try valued(row.decode(forColumn: "valued"), of: number),
                    postings: try AccountAmount.fetchAll(postings, arguments: [number]).map(\.posting),
                    previousHash: try row.decode(forColumn: "previous_hash"), hash: try row.decode(forColumn: "hash")))
        }
    }

    /// Takes away what people wrote beside the entries of a registration; what was booked stays.
    static func forgetMemos(_ db: Database, of registration: Registration.ID) throws {
        try db.execute(
            sql: "UPDATE journal_entry SET memo = '', memo_salt = NULL WHERE registration = ? AND memo <> ''",
            arguments: [registration])
        try db.execute(
            sql: "UPDATE waiver SET reason = '–' WHERE registration = ? AND reason <> '–'", arguments: [registration])
    }

    private static func valued(_ text: String?, of number: Int64) throws -> CivilDate? {
        guard let text else { return nil }
        guard let date = try? CivilDate(text) else {
            throw LedgerError(.journalUnreadable, ErrorDetail("entry", number))
        }
        return date
    }

    /// The balance of every account that was ever posted to, for one registration or for all.
    static func balances(_ db: Database, of registration: Registration.ID? = nil) throws -> [Account: Money] {
        let sums = try AccountAmount.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT account, sum(cents) AS cents FROM journal_entry CROSS JOIN posting ON entry = number
                    \(registration == nil ? "" : "WHERE registration = ?") GROUP BY account
                    """),
            arguments: registration.map { [$0] } ?? [])
        return Dictionary(uniqueKeysWithValues: sums.map { ($0.posting.account, $0.posting.amount) })
    }

    /// A row of `posting`, or a sum of such rows.
    private struct AccountAmount: FetchableRecord {
        let posting: Posting

        init(row: Row) throws {
            posting = Posting(
                account: Account(stored: try row.decode(forColumn: "account")),
                amount: Money(cents: try row.decode(forColumn: "cents")))
        }
    }

    /// The balance of one account.
    static func balance(_ db: Database, of account: Account) throws -> Money {
        let cents = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT sum(cents) FROM posting WHERE account = ?"),
            arguments: [account.description])
        return Money(cents: cents ?? 0)
    }

    /// The postings that change what a registration owes: what it owes and what it is owed stand in two accounts, of
    /// which one is always zero.
    static func duePostings(from before: Money, to after: Money) -> [Posting] {
        let changes = [
            (Account.receivable, max(after, .zero) - max(before, .zero)),
            (Account.refundsDue, min(after, .zero) - min(before, .zero)),
        ]
        return changes.filter { $0.1 != .zero }.map { Posting(account: $0.0, amount: $0.1) }
    }

    /// What the registration owes; negative when it is owed.
    static func due(_ db: Database, from registration: Registration.ID) throws -> Money {
        // A cross join is taken from left to right (sqlite.org/optoverview.html, 8.4): without it SQLite would begin with
        // the index of accounts and read what everybody owes.
        let cents = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT sum(cents) FROM journal_entry CROSS JOIN posting ON entry = number
                    WHERE registration = ? AND account IN ('receivable', 'refunds-due')
                    """),
            arguments: [registration])
        return Money(cents: cents ?? 0)
    }
}

extension JournalEntry {
    fileprivate func sealed(_ particulars: Particulars) -> JournalEntry {
        JournalEntry(
            number: number, kind: kind, registration: registration, corrects: corrects, till: till,
            request: request, memo: memo, memoSalt: memoSalt, memoDigest: memoDigest, author: author, origin: origin,
            time: time, valued: valued, postings: postings, previousHash: previousHash, hash: computedHash(particulars))
    }
}
