import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import MailFormat
import RegistrationLedger

/// An event whose people pay at the stand-in.
struct OnlineVenue: Sendable {
    let desk: EventServices
    let provider: StripeStandIn
    let people: [Registration]

    static let yaml = """

        mail:
          from: Example Conference <registration@example.org>
          sendmail: /usr/sbin/sendmail
          pages: https://conference.example.org
          on: none
        register:
          categories: attendee
        payments:
          provider: stripe
        """

    /// With so many people, who owe 100 dollars each.
    static func with(people count: Int = 1, _ body: (OnlineVenue) async throws -> Void) async throws {
        try await withNetdev01(yaml: try Repository.netdev01() + yaml) { ledger, store in
            let provider = StripeStandIn()
            var desk = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens))
            desk.providerWire = provider
            try store.keys.setPassword(StripeStandIn.key, named: EventServices.providerKey)
            try store.keys.setPassword("whsec_old \(StripeStandIn.secret)", named: EventServices.webhookSecrets)
            let people = try await (1...count).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result
            }
            try await body(OnlineVenue(desk: desk, provider: provider, people: people))
        }
    }

    /// The same at another time.
    func at(_ time: Date) -> OnlineVenue {
        var later = EventServices(
            store: desk.store, resources: ResourceFolder(Repository.root), clock: .fixed(at: time))
        later.providerWire = provider
        return OnlineVenue(desk: later, provider: provider, people: people)
    }

    /// The link of somebody's own, which their mail holds.
    func token(_ person: Registration) async throws -> String {
        let mail = try await desk.previewMail(.occasion(.confirmation), to: person.id)
        return mail.message.text.firstMatch(of: #/\/my\/open\/([A-Za-z0-9_-]{27})/#).map { String($0.1) } ?? ""
    }

    /// Begins to pay, and says which session that made.
    @discardableResult
    func begin(_ person: Registration) async throws -> String {
        let page = try await desk.payOwn(try await token(person), context: .desk())
        return page.split(separator: "/").last.map(String.init) ?? ""
    }

    func hear(_ body: Data, signature: String? = nil) async throws {
        try await desk.hear(body, signature: signature ?? StripeStandIn.signature(body), from: .stripe)
    }

    func due(_ person: Registration) async throws -> Int64 {
        try await desk.ledger.standing(of: person.id).summary.due.cents
    }

    func payments(_ person: Registration) async throws -> Int {
        try await desk.ledger.story(of: person.id).entries.count { $0.kind == .payment }
    }

    func balance(_ account: Account) async throws -> Int64 {
        try await desk.ledger.trialBalance().first { $0.account == account }?.balance.cents ?? 0
    }

    func findings() async throws -> [String] {
        try await desk.ledger.audit().findings.map { "\($0.code) \($0.subject)" }
    }
}
