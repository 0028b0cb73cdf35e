import Badges
import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Keysigning
import LanyardPages
import LanyardTestSupport
import RegistrationLedger
import Testing

/// The desk without its scripts: what forms do and what pages say.
struct DeskPageTests {
    private static let walter: [(String, String)] = [
        ("name", "Walter Walk-In"), ("affiliation", "Packet Bakery"), ("email", "walter@example.org"),
        ("category", "attendee"),
        ("day", "1"), ("day", "2"), ("method", "cash"), ("tendered", "250"), ("language", "en"), ("print", "1"),
    ]

    @Test func `a walk-in is registered, paid and printed by one form, and twice sent is once done`() async throws {
        try await Server.run { server in
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk")
            try await desk.post("/desk/search", ["q": "Walter Walk-In", "open": "1"])
            #expect(desk.text.contains("Nobody found"))
            try await desk.post("/desk/walk-in", ["q": "Walter Walk-In"])
            #expect(desk.page.contains("value=\"Walter Walk-In\""))
            let key = try #require(desk.hidden("key"))
            let token = try #require(desk.hidden("token"))
            for _ in 1...2 {
                try await desk.post("/desk/walk-in/register", Self.walter + [("key", key), ("token", token)])
                #expect(desk.status == 200)
                #expect(desk.text.contains("Give back $50.00") && desk.text.contains("Nothing is due"))
            }
            let people = try await server.services.ledger.list(limit: 10)
            #expect(people.count == 1)
            #expect(people[0].due == .zero && people[0].registration.days == DaySet([1, 2]))
            let badges = try await server.services.badges.all(of: people[0].registration.id)
            #expect(badges.map(\.copies) == [1])
            try await desk.get("/desk/people/1/badge.pdf")
            #expect(desk.headers[.contentType] == "application/pdf")
        }
    }

