import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardPages
import LanyardTestSupport
import RegistrationLedger
import Testing

/// /books: the end of a day, reports, entries by hand, periods and the audit.
struct BooksPageTests {
    /// Somebody who owes 100 and paid 90 of it by card at a till.
    private static func run(
        as role: Device.Role = .organizer, _ body: @escaping @Sendable (Browser, Server) async throws -> Void
    ) async throws {
        try await Server.run { server in
            let ledger = server.services.ledger
            let ada = try await ledger.register(.invented(), context: .desk()).result.id
            _ = try await ledger.openTill(named: "north", float: Money(cents: 5_000), context: .desk())
            let payment = try Payment(amount: Money(cents: 9_000), method: .card, till: "north", note: "")
            _ = try await ledger.pay(payment, for: ada, context: .desk())
            let browser = try await Browser.enrolled(role, at: server)
            try await browser.get("/books/day?date=2015-02-10")
            try await body(browser, server)
        }
    }

    @Test func `the day's sheet compares what a terminal says with the books`() async throws {
        try await Self.run(as: .desk) { browser, _ in
            #expect(browser.status == 200 && browser.text.contains("End of day, February 10, 2015"))
            #expect(browser.text.contains("$90.00") && browser.text.contains("Shift 1, till north"))
            #expect(browser.text.contains("No terminal’s total was noted."))
            #expect(!browser.page.contains("/books/entries"), "the desk sees the day alone")
            try await browser.post(
                "/books/day",
                ["date": "2015-02-10", "terminal": "north", "amount": "85,00", "reason": "a slip is missing"])
            #expect(browser.status == 200 && browser.text.contains("Noted: north says $85.00."))
            #expect(browser.text.contains("The terminals say $5.00 less than the books."))
            try await browser.get("/books/day?date=2015-02-10")
            try await browser.post("/books/day", ["date": "2015-02-10", "terminal": "north", "amount": "350.000"])
            #expect(browser.page.contains("role=\"alert\""))
            try await browser.get("/books/day?date=yesterday")
            #expect(browser.status == 200 && browser.page.contains("role=\"alert\""))
            try await browser.get("/books/day/2015-02-10.pdf")
            #expect(browser.status == 200)
            try await browser.get("/books/entries")
            #expect(browser.status == 403)
        }
    }

    @Test func `an entry is made by hand and taken back; what is wrong stays in the form`() async throws {
        try await Self.run { browser, server in
            try await browser.get("/books/entries")
            func send(_ credit: String) async throws {
                try await browser.post(
                    "/books/entries",
                    [
                        "account-1": "bank", "debit-1": "87.50", "account-2": "fee:card", "debit-2": "2.50",
                        "account-3": "card", "credit-3": credit, "reason": "payout",
                    ])
            }
            try await send("80")
            #expect(browser.text.contains("Debits make 90.00, credits 80.00."))
            #expect(browser.page.contains("value=\"fee:card\"") && browser.page.contains("value=\"payout\""))
            try await send("90")
            let entry = try #require(try await server.services.ledger.manualEntries(limit: 1).first?.entry)
            #expect(browser.text.contains("Entry \(entry.number) is booked."))
            #expect(browser.text.contains("fee:card Debit $2.50"))
            try await browser.post("/books/entries/\(entry.number)/withdraw", ["reason": ""])
            #expect(browser.page.contains("role=\"alert\""))
            try await browser.post("/books/entries/\(entry.number)/withdraw", ["reason": "of another day"])
            #expect(browser.text.contains("taken back by entry \(entry.number + 1)"))
        }
    }

    @Test func `a period is closed, its anchor saved, and the books audited with it`() async throws {
        try await Self.run { browser, server in
            try await browser.get("/books/periods")
            #expect(browser.text.contains("No period was closed yet."))
            try await browser.post("/books/periods/close", ["until": "2015-01-31"])
            #expect(browser.text.contains("The books are closed until 2015-01-31."))
            try await browser.get("/books/periods/2015-01-31.anchor")
            let anchor = browser.page
            #expect(anchor.hasPrefix("lanyard-anchor-v1"))
            try await browser.get("/books/periods")
            try await browser.post("/books/periods/audit", ["anchors": anchor + "\n\n  " + anchor])
            #expect(browser.text.contains("All is well: 1 registrations"))
            #expect(browser.text.contains("2 anchors"))
            try await browser.post("/books/periods/audit", ["anchors": "nonsense"])
            #expect(browser.text.contains("The file is not an anchor."))
            let forged = anchor.replacing("until: 2015-01-31", with: "until: 2015-01-30")
            try await browser.post("/books/periods/audit", ["anchors": forged])
            #expect(browser.text.contains("Findings: 1") && browser.text.contains("anchor_forged"))
            try await browser.get("/books/periods/2015-01-30.anchor")
            #expect(browser.status == 404)
        }
    }

    @Test func `the treasurer reads and writes nothing`() async throws {
        try await Self.run(as: .reports) { browser, server in
            try await browser.get("/books/entries")
            #expect(browser.status == 200 && !browser.page.contains("name=\"debit-1\""))
            try await browser.post("/books/entries", ["account-1": "bank", "debit-1": "1", "reason": "x"])
            #expect(browser.status == 403)
            try await browser.post("/books/periods/close", ["until": "2015-01-31"])
            #expect(browser.status == 403)
            #expect(try await server.services.ledger.closedPeriods() == [])
        }
    }
}
