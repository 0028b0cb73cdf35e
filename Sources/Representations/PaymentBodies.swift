package import Conference
package import EventDesk
package import RegistrationLedger

/// How paying through a provider stands, as JSON.
package struct PaymentStandingBody: Encodable, Sendable {
    /// Nil where the event's description names none.
    package let provider: String?
    package let hasKey: Bool
    package let hasSecret: Bool
    package let trouble: Trouble?
    /// Payments of which it is not known yet what became of them.
    package let open: [CheckoutBody]
    /// What is to go back, and what could not.
    package let refunds: [OnlineRefundBody]
    /// Lines that wait for a person.
    package let unclear: [BankLineBody]
    /// Messages of the provider that wait until the event's file is here again, or that nobody could read since.
    package let waitingMessages: Int

    package struct Trouble: Encodable, Sendable {
        package let since: String
        package let code: String
        package let reply: String
    }

    package init(_ standing: PaymentStanding, event: EventDefinition) {
        provider = standing.provider?.rawValue
        hasKey = standing.hasKey
        hasSecret = standing.hasSecret
        trouble = standing.trouble.map {
            Trouble(since: Timestamp($0.since, in: event.zone).description, code: $0.code, reply: $0.reply)
        }
        open = standing.open.map { CheckoutBody($0, event: event) }
        refunds = standing.refunds.map { OnlineRefundBody($0, event: event) }
        unclear = standing.unclear.map(BankLineBody.init)
        waitingMessages = standing.messages
    }
}

/// A payment that somebody began, as JSON.
package struct CheckoutBody: Encodable, Sendable {
    /// The number of the registration.
    package let registration: UInt32
    package let amount: Money
    package let state: String
    package let begun: String
    package let expires: String
    /// The provider's own number of it.
    package let session: String?

    package init(_ checkout: Checkout, event: EventDefinition) {
        registration = checkout.registration.rawValue
        amount = checkout.amount
        state = checkout.state.rawValue
        begun = Timestamp(checkout.begun, in: event.zone).description
        expires = Timestamp(checkout.expires, in: event.zone).description
        session = checkout.session
    }
}

/// Money that goes back through a provider, as JSON.
package struct OnlineRefundBody: Encodable, Sendable {
    package let id: Int64
    /// The refund in the journal.
    package let entry: Int64
    /// The number of the registration.
    package let registration: UInt32
    package let amount: Money
    package let state: String
    package let ordered: String
    /// The provider's own number of the payment.
    package let payment: String
    /// The provider's own number of the refund.
    package let number: String?
    /// When it is tried next; nil for what is done.
    package let due: String?
    package let because: String?

    package init(_ refund: OnlineRefund, event: EventDefinition) {
        id = refund.id.rawValue
        entry = refund.entry
        registration = refund.registration.rawValue
        amount = refund.amount
        state = refund.state.rawValue
        ordered = Timestamp(refund.ordered, in: event.zone).description
        payment = refund.payment
        number = refund.number
        due = refund.state == .waiting ? Timestamp(refund.due, in: event.zone).description : nil
        because = refund.because
    }
}