    @Test func `a refused walk-in keeps what was typed and registers nobody`() async throws {
        try await Server.run { server in
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/walk-in")
            try await desk.post(
                "/desk/walk-in/register",
                ["name": "Ada", "email": "no address", "category": "speaker", "day": "3", "method": "card"])
            #expect(desk.status == 422)
            #expect(desk.text.contains("is not an e-mail address"))
            #expect(desk.page.contains("value=\"Ada\"") && desk.page.contains("value=\"no address\""))
            #expect(desk.page.contains("<option value=\"speaker\" selected>"))
            #expect(desk.page.contains("name=\"day\" value=\"3\" checked"))
            #expect(!desk.page.contains("name=\"day\" value=\"1\" checked"))
            #expect(try await server.services.ledger.list(limit: 1).isEmpty)
        }
    }

    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{t.skip}}", "'; DROP TABLE registration; --",
        "Robert &lt;b&gt;",
    ]

    private static func escaped(_ name: String) -> String {
        name.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    @Test(arguments: hostile)
    func `a hostile name is a name where a record ends, and in what is refused`(name: String) async throws {
        try await Server.run { server in
            let person = try Person(name: name, badgeName: name, affiliation: name, email: "")
            for _ in 1...2 {
                _ = try await server.services.ledger.register(
                    NewRegistration(person: person, category: .attendee, days: DaySet([1]), addOns: [], reference: nil),
                    context: .desk())
            }
            let desk = try await Browser.enrolled(.organizer, at: server)
            let forms: [(String, [(String, String)])] = [
                ("merge", [("second", "#2")]), ("merge", [("second", name)]), ("voucher", [("voucher", name)]),
                ("wait", [("place", "add-on:" + name)]), ("add-on", [("add_on", "+" + name)]),
                ("waive", [("reason", name), ("all", "1")]),
                ("transfer", [("name", name), ("affiliation", name), ("sure", "1")]),
            ]
            for (verb, fields) in forms {
                try await desk.get("/desk/people/1")
                try await desk.post("/desk/people/1/\(verb)", fields)
                #expect(desk.headers[.contentType]?.hasPrefix("text/html") == true, "\(verb)")
                #expect(!desk.page.contains("<script>") && !desk.page.contains("<img src=x"), "\(verb)")
                #expect(desk.page.contains(Self.escaped(name)), "\(verb)")
            }
            try await desk.post("/desk/people/3/erase", [("sure", "1")])
            #expect(desk.status == 200 && !desk.page.contains("value=\"\(Self.escaped(name))\""))
        }
    }

    @Test(arguments: hostile)
    func `a hostile name is a name, everywhere`(name: String) async throws {
        try await Server.run { server in
            let person = try Person(name: name, badgeName: name, affiliation: name, email: "")
            let added = try await server.services.ledger.register(
                NewRegistration(person: person, category: .attendee, days: DaySet([1]), addOns: [], reference: name),
                context: .desk()
            ).result
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk")
            try await desk.post("/desk/people/1/note", ["text": name])
            try await desk.post("/desk/people/1/block", ["reason": name])
            for step in 1...3 {
                switch step {
                case 1: try await desk.get("/desk/people/\(added.id)")
                case 2: try await desk.post("/desk/search", ["q": name])
                default: try await desk.post("/desk/walk-in", ["q": name])
                }
                #expect(desk.status == 200)
                #expect(!desk.page.contains("<script>") && !desk.page.contains("<img src=x"))
                #expect(desk.page.contains(Self.escaped(name)), "step \(step)")
            }
        }
    }

    @Test func `no address of the desk says who somebody is`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(3), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk")
            try await desk.post("/desk/search", ["q": "loopback"])
            let person = try Person.invented(3)
            var addresses = desk.page.matches(of: #/(?:href|action|src)="([^"]*)"/#).map { String($0.1) }
            try await desk.get("/desk/people/1")
            addresses += desk.page.matches(of: #/(?:href|action|src)="([^"]*)"/#).map { String($0.1) }
            #expect(addresses.count > 20)
            let words = person.name.split(separator: " ").map(String.init) + ["example.org", "Bakery"]
            for word in words where word.count > 2 {
                #expect(!addresses.contains { $0.localizedCaseInsensitiveContains(word) }, "\(word)")
            }
            #expect(!desk.page.contains(#/<title>[^<]*Loopback/#))
        }
    }

    @Test func `a scanned ticket, a code and the only one found open the person`() async throws {
        try await Server.run { server in
            for number in 1...3 {
                _ = try await server.services.ledger.register(.invented(number), context: .desk())
            }
            let people = try await server.services.ledger.list(limit: 3).map(\.registration)
            let ticket = try await server.services.badges.makeTickets(for: [people[1].id], context: .desk()).result[0]
            let desk = try await Browser.enrolled(.desk, at: server)
            for (text, number) in [(ticket.text, 2), (people[2].code.description, 3), ("björn", 1)] {
                try await desk.get("/desk")
                try await desk.post("/desk/search", ["q": text, "open": "1"])
                #expect(desk.headers[.location] == "/desk/people/\(number)")
            }
            try await desk.get("/desk")
            try await desk.post("/desk/search", ["q": "invented"])
            #expect(desk.status == 200)
            try await desk.post("/desk/search", ["q": "LY:" + String(repeating: "0", count: 117), "open": "1"])
            #expect(desk.text.contains("not a badge of this event"))
        }
    }

    @Test func `what was handed over stays ticked until it is taken back, and both are on record`() async throws {
        try await Server.run { server in
            let id = try await server.services.ledger.register(
                .invented(addOns: [.dinner]), context: .desk()
            ).result.id
            let desk = try await Browser.enrolled(.desk, at: server)
            func handed() async throws -> [String] {
                try await HandOvers(store: server.services.store).all(of: id).map(\.item.rawValue)
            }
            try await desk.get("/desk/people/1")
            for item in ["+badge", "+shirt", "+add-on:dinner", "+badge"] {
                try await desk.post("/desk/people/1/hand-over", ["item": item])
                #expect(desk.status == 200)
            }
            #expect(try await handed() == ["badge", "shirt", "add-on:dinner"])
            try await desk.post("/desk/people/1/hand-over", ["item": "*"])
            #expect(Set(try await handed()) == ["badge", "bag", "shirt", "add-on:dinner"])
            try await desk.post("/desk/people/1/hand-over", ["item": "-bag"])
            try await desk.post("/desk/people/1/hand-over", ["item": "-shirt"])
            #expect(try await handed() == ["badge", "add-on:dinner"])
            try await desk.post("/desk/people/1/hand-over", ["item": "+piano"])
            #expect(desk.status == 422 && desk.page.contains("role=\"alert\""))
            let rows = try await dump(server.services.store).filter { $0.hasPrefix("hand_over ") }
            #expect(rows.count == 6)
        }
    }

    @Test func `other days are charged and credited by their difference, and money given back`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(days: DaySet([1])), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/pay", ["method": "cash", "tendered": "100,00"])
            #expect(desk.text.contains("$100.00 in cash"))
            try await desk.post("/desk/people/1/quote", ["day": "1", "day": "2"])
            #expect(desk.text.contains("$100.00 more to pay"))
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/days", ["day": "1", "day": "2"])
            #expect(desk.text.contains("$100.00 to pay"))
            try await desk.post("/desk/people/1/pay", ["method": "card"])
            try await desk.post("/desk/people/1/add-on", ["add_on": "+dinner"])
            #expect(desk.text.contains("$60.00 to pay"))
            try await desk.post("/desk/people/1/add-on", ["add_on": "-dinner"])
            try await desk.post("/desk/people/1/days", ["day": "2"])
            #expect(desk.text.contains("$100.00 to give back"))
            try await desk.post("/desk/people/1/refund", ["method": "cash"])
            #expect(desk.text.contains("Nothing is due"))
            try await desk.post("/desk/people/1/days")
            #expect(desk.status == 422 && desk.text.contains("at least one day"))
            try await desk.post("/desk/people/1/receipt")
            #expect(desk.text.contains("NETDEV01-R-0001 is ready"))
            try await desk.get("/desk/documents/NETDEV01-R-0001.pdf")
            #expect(desk.page.hasPrefix("%PDF"))
        }
    }

    @Test(arguments: [
        ["method": "cash"], ["method": "cash", "tendered": ""], ["method": "cash", "amount": "", "tendered": " "],
        ["method": "card", "part": "1"], ["method": "cheque", "part": "1", "amount": ""], [:],
    ])
    func `nothing is booked that nobody typed or chose`(fields: [String: String]) async throws {
        try await Server.run { server in
            let id = try await server.services.ledger.register(.invented(), context: .desk()).result.id
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/pay", fields.map { ($0.key, $0.value) })
            #expect(desk.status == 422)
            #expect(desk.page.contains("data-wrong="))
            try await desk.get("/desk/walk-in")
            let walkIn = [("name", "Ada"), ("category", "attendee"), ("day", "1")]
            let cash = fields.filter { $0.key != "part" && !["card", "cheque"].contains($0.value) }
            try await desk.post("/desk/walk-in/register", walkIn + cash.map { ($0.key, $0.value) })
            #expect(desk.status == 422 && desk.page.contains("value=\"Ada\""))
            let story = try await server.services.ledger.story(of: id)
            #expect(!story.entries.contains { $0.kind == .payment })
            #expect(try await server.services.ledger.list(limit: 9).count == 1)
        }
    }

    @Test func `an amount far above what is due is asked for once more`() async throws {
        try await Server.run { server in
            let id = try await server.services.ledger.register(.invented(), context: .desk()).result.id
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            let payment = ["method": "cash", "tendered": "10000"]
            try await desk.post("/desk/people/1/pay", payment.map { ($0.key, $0.value) })
            #expect(desk.status == 422 && desk.text.contains("far more than"))
            #expect(try await server.services.ledger.story(of: id).summary.due > .zero)
            #expect(desk.page.contains("name=\"sure\""))
            try await desk.post("/desk/people/1/pay", payment.map { ($0.key, $0.value) } + [("sure", "1")])
            #expect(desk.status == 200 && desk.text.contains("Nothing is due"))
        }
    }

    @Test func `more than the drawer holds is asked about: change, a payment taken back, cash to the safe`()
        async throws
    {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk")
            try await desk.post("/desk/till/open", ["till": "north", "float": "20"])
            try await desk.get("/desk/people/1")
            let sure = [("sure", "1")]
            let payment = [("method", "cash"), ("tendered", "150"), ("till", "north")]
            try await desk.post("/desk/people/1/pay", payment)
            #expect(desk.status == 422)
            #expect(desk.text.contains("20.00 is in till"), "\(desk.text)")
            #expect(desk.page.contains("name=\"sure\""))
            try await desk.post("/desk/people/1/pay", payment + sure)
            #expect(desk.status == 200 && desk.text.contains("Nothing is due"))
            try await desk.get("/desk")
            let drop = [("till", "north"), ("amount", "130")]
            try await desk.post("/desk/till/drop", drop)
            #expect(desk.text.contains("120.00 is in till") && desk.page.contains("name=\"sure\""))
            try await desk.post("/desk/till/drop", drop + sure)
            #expect(!desk.text.contains("is in till"))
            try await desk.get("/desk/people/1")
            let entry = try #require(
                try await server.services.ledger.story(of: Registration.ID(rawValue: 1)).entries
                    .first { $0.kind == .payment }
            ).number
            let undo = [("entry", "\(entry)"), ("reason", "a slip")]
            try await desk.post("/desk/people/1/undo", undo)
            #expect(desk.status == 422 && desk.page.contains("name=\"sure\""))
            try await desk.post("/desk/people/1/undo", undo + sure)
            #expect(desk.status == 200)
            #expect(try await server.services.ledger.audit().findings == [])
        }
    }

    @Test func `the sheet tells whether the paper is right, and prints a new issue where it is not`() async throws {
        try await Server.run { server in
            let id = try await server.services.ledger.register(.invented(), context: .desk()).result.id
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            #expect(desk.text.contains("No badge on paper"))
            try await desk.post("/desk/people/1/print", ["mode": "first"])
            #expect(desk.text.contains("Badge 1 on paper") && !desk.text.contains("out of date"))
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/person", ["name": "Ada Renamed", "language": "en"])
            #expect(desk.text.contains("Badge 1 on paper is old") && desk.text.contains("out of date"))
            try await desk.post("/desk/people/1/print", ["mode": "next", "reason": "corrected"])
            #expect(desk.text.contains("Badge 2 on paper") && !desk.text.contains("out of date"))
            #expect(try await server.services.badges.all(of: id).count == 2)
        }
    }

    @Test func `badges are printed, printed again and replaced, and each says what it does`() async throws {
        try await Server.run { server in
            let id = try await server.services.ledger.register(.invented(), context: .desk()).result.id
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/print", ["mode": "again"])
            #expect(desk.status == 422, "there is none yet")
            for mode in ["first", "again"] {
                try await desk.get("/desk/people/1")
                try await desk.post("/desk/people/1/print", ["mode": mode])
                #expect(desk.text.contains("Badge 1 is ready"))
            }
            try await desk.post("/desk/people/1/print", ["mode": "next", "reason": "lost"])
            #expect(desk.text.contains("Badge 2 is ready"))
            let badges = try await server.services.badges.all(of: id)
            #expect(badges.map(\.copies) == [2, 1])
            try await desk.get("/desk/people/1/badge.png")
            #expect(desk.headers[.contentType] == "image/png")
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/person", ["name": "Ada Renamed", "language": "fr"])
            #expect(desk.text.contains("The badge on paper shows the old one"))
        }
    }

    @Test func `the desk waives for a reason, which stays in the books with who did it`() async throws {
        try await Server.run { server in
            let id = try await server.services.ledger.register(.invented(), context: .desk()).result.id
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/waive")
            #expect(desk.status == 422, "no reason")
            try await desk.post("/desk/people/1/waive", ["reason": "helped with the cables"])
            #expect(desk.status == 422, "no amount, and nobody said all of it")
            try await desk.post("/desk/people/1/waive", ["reason": "helped with the cables", "all": "1"])
            #expect(desk.text.contains("Nothing is due"))
            let waiver = try await server.services.ledger.story(of: id).entries.first { $0.kind == .waiver }
            #expect(waiver?.memo == "helped with the cables" && waiver?.author.hasPrefix("device:") == true)
        }
    }

    @Test func `a key that two handed in is confirmed for neither unasked`() async throws {
        try await Server.run(clock: .system) { server in
            let key = try InventedKey("Ada Placeholder <ada@example.org>")
            for number in 1...2 {
                let id = try await server.services.ledger.register(.invented(number), context: .desk()).result.id
                _ = try? await server.services.keysigning.add(
                    key.exported(), typedFingerprint: nil, registration: id, context: .desk(at: Date()))
            }
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            #expect(desk.text.contains("Ask whose key it is before you confirm it: #2"))
            try await desk.get("/desk/people/2")
            #expect(desk.text.contains("No key was handed in"))
        }
    }

    @Test func `a till is opened, takes cash, and is counted`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk")
            try await desk.post("/desk/till/open", ["till": "North", "float": "200"])
            #expect(desk.text.contains("Till north is open with $200.00"))
            try await desk.get("/desk/people/1")
            let till = try #require(desk.hidden("till"))
            try await desk.post("/desk/people/1/pay", ["method": "cash_exact", "till": till])
            try await desk.get("/desk")
            #expect(desk.text.contains("$300.00"))
            try await desk.post("/desk/till/close", ["till": "north", "counted": "295"])
            #expect(desk.text.contains("$5.00 are missing"))
            try await desk.get("/desk/tills/1.pdf")
            #expect(desk.page.hasPrefix("%PDF"))
        }
    }

    @Test func `the sheet is in French for French readers`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            desk.language = "fr-CA, en;q=0.5"
            try await desk.get("/desk/people/1")
            #expect(desk.page.contains("100,00\u{a0}$") && desk.text.contains("Imprimer le badge"))
            #expect(desk.page.contains("sam.\u{a0}14\u{a0}févr.") && desk.text.contains("Inscription pour le jour 1."))
            try await desk.post("/desk/people/1/pay", ["method": "cash", "tendered": "20"])
            #expect(desk.text.contains("ne suffit pas"))
            try await desk.post("/desk/people/1/quote", ["day": "1", "day": "2", "day": "3"])
            #expect(desk.text.contains("3 × Une journée"))
        }
    }

    @Test func `gates have their French names where French is read`() async throws {
        try await Server.run { server in
            let desk = try await Browser.enrolled(.desk, at: server)
            for path in ["/", "/door", "/dashboard"] {
                desk.language = "fr-CA"
                try await desk.get(path)
                #expect(desk.page.contains("Porte principale") && !desk.page.contains("Main door"), "\(path)")
                desk.language = "en-CA"
                try await desk.get(path)
                #expect(desk.page.contains("Main door") && !desk.page.contains("Porte principale"), "\(path)")
            }
        }
    }

    @Test func `an unknown person is reported, not guessed`() async throws {
        try await Server.run { server in
            let desk = try await Browser.enrolled(.desk, at: server)
            for path in [
                "/desk/people/1", "/desk/people/x", "/desk/people/-1", "/desk/documents/R-1.pdf", "/desk/tills/1.pdf",
            ] {
                try await desk.get(path)
                #expect(desk.status == 404, "\(path)")
            }
        }
    }
}

