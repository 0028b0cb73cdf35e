import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardPages
import LanyardTestSupport
import RegistrationLedger
import Testing

struct StatementPageTests {
    private static let page = "/organizer/statements"

    /// A browser of the organizer, two people who owe 100 each, and a statement: one clear line, one for nobody, one unclear.
    private static func run(
        _ body: @escaping @Sendable (Browser, Server, [String], String) async throws -> Void
    ) async throws {
        try await Server.run { server in
            let codes = try await (1...2).asyncMap { number in
                try await server.services.ledger.register(.invented(number), context: .desk()).result.code.description
            }
            let file = """
                Date,Description,Amount
                2015-02-03,E-TRANSFER \(codes[0]),100.00
                2015-02-04,<b>Packet Bakery</b>,150.00
                2015-02-05,RENT,-900.00
                2015-02-06,E-TRANSFER \(codes[1]),3.5E2

                """
            let browser = try await Browser.enrolled(.organizer, at: server)
            try await browser.get(page)
            try await body(browser, server, codes, file)
        }
    }

    @Test func `a statement is shown, booked from what was shown, and known afterwards`() async throws {
        try await Self.run { browser, server, codes, file in
            try await browser.post(Self.page, file: file, ["action": "show"])
            #expect(browser.status == 200)
            #expect(browser.text.contains("To be booked: 1") && browser.text.contains("Went out: 1"))
            #expect(browser.text.contains("‘3.5E2’ is not an amount"))
            #expect(browser.page.contains("&lt;b&gt;Packet Bakery") && !browser.page.contains("<b>Packet"))
            #expect(try await server.services.ledger.bankLines(onlyWaiting: false, limit: 9) == [])
            let content = try #require(browser.hidden("content"))
            try await browser.post(Self.page, [("action", "book"), ("content", content)])
            #expect(browser.status == 200 && browser.text.contains("Booked: 1"))
            #expect(try await server.services.ledger.story(of: Registration.ID(rawValue: 1)).summary.due == .zero)
            try await browser.post(Self.page, file: file, ["action": "show"])
            #expect(browser.text.contains("Known already: 2") && browser.hidden("content") == nil)
            browser.language = "fr"
            try await browser.get(Self.page)
            #expect(browser.text.contains("Relevés bancaires") && browser.text.contains("En attente de votre décision"))
        }
    }

    @Test func `a line is settled by hand: searched, split, taken back, set aside`() async throws {
        try await Self.run { browser, server, codes, file in
            try await browser.post(Self.page, file: file, ["action": "book"])
            let line = try #require(try await server.services.ledger.bankLines(onlyWaiting: true, limit: 9).first)
            let path = "\(Self.page)/lines/\(line.id)"
            try await browser.get(path)
            #expect(browser.status == 200 && browser.text.contains("Whose payment is it?"))
            try await browser.post("\(path)/search", ["q": codes[1]])
            #expect(browser.page.contains("name=\"amount-2\""))
            // What was typed stays while one searches on.
            try await browser.post("\(path)/search", [("q", codes[0]), ("person", "2"), ("amount-2", "90,50")])
            #expect(browser.page.contains("value=\"90,50\"") && browser.page.contains("name=\"amount-1\""))
            let wrong = [("person", "2"), ("amount-2", "90,50"), ("person", "1"), ("amount-1", "")]
            try await browser.post("\(path)/settle", wrong)
            #expect(browser.text.contains("The shares make 90.50, the line says 150.00"))
            try await browser.post(
                "\(path)/settle", [("person", "2"), ("amount-2", "90,50"), ("person", "1"), ("amount-1", "59.50")])
            #expect(browser.status == 303)
            try await browser.follow()
            #expect(browser.text.contains("$90.50") && browser.text.contains("booked"))
            try await browser.post("\(path)/reopen", ["reason": "wrong people"])
            try await browser.post("\(path)/settle", ["only": "2"])
            #expect(try await server.services.ledger.bankLine(line.id).shares.map(\.amount.cents) == [15_000])
            try await browser.post("\(path)/reopen", ["reason": "wrong again"])
            try await browser.post("\(path)/not-ours", ["reason": ""])
            #expect(browser.text.contains("A reason is needed"))
            try await browser.post("\(path)/not-ours", ["reason": "rent"])
            #expect(try await server.services.ledger.bankLine(line.id).state == .notOurs)
            #expect(try await server.services.ledger.audit().findings == [])
        }
    }

    @Test func `a payment that came back is reversed`() async throws {
        try await Self.run { browser, server, codes, file in
            try await browser.post(Self.page, file: file, ["action": "book"])
            let back = "Date,Description,Amount\n2015-02-09,RETURNED NSF \(codes[0]),-100.00\n"
            try await browser.post(Self.page, file: back, ["action": "book"])
            #expect(browser.text.contains("Came back: 1"))
            let line = try #require(try await server.services.ledger.bankLines(onlyWaiting: true, limit: 9).first)
            let path = "\(Self.page)/lines/\(line.id)"
            try await browser.get(path)
            let entry = try #require(line.returns)
            #expect(browser.page.contains("name=\"entry\" value=\"\(entry)\""))
            try await browser.post("\(path)/reverse", ["entry": "x"])
            #expect(browser.text.contains("There is no entry x"))
            try await browser.post("\(path)/reverse", ["entry": String(entry)])
            #expect(browser.status == 303)
            #expect(
                try await server.services.ledger.story(of: Registration.ID(rawValue: 1)).summary.due.cents == 10_000)
        }
    }

    @Test func `what is no statement is refused on the page, and only organizers see it`() async throws {
        try await Self.run { browser, server, _, _ in
            try await browser.post(Self.page, file: "%PDF-1.4", ["action": "show"])
            #expect(browser.status == 200 && browser.text.contains("The file is not a statement that can be read."))
            try await browser.post(Self.page, [("action", "book"), ("content", "")])
            #expect(browser.text.contains("The statement has no movements."))
            try await browser.get("\(Self.page)/lines/99")
            #expect(browser.status == 404)
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get(Self.page)
            #expect(desk.status == 403)
        }
    }

    @Test(arguments: [
        "", "--x", "--x\r\n\r\n--x--", "--x\r\nno header\r\n\r\nvalue",
        "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--",
    ])
    func `a form of several parts that is broken is refused`(body: String) async throws {
        try await Server.run { server in
            let answer = try await server.send(
                .post, "/organizer/statements", text: body, type: "multipart/form-data; boundary=x")
            #expect((400..<500).contains(answer.status))
        }
    }
}
