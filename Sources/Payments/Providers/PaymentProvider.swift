package import Conference
package import Foundation

/// Whoever takes cards and the like for an event: a payment is begun, confirmed by a signed message, asked after, and given back.
///
/// Values go in and come out; what they mean for the books is said elsewhere.
package protocol PaymentProvider: Sendable {
    /// Has the provider make a page on which one payment can be made. Sent again it is the same page.
    ///
    /// - Throws: `PaymentsError`.
    func begin(_ order: CheckoutOrder) async throws -> CheckoutSession

    /// What became of a payment that was begun.
    func look(at session: String) async throws -> CheckoutSession

    /// Closes a page, so that nobody pays on it any more. One on which somebody paid is left as it is.
    func close(_ session: String) async throws

    /// What a message says that came to the address for such messages.
    ///
    /// - Parameters:
    ///   - body: as it came, byte by byte.
    ///   - signature: what the header says; nil where there is none.
    /// - Throws: `webhook_forged`, `webhook_old`, `webhook_unreadable`.
    func message(_ body: Data, signature: String?, at now: Date) throws -> ProviderMessage

    /// Gives money back that came in. Sent again it is the same order.
    func refund(_ order: RefundOrder) async throws -> ProviderRefund

    /// All that was given back of one payment.
    func refunds(of payment: String) async throws -> [ProviderRefund]

    /// Asks whether the provider knows us, and whether it is real money that it would take.
    func account() async throws -> ProviderMode

    /// What a payout to the bank is made of.
    func payout(_ number: String) async throws -> ProviderPayout
}

/// Whether a provider's key moves money.
package enum ProviderMode: String, Sendable, Hashable, CaseIterable {
    /// Nothing is paid.
    case test
    case live
}

/// A payment that somebody is about to make.
package struct CheckoutOrder: Sendable, Hashable {
    /// What we know it by; no personal data.
    package let reference: String
    /// The code of the registration.
    package let code: String
    /// What the payer reads: the event and the code.
    package let title: String
    package let amount: Money
    package let currency: Currency
    package let language: Language
    package let expires: Date
    /// Where the payer comes back to.
    package let returnPage: String

    package init(
        reference: String, code: String, title: String, amount: Money, currency: Currency, language: Language,
        expires: Date, returnPage: String
    ) {
        self.reference = reference
        self.code = code
        self.title = title
        self.amount = amount
        self.currency = currency
        self.language = language
        self.expires = expires
        self.returnPage = returnPage
    }
}

/// A payment as the provider knows it.
package struct CheckoutSession: Sendable, Hashable {
    /// The provider's own number of it.
    package let number: String
    /// Ours; nil for what was not begun here.
    package let reference: String?
    /// The registration's code that went along; nil where none did.
    package let code: String?
    /// Where the payer goes; nil once the page is closed.
    package let page: String?
    package let state: State

    package enum State: Sendable, Hashable {
        /// Nothing has been done yet.
        case open
        /// The payer has done their part, and the money is on its way.
        case pending
        case paid(ProviderPayment)
        case expired
    }
}

/// Money that a provider has taken.
package struct ProviderPayment: Sendable, Hashable {
    /// The provider's own number of the money, not of the page.
    package let number: String
    package let amount: Money
    /// An ISO 4217 code.
    package let currency: String
}

/// Money that is to go back.
package struct RefundOrder: Sendable, Hashable {
    /// The provider's own number of the payment.
    package let payment: String
    package let amount: Money
    /// What we know the order by.
    package let reference: String
    /// From 1; a provider repeats what it answered to one of the same number.
    package let attempt: Int

    package init(payment: String, amount: Money, reference: String, attempt: Int = 1) {
        self.payment = payment
        self.amount = amount
        self.reference = reference
        self.attempt = attempt
    }
}

/// Money that went back, or was to.
package struct ProviderRefund: Sendable, Hashable {
    /// The provider's own number of it.
    package let number: String
    /// The provider's own number of the payment.
    package let payment: String
    package let amount: Money
    /// An ISO 4217 code.
    package let currency: String
    /// What we knew the order by; nil for what was not given back by us.
    package let reference: String?
    package let state: State
    package let time: Date

    package enum State: String, Sendable, Hashable, CaseIterable {
        case sent, failed
    }
}

/// Money that a provider has sent to the bank.
package struct ProviderPayout: Sendable, Hashable {
    /// The provider's own number of it.
    package let number: String
    package let amount: Money
    /// An ISO 4217 code.
    package let currency: String
    /// What it is made of; nil where the provider does not say, or it does not add up.
    package let movements: [Movement]?
    /// When the bank has it.
    package let arrives: Date

    /// A payment, something given back, a fee.
    package struct Movement: Sendable, Hashable {
        /// The provider's own number of the payment that it is of; nil for none in particular.
        package let payment: String?
        /// What the provider kept of it.
        package let fee: Money
        /// What is left of it for the bank; negative where it went back.
        package let net: Money
    }
}

/// What a provider tells by itself.
package enum ProviderMessage: Sendable, Hashable {
    /// A page on which somebody paid, or nobody did; and when it was said.
    case checkout(CheckoutSession, Date)
    /// The money of a page did not come after all.
    case failed(CheckoutSession)
    /// Something was given back of a payment.
    case refunded(payment: String)
    case paidOut(String)
    /// Nothing that concerns an event.
    case other(String)
}
