import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// The organizer's pages without a script: each does what a command does.
struct OrganizerPageTests {
    private static let pages = [
        "/organizer", "/organizer/devices", "/organizer/devices/1", "/organizer/gates", "/organizer/badges",
        "/organizer/imports", "/organizer/reports", "/organizer/barred", "/organizer/admission", "/organizer/erasures",
        "/organizer/payments",
        "/organizer/event",
    ]

    @Test func `the pages are the organizer's alone, in both languages`() async throws {
        try await Server.run { server in
            for role in Device.Role.allCases {
                let browser = try await Browser.enrolled(role, at: server)
                for page in Self.pages {
                    for language in ["en", "fr"] {
                        browser.language = language
                        try await browser.get(page)
                        let isOpen = role == .organizer || role == .reports && page == "/organizer/reports"
                        #expect(browser.status == (isOpen ? 200 : 403), "\(page) by \(role)")
                        #expect(!browser.page.contains("{{"), "\(page)")
                    }
                }
            }
        }
    }

    @Test func `a device is invited by a code on the screen, renamed, and shut out with what it did`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/devices")
            try await office.post(
                "/organizer/devices/invite",
                ["name": "North door", "role": "door", "gate": "main", "server": "https://192.0.2.1:8015/"])
            #expect(office.status == 200 && office.page.contains("<svg class=\"qr\""))
            #expect(office.text.contains("https://192.0.2.1:8015/enroll"))
            let code = try #require(office.page.firstMatch(of: #/id="invitation-code">([0-9A-Z-]+)</#)).1
            let phone = Browser(server)
            try await phone.get("/enroll")
            try await phone.post("/enroll", ["code": String(code)])
            #expect(phone.headers[.location] == "/door")
            let device = try #require(try await server.services.store.devices().last)
            #expect(device.name == "North door" && device.gates == [Gate.ID(rawValue: "main")])

