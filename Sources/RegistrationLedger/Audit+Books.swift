import Conference
import EventStore
import Foundation
import GRDB

/// What the audit compares with the journal: registrations, payments, tills, seats, documents.
extension RegistrationLedger {
    /// What was charged must be the price of what is held, under the definitions that were in force when it was taken.
    static func auditCharges(
        _ db: Database, _ registrations: [Registration], _ findings: inout [AuditReport.Finding]
    ) throws {
        let definitions = try EventStore.definitions(db)
        func definition(_ version: Int) throws -> EventDefinition {
            guard let definition = definitions[version] else {
                throw EventStoreError(.definitionMissing, ErrorDetail("version", version))
            }
            return definition
        }
        for registration in registrations {
            let balances = try Journal.balances(db, of: registration.id)
            let charged = balances.filter { $0.key.isPriced && $0.value != .zero }.mapValues { -$0 }
            let holding = try Holding(db, of: registration.id)
            let before = try Charged(db, of: registration.id)
            let lines = try Assessment(holding, definition: definition).lines
            let version = before.versions.last ?? holding.priced.version
            let after = before.moved(to: lines, under: version)
            if charged != (try after.credits(definition)) {
                findings.append(
                    .init(
                        .chargeDiffers, registration.code, ErrorDetail("charged", charged.values.total()),
                        ErrorDetail("price", try after.total(definition))))
            }
            if DaySet(unchecked: holding.days.map(\.number)) != registration.days {
                findings.append(.init(.daysDiffer, registration.code))
            }
            if try ChargeLine.charged(db, of: registration.id) != after.lines(definition)
                || ChargeTax.charged(db, of: registration.id) != after.taxes(definition)
            {
                findings.append(.init(.linesDiffer, registration.code))
            }
            let (owes, owed) = (balances[.receivable] ?? .zero, balances[.refundsDue] ?? .zero)
            if owes < .zero || owed > .zero || owes != .zero && owed != .zero {
                findings.append(.init(.dueInBoth, registration.code))
            }
        }
    }