struct DashboardPageTests {
    @Test func `the numbers are those of the event`() async throws {
        try await Server.run { server in
            let text = try await server.badge()
            _ = try await server.services.ledger.register(.invented(2), context: .desk())
            let door = try await server.token(.door)
            #expect(try await server.scan(["gate": "main", "nonce": "1", "text": text], token: door).status == 200)
            let reader = try await Browser.enrolled(.reports, at: server)
            try await reader.get("/dashboard")
            #expect(reader.text.contains("2 registered") && reader.text.contains("1 paid"))
            #expect(reader.text.contains("Came in the last three hours: 1."))
            #expect(reader.page.matches(of: #/<rect [^>]*><title>/#).count == 36)
            #expect(reader.text.contains("Card") && reader.text.contains("$350.00"))
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/dashboard")
            #expect(!desk.text.contains("$350.00"), "the money of all is not the desk's")
        }
    }

    @Test func `a conflict is shown with both entries and settled from here`() async throws {
        try await Server.run { server in
            let text = try await server.badge()
            let door = try await server.token(.door)
            for (sequence, time) in [(1, "09:01"), (2, "08:01")] {
                let scan: [String: Any] = [
                    "nonce": "q\(sequence)", "sequence": sequence, "gate": "main", "text": text,
                    "scannedAt": "2015-02-14T\(time):00-05:00", "clockAheadMilliseconds": 0, "verdict": "admitted",
                ]
                _ = try await server.send(.post, "/v1/uploads", token: door, json: ["scans": [scan]])
            }
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/dashboard")
            #expect(desk.text.contains("1 conflicts") && desk.text.contains("09:01") && desk.text.contains("08:01"))
            let scan = try #require(desk.hidden("scan"))
            let key = try #require(desk.page.firstMatch(of: #/value="(settle:[0-9]+)"/#)).1
            try await desk.post("/dashboard/settle", ["scan": scan, "note": "Same person", "key": String(key)])
            #expect(desk.status == 303)
            try await desk.follow()
            #expect(desk.text.contains("0 conflicts"))
            let reader = try await Browser.enrolled(.reports, at: server)
            try await reader.get("/dashboard")
            try await reader.post("/dashboard/settle", ["scan": scan, "note": "x"])
            #expect(reader.status == 403)
        }
    }
}

