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

/// Several people in one form, and addresses that are confirmed.
struct RegisterPartyTests {
    private static func yaml(_ more: String = "") throws -> String {
        try Repository.netdev01() + MailPageTests.mail + """

            register:
              categories: attendee, speaker
              \(more)

            """
    }

    private static let people: [(String, String)] = [
        ("people", "2"), ("name", "Ada Placeholder"), ("email", "ada@example.org"), ("day", "1"),
        ("p1.name", "Bob Placeholder"), ("p1.email", "bob@example.org"), ("p1.day", "1"), ("p1.day", "2"),
        ("payer", "Packet Bakery"), ("address", "1 Oven Street\nOttawa"),
    ]

    private static func opened(_ server: Server, _ id: Registration.ID) async throws -> Browser {
        let home = Browser(server)
        try await home.get(try await RegisterPageTests.link(server, id))
        try await home.follow()
        #expect(home.status == 200)
        return home
    }

    @Test(arguments: ["en", "fr"])
    func `people are added and removed, priced together, and keep what was typed`(language: String) async throws {
        try await Server.run(clock: .fixed(at: MyPageTests.before), yaml: try Self.yaml()) { server in
            let home = Browser(server)
            home.language = language
            try await home.post("/register", [("name", "Ada Placeholder"), ("day", "1"), ("action", "add")])
            #expect(home.status == 200)
            #expect(home.page.contains("name=\"p1.name\""))
            #expect(home.page.contains("Ada Placeholder"))
            #expect(!home.page.contains("{{"))
            try await home.post("/register", Self.people + [("action", "quote")])
            #expect(home.text.contains("300"))
            #expect(home.text.contains("Bob Placeholder"))
            try await home.post("/register/quote", Self.people)
            #expect(home.text.contains("300"))
            try await home.post("/register", Self.people + [("action", "remove-1")])
            #expect(!home.page.contains("Bob Placeholder"))
            for odd in ["remove-0", "remove-9", "remove-x"] {
                try await home.post("/register", Self.people + [("action", odd)])
                #expect(home.page.contains("Bob Placeholder"), "\(odd)")
            }
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
        }
    }

    @Test func `one pays for all by one invoice, and each has a link of their own`() async throws {
        try await Server.run(clock: .fixed(at: MyPageTests.before), yaml: try Self.yaml()) { server in
            let ledger = server.services.ledger
            let home = Browser(server)
            try await home.post("/register", Self.people + [("action", "register")])
            #expect(home.status == 200)
            #expect(home.text.contains("300"))
            #expect(!home.page.contains("/my/open"))
            let people = try await ledger.list(limit: 10).map(\.registration)
            #expect(people.map(\.person.email) == ["ada@example.org", "bob@example.org"])
            let invoice = try #require(try await ledger.openInvoices().first)
            #expect(invoice.open == Money(cents: 30_000))
            #expect(invoice.document.payer?.name == "Packet Bakery")
            // The payer gets the invoice and is asked for all; the other is told who pays.
            let mail = try await server.services.dueMail(limit: 10).ready
            let first = try #require(mail.first { $0.mail.registration == people[0].id }).message
            #expect(first.attachments.map(\.type) == ["application/pdf"])
            #expect(first.text.contains("300.00"))
            #expect(first.text.contains(invoice.code.description))
            let second = try #require(mail.first { $0.mail.registration == people[1].id }).message
            #expect(second.attachments.isEmpty)
            #expect(second.text.contains("Ada Placeholder pays for you"))
            #expect(!second.text.contains("200.00"))
            // On their pages: who and how much, and not what somebody else does.
            let payer = try await Self.opened(server, people[0].id)
            #expect(payer.text.contains("Bob Placeholder"))
            #expect(payer.text.contains("300.00"))
            #expect(!payer.page.contains("bob@example.org"))
            try await payer.post("/my/document", ["label": invoice.document.label])
            #expect(payer.headers[.contentType] == "application/pdf")
            let other = try await Self.opened(server, people[1].id)
            #expect(other.text.contains("Ada Placeholder"))
            #expect(!other.text.contains("300.00"))
            try await other.post("/my/document", ["label": invoice.document.label])
            #expect(other.status == 422)
            // What the other takes later is theirs to pay.
            try await other.post(
                "/my/days", [("day", "1"), ("day", "2"), ("add_on", "dinner"), ("action", "change")])
            #expect(other.status == 200)
            #expect(other.text.contains("60.00"))
            _ = try await ledger.payInvoice(
                DocumentID(kind: .invoice, number: invoice.document.number),
                try Payment(amount: nil, method: .card, note: ""), context: .desk(at: MyPageTests.before))
            #expect(try await ledger.standing(of: people[0].id).summary.due == .zero)
            #expect(try await ledger.standing(of: people[1].id).summary.due == Money(cents: 6_000))
        }
    }