    /// The chain cannot miss what was cut off at its end; what each registration's history tells can. And the
    /// particulars of payments must be those that were booked.
    static func auditPayments(_ db: Database, _ findings: inout [AuditReport.Finding]) throws {
        let told = try PaymentsTold.fetchAll(
            db,
            sql: """
                SELECT code,
                       (SELECT count(*) FROM journal_entry WHERE registration = registration.id AND kind = 'payment')
                           AS booked,
                       (SELECT count(*) FROM registration_history WHERE registration = registration.id AND kind = ?)
                           AS told
                FROM registration WHERE booked <> told ORDER BY id
                """,
            arguments: [Happening.Kind.paid.rawValue])
        for row in told {
            findings.append(
                .init(
                    .paymentsDiffer, try RegistrationCode(row.code), ErrorDetail("booked", row.booked),
                    ErrorDetail("told", row.told)))
        }
        let differing = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM journal_entry LEFT JOIN payment ON payment.entry = number
                WHERE (kind IN ('payment', 'refund') OR payment.entry IS NOT NULL)
                    AND coalesce(payment.cents, 0) IS NOT (
                        SELECT sum(cents) FROM posting WHERE posting.entry = number
                            AND (account IN ('cash', 'card', 'bank', 'cheque') OR account LIKE 'cash:%'))
                ORDER BY number
                """)
        for entry in differing { findings.append(.init(.paymentDiffers, entry)) }
        let corrections = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM journal_entry JOIN payment AS undoing ON undoing.entry = number
                LEFT JOIN payment AS undone ON undone.entry = corrects
                WHERE kind = 'correction'
                    AND (undone.cents IS NOT -undoing.cents OR undone.rounding_cents IS NOT -undoing.rounding_cents)
                ORDER BY number
                """)
        for entry in corrections { findings.append(.init(.correctionDiffers, entry)) }
        let moving = try Journal.balance(db, of: .transfer)
        if moving != .zero {
            findings.append(.init(.transferOpen, Account.transfer, ErrorDetail("sum", moving)))
        }
    }

    /// A till that is closed is empty, and was as full as the journal says.
    static func auditTills(_ db: Database, _ findings: inout [AuditReport.Finding]) throws {
        let tills = try TillRecord.fetchAll(db, "ORDER BY id", [])
        for (name, shifts) in Dictionary(grouping: tills, by: \.name).sorted(by: { $0.key < $1.key }) {
            let expected = try shifts.filter(\.isOpen).map { try TillRecord.report(db, $0).expectedCash }.total()
            let booked = try Journal.balance(db, of: .cash(inTill: name))
            if booked != expected {
                findings.append(
                    .init(.tillDiffers, name, ErrorDetail("booked", booked), ErrorDetail("expected", expected)))
            }
        }
        // What the chain says that each shift took from the safe, brought back, and lacked.
        var booked: [Int64: (float: Money, counted: Money, difference: Money)] = [:]
        let rows = try TillPosting.fetchCursor(
            db,
            sql: """
                SELECT till, account, cents
                FROM journal_entry JOIN posting ON entry = number WHERE till IS NOT NULL ORDER BY number
                """)
        while let row = try rows.next() {
            let amount = Money(cents: row.cents)
            var sums = booked[row.till] ?? (.zero, .zero, .zero)
            if row.account == Account.tillDifference.description { sums.difference += amount }
            if row.account == Account.money(.cash).description {
                if amount < .zero { sums.float += -amount } else { sums.counted += amount }
            }
            booked[row.till] = sums
        }
        for till in tills {
            let sums = booked[till.id.rawValue] ?? (.zero, .zero, .zero)
            if sums.float != till.float {
                findings.append(
                    .init(
                        .tillDiffers, "#\(till.id)", ErrorDetail("booked", sums.float),
                        ErrorDetail("expected", till.float)))
            }
            guard let closing = till.closing else { continue }
            let expected = try TillRecord.report(db, till).expectedCash
            if closing.expected != expected {
                findings.append(
                    .init(
                        .tillDiffers, "#\(till.id)", ErrorDetail("booked", closing.expected),
                        ErrorDetail("expected", expected)))
            }
            let dropped = try TillRecord.report(db, till).dropped
            if sums.counted != closing.counted + dropped || -sums.difference != closing.difference {
                findings.append(
                    .init(
                        .tillDiffers, "#\(till.id)", ErrorDetail("booked", sums.counted),
                        ErrorDetail("expected", closing.counted)))
            }
        }
    }

    static func auditSeats(
        _ db: Database, _ definition: EventDefinition, _ registrations: [Registration],
        _ findings: inout [AuditReport.Finding]
    ) throws {
        let active = registrations.filter { $0.status == .active }
        for day in definition.days {
            let taken = active.count { $0.days.contains(day.number) }
            if let capacity = day.capacity, taken > capacity {
                findings.append(
                    .init(.dayOversold, day.number, ErrorDetail("taken", taken), ErrorDetail("capacity", capacity)))
            }
            try auditCount(db, .day(day.number), taken, &findings)
        }
        for addOn in definition.addOns {
            let taken = active.count { $0.addOns.contains(addOn.id) }
            if let seats = addOn.seats, taken > seats {
                findings.append(
                    .init(.addOnOversold, addOn.id, ErrorDetail("taken", taken), ErrorDetail("seats", seats)))
            }
            try auditCount(db, .addOn(addOn.id), taken, &findings)
        }
    }

    private static func auditCount(
        _ db: Database, _ place: Place, _ taken: Int, _ findings: inout [AuditReport.Finding]
    ) throws {
        let taken = try taken + WaitingList.offers(db, of: place)
        let counted = try Seats.taken(db, place)
        guard counted != taken else { return }
        findings.append(
            .init(.seatsDiffer, place, ErrorDetail("counted", counted), ErrorDetail("taken", taken)))
    }

    /// Numbers run from 1 without gaps in each incarnation; every document is the one that the history of its registration vouches for, and
    /// says what the entries say that it is about.
    static func auditDocuments(
        _ db: Database, _ definition: EventDefinition, _ findings: inout [AuditReport.Finding]
    ) throws {
        var vouched: [Data: String] = [:]
        let told = try Vouched.fetchAll(
            db,
            sql: "SELECT detail, vouches FROM registration_history WHERE kind = ? ORDER BY id",
            arguments: [Happening.Kind.documentIssued.rawValue])
        for row in told { vouched[row.vouches ?? Data()] = row.detail }
        var next: [String: Int64] = [:]
        let incarnations = try EventStore.incarnations(db)
        let rows = try DocumentRow.fetchCursor(db, sql: "SELECT * FROM document ORDER BY kind, number")
        while let row = try rows.next() {
            let (kind, number) = (row.kind, row.number)
            let begun = incarnations.last { $0.numbersAfter < number }?.numbersAfter ?? 0
            let first = max(next[kind] ?? 1, begun + 1)
            if number > first {
                // A number far off leaves a gap of as many: it is told as one.
                let gap = number - first == 1 ? "\(first)" : "\(first)–\(number - 1)"
                findings.append(.init(.documentMissing, "\(kind) \(gap)"))
            }
            next[kind] = number &+ 1
            let numbers = try Int64.fetchAll(
                db.cachedStatement(
                    sql: "SELECT entry FROM document_entry WHERE kind = ? AND number = ? ORDER BY entry"),
                arguments: [kind, number])
            let people = try DocumentPersonRow.fetchAll(db, of: kind, number)
            guard let stored = StoredDocument(row, people: people, entries: numbers) else {
                findings.append(.init(.documentDiffers, "\(kind) \(number)"))
                continue
            }
            let isVouched = vouched.removeValue(forKey: stored.digest) != nil
            let entries = try numbers.compactMap { try Journal.entry(db, $0) }
            let isBooked = try Self.isBooked(row, stored, entries, db, definition)
            let isIts =
                StoredDocument.isIts(row.recipient, row.salt, stored.recipient)
                && people.allSatisfy { StoredDocument.isIts($0.face, $0.salt, $0.faceSha256) }
            if !isVouched || !isBooked || !isIts {
                findings.append(.init(.documentDiffers, "\(kind) \(number)"))
            }
        }
        // A document that was taken away whole is still told of.
        for label in Set(vouched.values).sorted() {
            guard let id = try? DocumentID(label) else { continue }
            let exists = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM document WHERE kind = ? AND number = ?)",
                arguments: [id.kind.rawValue, id.number])
            let subject = "\(id.kind.rawValue) \(id.number)"
            if exists != true, !findings.contains(where: { $0.code == .documentMissing && $0.subject == subject }) {
                findings.append(.init(.documentMissing, subject))
            }
        }
    }

    /// Whether a document says what the entries say that it is about.
    private static func isBooked(
        _ row: DocumentRow, _ stored: StoredDocument, _ entries: [JournalEntry], _ db: Database,
        _ definition: EventDefinition
    ) throws -> Bool {
        guard let told = try? row.shownFigures() else { return false }
        let parts = stored.registrations.map { id in entries.filter { $0.registration == id } }
        guard parts.map(\.count).reduce(0, +) == entries.count else { return false }
        let booked = try DocumentRecord.figures(
            db, definition, parts, language: told.language, balance: told.balance, earlier: told.earlier)
        guard told.total == booked.total, told.payments == booked.payments, told.shares == booked.shares else {
            return false
        }
        return told.taxes.map(\.amount).total() == booked.taxes.map(\.amount).total()
            && told.lines.map(\.amount).total() == booked.lines.map(\.amount).total()
    }

    /// The histories of all registrations are one chain; of each registration it tells that it was made.
    static func auditHistory(
        _ db: Database, _ check: inout AnchorCheck, _ findings: inout [AuditReport.Finding]
    ) throws {
        var (previous, registrations) = (HashChain.Head(number: 0, hash: HashChain.origin), Set<Int64>())
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM registration_history ORDER BY id")
        while let row = try rows.next() {
            let number: Int64 = try row.decode(forColumn: "id")
            let told = try StoredHistory(row: row)
            let hash: Data = try row.decode(forColumn: "hash")
            if number != previous.number + 1 || hash != told.hash(number, after: previous.hash) {
                findings.append(.init(.historyBroken, number))
            }
            registrations.insert(told.registration)
            previous = HashChain.Head(number: number, hash: hash)
            check.see(previous, of: .history)
        }
        let known = Set(try Int64.fetchAll(db, sql: "SELECT id FROM registration"))
        for missing in registrations.subtracting(known).sorted() {
            findings.append(.init(.registrationMissing, "#\(missing)"))
        }
        for untold in known.subtracting(registrations).sorted() {
            findings.append(.init(.historyBroken, "#\(untold)"))
        }
    }

    static func auditRequests(
        _ db: Database, _ check: inout AnchorCheck, _ findings: inout [AuditReport.Finding]
    ) throws {
        var (heads, broken): ([HashChain.Head], [Int64]) = ([], [])
        _ = try EventStore.followRequests(db, visit: { heads.append($0) }, broken: { broken.append($0) })
        for head in heads { check.see(head, of: .requests) }
        findings += Set(broken).sorted().map { AuditReport.Finding(.requestBroken, $0) }
    }

    private struct PaymentsTold: RowRecord {
        let code: String
        let booked: Int
        let told: Int
    }

    private struct TillPosting: FetchableRecord {
        let till: Int64
        let account: String
        let cents: Int64

        init(row: Row) throws {
            till = try row.decode(forColumn: "till")
            account = try row.decode(forColumn: "account")
            cents = try row.decode(forColumn: "cents")
        }
    }

    private struct Vouched: RowRecord {
        let detail: String
        let vouches: Data?
    }
}
