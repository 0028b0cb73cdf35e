import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import ProviderConnection
import RegistrationLedger
import Testing

/// Refunds over a real connection, given back by PyPI's localstripe, which nobody here wrote.
@Suite(.waitsForPrograms)
struct LocalstripeTests {
    /// Checkout is the stand-in's, since localstripe knows none; all else goes over the network.
    private struct Wire: ProviderWire {
        let checkout: StripeStandIn
        let network = ProviderConnection()

        func send(_ request: ProviderRequest) async throws -> ProviderAnswer {
            request.path.hasPrefix("/v1/checkout/")
                ? try await checkout.send(request) : try await network.send(request)
        }
    }

    /// Asks localstripe for something that no method of the provider asks for.
    private static func ask(_ origin: String, _ path: String, _ fields: [(String, String)]) async throws -> [String:
        Any]
    {
        let request = ProviderRequest(
            method: .post, origin: origin, path: path,
            headers: [
                ("Authorization", "Bearer \(StripeStandIn.key)"), ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: ProviderRequest.form(fields))
        let answer = try await ProviderConnection().send(request)
        let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return try #require(object)
    }

    /// A payment by card that has gone through.
    private static func pay(_ cents: Int, at origin: String) async throws -> String {
        let card = try await ask(
            origin, "/v1/payment_methods",
            [
                ("type", "card"), ("card[number]", "4242424242424242"), ("card[exp_month]", "12"),
                ("card[exp_year]", "2040"), ("card[cvc]", "123"),
            ])
        let customer = try await ask(origin, "/v1/customers", [("email", "payer@example.org")])
        let (method, payer) = (try #require(card["id"] as? String), try #require(customer["id"] as? String))
        _ = try await ask(origin, "/v1/payment_methods/\(method)/attach", [("customer", payer)])
        let payment = try await ask(
            origin, "/v1/payment_intents",
            [("amount", "\(cents)"), ("currency", "cad"), ("payment_method", method), ("customer", payer)])
        let number = try #require(payment["id"] as? String)
        let confirmed = try await ask(origin, "/v1/payment_intents/\(number)/confirm", [])
        try #require(confirmed["status"] as? String == "succeeded")
        return number
    }

    @Test(.enabled(if: LocalstripeServer.isInstalled, "localstripe could not be installed from PyPI"))
    func `a refund goes back through localstripe, once, and is known when it is told of`() async throws {
        let server = try await LocalstripeServer()
        let origin = server.origin
        defer { withExtendedLifetime(server) {} }
        let stand = StripeStandIn()
        let yaml = """

            payments:
              provider: stripe
              api: \(origin)
            """
        try await Server.run(
            clock: .fixed(at: .deskOpens), yaml: try Repository.netdev01() + MailPageTests.mail + yaml,
            wire: Wire(checkout: stand)
        ) { event in
            let (services, keys) = (event.services, event.services.store.keys)
            try keys.setPassword(StripeStandIn.key, named: EventServices.providerKey)
            try keys.setPassword(StripeStandIn.secret, named: EventServices.webhookSecrets)
            let person = try await services.ledger.register(.invented(1), context: .desk()).result
            let link = try await RegisterPageTests.link(event, person.id)
            let token = String(link.split(separator: "/").last ?? "")
            _ = try await services.payOwn(token, context: .desk())
            let payment = try await Self.pay(10_000, at: origin)
            await stand.pay("cs_1")
            let message = await stand.message(
                "checkout.session.completed", about: "cs_1", changing: ["payment_intent": payment])
            try await services.hear(message, signature: StripeStandIn.signature(message), from: .stripe)
            _ = try await services.ledger.cancel(person.id, context: .desk())
            for cents in [4_000, 6_000] as [Int64] {
                _ = try await services.ledger.refund(
                    Money(cents: cents), by: .online, note: "", for: person.id, context: .desk())
            }
            #expect(try await services.followPayments())
            #expect(try await !services.followPayments())
            #expect(try await services.ledger.onlineRefunds(limit: 9).map(\.state) == [.sent, .sent])
            let provider = StripeCheckout(
                origin: origin, key: StripeStandIn.key, secrets: [], wire: ProviderConnection())
            let given = try await provider.refunds(of: payment)
            #expect(given.map(\.amount.cents).sorted() == [4_000, 6_000] && given.allSatisfy { $0.state == .sent })
            let told = StripeStandIn.message("charge.refunded", ["id": "ch_1", "payment_intent": payment])
            try await services.hear(told, signature: StripeStandIn.signature(told), from: .stripe)
            #expect(try await services.paymentStanding().unclear == [])
            // A key that the provider does not know.
            try keys.setPassword("pk_wrong", named: EventServices.providerKey)
            let code = try await errorCode {
                try await services.hear(told, signature: StripeStandIn.signature(told), from: .stripe)
            }
            #expect(code == "provider_key_refused")
            #expect(try await services.ledger.audit().findings.isEmpty)
        }
    }

    @Test func `a provider that is not there is unreachable`() async throws {
        let request = ProviderRequest(
            method: .get, origin: "http://127.0.0.1:9", path: "/v1/refunds", headers: [], body: "")
        let code = try await errorCode { _ = try await ProviderConnection().send(request) }
        #expect(code == "provider_unreachable")
    }
}

/// A running scripts/payment-server. It ends with the test.
private final class LocalstripeServer {
    let origin: String
    private let process: Process

    struct NotListening: Error {}

    /// Whether the tools are there, or could be had from PyPI.
    static let isInstalled: Bool = {
        let process = Process()
        process.executableURL = Repository.root.appendingPathComponent("scripts/payment-server")
        process.arguments = ["--install"]
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    init() async throws {
        let port = try Tool.run(
            "python3", "-c", "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        origin = "http://127.0.0.1:\(port)"
        process = Process()
        process.executableURL = Repository.root.appendingPathComponent("scripts/payment-server")
        process.arguments = [port]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let ping = ProviderRequest(method: .get, origin: origin, path: "/v1/refunds", headers: [], body: "")
        for _ in 1...300 {
            if (try? await ProviderConnection().send(ping)) != nil { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw NotListening()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
