import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import Testing

/// What the doctor says of mail, letters and the payment provider.
struct DoctorOutsideTests {
    private static func look(
        _ yaml: String, wire: (any ProviderWire)? = nil, _ prepare: (EventStore) async throws -> Void = { _ in }
    ) async throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        try await withNetdev01(yaml: try Repository.netdev01() + yaml) { _, store in
            try await prepare(store)
            let doctor = EventDoctor(
                of: store.url, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens),
                providerWire: wire)
            for finding in await doctor.look().findings {
                found[finding.subject.rawValue, default: []].append("\(finding.error.code)")
            }
        }
        return found
    }

    private static let mail = """

        mail:
          from: Example Conference <registration@example.org>
          server: mail.example.org
          login: registration
          pages: http://conference.example.org
        """

    @Test func `a password that is missing and links in the clear are told`() async throws {
        let without = try await Self.look(Self.mail)
        #expect(without["mail"] == ["mail_password_missing", "mail_links_in_the_clear"])
        let with = try await Self.look(Self.mail.replacing("http:", with: "https:")) { store in
            try store.keys.setPassword("secret", named: "mail")
        }
        #expect(with["mail"] == nil && with["payments"] == nil)
        let program = try await Self.look(
            "\nmail:\n  from: a@example.org\n  sendmail: /nowhere/sendmail\n")
        #expect(program["mail"] == ["sendmail_missing"])
    }

    @Test func `a letter without its texts or drawing is told`() async throws {
        let missing = try await Self.look("\nletters:\n  - id: poem\n    name: Poem\n")
        #expect(missing["templates"] == ["letter_file_missing"])
        #expect(try await Self.look("\nletters:\n  - id: visa\n    name: Visa\n")["templates"] == nil)
    }

    @Test(
        arguments: [
            (nil, nil, ["provider_secret_missing", "provider_key_missing"]),
            ("pk_live_1", "secret", ["provider_secret_odd", "provider_key_odd"]),
            (StripeStandIn.key, StripeStandIn.secret, ["provider_key_test"]),
            ("sk_live_1", "whsec_a whsec_b", []),
        ] as [(String?, String?, [String])])
    func `the provider's keys are judged by their form`(key: String?, secret: String?, codes: [String]) async throws {
        let found = try await Self.look(Self.payments) { try Self.store(key, secret, $0) }
        #expect(found["payments"] ?? [] == codes)
    }

    private static let payments = "\npayments:\n  provider: stripe\n"

    private static func store(_ key: String?, _ secret: String?, _ store: EventStore) throws {
        if let key { try store.keys.setPassword(key, named: EventServices.providerKey) }
        if let secret { try store.keys.setPassword(secret, named: EventServices.webhookSecrets) }
    }

    @Test func `the provider is asked only when somebody wants it`() async throws {
        let provider = StripeStandIn()
        let known = try await Self.look(Self.payments, wire: provider) {
            try Self.store(StripeStandIn.key, StripeStandIn.secret, $0)
        }
        #expect(known["payments"] == ["provider_key_test"])
        #expect(await provider.requests == ["GET https://api.stripe.com/v1/balance"])
        let unknown = try await Self.look(Self.payments, wire: provider) {
            try Self.store("sk_live_other", StripeStandIn.secret, $0)
        }
        #expect(unknown["payments"] == ["provider_key_refused"])
        await provider.setDown(true)
        let away = try await Self.look(Self.payments, wire: provider) {
            try Self.store(StripeStandIn.key, StripeStandIn.secret, $0)
        }
        #expect(away["payments"] == ["provider_key_test", "provider_unreachable"])
    }
}
