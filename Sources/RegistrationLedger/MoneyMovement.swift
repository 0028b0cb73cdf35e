import Conference
import EventStore
import GRDB

/// Money that comes in or, negative, goes out, as it is booked.
struct MoneyMovement {
    let amount: Money
    /// By how much less is paid than is settled, because there is no smaller coin.
    let rounding: Money
    let method: PaymentMethod
    /// What was handed over in cash.
    let tendered: Money?
    /// The till that holds the cash, or where a card was read.
    let till: Till?
    /// When the bank moved it; nil for money that changes hands.
    var valued: CivilDate?

    /// What the registration owes less by it.
    var settled: Money { amount + rounding }

    /// - Parameter due: what the registration owes before it, where that is known already.
    func append(
        _ db: Database, kind: JournalEntry.Kind, of id: Registration.ID, corrects: Int64? = nil, due: Money? = nil,
        memo: String, context: WriteContext
    ) throws -> JournalEntry {
        let due = try due ?? Journal.due(db, from: id)
        let account: Account = method == .cash ? till.map { .cash(inTill: $0.name) } ?? .money(.cash) : .money(method)
        let money = [Posting(account: account, amount: amount), Posting(account: .rounding, amount: rounding)]
            .filter { $0.amount != .zero }
        return try Journal.append(
            db, kind: kind, registration: id, corrects: corrects, memo: memo, valued: valued,
            postings: money + Journal.duePostings(from: due, to: due - settled),
            particulars: Particulars(payment: PaymentParticulars(self)), context: context)
    }
}
