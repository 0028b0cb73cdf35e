package import Conference
package import Foundation

/// Money that a provider says has come in.
package struct OnlineReceipt: Sendable, Hashable {
    package let provider: PaymentPlan.Provider
    /// The provider's own number of the money; it is booked once under it.
    package let number: String
    /// What the payment was begun under; nil where the provider does not say.
    package let reference: String?
    /// The code of a registration that went along; empty where none did.
    package let code: String
    package let amount: Money
    /// An ISO 4217 code.
    package let currency: String
    package let time: Date

    package init(
        provider: PaymentPlan.Provider, number: String, reference: String?, code: String, amount: Money,
        currency: String, time: Date
    ) {
        self.provider = provider
        self.number = number
        self.reference = reference
        self.code = code
        self.amount = amount
        self.currency = currency
        self.time = time
    }
}

/// What became of money that a provider told of.
package enum OnlineOutcome: Sendable, Hashable {
    /// The entry that books it.
    case booked(Int64)
    /// A person has to look at it, as a line that waits.
    case waits(BankLine.ID, OnlineDoubt)
    /// It was told of before.
    case known
    /// It is none of this event's.
    case foreign
}

/// Why money that came, or went back, through a provider waits for a person.
package enum OnlineDoubt: String, Sendable, Hashable, CaseIterable {
    /// Nothing that was begun here has that reference.
    case unknown
    /// Another amount came than was asked for.
    case amountDiffers = "amount_differs"
    case otherCurrency = "other_currency"
    /// The registration was cancelled, or went to another person.
    case ended
    /// Less is due by now.
    case moreThanDue = "more_than_due"
    /// It was given back at the provider, without us.
    case givenBack = "given_back"
}
