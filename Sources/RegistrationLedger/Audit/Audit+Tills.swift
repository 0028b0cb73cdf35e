import Conference
import EventStore
import Foundation
import GRDB

/// What the audit compares with the journal and with the requests: the shifts of tills.
extension RegistrationLedger {
    /// A till that is closed is empty, and was as full as the journal says.
    static func auditTills(
        _ db: Database, _ requests: RequestWalk, _ findings: inout [AuditReport.Finding]
    ) throws {
        let tills = try TillRecord.fetchAll(db, "ORDER BY id", [])
        auditShifts(tills, requests, &findings)
        let drops = try Int64.fetchAll(
            db,
            sql: """
                SELECT till_drop.entry FROM till_drop LEFT JOIN journal_entry ON number = till_drop.entry
                WHERE journal_entry.till IS NOT till_drop.till OR till_drop.cents IS NOT (
                    SELECT sum(posting.cents) FROM posting
                    WHERE posting.entry = till_drop.entry AND account = ?)
                ORDER BY till_drop.entry
                """,
            arguments: [Account.money(.cash).description])
        findings += drops.map { AuditReport.Finding(.particularsDiffer, "till_drop \($0)") }
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

    /// Who opened and closed a till, when, with what, is what the requests say that did it.
    private static func auditShifts(
        _ tills: [Till], _ requests: RequestWalk, _ findings: inout [AuditReport.Finding]
    ) {
        var told: [String: [Int64: DoneRequest]] = [:]
        for request in requests.tills {
            guard let shift = try? JSONDecoder().decode(TillNumber.self, from: Data(request.result.utf8)) else {
                continue
            }
            told[request.operation, default: [:]][shift.number] = request
        }
        func isTold(_ operation: String, _ till: Till, _ amount: Money, by author: String, at time: Date) -> Bool {
            guard let request = told[operation]?[till.id.rawValue] else { return false }
            return request.author == author && request.time == time
                && request.content == EventStore.digest(of: [operation, till.name, amount.description])
        }
        for till in tills {
            let isOpened = isTold("till.open", till, till.float, by: till.openedBy, at: till.opened)
            let isClosed = till.closing.map { closing in
                isTold("till.close", till, closing.counted, by: closing.author, at: closing.time)
            }
            let wasClosed = told["till.close"]?[till.id.rawValue] != nil
            if !isOpened || !(isClosed ?? !wasClosed) { findings.append(.init(.shiftDiffers, "#\(till.id)")) }
        }
        let known = Set(tills.map(\.id.rawValue))
        for missing in Set((told["till.open"] ?? [:]).keys).subtracting(known).sorted() {
            findings.append(.init(.shiftDiffers, "#\(missing)"))
        }
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
}