struct PageTemplateTests {
    private static func render(_ template: String, _ fields: [String: PageValue]) throws -> String {
        let folder = try ScratchFolder()
        try template.write(to: folder.file("page.mustache"), atomically: true, encoding: .utf8)
        let words = try Catalogue(.english, text: "hello = Hello & welcome")
        return try PageTemplates(folder: folder.url).render("page", fields, words: words)
    }

    @Test(arguments: [
        "{{nobody}}", "{{t.nobody}}", "{{#list}}{{nobody}}{{/list}}", "{{#nobody}}{{/nobody}}",
        "{{^nobody}}{{/nobody}}",
    ])
    func `a name that nothing knows is an error, wherever it stands`(template: String) async throws {
        let code = try await errorCode { _ = try Self.render(template, ["list": [["known": "x"]]]) }
        #expect(code == "page_template_wrong")
    }

    @Test func `absent values hide their section, and everything is escaped`() throws {
        let text = try Self.render(
            "{{t.hello}} {{#none}}none{{/none}}{{#empty}}empty{{/empty}}{{^empty}}nothing{{/empty}} {{#list}}[{{name}}]{{/list}}",
            ["none": false, "empty": "", "list": [["name": "<a>"], ["name": "b"]]])
        #expect(text == "Hello &amp; welcome nothing [&lt;a&gt;][b]")
    }

    @Test func `a template that is missing or broken is named`() async throws {
        #expect(try await errorCode { _ = try Self.render("{{#open}}", [:]) } == "page_template_wrong")
        let folder = try ScratchFolder()
        let words = try Catalogue(.english, text: "")
        let code = try await errorCode { _ = try PageTemplates(folder: folder.url).render("page", [:], words: words) }
        #expect(code == "page_template_missing")
    }
}
