import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardPages
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A group at the desk: five people, one payer, one invoice; and a day that is cancelled.
struct InvoicePageTests {
    private static let page = "/desk/invoices"
    private static let label = "NETDEV01-I-0001"

    private static func people(_ server: Server) async throws -> [Registration] {
        try await (1...3).asyncMap { number in
            let person = try Person(
                name: "Iva Invoiced \(number)", badgeName: "", affiliation: "Ministry of Examples",
                email: "iva\(number)@example.org")
            return try await server.services.ledger.register(
                try NewRegistration(
                    person: person, category: .attendee, days: .first(2), addOns: [], reference: nil),
                context: .desk()
            ).result
        }
    }

    @Test func `from a person's page colleagues come onto one invoice, which is paid there`() async throws {
        try await Server.run { server in
            let people = try await Self.people(server)
            let browser = try await Browser.enrolled(.desk, at: server)
            let path = "/desk/people/\(people[0].id)"
            try await browser.get(path)
            #expect(browser.text.contains("Iva Invoiced 2") && browser.page.contains("name=\"colleague\" value=\"2\""))
            try await browser.post("\(path)/invoice", [("colleague", "2"), ("colleague", "3")])
            #expect(browser.status == 422 && browser.text.contains("An invoice for several people names who pays."))
            try await browser.post(
                "\(path)/invoice",
                [
                    ("colleague", "2"), ("others", people[2].code.description), ("payer", "Ministry of Examples"),
                    ("address", "1 Example Street\r\nOttawa"), ("order_number", "PO-17"),
                ])
            #expect(browser.status == 200 && browser.text.contains("\(Self.label) is ready."))
            #expect(browser.text.contains("1 Example Street") && browser.text.contains("$600.00"))
            let standing = try await server.services.ledger.invoice(DocumentID(Self.label))
            #expect(browser.text.contains(standing.code.description))
            #expect(browser.page.contains("\(Self.label).pdf?original=true"))

            try await browser.post("\(Self.page)/\(Self.label)/receipt", [])
            #expect(browser.status == 422 && browser.text.contains("Nothing was paid yet"))
            try await browser.post("\(Self.page)/\(Self.label)/let-in", [("reason", "on its way")])
            #expect(browser.text.contains("may come in"))
            try await browser.post("\(Self.page)/\(Self.label)/pay", [("method", "cheque")])
            #expect(browser.text.contains("$600.00 was booked for 3 people."))
            #expect(browser.text.contains("Nothing is left to pay."))
            try await browser.post("\(Self.page)/\(Self.label)/receipt", [])
            #expect(browser.text.contains("NETDEV01-R-0001 is ready."))
            try await browser.get(path)
            #expect(browser.text.contains("May come in although money is due: on its way"))
            try await browser.post("\(path)/let-in/end", [])
            #expect(!browser.text.contains("money is due: on its way"))
            #expect(try await server.services.ledger.audit().findings == [])
        }
    }

    @Test func `an organizer confirms that a document is dated before the last one; a desk is not asked`() async throws
    {
        try await Server.run { server in
            let people = try await Self.people(server)
            let ledger = server.services.ledger
            for person in people.prefix(2) {
                _ = try await ledger.pay(.of(20_000, .card), for: person.id, context: .desk())
            }
            let ahead = WriteContext.desk(at: server.services.clock.now.addingTimeInterval(3 * 86_400))
            _ = try await ledger.issueDocument(for: people[0].id, context: ahead)
            let page = "/desk/people/\(people[1].id)"
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get(page)
            try await desk.post("\(page)/receipt", [])
            #expect(desk.status == 422 && !desk.page.contains("name=\"predates\""))
            try await desk.post("\(page)/receipt", [("predates", "1")])
            #expect(!desk.text.contains("is ready."))
            let organizer = try await Browser.enrolled(.organizer, at: server)
            try await organizer.get(page)
            #expect(!organizer.page.contains("name=\"predates\""))
            try await organizer.post("\(page)/receipt", [])
            #expect(organizer.status == 422 && organizer.page.contains("name=\"predates\""))
            try await organizer.post("\(page)/receipt", [("predates", "1")])
            #expect(organizer.text.contains("NETDEV01-R-0002 is ready."))
        }
    }

    @Test func `the list has open invoices and documents that are missing, in French too`() async throws {
        try await Server.run { server in
            let people = try await Self.people(server)
            let ledger = server.services.ledger
            _ = try await ledger.issueInvoice(InvoiceOrder(people: [people[0].id]), context: .desk())
            _ = try await ledger.pay(.of(20_000, .card), for: people[1].id, context: .desk())
            _ = try await ledger.issueDocument(for: people[1].id, context: .desk())
            _ = try await ledger.cancel(people[1].id, context: .desk())
            let browser = try await Browser.enrolled(.desk, at: server)
            try await browser.get(Self.page)
            #expect(browser.text.contains(Self.label) && browser.text.contains("A credit note is missing"))
            try await browser.post(Self.page, [("people", "ZZZ-ZZZZ nobody"), ("payer", "Somebody")])
            #expect(browser.status == 422 && browser.page.contains("value=\"Somebody\""))
            browser.language = "fr"
            try await browser.get(Self.page)
            #expect(browser.text.contains("Factures à payer") && browser.text.contains("Il manque une note de crédit"))
            try await browser.get("/desk/people/\(people[1].id)")
            #expect(browser.text.contains("Il manque une note de crédit"))
        }
    }

    @Test func `an organizer cancels a day after looking whom it concerns, and books what went back`() async throws {
        try await Server.run { server in
            let people = try await Self.people(server)
            let ledger = server.services.ledger
            _ = try await ledger.pay(.of(20_000, .card), for: people[0].id, context: .desk())
            let browser = try await Browser.enrolled(.organizer, at: server)
            let page = "/organizer/call-off"
            try await browser.get(page)
            try await browser.post(page, [("reason", "no power"), ("action", "show")])
            #expect(browser.status == 422)
            try await browser.post(page, [("day", "2"), ("reason", "no power"), ("action", "show")])
            #expect(browser.text.contains("3 people would be credited $300.00."))
            #expect(try await ledger.registration(people[0].id).days == .first(2))
            try await browser.post(page, [("day", "2"), ("reason", "no power"), ("action", "do")])
            #expect(browser.status == 422, "the box was not ticked")
            try await browser.post(page, [("day", "2"), ("reason", "no power"), ("action", "do"), ("sure", "1")])
            #expect(browser.text.contains("3 people were credited $300.00."))
            #expect(browser.text.contains("iva1@example.org") && browser.text.contains("By card"))
            #expect(try await ledger.registration(people[0].id).days == .first(1))
            try await browser.post("\(page)/refunds", [("method", "card")])
            #expect(browser.text.contains("$100.00 was booked as given back to 1 person."))
            #expect(browser.text.contains("No money is owed to anybody."))
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get(page)
            #expect(desk.status == 403)
            #expect(try await ledger.audit().findings == [])
        }
    }
}