            let path = "/organizer/devices/\(device.id)"
            try await office.get(path)
            try await office.post("\(path)/rename", ["name": "South door"])
            #expect(office.text.contains("South door"))
            let badge = try await server.badge()
            let token = try #require(phone.cookies["lanyard"])
            _ = try await server.scan(["gate": "main", "nonce": "1", "text": badge], token: token)
            try await office.post("\(path)/revoke")
            #expect(office.status == 422)
            try await office.post("\(path)/revoke", ["sure": "1"])
            #expect(office.text.contains("Scans: 1"))
            try await office.post(
                "\(path)/take-back", ["since": "2015-02-14T04:00", "reason": "Lost", "sure": "1"])
            #expect(office.text.contains("Scans taken back: 1") && office.text.contains("Scans: 0"))
            try await phone.get("/door")
            #expect(phone.status == 302 || phone.headers[.location] == "/enroll" || phone.status == 401)
        }
    }

    @Test(arguments: [
        (["name": "", "role": "door", "server": "http://192.0.2.1"], "name"),
        (["name": "A", "role": "emperor", "server": "http://192.0.2.1"], "emperor"),
        (["name": "A", "role": "door", "server": "nowhere"], "not a server address"),
        (["name": "A", "role": "door", "server": "http://192.0.2.1", "gate": "moon"], "moon"),
    ])
    func `a refused invitation says why and keeps what was typed`(
        fields: [String: String], text: String
    ) async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/devices")
            try await office.post("/organizer/devices/invite", fields.map { ($0.key, $0.value) })
            #expect(office.status == 422)
            #expect(office.text.contains(text), "\(office.text)")
            #expect(office.page.contains("value=\"\(fields["server"] ?? "")\""))
        }
    }

    @Test func `hours and limit of a gate are changed, and it is closed and opened again`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/gates")
            let fields = [
                ("name", "Main door"), ("opens", "08:00"), ("closes", "22:00"), ("capacity", "250"), ("day", "1"),
                ("day", "2"),
            ]
            try await office.post("/organizer/gates/main/edit", fields)
            #expect(office.status == 200, "\(office.text)")
            let gate = try #require(
                try await server.services.store.definition().gates.first { $0.id.rawValue == "main" })
            #expect(gate.capacity == 250 && gate.days == DaySet([1, 2]) && !gate.admitsUnpaid)
            #expect(gate.opensAt.description == "08:00" && gate.closesAt.description == "22:00")
            // The rest of the description is as it was written.
            let yaml = try await server.services.store.yaml()
            #expect(yaml.contains("# Netdev 0.1: the technical conference"))
            try await office.post("/organizer/gates/main/edit", fields.map { ($0.0, $0.0 == "opens" ? "8 am" : $0.1) })
            #expect(office.status == 422 && office.page.contains("value=\"8 am\""))
            #expect(office.text.contains("gates[1].opens"))
            try await office.post("/organizer/gates/main/close", ["reason": "Flooded"])
            #expect(office.text.contains("Closed since") && office.text.contains("Flooded"))
            try await office.post("/organizer/gates/main/open", ["reason": "Dry"])
            #expect(office.text.contains("open again") && !office.text.contains("Flooded"))
            try await office.post("/organizer/gates/offline", ["names": "1"])
            #expect(try await server.services.checkIn.offersNames())
            try await office.post("/organizer/gates/offline", [:])
            #expect(try await !server.services.checkIn.offersNames())
        }
    }

    @Test func `a gate's list is printed for the worst case, and what was ticked on it is entered`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            try await office.get("/organizer/gates/main/paper-list?day=1")
            #expect(office.status == 200 && office.headers[.contentType] == "application/pdf")
            try await office.get("/organizer/gates")
            let path = "/organizer/gates/main/paper-entries"
            try await office.post(path, ["day": "1", "lines": "\(person.code) 08:15\nnonsense"])
            #expect(office.status == 422 && office.text.contains("line 2"), "\(office.text)")
            #expect(office.page.contains("\(person.code) 08:15"))
            let nobody = try await server.services.checkIn.gates(at: Server.morning)
            #expect(nobody.allSatisfy { $0.admitted == 0 })
            for said in ["Recorded: 1. Entered before: 0.", "Recorded: 0. Entered before: 1."] {
                try await office.post(path, ["day": "1", "lines": "\(person.code) 08:15"])
                #expect(office.status == 200 && office.text.contains(said), "\(office.text)")
            }
        }
    }

    @Test func `a list of people is shown before anybody is registered`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            let ledger = server.services.ledger
            try await office.get("/organizer/imports")
            let wrong = "name,email\nAda Invented,ada@example.org\nEve Invented,nowhere\n"
            try await office.post("/organizer/imports", file: wrong, ["action": "show"])
            #expect(office.status == 422 && office.text.contains("line 3: email"), "\(office.text)")
            let content = try #require(office.hidden("content"))
            try await office.post("/organizer/imports", ["action": "show", "content": content, "keep_good": "1"])
            #expect(office.text.contains("New: 1, here already: 0, wrong: 1"))
            #expect(office.text.contains("Ada Invented"))
            #expect(try await ledger.list(limit: 9).isEmpty)
            try await office.post("/organizer/imports", ["action": "book", "content": content, "keep_good": "1"])
            #expect(office.text.contains("Registered: 1"))
            try await office.post("/organizer/imports", ["action": "book", "content": content, "keep_good": "1"])
            #expect(office.text.contains("Registered: 0, here already: 1"))
            #expect(try await ledger.list(limit: 9).count == 1)
        }
    }

    @Test func `a report is shown and fetched, and dates that make no sense are refused`() async throws {
        try await Server.run { server in
            _ = try await server.badge()
            let office = try await Browser.enrolled(.reports, at: server)
            try await office.get("/organizer/reports")
            for report in EventReport.allCases {
                try await office.post("/organizer/reports", ["report": report.rawValue, "action": "show"])
                #expect(office.status == 200, "\(report.rawValue)")
            }
            try await office.post(
                "/organizer/reports", ["report": "money-by-method", "action": "file", "style": "excel-comma"])
            #expect(office.headers[.contentDisposition] == "attachment; filename=\"money-by-method.csv\"")
            #expect(office.page.hasPrefix("\u{FEFF}method;"))
            for (from, to) in [("2015-02-15", "2015-02-14"), ("yesterday", "")] {
                try await office.post(
                    "/organizer/reports", ["report": "money-by-day", "action": "show", "from": from, "to": to])
                #expect(office.status == 422, "\(from)")
            }
            try await office.post("/organizer/reports", ["report": "gossip", "action": "show"])
            #expect(office.status == 422)
            _ = try await server.services.ledger.register(.invented(7), context: .desk())
            office.language = "fr"
            try await office.post("/organizer/reports", ["report": "outstanding", "action": "show"])
            #expect(office.text.contains("inscrite"))
        }
    }

    @Test func `badges are shown before they are printed, by name`() async throws {
        try await Server.run { server in
            for number in 1...3 {
                _ = try await server.services.ledger.register(.invented(number), context: .desk())
            }
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/badges")
            let order: KeyValuePairs = [
                "whose": "unprinted", "order": "name", "sheet": "single", "queue": "", "action": "show",
            ]
            try await office.post("/organizer/badges", order)
            #expect(office.text.contains("Badges: 3, sheets:"), "\(office.text)")
            #expect(try await server.services.badges.all(of: Registration.ID(rawValue: 1)).isEmpty)
            try await office.post(
                "/organizer/badges",
                ["whose": "unprinted", "order": "name", "sheet": "single", "queue": "", "action": "print"])
            #expect(office.headers[.contentType] == "application/pdf")
            try await office.get("/organizer/badges")
            #expect(office.text.contains("3 badges"))
            try await office.post("/organizer/badges", order)
            #expect(office.status == 422 && office.text.contains("There are no badges to print"))
        }
    }

    @Test func `the description is changed after it was shown what changes, and not over somebody's head`()
        async throws
    {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            let store = server.services.store
            let before = try await store.yaml()
            let after = before.replacing("Ottawa, Canada", with: "Gatineau, Canada")
            try await office.get("/organizer/event")
            func send(_ action: String, _ yaml: String, base: String) async throws {
                try await office.post(
                    "/organizer/event",
                    [
                        "action": action, "yaml": yaml.replacing("\n", with: "\r\n"),
                        "base": base.replacing("\n", with: "\r\n"),
                    ])
            }
            try await send("show", after, base: before)
            #expect(office.text.contains("event.venue") && office.text.contains("Nothing is stored yet"))
            #expect(try await store.yaml() == before)
            try await send("store", after, base: before)
            #expect(office.text.contains("is stored"))
            #expect(try await store.yaml() == after)
            try await send("store", before, base: before)
            #expect(office.status == 422 && office.text.contains("meanwhile"))
            #expect(office.page.contains("Ottawa, Canada"))
            try await send("show", after.replacing("price: 100.00", with: "price: much"), base: after)
            #expect(office.status == 422 && office.text.contains("passes[1].price"), "\(office.text.prefix(600))")
        }
    }

    @Test func `a programme's sessions are shown as gates of the description before they are stored`() async throws {
        let calendar = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            SUMMARY:Queues
            LOCATION:Room 1
            DTSTART;TZID=America/Toronto:20150214T100000
            DURATION:PT1H
            END:VEVENT
            END:VCALENDAR
            """
        try await Server.run { server in
            let before = try await server.services.store.yaml()
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/event")
            try await office.post(
                "/organizer/event/sessions", file: calendar, ["rooms": "Room 1=80", "before": "10"])
            #expect(office.status == 200)
            #expect(office.page.contains("- id: queues") && office.page.contains("value=\"store\""))
            #expect(try await server.services.store.yaml() == before)
            let token = try await server.token(.organizer)
            let answer = try await server.send(
                .post, "/v1/programmes?room=Room%201%3D80&before=10", token: token, text: calendar)
            #expect(answer.status == 200 && answer.text.contains("\"queues\"") && answer.text.contains("09:50"))
            let refused = try await server.send(.post, "/v1/programmes", token: token, text: "nothing")
            #expect(refused.status == 400 && refused.text.contains("schedule_unreadable"))
            try await office.post("/organizer/event/sessions", file: "nothing", ["before": "10"])
            #expect(office.status == 422)
        }
    }

    @Test func `somebody is put on the list, refused at the desk with the note, and taken off again`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/barred")
            try await office.post("/organizer/barred/add", ["name": "Mallory Placeholder", "note": "call Kit"])
            #expect(office.text.contains("on the list"))
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/walk-in")
            let form: KeyValuePairs = [
                "name": "mallory placeholder", "category": "attendee", "day": "1", "method": "later",
            ]
            try await desk.post("/desk/walk-in/register", form)
            #expect(desk.status == 422 && desk.text.contains("call Kit"))
            let barred = try #require(office.hidden("barred"))
            try await office.post("/organizer/barred/end", ["barred": barred])
            #expect(!office.text.contains("Mallory"))
            try await desk.post("/desk/walk-in/register", form)
            #expect(desk.status == 200)
        }
    }

    @Test func `the desk sees why somebody is inside already, and takes the scan back`() async throws {
        try await Server.run { server in
            let badge = try await server.badge()
            let door = try await server.token(.door)
            for nonce in ["1", "2"] {
                _ = try await server.scan(["gate": "main", "nonce": nonce, "text": badge], token: door)
            }
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            #expect(desk.text.contains("Inside since"), "\(desk.text)")
            #expect(desk.text.contains("already in"))
            let scan = try #require(desk.hidden("scan"))
            try await desk.post("/desk/people/1/scan/undo", ["scan": scan, "reason": ""])
            #expect(desk.status == 422)
            try await desk.post("/desk/people/1/scan/undo", ["scan": scan, "reason": "Was her neighbour"])
            #expect(desk.status == 200 && !desk.text.contains("Inside since"))
            #expect(desk.text.contains("Was her neighbour"))
            let again = try await server.scan(["gate": "main", "nonce": "3", "text": badge], token: door)
            #expect(again.body["verdict"] as? String == "admitted")
        }
    }

    @Test func `who picks up for others is written down`() async throws {
        try await Server.run { server in
            _ = try await server.badge()
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/hand-over", ["item": "*", "collector": "Bea Collector"])
            #expect(desk.text.contains("taken by Bea Collector"))
            let rows = try await server.services.table(of: .doors(.pickedUp)).rows
            #expect(rows.count == 3 && rows.allSatisfy { $0[1] == .text("Bea Collector") })
            // An Enter too many takes nothing back.
            try await desk.post("/desk/people/1/hand-over", ["item": "*", "collector": ""])
            #expect(desk.text.contains("taken by Bea Collector"))
        }
    }

    @Test func `a name that is typed is known already`() async throws {
        try await Server.run { server in
            let person = try Person(name: "Zoë Twice", badgeName: "", affiliation: "Example", email: "")
            _ = try await server.services.ledger.register(
                NewRegistration(person: person, category: .attendee, days: DaySet([1]), addOns: [], reference: nil),
                context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/walk-in")
            for (name, number, isKnown) in [("zoe twice", "", true), ("Zoe", "", false), ("Zoë Twice", "1", false)] {
                try await desk.post("/desk/alike", ["name": name, "number": number])
                #expect(desk.page.contains("Zoë Twice") == isKnown, "\(name)")
            }
        }
    }
}