    @Test func `all of a party are registered or nobody`() async throws {
        try await Server.run(clock: .fixed(at: MyPageTests.before), yaml: try Self.yaml()) { server in
            let home = Browser(server)
            for wrong in [("p1.email", ""), ("p1.email", "no address"), ("p1.category", "organizer"), ("p1.day", "9")] {
                let fields = Self.people.filter { $0.0 != wrong.0 } + [wrong, ("action", "register")]
                try await home.post("/register", fields)
                #expect(home.status == 422, "\(wrong)")
            }
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
            #expect(try await server.services.dueMail(limit: 10).ready.isEmpty)
        }
    }

    @Test func `an address is confirmed by a form, and nobody else is written to before`() async throws {
        let yaml = try Self.yaml("confirm_hours: 24")
        try await Server.run(clock: .fixed(at: MyPageTests.before), yaml: yaml) { server in
            let ledger = server.services.ledger
            let home = Browser(server)
            try await home.post("/register", Self.people + [("action", "register")])
            #expect(home.status == 200)
            let people = try await ledger.list(limit: 10).map(\.registration.id)
            #expect(try await server.services.dueMail(limit: 10).ready.map(\.mail.occasion) == [.addressConfirmation])
            #expect(try await ledger.openInvoices().isEmpty)
            // Opening the link confirms nothing.
            let own = try await Self.opened(server, people[0])
            #expect(own.page.contains("/my/confirm"))
            #expect(try await ledger.confirmation(of: people[0]) != nil)
            try await own.post("/my/confirm")
            #expect(own.status == 200)
            #expect(try await ledger.confirmation(of: people[0]) == nil)
            #expect(try await ledger.openInvoices().count == 1)
            let occasions = try await server.services.dueMail(limit: 10).ready.map(\.mail.occasion)
            #expect(occasions.filter { $0 == .confirmation }.count == 2)
            // Twice is once, and no time releases them any more.
            try await own.post("/my/confirm")
            #expect(own.status == 200)
            #expect(try await ledger.releaseSeats(at: MyPageTests.before + 200_000) == 0)
        }
    }

    @Test func `who does not confirm in time frees the seats, unless they paid`() async throws {
        let yaml = try Self.yaml("confirm_hours: 24")
        try await Server.run(clock: .fixed(at: MyPageTests.before), yaml: yaml) { server in
            let ledger = server.services.ledger
            let home = Browser(server)
            try await home.post("/register", Self.people + [("action", "register")])
            try await home.post(
                "/register",
                [("name", "Eve Placeholder"), ("email", "eve@example.org"), ("day", "1"), ("action", "register")])
            let people = try await ledger.list(limit: 10).map(\.registration.id)
            #expect(people.count == 3)
            _ = try await ledger.pay(.of(10_000), for: people[2], context: .desk(at: MyPageTests.before))
            #expect(try await ledger.releaseSeats(at: MyPageTests.before + 23 * 3_600) == 0)
            #expect(try await ledger.releaseSeats(at: MyPageTests.before + 24 * 3_600) == 2)
            let left = try await ledger.list(limit: 10).map { ($0.registration.status, $0.due) }
            #expect(left.map(\.0) == [.cancelled, .cancelled, .active])
            #expect(left.allSatisfy { $0.1 == .zero })
            #expect(try await ledger.releaseSeats(at: MyPageTests.before + 48 * 3_600) == 0)
            // Nobody is told: the address may be somebody else's.
            let occasions = Set(try await server.services.dueMail(limit: 20).ready.map(\.mail.occasion))
            #expect(!occasions.contains(.cancellation))
        }
    }
}
