package import Conference
import EventStore
package import Foundation
import Payments
package import RegistrationLedger

/// How paying through a provider stands, for the organizer.
package struct PaymentStanding: Sendable {
    /// Nil where the event's description names none.
    package let provider: PaymentPlan.Provider?
    package let hasKey: Bool
    /// Whether messages of the provider can be told from forged ones.
    package let hasSecret: Bool
    /// What keeps us from talking to the provider.
    package let trouble: ProviderTrouble?
    /// Payments of which it is not known yet what became of them, the latest first.
    package let open: [Checkout]
    /// What is to go back and what could not, the latest first.
    package let refunds: [OnlineRefund]
    /// Lines that wait because what the provider says is not clear.
    package let unclear: [BankLine]
    /// Messages of the provider that wait until this machine has the event's file again, or that nobody could read since.
    package let messages: Int
}

/// Payments through a provider.
extension EventServices {
    /// The names under which the provider's secrets lie among the event's keys.
    package static let providerKey = "payments"
    package static let webhookSecrets = "payments-webhook"

    /// How many of each a look at the standing lists.
    private static let listed = 100
    /// How many are followed at a time.
    private static let batch = 20

    /// Begins to pay what somebody owes, for a party what its payer owes for all, by their own link.
    ///
    /// - Returns: the address of the provider's page.
    /// - Throws: `own_link_unknown`, `payments_off`, `provider_key_missing`, what `beginCheckout` throws, and what the provider
    ///   cannot be asked for.
    package func payOwn(_ token: String, context: WriteContext) async throws -> String {
        let found = try await own(token)
        guard found.isActive else { throw LedgerError(.registrationCancelled) }
        let own = found.registration
        let event = try await store.definition()
        let (plan, name, provider) = try self.provider(event)
        guard let pages = event.mail?.pages else { throw ServerError(.paymentsOff) }
        for context in [context, try context.step("again")] {
            let (checkout, superseded) = try await ledger.beginCheckout(
                of: own.id, by: name, minutes: plan.minutes, context: context)
            for session in superseded.compactMap(\.session) { try? await provider.close(session) }
            let session: CheckoutSession
            if let number = checkout.session {
                session = try await provider.look(at: number)
            } else {
                session = try await provider.begin(
                    CheckoutOrder(
                        reference: checkout.reference, code: found.payCode.description,
                        title: "\(event.name), \(found.payCode)", amount: checkout.amount, currency: event.currency,
                        language: own.language, expires: checkout.expires,
                        returnPage: "\(pages)/my/payment/\(checkout.reference)"))
                try await ledger.note(session: session.number, of: checkout.id)
            }
            if session.state == .open, let page = session.page, page.hasPrefix("http") { return page }
            // Somebody paid meanwhile, or the page was closed early: what is still due is begun anew.
            try await take(session, of: name, reference: checkout.reference, told: clock.now)
        }
        throw PaymentsError(.providerConfused)
    }

    /// What became of a payment that the payer comes back from, by what the provider knows it by.
    ///
    /// - Throws: `checkout_unknown`.
    package func checkout(_ reference: String) async throws -> Checkout {
        try await ledger.checkout(reference: reference)
    }

    /// How paying through a provider stands.
    package func paymentStanding() async throws -> PaymentStanding {
        let event = try await store.definition()
        let refunds = try await ledger.onlineRefunds(limit: Self.listed)
        return PaymentStanding(
            provider: event.payments?.provider,
            hasKey: try store.keys.password(named: Self.providerKey) != nil,
            hasSecret: try store.keys.password(named: Self.webhookSecrets) != nil,
            trouble: try await ledger.providerTrouble(),
            open: try await ledger.checkouts(onlyOpen: true, limit: Self.listed),
            refunds: refunds.filter { $0.state == .waiting || $0.state == .failed },
            unclear: try await ledger.bankLines(onlyWaiting: true, limit: 1_000).filter { $0.method == .online },
            messages: QueuedMessages(beside: store.url).count)
    }

    // MARK: - What the provider says

    /// Hears a message of a provider, which is believed if it is signed and fresh.
    ///
    /// Heard twice, late or in another order it comes to the same. While another machine has the event's file it is kept beside
    /// the file, and heard when that is back.
    /// - Throws: `payments_off`, `webhook_forged`, `webhook_old`, `webhook_unreadable`, `messages_full`, `disk_full`; and what
    ///   keeps us from asking the provider after the rest, which then sends the message again.
    package func hear(_ body: Data, signature: String?, from name: PaymentPlan.Provider) async throws {
        let now = clock.now
        do {
            try await store.working { try await hear(body, signature: signature, from: name, at: now) }
        } catch let error as EventStoreError where [.eventClosing, .eventElsewhere].contains(error.code) {
            let event = try await store.definition()
            let (_, configured, provider) = try self.provider(event, needsKey: false)
            guard configured == name else { throw ServerError(.paymentsOff) }
            // What is forged is refused at once.
            _ = try provider.message(body, signature: signature, at: now)
            try QueuedMessages(beside: store.url).add(
                QueuedMessages.Message(provider: name, signature: signature, body: body, arrived: now.milliseconds))
        }
    }

