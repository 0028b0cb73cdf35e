import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import Outbox
import RegistrationLedger
import Testing

/// /my without a script: what people do with their own registration, by the link that was mailed to them.
struct MyPageTests {
    /// Weeks before the event.
    static let before = Date(timeIntervalSince1970: 1_421_000_000)

    private static let yaml = """

        refunds:
          - { until: 2015-02-10, percent: "50" }
        register:
          categories: attendee

        """

    /// Somebody who registered for days 1 and 2, with a browser that opened their link.
    private static func guest(
        more: String = "", clock: EventClock = .fixed(at: before), addOns: Set<AddOn.ID> = [],
        _ body: @escaping @Sendable (Server, Browser, Registration.ID) async throws -> Void
    ) async throws {
        let yaml = try Repository.netdev01() + MailPageTests.mail + yaml + more
        try await Server.run(clock: clock, yaml: yaml) { server in
            let id = try await server.services.ledger.register(
                .invented(1, days: DaySet([1, 2]), addOns: addOns), context: .desk(at: before)
            ).result.id
            let home = Browser(server)
            try await home.get(try await RegisterPageTests.link(server, id))
            try await home.follow()
            #expect(home.status == 200)
            try await body(server, home, id)
        }
    }

    @Test func `a link is exchanged for a cookie of these pages alone, and reading it changes nothing`() async throws {
        try await Self.guest { server, home, id in
            let link = try await RegisterPageTests.link(server, id)
            let before = try await server.services.ledger.story(of: id).history.count
            let other = Browser(server)
            try await other.get(link)
            #expect(other.status == 303)
            #expect(other.headers[.location] == "/my")
            let cookie = try #require(other.headers[values: .setCookie].first)
            for part in ["HttpOnly", "SameSite=Lax", "Path=/my"] { #expect(cookie.contains(part), "\(cookie)") }
            try await other.follow()
            // No address on the page holds the link.
            #expect(!other.page.contains(link.split(separator: "/").last ?? "/"))
            #expect(try await server.services.ledger.story(of: id).history.count == before)
            var wrong = Array(link)
            wrong[wrong.count - 2] = wrong[wrong.count - 2] == "A" ? "B" : "A"
            for path in [String(wrong), "/my/open/x", "/my/open/" + String(repeating: "A", count: 27), "/my/open/%00"] {
                let stranger = Browser(server)
                try await stranger.get(path)
                #expect(stranger.status == 404 || stranger.status == 400, "\(path)")
                #expect(stranger.cookies.isEmpty)
            }
            // Without the link nothing is shown and nothing is done.
            let stranger = Browser(server)
            for path in ["correct", "days", "cancel", "ticket", "receipt", "data", "erase", "keysigning"] {
                try await stranger.post("/my/\(path)", ["sure": "1", "name": "X", "form": "letter"])
                #expect(stranger.status == 404, "\(path)")
            }
            // Another site's form does not count.
            try await home.post("/my/cancel", ["sure": "1"], headers: [.secFetchSite: "cross-site"])
            #expect(home.status == 403)
            #expect(try await server.services.ledger.registration(id).status == .active)
            try await home.post("/my/leave")
            try await home.follow()
            #expect(home.cookies["lanyard-my"] == nil)
            #expect(!home.page.contains("Placeholder"))
        }
    }

    @Test(arguments: ["en", "fr"])
    func `the badge is corrected by its picture until it is made`(language: String) async throws {
        try await Self.guest { server, home, id in
            home.language = language
            try await home.get("/my")
            #expect(!home.page.contains("{{"))
            #expect(home.page.utf8.count < 100_000)
            try await home.get("/my/badge.png")
            let plain = home.page.utf8.count
            #expect(home.headers[.contentType] == "image/png")
            try await home.post("/my/badge.png", ["name": "Ada the Much Longer Placeholder", "badge_name": ""])
            #expect(home.headers[.contentType] == "image/png")
            #expect(home.page.utf8.count != plain)
            try await home.post("/my/correct", ["name": "Ada Corrected", "badge_name": "Ada", "affiliation": "Ovens"])
            #expect(home.status == 200)
            let person = try await server.services.ledger.registration(id).person
            #expect((person.name, person.badgeName, person.affiliation) == ("Ada Corrected", "Ada", "Ovens"))
            // The ticket is no badge.
            _ = try await server.services.badges.makeTickets(for: [id], context: .desk(at: Self.before))
            try await home.post("/my/correct", ["name": "Ada Again", "badge_name": "", "affiliation": ""])
            #expect(home.status == 200)
            _ = try await server.services.badges.makeFirst(for: [id], context: .desk(at: Self.before))
            try await home.post("/my/correct", ["name": "Somebody Else", "badge_name": "", "affiliation": ""])
            #expect(home.status == 422)
            #expect(try await server.services.ledger.registration(id).person.name == "Ada Again")
        }
    }

    @Test func `days and side events are priced first, and changed in one`() async throws {
        try await Self.guest { server, home, id in
            let asked = [("day", "1"), ("day", "2"), ("day", "3"), ("day", "4"), ("add_on", "dinner")]
            try await home.post("/my/days", asked + [("action", "quote")])
            #expect(home.text.contains("410"))
            #expect(try await server.services.ledger.registration(id).days == DaySet([1, 2]))
            try await home.post("/my/quote", asked)
            #expect(home.text.contains("410"))
            try await home.post("/my/days", asked + [("action", "change")])
            #expect(home.status == 200)
            let changed = try await server.services.ledger.standing(of: id).summary
            #expect(changed.registration.days == DaySet([1, 2, 3, 4]))
            #expect(changed.registration.addOns == [.dinner])
            #expect(changed.due == Money(cents: 41_000))
            // No day is none, an unknown one is nobody's.
            for wrong in [[], [("day", "9")], [("day", "1"), ("add_on", "yacht")]] {
                try await home.post("/my/days", wrong + [("action", "change")])
                #expect(home.status == 422, "\(wrong)")
            }
            #expect(try await server.services.ledger.registration(id).days == DaySet([1, 2, 3, 4]))
        }
    }

    @Test func `what another desk changed meanwhile is not undone`() async throws {
        try await Self.guest { server, home, id in
            let seen = try #require(home.hidden("seen"))
            _ = try await server.services.ledger.changeDays(
                of: id, to: DaySet([1, 2, 3]), context: .desk(at: Self.before))
            try await home.post("/my/days", [("day", "1"), ("action", "change"), ("seen", seen)])
            #expect(home.status == 422)
            #expect(try await server.services.ledger.registration(id).days == DaySet([1, 2, 3]))
        }
    }

    @Test func `what is full is waited for, but nothing is given up for a place in a line`() async throws {
        let yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: 1") + MailPageTests.mail + Self.yaml
        try await Server.run(clock: .fixed(at: Self.before), yaml: yaml) { server in
            let ledger = server.services.ledger
            let holder = try await ledger.register(
                .invented(9, addOns: [.dinner]), context: .desk(at: Self.before)
            ).result.id
            let id = try await ledger.register(
                .invented(1, days: DaySet([1, 2])), context: .desk(at: Self.before)
            ).result.id
            let home = Browser(server)
            try await home.get(try await RegisterPageTests.link(server, id))
            try await home.follow()
            try await home.post("/my/days", [("day", "1"), ("add_on", "dinner"), ("action", "change")])
            #expect(home.status == 422)
            #expect(try await ledger.registration(id).days == DaySet([1, 2]))
            try await home.post("/my/days", [("day", "1"), ("day", "2"), ("add_on", "dinner"), ("action", "change")])
            #expect(home.status == 200)
            #expect(try await ledger.waitingList().map(\.registration) == [id])
            #expect(try await ledger.standing(of: id).summary.due == Money(cents: 20_000))
            _ = try await ledger.cancel(holder, context: .desk(at: Self.before))
            try await home.get("/my")
            #expect(home.page.contains("add-on:dinner"))
            #expect(home.text.contains("60.00"))
            try await home.post("/my/offer", ["place": "add-on:dinner", "action": "accept"])
            #expect(home.status == 200)
            #expect(try await ledger.registration(id).addOns == [.dinner])
        }
    }

    @Test func `cancelling says first what comes back, and leaves a page with the papers`() async throws {
        try await Self.guest { server, home, id in
            let ledger = server.services.ledger
            _ = try await ledger.pay(.of(20_000), for: id, context: .desk(at: Self.before))
            try await home.get("/my")
            #expect(home.text.contains("100.00"))
            try await home.post("/my/cancel")
            #expect(home.status == 422)
            #expect(try await ledger.registration(id).status == .active)
            try await home.post("/my/cancel", ["sure": "1"])
            #expect(home.status == 200)
            let summary = try await ledger.standing(of: id).summary
            #expect(summary.registration.status == .cancelled)
            #expect(summary.due == Money(cents: -10_000))
            // The page stays for papers and data; what needs a place does not.
            try await home.get("/my")
            #expect(home.status == 200)
            try await home.post("/my/receipt")
            #expect(home.headers[.contentType] == "application/pdf")
            for path in ["correct", "days", "ticket"] {
                try await home.post("/my/\(path)", ["name": "X", "form": "letter", "day": "1", "action": "change"])
                #expect(home.status == 422, "\(path)")
            }
        }
    }

    @Test func `once a day has begun nobody gives it back by themselves`() async throws {
        try await Self.guest(clock: .fixed(at: Server.morning), addOns: [.dinner]) { server, home, id in
            let ledger = server.services.ledger
            try await home.post("/my/cancel", ["sure": "1"])
            #expect(home.status == 422)
            for left in [[("day", "2"), ("add_on", "dinner")], [("day", "1"), ("day", "2")]] {
                try await home.post("/my/days", left + [("action", "change")])
                #expect(home.status == 422, "\(left)")
            }
            #expect(try await ledger.registration(id).days == DaySet([1, 2]))
            // A later one still.
            try await home.post("/my/days", [("day", "1"), ("add_on", "dinner"), ("action", "change")])
            #expect(home.status == 200)
            #expect(try await ledger.registration(id).days == DaySet([1]))
        }
    }

    @Test func `papers are one's own, and a ticket comes once everything is paid`() async throws {
        try await Self.guest { server, home, id in
            let ledger = server.services.ledger
            try await home.post("/my/ticket", ["form": "letter"])
            #expect(home.status == 422)
            try await home.post("/my/invoice", ["payer": "Packet Bakery", "address": "1 Oven Street\nOttawa"])
            #expect(home.headers[.contentType] == "application/pdf")
            let invoice = try #require(try await ledger.documents(of: id).first)
            #expect(invoice.payer?.name == "Packet Bakery")
            try await home.post("/my/document", ["label": invoice.label])
            #expect(home.headers[.contentType] == "application/pdf")
            let other = try await ledger.register(.invented(2), context: .desk(at: Self.before)).result.id
            let foreign = try await ledger.issueInvoice(
                try InvoiceOrder(people: [other]), context: .desk(at: Self.before)
            ).result
            try await home.post("/my/document", ["label": foreign.label])
            #expect(home.status == 422)
            _ = try await ledger.pay(.of(20_000), for: id, context: .desk(at: Self.before))
            for (form, type) in [
                ("letter", "application/pdf"), ("a4", "application/pdf"), ("calendar", "text/calendar"),
            ] {
                try await home.post("/my/ticket", ["form": form])
                #expect(home.headers[.contentType]?.hasPrefix(type) == true, "\(form)")
            }
            try await home.post("/my/receipt")
            #expect(home.headers[.contentType] == "application/pdf")
        }
    }

    @Test func `a key is handed in by a link of the keysigning`() async throws {
        try await Self.guest { server, home, id in
            try await home.post("/my/keysigning")
            #expect(home.status == 303)
            let location = try #require(home.headers[.location])
            let secret = try #require(location.split(separator: "#").last)
            #expect(location.hasPrefix("/keysigning#keysigning_"))
            let answer = try await server.send(.get, "/v1/keysigning/self", token: String(secret))
            #expect(answer.status == 200)
        }
    }

    @Test func `somebody has all that is kept of them, and is forgotten where no money is open`() async throws {
        try await Self.guest { server, home, id in
            let ledger = server.services.ledger
            try await home.post("/my/data")
            let record = try JSONSerialization.jsonObject(with: Data(home.page.utf8)) as? [String: Any]
            let person = (record?["person"] as? [String: Any])?["registration"] as? [String: Any]
            #expect(person?["email"] as? String == "person1@example.org")
            #expect((record?["mail"] as? [Any])?.isEmpty == false)
            _ = try await ledger.pay(.of(20_000), for: id, context: .desk(at: Self.before))
            try await home.post("/my/erase")
            #expect(home.status == 422)
            try await home.post("/my/erase", ["sure": "1"])
            #expect(home.status == 200)
            // Half of it is owed: an organizer gives it back first.
            #expect(try await ledger.registration(id).person.isErased == false)
            let requests = try await ledger.erasureRequests()
            #expect(requests.map(\.summary.due) == [Money(cents: -10_000)])
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/erasures")
            #expect(office.text.contains("100.00"))
            let listed = try await server.send(.get, "/v1/erasures", token: try await server.token(.organizer))
            #expect((listed.body["items"] as? [Any])?.count == 1)
            try await office.post("/organizer/erasures", ["number": "\(id.rawValue)"])
            #expect(try await ledger.registration(id).person.isErased == false)
            try await office.post("/organizer/erasures", ["number": "\(id.rawValue)", "sure": "1"])
            #expect(try await ledger.registration(id).person.isErased)
            #expect(try await ledger.erasureRequests().isEmpty)
            try await home.get("/my")
            #expect(home.status == 404)
        }
        try await Self.guest { server, home, id in
            // Nothing was paid, so nothing is open once the place is given up.
            try await home.post("/my/erase", ["sure": "1"])
            #expect(home.status == 200)
            let left = try await server.services.ledger.registration(id)
            #expect(left.person.isErased)
            #expect(left.status == .cancelled)
            #expect(home.cookies["lanyard-my"] == nil)
        }
    }

    @Test func `a lost link is mailed anew, and nobody learns whose addresses are known`() async throws {
        try await Self.guest { server, _, id in
            let home = Browser(server)
            try await home.post("/my", ["email": "nobody@example.org"])
            let unknown = home.text
            try await home.post("/my", ["email": "PERSON1@example.org"])
            #expect(home.text == unknown)
            #expect(try await server.services.outbox.list(limit: 10).first?.occasion == .link)
            try await home.get(try await RegisterPageTests.link(server, id))
            try await home.follow()
            #expect(home.page.contains("/my/correct"))
        }
    }

    @Test(arguments: ["en", "fr"])
    func `letters are fetched once one may have them, and the same again`(language: String) async throws {
        let letters = """
            letters:
              - { id: visa, name: Letter of invitation, fr: Lettre d’invitation, for: paid, own: true }
              - { id: attendance, name: Certificate, for: admitted }

            """
        try await Self.guest(more: letters) { server, home, id in
            home.language = language
            try await home.get("/my")
            #expect(home.page.contains(language == "en" ? "Letter of invitation" : "Lettre d’invitation"))
            #expect(!home.page.contains("value=\"visa\"") && !home.page.contains("Certificate"))
            for kind in ["visa", "attendance", "poem", "<"] {
                try await home.post("/my/letter", ["kind": kind])
                #expect(home.status == 422, "\(kind)")
            }
            _ = try await server.services.ledger.pay(
                Payment(amount: nil, method: .card, note: ""), for: id, context: .desk(at: Self.before))
            try await home.get("/my")
            #expect(home.page.contains("value=\"visa\"") && !home.page.contains("{{"))
            try await home.post("/my/letter", ["kind": "visa"])
            #expect(home.headers[.contentType] == "application/pdf")
            #expect(home.headers[.cacheControl]?.contains("no-store") == true)
            let first = home.page
            #expect(first.hasPrefix("%PDF"))
            try await home.post("/my/letter", ["label": "NETDEV01-VISA-0001"])
            #expect(home.page == first)
            try await home.get("/my")
            #expect(home.page.contains("NETDEV01-VISA-0001"))
            // On the organizer's page it is listed, printed again, and nobody else gets there.
            let organizer = try await Browser.enrolled(.organizer, at: server)
            organizer.language = language
            try await organizer.get("/organizer/letters")
            #expect(organizer.page.contains("NETDEV01-VISA-0001") && !organizer.page.contains("{{"))
            try await organizer.post("/organizer/letters/again", ["label": "NETDEV01-VISA-0001"])
            #expect(organizer.page == first)
            try await organizer.post("/organizer/letters", ["kind": "invoice", "whose": "unpaid", "action": "print"])
            #expect(organizer.status == 409 || organizer.status == 422)
            try await organizer.post("/organizer/letters", ["kind": "visa", "whose": "all", "action": "mail"])
            #expect(organizer.status == 200)
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/organizer/letters")
            #expect(desk.status == 403)
            let token = try await server.token(.organizer)
            let run = try await server.send(
                .post, "/v1/letter-kinds/visa/letters", token: token, json: ["group": "all"],
                headers: [HTTPField.Name("Idempotency-Key")!: "l1"])
            #expect(run.status == 201 && run.body["new"] as? Int == 0)
            let list = try await server.send(.get, "/v1/letter-kinds/visa/letters", token: token)
            #expect((list.body["items"] as? [Any])?.count == 1)
        }
    }
}
