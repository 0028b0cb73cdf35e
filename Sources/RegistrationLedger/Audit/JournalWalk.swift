import Conference
import EventStore
import Foundation
import GRDB

/// The journal as the audit reads it: once, from its first entry to its last, each with its postings and particulars beside
/// it. The hash of every entry is computed anew, and what registrations were charged is summed on the way.
struct JournalWalk {
    /// What the journal says of one registration.
    struct Booked {
        var balances: [String: Int64] = [:]
        var lines: [ChargeLine.Key: ChargeLine.Sum] = [:]
        var taxes: [Charged.Component: Money] = [:]
        /// Payments and refunds.
        var movements = 0
    }

    private(set) var count = 0
    /// The hash of the last entry.
    private(set) var head: Data?
    private(set) var booked: [Int64: Booked] = [:]
    private(set) var findings: [AuditReport.Finding] = []

    /// More than ten thousand times what can be entered at once: of less, no sum of an event is too large for a number.
    private static let centsMax: UInt64 = 10_000_000_000_000
    private static let kinds = Set(JournalEntry.Kind.allCases.map(\.rawValue))
    fileprivate static let moneyKinds = Set([JournalEntry.Kind.payment, .refund].map(\.rawValue))

    /// - Parameter requests: the keys of all requests.
    init(_ db: Database, requests: Set<String>, _ check: inout AnchorCheck) throws {
        let postings = try EntryRows<StoredPosting>(db)
        let lines = try EntryRows<StoredLine>(db)
        let taxes = try EntryRows<StoredTax>(db)
        let payments = try EntryRows<StoredPayment>(db)
        let incarnations = try EventStore.incarnations(db)
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(Entry.columns) FROM journal_entry ORDER BY number")
        var entry = Entry()
        var (previous, input): (HashChain.Head?, DigestInput) = (nil, DigestInput())
        while let row = try rows.next() {
            try entry.read(row)
            let number = entry.number
            if try !postings.next(number, into: &entry.postings) { findings.append(.init(.postingMissing, number)) }
            if try !lines.next(number, into: &entry.lines) {
                findings.append(.init(.particularsDiffer, "charge_line \(number)"))
            }
            if try !taxes.next(number, into: &entry.taxes) {
                findings.append(.init(.particularsDiffer, "charge_tax \(number)"))
            }
            _ = try payments.next(number, into: &entry.payments)
            guard Self.kinds.contains(entry.kind), entry.registration.map({ UInt32(exactly: $0) != nil }) ?? true else {
                findings.append(.init(.entryUnreadable, number))
                continue
            }
            count += 1
            let last = previous?.number ?? 0
            let expected = last &+ 1
            // Each incarnation begins at a number of its own.
            let begins = incarnations.contains { $0.numbersAfter > last && number == $0.numbersAfter + 1 }
            if number != expected, !begins { findings.append(.init(.entryMissing, expected)) }
            if entry.previousHash != previous?.hash ?? Journal.origin {
                findings.append(.init(.chainBroken, number))
            }
            if entry.hash != entry.computedHash(&input) || !entry.hasItsMemo {
                findings.append(.init(.hashWrong, number))
            }
            checkSums(of: entry)
            if !requests.contains(entry.request) { findings.append(.init(.requestMissing, number)) }
            let current = HashChain.Head(number: number, hash: entry.hash)
            check.see(current, of: .journal)
            previous = current
        }
        head = previous?.hash
        findings += try postings.left().map { AuditReport.Finding(.postingOrphaned, $0) }
        for (table, left) in [
            (StoredLine.table, try lines.left()), (StoredTax.table, try taxes.left()),
            (StoredPayment.table, try payments.left()),
        ] {
            for entry in left { findings.append(.init(.particularsDiffer, "\(table) \(entry)")) }
        }
    }

    /// The postings of an entry sum to zero, and its payment is what they say; then they count.
    private mutating func checkSums(of entry: Entry) {
        let number = entry.number
        let isSmall =
            entry.postings.allSatisfy { $0.cents.magnitude <= Self.centsMax }
            && entry.lines.allSatisfy { max($0.cents.magnitude, $0.quantity.magnitude) <= Self.centsMax }
            && entry.taxes.allSatisfy { $0.cents.magnitude <= Self.centsMax }
        guard isSmall else {
            findings.append(.init(.rowImpossible, "posting of entry \(number)"))
            return
        }
        let sum = entry.postings.reduce(0) { $0 + $1.cents }
        if sum != 0 || entry.postings.isEmpty {
            findings.append(.init(.entryUnbalanced, number, ErrorDetail("sum", Money(cents: sum))))
        }
        if !entry.payments.isEmpty || Self.moneyKinds.contains(entry.kind), !entry.isPaidAsBooked {
            findings.append(.init(.paymentDiffers, number))
        }
        guard let registration = entry.registration else { return }
        do {
            try booked[registration, default: Booked()].add(entry)
        } catch {
            findings.append(.init(.rowImpossible, "charge_line of entry \(number)"))
        }
    }

