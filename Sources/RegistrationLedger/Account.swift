package import Conference

/// An account of the journal, by the name that exports use.
///
/// Debits are positive and credits negative, so money that is owed or held is positive and revenue is negative.
package struct Account: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String

    /// An account as a stored posting names it.
    init(stored description: String) { self.description = description }

    /// What registrations owe.
    package static let receivable = Account(stored: "receivable")
    /// What is owed to registrations: never together with something that the same one owes.
    package static let refundsDue = Account(stored: "refunds-due")
    package static func revenue(_ pass: Pass.ID) -> Account { Account(stored: "revenue:\(pass)") }
    package static func revenue(_ addOn: AddOn.ID) -> Account { Account(stored: "revenue:\(addOn)") }
    /// What is kept of cancelled registrations.
    package static let cancellation = Account(stored: "revenue:cancellation")
    package static func discount(_ voucher: Voucher.ID) -> Account { Account(stored: "discount:\(voucher)") }
    package static let waiver = Account(stored: "waiver")
    package static func tax(_ component: TaxPlan.Component.ID) -> Account { Account(stored: "tax:\(component)") }
    /// What cash totals were rounded by.
    package static let rounding = Account(stored: "rounding")
    package static func money(_ method: PaymentMethod) -> Account { Account(stored: method.rawValue) }
    /// The cash in an open till.
    package static func cash(inTill name: String) -> Account { Account(stored: "cash:\(name)") }
    /// By how much the cash in tills was more or less than the books said.
    package static let tillDifference = Account(stored: "till-difference")
    /// What people gave of what was owed to them.
    package static let donation = Account(stored: "donation:refund")
    /// What payment providers keep of what they pay out.
    package static let onlineFee = Account(stored: "fee:online")
    /// What payment providers have paid out, until the bank has it.
    package static let payouts = Account(stored: "asset:payouts")
    /// Money on its way from one registration to another; zero whenever nobody is writing.
    package static let transfer = Account(stored: "transfer")

    /// Whether it is part of what registrations were charged: revenue, what makes it less, and taxes.
    var isPriced: Bool {
        ["revenue:", "discount:", "tax:"].contains { description.hasPrefix($0) } || self == .waiver
    }
    /// Whether it says what a registration owes or is owed.
    var isDue: Bool { self == .receivable || self == .refundsDue }

    package static func < (left: Account, right: Account) -> Bool { left.description < right.description }
}

/// How money came in.
package enum PaymentMethod: String, Sendable, Hashable, CaseIterable, Codable {
    case cash, card, bank, cheque
    /// Through a payment provider, which says itself what came in.
    case online

    /// Those that a person books.
    package static let byHand = allCases.filter { $0 != .online }

    /// A method by which a person books, by its word.
    ///
    /// - Throws: `choice_unknown`.
    static func byHand(_ word: String) throws(ConferenceError) -> PaymentMethod {
        try Choice.read(word, among: byHand) { $0.rawValue }
    }

    /// Whether it passes through a till, as cash does and the card reader beside it; a transfer and a cheque do not.
    package var isTakenAtTill: Bool { self == .cash || self == .card }
}
