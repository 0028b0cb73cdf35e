package import Conference
package import EventStore
import GRDB

/// Money that somebody hands over.
package struct Payment: Sendable, Hashable {
    /// What the payment is; nil for all that is due when it is booked, which in cash is rounded to the smallest coin.
    package let amount: Money?
    package let method: PaymentMethod
    /// What was handed over in cash, where change is given.
    package let tendered: Money?
    /// The open till that takes it, by its name; nil for the safe, and always for a method that no till sees.
    package let till: String?
    /// What the receipt or the bank says, at most 200 characters. It is kept for ever: no personal data belongs in it.
    package let note: String
    /// When the bank moved the money; nil for money that is handed over now.
    package let valued: CivilDate?
    /// Whether it is meant although it is far more than what is due, or its change more than the drawer holds.
    package let isSure: Bool

    /// - Throws: `amount_not_positive`, `tendered_too_little`, `tendered_not_cash`, `text_too_long`,
    ///   `text_has_controls`.
    package init(
        amount: Money?, method: PaymentMethod, tendered: Money? = nil, till: String? = nil, note: String,
        valued: CivilDate? = nil, isSure: Bool = false
    ) throws(ConferenceError) {
        if let amount, amount <= .zero { throw ConferenceError(.amountNotPositive, ErrorDetail("value", amount)) }
        if let tendered {
            guard method == .cash else { throw ConferenceError(.tenderedNotCash) }
            if let amount, tendered < amount { throw Self.tooLittle(tendered, amount) }
        }
        self.amount = amount
        self.method = method
        self.tendered = tendered
        self.till = method.isTakenAtTill ? till : nil
        self.valued = valued
        self.note = try Person.line(note, field: "note", limit: 200)
        self.isSure = isSure
    }

    /// Asks again where what was typed is far more than what is due: a digit too many, or a code in the wrong field.
    ///
    /// - Throws: `amount_far_above`.
    func check(against due: Money) throws(ConferenceError) {
        guard !isSure, due > .zero, let money = [amount, tendered].compactMap({ $0 }).max() else { return }
        // What is handed over may be a large note; what is booked has a digit too many.
        let isTenfold = amount.map { $0.cents / 10 >= due.cents && $0 - due > Self.tenfoldExcessMax } ?? false
        let isFar = money.cents / Self.duesMax >= due.cents && money - due > Self.excessMax
        guard isTenfold || isFar && money != due * Int(Self.duesMax) else { return }
        throw ConferenceError(.amountFarAbove, ErrorDetail("amount", money), ErrorDetail("due", due))
    }

    /// How many times what is due nobody is asked about, and how much above it.
    private static let duesMax: Int64 = 3
    private static let excessMax = Money(cents: 100_00)
    /// How much above it nobody is asked about an amount that is ten times what is due.
    private static let tenfoldExcessMax = Money(cents: 50_00)

    static func tooLittle(_ tendered: Money, _ amount: Money) -> ConferenceError {
        ConferenceError(.tenderedTooLittle, ErrorDetail("tendered", tendered), ErrorDetail("amount", amount))
    }

    var content: [String] {
        [amount?.description ?? "due", method.rawValue, tendered?.description ?? "", till ?? "", note]
            + (valued.map { [$0.description] } ?? [])
    }
}

/// A payment or refund as booked, and what is still due after it.
package struct BookedPayment: Sendable, Hashable, Codable {
    /// The number of the journal entry.
    package let entry: Int64
    private let cents: Int64
    private let changeCents: Int64
    private let roundingCents: Int64
    private let dueCents: Int64

    /// What came in or, negative, went out.
    package var amount: Money { Money(cents: cents) }
    /// What was given back of what was handed over.
    package var change: Money { Money(cents: changeCents) }
    /// What the cash total was rounded by: positive where less was paid than was settled.
    package var rounding: Money { Money(cents: roundingCents) }
    /// Negative when more was paid than was owed.
    package var due: Money { Money(cents: dueCents) }

    init(_ movement: MoneyMovement, entry: Int64, due: Money) {
        self.entry = entry
        cents = movement.amount.cents
        changeCents = movement.tendered.map { $0 - movement.amount }?.cents ?? 0
        roundingCents = movement.rounding.cents
        dueCents = due.cents
    }
}

extension RegistrationLedger {
    /// Books a payment. More than is due may be paid; the rest is owed to the person.
    ///
    /// Cash that pays all that is due to the nearest coin settles it; the difference goes to the account `rounding`. What is
    /// less than half the smallest coin is rounded off, and no money changes hands.
    /// - Throws: `registration_unknown`, `registration_moved`, `payment_not_by_hand`, `nothing_due`, `amount_far_above` for
    ///   what nobody confirmed, `cash_not_payable` for cash that no coins make, `tendered_too_little`, `till_not_open`,
    ///   `till_too_empty` for change that the drawer does not hold and nobody confirmed, `idempotency_conflict`.
    package func pay(
        _ payment: Payment, for id: Registration.ID, context: WriteContext
    ) async throws -> Performed<BookedPayment> {
        try await store.perform("ledger.pay", content: [id.description] + payment.content, context: context) {
            [store] db in
            try Self.pay(db, try store.definition(db), payment, for: id, context: context)
        }
    }