    /// What stands in the journal of one entry, as it stands there: nothing of it becomes a value that only the hash needs.
    fileprivate struct Entry {
        static let columns = """
            number, kind, registration, corrects, till, request, memo, memo_salt, memo_sha256, author, origin, at_ms,
            valued, previous_hash, hash
            """
        private(set) var number: Int64 = 0
        private(set) var kind = ""
        private(set) var registration: Int64?
        private var corrects: Int64?
        private var till: Int64?
        private(set) var request = ""
        private var memo = ""
        private var memoSalt: Data?
        private var memoDigest = Data()
        private var author = ""
        private var origin = ""
        private var milliseconds: Int64 = 0
        private var valued: String?
        private(set) var previousHash = Data()
        private(set) var hash = Data()
        var postings: [StoredPosting] = []
        var lines: [StoredLine] = []
        var taxes: [StoredTax] = []
        /// One at the most.
        var payments: [StoredPayment] = []

        mutating func read(_ row: Row) throws {
            number = try row.decode(atIndex: 0)
            kind = try row.decode(atIndex: 1)
            registration = try row.decode(atIndex: 2)
            corrects = try row.decode(atIndex: 3)
            till = try row.decode(atIndex: 4)
            request = try row.decode(atIndex: 5)
            memo = try row.decode(atIndex: 6)
            memoSalt = try row.decode(atIndex: 7)
            memoDigest = try row.decode(atIndex: 8)
            author = try row.decode(atIndex: 9)
            origin = try row.decode(atIndex: 10)
            milliseconds = try row.decode(atIndex: 11)
            valued = try row.decode(atIndex: 12)
            previousHash = try row.decode(atIndex: 13)
            hash = try row.decode(atIndex: 14)
        }

        /// As `JournalEntry.computedHash` makes it.
        func computedHash(_ input: inout DigestInput) -> Data {
            input.append(number)
            input.append(kind)
            input.append(registration)
            input.append(corrects)
            input.append(base64: memoDigest)
            input.append(author)
            input.append(origin)
            input.append(milliseconds)
            input.append(valued ?? "")
            input.append(till)
            input.append(request)
            for posting in postings {
                input.append(posting.account)
                input.append(posting.cents)
            }
            for line in lines {
                input.append("line")
                input.append(line.kind)
                input.append(line.item)
                for number in [line.quantity, line.cents, line.version] { input.append(number) }
            }
            for tax in taxes {
                input.append("tax")
                input.append(tax.component)
                for number in [tax.version, tax.cents] { input.append(number) }
            }
            for payment in payments {
                input.append("payment")
                input.append(payment.method)
                for number in [payment.cents, payment.tendered, payment.rounding, payment.till] { input.append(number) }
            }
            return HashChain.next(previousHash, &input)
        }

        /// Whether the memo is the one that was written, or was taken away.
        var hasItsMemo: Bool {
            memoSalt.map { SaltedText.digest(memo, salt: $0) == memoDigest } ?? memo.isEmpty
        }

        /// Whether its payment is the money that its postings move, and of its registration.
        var isPaidAsBooked: Bool {
            guard let payment = payments.first, payment.registration == registration else { return false }
            let moved = postings.filter { AccountGroup(Account(stored: $0.account)) == .money }
            return moved.reduce(0) { $0 + $1.cents } == payment.cents
        }
    }
}

extension EntryRows {
    /// The entries that nobody asked for and that have rows, in order.
    fileprivate func left() throws -> [Int64] {
        try finish()
        return orphans.sorted()
    }
}

extension JournalWalk.Booked {
    /// - Throws: `registration_unreadable` for a line that no version of this program writes.
    fileprivate mutating func add(_ entry: JournalWalk.Entry) throws {
        for posting in entry.postings { balances[posting.account, default: 0] += posting.cents }
        for line in entry.lines {
            guard let kind = LedgerDocument.Line.Kind(rawValue: line.kind) else {
                throw LedgerError(.registrationUnreadable, ErrorDetail("number", entry.registration ?? 0))
            }
            let key = ChargeLine.Key(item: Charged.Item(kind: kind, id: line.item), version: Int(line.version))
            lines[key, default: ChargeLine.Sum(quantity: 0, amount: .zero)].quantity += Int(line.quantity)
            lines[key]?.amount += Money(cents: line.cents)
        }
        for tax in entry.taxes {
            let component = Charged.Component(
                id: TaxPlan.Component.ID(rawValue: tax.component), version: Int(tax.version))
            taxes[component, default: .zero] += Money(cents: tax.cents)
        }
        if JournalWalk.moneyKinds.contains(entry.kind) { movements += 1 }
    }
}
