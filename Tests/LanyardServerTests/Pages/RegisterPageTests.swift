import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import MailFormat
import Outbox
import RegistrationLedger
import Testing

/// /register and /my without a script.
struct RegisterPageTests {
    private static func yaml(_ more: String = "") throws -> String {
        try Repository.netdev01() + MailPageTests.mail + """

            register:
              categories: attendee, speaker
              \(more)
            vouchers:
              - { id: half, percent: "50" }

            """
    }

    private static let person: [(String, String)] = [
        ("name", "Ada <Placeholder>"), ("email", "ada@example.org"), ("category", "attendee"), ("day", "1"),
        ("day", "2"),
    ]

    /// The address that the last mail to somebody names.
    static func link(_ server: Server, _ id: Registration.ID) async throws -> String {
        let mail = try #require(
            try await server.services.dueMail(limit: 50).ready.last { $0.mail.registration == id })
        let match = try #require(mail.message.text.firstMatch(of: #/https:\/\/netdev01\.example\.org(\/my\/\S+)/#))
        return String(match.1)
    }

    @Test(arguments: ["en", "fr"])
    func `somebody sees the price, registers, and comes back by the link that was mailed`(language: String) async throws
    {
        try await Server.run(yaml: try Self.yaml()) { server in
            let home = Browser(server)
            home.language = language
            try await home.get("/register")
            #expect(home.status == 200)
            #expect(home.page.utf8.count < 100_000)
            try await home.post(
                "/register", Self.person + [("action", "quote"), ("add_on", "dinner"), ("voucher", "half")])
            #expect(home.status == 200)
            #expect(home.text.contains("130") || home.text.contains("160"))
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
            try await home.post("/register", Self.person + [("action", "register"), ("add_on", "dinner")])
            #expect(home.status == 200)
            let made = try #require(try await server.services.ledger.list(limit: 10).first)
            #expect(made.registration.person.name == "Ada <Placeholder>")
            #expect(made.registration.language.rawValue == language)
            #expect(made.due == Money(cents: 26_000))
            #expect(home.page.contains(made.registration.code.description))
            // The link goes to the address alone.
            #expect(!home.page.contains("/my/open"))
            try await home.get(try await Self.link(server, made.registration.id))
            try await home.follow()
            #expect(home.status == 200)
            #expect(home.page.contains("Ada &lt;Placeholder&gt;"))
        }
    }

    @Test(arguments: ["opens: 2015-03-01T00:00:00-05:00", "closes: 2015-02-01T00:00:00-05:00", "places: 0"])
    func `nobody registers outside the window or beyond the places`(more: String) async throws {
        try await Server.run(yaml: try Self.yaml(more)) { server in
            let home = Browser(server)
            try await home.get("/register")
            #expect(home.status == 200)
            try await home.post("/register", Self.person + [("action", "register")])
            #expect(home.status == 422)
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
        }
    }

    @Test func `an event that did not open it has no such page`() async throws {
        try await Server.run { server in
            let home = Browser(server)
            for path in ["/register", "/my"] {
                try await home.get(path)
                #expect(home.status == 404)
            }
            try await home.post("/register", Self.person + [("action", "register")])
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
        }
    }

    @Test func `hostile input is told what is wrong, or taken as text`() async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            let home = Browser(server)
            for (field, value) in [
                ("category", "organizer"), ("day", "17"), ("day", ""), ("add_on", "yacht"), ("voucher", "none"),
                ("email", "a@b\r\nBcc: c@d"), ("email", ""), ("name", ""), ("name", String(repeating: "x", count: 500)),
            ] {
                let fields = Self.person.filter { $0.0 != field } + [(field, value), ("action", "register")]
                try await home.post("/register", fields)
                #expect(home.status == 422, "\(field) \(value)")
            }
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
            // A lost link says the same of every address.
            try await home.post("/my", ["email": "nobody@example.org"])
            let unknown = home.text
            try await home.post("/register", Self.person + [("action", "register")])
            try await home.post("/my", ["email": "ADA@example.org"])
            #expect(home.text == unknown)
            #expect(try await server.services.outbox.list(limit: 10).first?.occasion == .link)
            // One address may hold a family's registrations, not any number.
            for _ in 0..<30 { try await home.post("/register", Self.person + [("action", "register")]) }
            #expect(try await server.services.ledger.list(limit: 100).count <= 10)
        }
    }
}