    /// Hears what came while another machine had the event's file, in the order in which it came.
    ///
    /// A message that cannot be read any more, as when its secret was changed meanwhile, stays and holds up no other.
    /// - Throws: what keeps us from asking the provider; then the rest waits.
    package func hearQueued() async throws {
        for (file, message) in QueuedMessages(beside: store.url).all() {
            do {
                try await hear(
                    message.body, signature: message.signature, from: message.provider,
                    at: Date(milliseconds: message.arrived))
                QueuedMessages.remove(file)
            } catch let error as PaymentsError
                where [.webhookForged, .webhookOld, .webhookUnreadable].contains(error.code)
            {
                continue
            } catch let error as ServerError where error.code == .paymentsOff {
                continue
            }
        }
    }

    private func hear(
        _ body: Data, signature: String?, from name: PaymentPlan.Provider, at arrived: Date
    ) async throws {
        let event = try await store.definition()
        let (_, configured, provider) = try self.provider(event, needsKey: false)
        guard configured == name else { throw ServerError(.paymentsOff) }
        switch try provider.message(body, signature: signature, at: arrived) {
        case .checkout(let session, let told):
            try await take(session, of: name, reference: session.reference, told: min(told, clock.now))
        case .failed(let session):
            guard let reference = session.reference, let checkout = try? await ledger.checkout(reference: reference)
            else { return }
            try await ledger.note(.failed, of: checkout, at: clock.now)
        case .refunded(let payment):
            guard try await !ledger.received([payment], by: name).isEmpty else { return }
            try await follow(try await provider.refunds(of: payment), by: name, event)
        case .paidOut(let number):
            try await book(try await provider.payout(number), by: name, event)
        case .other: break
        }
    }

    private func take(
        _ session: CheckoutSession, of name: PaymentPlan.Provider, reference: String?, told: Date
    ) async throws {
        let checkout: Checkout?
        if let reference { checkout = try? await ledger.checkout(reference: reference) } else { checkout = nil }
        switch session.state {
        case .paid(let payment):
            let receipt = OnlineReceipt(
                provider: name, number: payment.number, reference: reference, code: session.code ?? "",
                amount: payment.amount, currency: payment.currency, time: told)
            _ = try await ledger.receive(receipt, context: try providerContext(name, payment.number))
        case .pending: if let checkout { try await ledger.note(.pending, of: checkout, at: clock.now) }
        case .expired: if let checkout { try await ledger.note(.expired, of: checkout, at: clock.now) }
        case .open: if let checkout { try await ledger.note(.begun, of: checkout, at: clock.now) }
        }
    }

    /// Matches what the provider gave back with what was ordered; the rest waits for a person.
    private func follow(
        _ refunds: [ProviderRefund], by name: PaymentPlan.Provider, _ event: EventDefinition
    ) async throws {
        for refund in refunds {
            if let order = try await ledger.onlineRefund(number: refund.number, reference: refund.reference) {
                // An earlier try that failed says nothing of a later one.
                guard order.number == nil || order.number == refund.number else { continue }
                let state: OnlineRefund.State = refund.state == .sent ? .sent : .failed
                guard order.state != state || order.number == nil else { continue }
                try await ledger.note(
                    state, number: refund.number, because: state == .failed ? "provider_refund_failed" : nil,
                    of: order.id)
            } else if refund.state == .sent, refund.amount > .zero {
                _ = try await ledger.noteGivenBack(
                    refund.number, of: refund.payment, by: name, refund.amount, dated: event.date(at: refund.time),
                    context: try providerContext(name, refund.number))
            }
        }
    }

    private func book(
        _ payout: ProviderPayout, by name: PaymentPlan.Provider, _ event: EventDefinition
    ) async throws {
        guard payout.currency == event.currency.code else { return }
        var (amount, fee) = (payout.amount, Money?.none)
        if let movements = payout.movements {
            let ours = try await ledger.received(Set(movements.compactMap(\.payment)), by: name)
            let isAllOurs = movements.allSatisfy { $0.payment.map(ours.contains) ?? true }
            // Of an account that serves several events each books its own part.
            let counted = isAllOurs ? movements : movements.filter { $0.payment.map(ours.contains) ?? false }
            (amount, fee) = (counted.map(\.net).total(), counted.map(\.fee).total())
            guard !ours.isEmpty else { return }
        }
        _ = try await ledger.bookPayout(
            payout.number, by: name, amount, fee: fee, dated: event.date(at: payout.arrives),
            context: try providerContext(name, payout.number))
    }

