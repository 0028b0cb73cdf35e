import Conference
package import Foundation

/// Stripe, by Checkout: the payer is sent to a page of Stripe's and comes back (docs.stripe.com/api/checkout/sessions).
///
/// Nothing of Stripe's runs on our pages, and no number of a card comes near them.
package struct StripeCheckout: PaymentProvider, CustomStringConvertible {
    /// The version of Stripe's interface that this was written for; what an account is set to does not matter then.
    private static let version = "2024-06-20"
    /// How many refunds of a payment, or movements of a payout, are asked for at a time.
    private static let pageSize = 100
    /// How many movements of a payout are read at the most.
    private static let movementsMax = 20_000

    private let origin: String
    private let key: String
    private let secrets: [String]
    private let wire: any ProviderWire

    /// - Parameters:
    ///   - origin: the interface's address, without a path.
    ///   - key: the account's secret or restricted key.
    ///   - secrets: what messages are signed with; several while one takes the place of another.
    package init(origin: String, key: String, secrets: [String], wire: any ProviderWire) {
        self.origin = origin
        self.key = key
        self.secrets = secrets
        self.wire = wire
    }

    /// Never the secrets themselves.
    package var description: String { "‹redacted›" }

    // MARK: - Payments

    package func begin(_ order: CheckoutOrder) async throws -> CheckoutSession {
        let fields = [
            ("mode", "payment"), ("client_reference_id", order.reference),
            ("success_url", order.returnPage), ("cancel_url", order.returnPage),
            ("expires_at", String(Int(order.expires.timeIntervalSince1970))),
            ("locale", order.language.rawValue), ("metadata[registration]", order.code),
            ("payment_intent_data[metadata][registration]", order.code),
            ("payment_intent_data[metadata][reference]", order.reference),
            ("payment_intent_data[description]", order.title),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", order.currency.code.lowercased()),
            ("line_items[0][price_data][unit_amount]", String(order.amount.cents)),
            ("line_items[0][price_data][product_data][name]", order.title),
        ]
        return try session(try await post("/v1/checkout/sessions", fields, key: order.reference))
    }

    package func look(at session: String) async throws -> CheckoutSession {
        try self.session(try await get("/v1/checkout/sessions/\(ProviderRequest.encoded(session))"))
    }

    package func close(_ session: String) async throws {
        do {
            _ = try await post(
                "/v1/checkout/sessions/\(ProviderRequest.encoded(session))/expire", [], key: "close-\(session)")
        } catch let error as PaymentsError where error.code == .providerRefuses {
            // It is closed, or somebody has paid: whoever asks after it is told.
        }
    }

    private func session(_ data: Data) throws(PaymentsError) -> CheckoutSession {
        try StripeBody.read(StripeBody.Session.self, data).session
    }

    // MARK: - Messages

    package func message(_ body: Data, signature: String?, at now: Date) throws -> ProviderMessage {
        try StripeSignature(signature).verify(body, by: secrets, at: now)
        let event: StripeBody.Event
        do {
            event = try StripeBody.read(StripeBody.Event.self, body)
        } catch {
            throw PaymentsError(.webhookUnreadable)
        }
        do {
            return try message(event, body)
        } catch let error where error.code == .providerConfused {
            throw PaymentsError(.webhookUnreadable)
        }
    }

    private func message(_ event: StripeBody.Event, _ body: Data) throws(PaymentsError) -> ProviderMessage {
        func object<Object: Decodable>(_ type: Object.Type) throws(PaymentsError) -> Object {
            try StripeBody.read(StripeBody.Envelope<Object>.self, body).data.object
        }
        switch event.type {
        case "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.expired":
            return .checkout(
                try object(StripeBody.Session.self).session, Date(timeIntervalSince1970: Double(event.created)))
        case "checkout.session.async_payment_failed": return .failed(try object(StripeBody.Session.self).session)
        case "charge.refunded", "charge.refund.updated", "refund.created", "refund.updated", "refund.failed":
            let payment = try object(StripeBody.Refunded.self).payment_intent?.id
            return payment.map { .refunded(payment: $0) } ?? .other(event.type)
        case "payout.paid": return .paidOut(try object(StripeBody.Numbered.self).id)
        default: return .other(event.type)
        }
    }

    // MARK: - Money that goes out

    package func refund(_ order: RefundOrder) async throws -> ProviderRefund {
        let fields = [
            ("payment_intent", order.payment), ("amount", String(order.amount.cents)),
            ("metadata[reference]", order.reference),
        ]
        let key = "\(order.reference)-\(order.attempt)"
        let answer = try await post("/v1/refunds", fields, key: key)
        return try StripeBody.read(StripeBody.Refund.self, answer).refund(of: order.payment)
    }

    package func refunds(of payment: String) async throws -> [ProviderRefund] {
        let query = ProviderRequest.form([("payment_intent", payment), ("limit", String(Self.pageSize))])
        let answer = try await get("/v1/refunds?\(query)")
        return try StripeBody.read(StripeBody.List<StripeBody.Refund>.self, answer).data
            .map { $0.refund(of: payment) }
    }

    package func payout(_ number: String) async throws -> ProviderPayout {
        let answer = try await get("/v1/payouts/\(ProviderRequest.encoded(number))")
        let payout = try StripeBody.read(StripeBody.Payout.self, answer)
        // What somebody paid out by hand is not made of any payments in particular.
        let movements = payout.automatic == false ? nil : try await movements(of: number, making: payout.amount)
        return ProviderPayout(
            number: payout.id, amount: Money(cents: payout.amount), currency: payout.currency.uppercased(),
            movements: movements, arrives: Date(timeIntervalSince1970: Double(payout.arrival_date)))
    }

    /// What a payout is made of; nil unless that makes its amount.
    private func movements(of payout: String, making amount: Int64) async throws -> [ProviderPayout.Movement]? {
        var found: [ProviderPayout.Movement] = []
        var after: String?
        while found.count < Self.movementsMax {
            var fields = [("payout", payout), ("limit", String(Self.pageSize)), ("expand[]", "data.source")]
            if let after { fields.append(("starting_after", after)) }
            let answer = try await get("/v1/balance_transactions?\(ProviderRequest.form(fields))")
            let page = try StripeBody.read(StripeBody.List<StripeBody.Movement>.self, answer)
            found += page.data.filter { $0.type != "payout" }.map {
                ProviderPayout.Movement(
                    payment: $0.source?.payment_intent?.id, fee: Money(cents: $0.fee), net: Money(cents: $0.net))
            }
            guard page.has_more == true, let last = page.data.last else { break }
            after = last.id
        }
        let isSmall = found.allSatisfy {
            max($0.fee.cents.magnitude, $0.net.cents.magnitude) <= Money.entryLimit.cents.magnitude
        }
        return isSmall && found.map(\.net).total() == Money(cents: amount) ? found : nil
    }

    package func account() async throws -> ProviderMode {
        let answer = try await get("/v1/balance")
        return try StripeBody.read(StripeBody.Balance.self, answer).livemode ? .live : .test
    }

    /// What a key is for, by how it begins (docs.stripe.com/keys); nil for what is no secret or restricted key.
    package static func mode(of key: String) -> ProviderMode? {
        for (mode, word) in [(ProviderMode.test, "test"), (.live, "live")]
        where ["sk_\(word)_", "rk_\(word)_"].contains(where: { key.hasPrefix($0) && key.utf8.count > $0.utf8.count }) {
            return mode
        }
        return nil
    }

    /// Whether something looks like a secret that messages are signed with.
    package static func isSecret(_ text: String) -> Bool { text.hasPrefix("whsec_") && text.utf8.count > 6 }

    // MARK: - The wire

    private func get(_ path: String) async throws -> Data { try await send(.get, path, "", key: nil) }

    private func post(_ path: String, _ fields: [(String, String)], key: String) async throws -> Data {
        try await send(.post, path, ProviderRequest.form(fields), key: key)
    }

    private func send(
        _ method: ProviderRequest.Method, _ path: String, _ body: String, key idempotency: String?
    ) async throws -> Data {
        var headers = [("Authorization", "Bearer \(key)"), ("Stripe-Version", Self.version)]
        if let idempotency {
            headers.append(("Idempotency-Key", idempotency))
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        }
        let answer = try await wire.send(
            ProviderRequest(method: method, origin: origin, path: path, headers: headers, body: body))
        guard answer.status != 401, answer.status != 403 else { throw PaymentsError(.providerKeyRefused) }
        guard (200..<300).contains(answer.status) else {
            let reply = (try? StripeBody.read(StripeBody.Problem.self, Data(answer.body)))?.error
            let text = [reply?.code ?? "", reply?.message ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
            throw PaymentsError(
                .providerRefuses, ErrorDetail("host", String(origin.split(separator: "/").last ?? "")),
                ErrorDetail("reply", "\(answer.status) \(text.prefix(200))"), ErrorDetail("status", answer.status))
        }
        return Data(answer.body)
    }
}