    /// Gives money back that is owed to a person: all of it, or a part.
    ///
    /// - Parameters:
    ///   - amount: nil for all.
    ///   - isSure: whether it is meant although the drawer does not hold that much.
    /// - Throws: `refund_too_large` for more than is owed, `nothing_to_refund`, `refund_not_online` for more than came
    ///   through a provider where it is to go back by one, `till_too_empty` for cash that the drawer
    ///   does not hold and nobody confirmed, and as `pay`.
    package func refund(
        _ amount: Money?, by method: PaymentMethod, till: String? = nil, note: String, isSure: Bool = false,
        for id: Registration.ID, context: WriteContext
    ) async throws -> Performed<BookedPayment> {
        // The checks of a payment hold for a refund as well.
        let payment = try Payment(amount: amount, method: method, till: till, note: note, isSure: isSure)
        return try await store.perform("ledger.refund", content: [id.description] + payment.content, context: context) {
            [store] db in
            try Self.refund(db, try store.definition(db), payment, for: id, context: context)
        }
    }

    static func pay(
        _ db: Database, _ definition: EventDefinition, _ payment: Payment, for id: Registration.ID,
        byProvider: Bool = false, context: WriteContext
    ) throws -> BookedPayment {
        // What a provider did not take it cannot give back.
        guard byProvider || payment.method != .online else { throw LedgerError(.paymentNotByHand) }
        try refuseMoved(db, id)
        let due = try Journal.due(db, from: id)
        if payment.amount == nil, due <= .zero { throw LedgerError(.nothingDue) }
        try payment.check(against: due)
        let (amount, rounding) = try settled(definition, payment, of: due)
        if let tendered = payment.tendered, tendered < amount { throw Payment.tooLittle(tendered, amount) }
        let till = try payment.till.map { try TillRecord.open(db, named: $0) }
        // The note that is handed over is no change for itself.
        if let till, let tendered = payment.tendered, !payment.isSure {
            try TillRecord.check(db, till, holds: tendered - amount)
        }
        let movement = MoneyMovement(
            amount: amount, rounding: rounding, method: payment.method, tendered: payment.tendered, till: till,
            valued: payment.valued)
        let entry = try movement.append(db, kind: .payment, of: id, due: due, memo: payment.note, context: context)
        try RegistrationRecord.tell(db, id, .paid, "\(amount) \(payment.method.rawValue)", context: context)
        return BookedPayment(movement, entry: entry.number, due: due - movement.settled)
    }

    static func refund(
        _ db: Database, _ definition: EventDefinition, _ payment: Payment, for id: Registration.ID,
        context: WriteContext
    ) throws -> BookedPayment {
        try refuseMoved(db, id)
        let owed = -(try Journal.due(db, from: id))
        guard owed > .zero else { throw LedgerError(.nothingToRefund) }
        let (amount, rounding) = try settled(definition, payment, of: owed)
        guard amount + rounding <= owed else {
            throw LedgerError(.refundTooLarge, ErrorDetail("amount", amount), ErrorDetail("owed", owed))
        }
        let till = try payment.till.map { try TillRecord.open(db, named: $0) }
        if let till, payment.method == .cash, !payment.isSure { try TillRecord.check(db, till, holds: amount) }
        let movement = MoneyMovement(
            amount: -amount, rounding: -rounding, method: payment.method, tendered: nil, till: till)
        // What was paid in a period that is closed goes out in the open one, which names it.
        let period = try Periods.reached(db, by: amount, to: id).map { "paid in the period until \($0)" }
        let memo = [payment.note, period ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
        let entry = try movement.append(db, kind: .refund, of: id, due: -owed, memo: memo, context: context)
        if payment.method == .online {
            try OnlineRefundRecord.order(db, amount, entry.number, of: id, context: context)
        }
        try RegistrationRecord.tell(db, id, .refunded, "\(amount) \(payment.method.rawValue)", context: context)
        return BookedPayment(movement, entry: entry.number, due: -(owed - amount - rounding))
    }

    /// What changes hands for a sum that is open, and what that is rounded by.
    private static func settled(
        _ definition: EventDefinition, _ payment: Payment, of open: Money
    ) throws -> (amount: Money, rounding: Money) {
        guard payment.method == .cash else { return (payment.amount ?? open, .zero) }
        let payable = open.rounded(to: definition.cashStep)
        let amount = payment.amount ?? payable
        guard amount == amount.rounded(to: definition.cashStep) else {
            throw LedgerError(
                .cashNotPayable, ErrorDetail("value", amount),
                ErrorDetail("nearest", amount.rounded(to: definition.cashStep)))
        }
        return (amount, amount == payable ? open - amount : .zero)
    }
}