    // MARK: - In the background

    /// Until when somebody's place is held, where they have not paid; nil for without an end.
    package func heldUntil(_ id: Registration.ID) async throws -> Date? {
        guard let days = try await store.definition().holdDays else { return nil }
        return try await ledger.heldUntil(id, days: days)
    }

    /// Gives the places of those who have not paid in time to whoever waits.
    ///
    /// - Returns: whether there were any.
    package func releaseUnpaid() async throws -> Bool {
        guard let days = try await store.definition().holdDays else { return false }
        return try await !ledger.releaseUnpaid(heldFor: days, limit: Self.batch, at: clock.now).isEmpty
    }

    /// Asks after payments of which the provider has not said what became of them, and has it give back what was ordered.
    ///
    /// - Returns: whether there was anything to do.
    /// - Throws: what keeps us from talking to the provider at all.
    package func followPayments() async throws -> Bool {
        let event = try await store.definition()
        guard event.payments?.provider != nil, providerWire != nil else { return false }
        let begun = try await ledger.checkoutsToPoll(at: clock.now, limit: Self.batch)
        let refunds = try await ledger.refundsToSend(at: clock.now, limit: Self.batch)
        guard !begun.isEmpty || !refunds.isEmpty else { return false }
        let (_, name, provider) = try self.provider(event)
        for checkout in begun where checkout.provider == name { try await ask(provider, after: checkout) }
        for refund in refunds where refund.provider == name { try await send(refund, provider) }
        try await ledger.note(providerTrouble: nil, at: clock.now)
        return true
    }

    /// Notes what keeps us from talking to the provider.
    package func note(paymentTrouble code: String, reply: String) async throws {
        try await ledger.note(providerTrouble: code, reply: reply, at: clock.now)
    }

    private func ask(_ provider: any PaymentProvider, after checkout: Checkout) async throws {
        guard let number = checkout.session else {
            // The provider never answered, so that nobody saw a page of it.
            let isOver = clock.now >= checkout.expires
            return try await ledger.note(isOver ? .expired : .begun, of: checkout, at: clock.now)
        }
        do {
            let session = try await provider.look(at: number)
            try await take(session, of: checkout.provider, reference: checkout.reference, told: clock.now)
        } catch let error as PaymentsError where error.code == .providerRefuses {
            // One that it does not know keeps no other from being asked after.
            try await ledger.note(checkout.state, of: checkout, at: clock.now)
        }
    }

    private func send(_ refund: OnlineRefund, _ provider: any PaymentProvider) async throws {
        guard try await ledger.beginSending(refund, at: clock.now) else { return }
        do {
            // It may have gone before, and this be the file of a copy that was made earlier.
            let known = try await provider.refunds(of: refund.payment).first {
                $0.reference == refund.reference && $0.state == .sent
            }
            let done: ProviderRefund
            if let known {
                done = known
            } else {
                done = try await provider.refund(
                    RefundOrder(
                        payment: refund.payment, amount: refund.amount, reference: refund.reference,
                        attempt: refund.attempt))
            }
            try await ledger.note(
                done.state == .sent ? .sent : .failed, number: done.number,
                because: done.state == .sent ? nil : "provider_refund_failed", of: refund.id)
        } catch let error as PaymentsError {
            let status = error.details["status"].flatMap { Int($0) } ?? 0
            let said = [error.code.rawValue, error.details["reply"] ?? ""].filter { !$0.isEmpty }
                .joined(separator: " ")
            guard error.code == .providerRefuses, (400..<500).contains(status), status != 429 else {
                try await ledger.note(because: said, of: refund.id)
                throw error
            }
            try await ledger.note(.failed, number: nil, because: said, of: refund.id)
        }
    }

    // MARK: - The provider

    /// What a write is recorded under that a provider causes: its own number, so that it is done once.
    private func providerContext(_ name: PaymentPlan.Provider, _ number: String) throws -> WriteContext {
        WriteContext(
            author: name.rawValue, origin: "", time: clock.now, key: try IdempotencyKey(parts: name.rawValue, number))
    }

    /// - Throws: `payments_off`, `provider_key_missing`.
    private func provider(
        _ event: EventDefinition, needsKey: Bool = true
    ) throws -> (PaymentPlan, PaymentPlan.Provider, any PaymentProvider) {
        guard let plan = event.payments, let name = plan.provider, let wire = providerWire else {
            throw ServerError(.paymentsOff)
        }
        let key = try store.keys.password(named: Self.providerKey)
        guard key != nil || !needsKey else { throw PaymentsError(.providerKeyMissing) }
        let secrets = try store.keys.password(named: Self.webhookSecrets)?.split(separator: " ").map(String.init)
        switch name {
        case .stripe:
            return (plan, name, StripeCheckout(origin: plan.api, key: key ?? "", secrets: secrets ?? [], wire: wire))
        }
    }
}
