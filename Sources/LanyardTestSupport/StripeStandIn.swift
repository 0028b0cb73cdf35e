import Conference
import Crypto
package import Foundation
package import Payments

/// Checkout as Stripe answers it, kept in memory: sessions, payments, refunds, balances. It refuses what Stripe refuses.
package actor StripeStandIn: ProviderWire {
    package static let key = "sk_test_standin"
    package static let secret = "whsec_standin"

    package struct Session: Sendable {
        package let number: String
        package let fields: [String: String]
        package var status = "open"
        package var isPaid = false
        package var payment: String { "pi_\(number.dropFirst(3))" }
        package var amount: Int { Int(fields["line_items[0][price_data][unit_amount]"] ?? "") ?? 0 }
    }

    package struct Refund: Sendable {
        package let number: String
        package let payment: String
        package let amount: Int
        package let reference: String?
        package var status = "succeeded"
    }

    package private(set) var sessions: [Session] = []
    package private(set) var refunds: [Refund] = []
    /// What was asked for under a key, and the answer.
    private var answered: [String: (form: String, answer: ProviderAnswer)] = [:]
    /// How many requests came.
    package private(set) var requests: [String] = []
    /// Whether nobody can reach it.
    private var isDown = false
    /// Whether it refuses to give money back.
    private var refusesRefunds = false

    package init() {}

    /// Nobody reaches it, or everybody does again.
    package func setDown(_ isDown: Bool) { self.isDown = isDown }
    /// It gives nothing back, or does again.
    package func setRefusesRefunds(_ refuses: Bool) { refusesRefunds = refuses }

    package func send(_ request: ProviderRequest) async throws -> ProviderAnswer {
        requests.append(request.description)
        guard !isDown else { throw PaymentsError(.providerUnreachable, ErrorDetail("host", "standin")) }
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        guard headers["Authorization"] == "Bearer \(Self.key)" else { return Self.problem(401, "bad key") }
        guard let key = headers["Idempotency-Key"] else { return answer(request, [:]) }
        if let earlier = answered[key] {
            guard earlier.form == request.body else { return Self.problem(400, "idempotency_error") }
            return earlier.answer
        }
        let given = answer(request, Self.fields(request.body))
        answered[key] = (request.body, given)
        return given
    }

    private func answer(_ request: ProviderRequest, _ form: [String: String]) -> ProviderAnswer {
        let path = request.path.split(separator: "?")[0].split(separator: "/").map(String.init)
        let query = Self.fields(request.path.split(separator: "?").dropFirst().first.map(String.init) ?? "")
        switch (request.method, path.dropFirst().first, path.count) {
        case (.post, "checkout", 3):
            let session = Session(number: "cs_\(sessions.count + 1)", fields: form)
            sessions.append(session)
            return Self.json(object(session))
        case (.post, "checkout", 5):
            guard let index = sessions.firstIndex(where: { $0.number == path[3] }), sessions[index].status == "open"
            else { return Self.problem(400, "not open") }
            sessions[index].status = "expired"
            return Self.json(object(sessions[index]))
        case (.get, "checkout", _):
            guard let session = sessions.first(where: { $0.number == path[3] }) else {
                return Self.problem(404, "no such session")
            }
            return Self.json(object(session))
        case (.post, "refunds", _):
            guard !refusesRefunds else { return Self.problem(400, "insufficient funds") }
            let (payment, amount) = (form["payment_intent"] ?? "", Int(form["amount"] ?? "") ?? 0)
            let back = refunds.filter { $0.payment == payment && $0.status == "succeeded" }.map(\.amount).reduce(0, +)
            guard let session = sessions.first(where: { $0.payment == payment && $0.isPaid }),
                amount > 0, back + amount <= session.amount
            else { return Self.problem(400, "charge_already_refunded") }
            let refund = Refund(
                number: "re_\(refunds.count + 1)", payment: payment, amount: amount,
                reference: form["metadata[reference]"])
            refunds.append(refund)
            return Self.json(Self.object(refund))
        case (.get, "refunds", _):
            let found = refunds.filter { $0.payment == query["payment_intent"] }
            return Self.json(["object": "list", "data": found.map(Self.object), "has_more": false])
        case (.get, "balance", 2):
            return Self.json(["object": "balance", "livemode": false])
        case (.get, "payouts", _):
            return Self.json([
                "id": path[2], "amount": paidOut - paidOut / 33, "currency": "cad", "arrival_date": 1_424_000_000,
                "automatic": true,
            ])
        case (.get, "balance_transactions", _):
            let movements = sessions.filter(\.isPaid).map { session -> [String: Any] in
                [
                    "id": "txn_\(session.number)", "type": "charge", "fee": session.amount / 33,
                    "net": session.amount - session.amount / 33, "source": ["payment_intent": session.payment],
                ]
            }
            return Self.json(["object": "list", "data": movements, "has_more": false])
        default: return Self.problem(404, "no such path")
        }
    }

    /// What came in, of the one session that a test of payouts has.
    private var paidOut: Int { sessions.filter(\.isPaid).map(\.amount).reduce(0, +) }

    // MARK: - What people do at the provider

    /// Somebody pays on the page; later: by a way whose money takes days.
    package func pay(_ number: String, later: Bool = false) {
        guard let index = sessions.firstIndex(where: { $0.number == number }) else { return }
        sessions[index].status = "complete"
        sessions[index].isPaid = !later
    }

    /// Nobody paid in time.
    package func expire(_ number: String) {
        guard let index = sessions.firstIndex(where: { $0.number == number }) else { return }
        sessions[index].status = "expired"
    }

    /// Somebody gives money back in the provider's own pages.
    package func giveBack(_ payment: String, _ amount: Int) {
        refunds.append(Refund(number: "re_hand\(refunds.count)", payment: payment, amount: amount, reference: nil))
    }

    // MARK: - Messages

    /// A message about a session, as it is now or with other values.
    package func message(_ type: String, about number: String, changing: [String: any Sendable] = [:]) -> Data {
        var object = sessions.first { $0.number == number }.map { self.object($0) } ?? ["id": number]
        for (key, value) in changing { object[key] = value }
        return Self.message(type, object)
    }

    /// A message about anything.
    package static func message(_ type: String, _ object: [String: Any]) -> Data {
        let event: [String: Any] = [
            "id": "evt_1", "object": "event", "type": type, "created": Int(Date.deskOpens.timeIntervalSince1970),
            "data": ["object": object],
        ]
        return (try? JSONSerialization.data(withJSONObject: event, options: [.sortedKeys])) ?? Data()
    }

    /// As the header says it.
    package static func signature(_ body: Data, at time: Date = .deskOpens, secret: String = secret) -> String {
        let seconds = Int(time.timeIntervalSince1970)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(seconds).".utf8) + body, using: SymmetricKey(data: Data(secret.utf8)))
        return "t=\(seconds),v1=\(code.hexadecimal),v0=\(String(repeating: "0", count: 64))"
    }

    private func object(_ session: Session) -> [String: Any] {
        var object: [String: Any] = [
            "id": session.number, "object": "checkout.session", "status": session.status,
            "payment_status": session.isPaid ? "paid" : "unpaid", "amount_total": session.amount,
            "currency": session.fields["line_items[0][price_data][currency]"] ?? "",
            "client_reference_id": session.fields["client_reference_id"] ?? "",
            "metadata": ["registration": session.fields["metadata[registration]"] ?? ""],
        ]
        object["url"] = session.status == "open" ? "https://checkout.example.org/\(session.number)" : NSNull()
        object["payment_intent"] = session.status == "complete" ? session.payment : NSNull()
        return object
    }

    private static func object(_ refund: Refund) -> [String: Any] {
        [
            "id": refund.number, "object": "refund", "amount": refund.amount, "currency": "cad",
            "status": refund.status, "created": 1_423_600_000, "payment_intent": refund.payment,
            "metadata": refund.reference.map { ["reference": $0] } ?? [:],
        ]
    }

    private static func json(_ object: [String: Any]) -> ProviderAnswer {
        ProviderAnswer(status: 200, body: Array((try? JSONSerialization.data(withJSONObject: object)) ?? Data()))
    }

    private static func problem(_ status: Int, _ message: String) -> ProviderAnswer {
        let body = try? JSONSerialization.data(withJSONObject: ["error": ["message": message]])
        return ProviderAnswer(status: status, body: Array(body ?? Data()))
    }

    private static func fields(_ form: String) -> [String: String] {
        form.split(separator: "&").reduce(into: [:]) { fields, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { String($0).removingPercentEncoding ?? "" }
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
    }
}
