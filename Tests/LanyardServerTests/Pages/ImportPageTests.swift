import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// /organizer/imports with a list that comes again, and the list as a file.
struct ImportPageTests {
    @Test func `what is ticked is taken over, and what is not stays`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            let ledger = server.services.ledger
            try await office.get("/organizer/imports")
            let first =
                "reference,name,affiliation,days\nX-1,Ada Invented,Old Co,1\nX-2,Bo Invented,Old Co,1\nX-3,Cy Invented,,1\n"
            try await office.post("/organizer/imports", file: first, ["action": "book"])
            #expect(office.text.contains("Registered: 3"))
            let second = "reference,name,affiliation,days\nX-1,Ada Invented,New Co,1-2\nX-2,Bo Invented,New Co,1\n"
            try await office.post("/organizer/imports", file: second, ["action": "show"])
            #expect(office.text.contains("New: 0, here already: 2, wrong: 0. Of those here 2 differ"))
            #expect(office.text.contains("missing from the list: 1") && office.text.contains("Cy Invented"))
            #expect(try await ledger.registration(named: "X-1").person.affiliation == "Old Co")
            let content = try #require(office.hidden("content"))
            let ada = try await ledger.registration(named: "X-1")
            try await office.post(
                "/organizer/imports",
                [
                    "action": "book", "content": content, "take": ImportOrder.tick(ada.code, .affiliation),
                    "cancel_missing": "1", "missing": "1",
                ])
            #expect(office.text.contains("Updated: 1, cancelled: 1"), "\(office.text)")
            let changed = try await ledger.registration(ada.id)
            #expect(changed.person.affiliation == "New Co" && changed.days == DaySet([1]))
            #expect(try await ledger.registration(named: "X-2").person.affiliation == "Old Co")
            #expect(try await ledger.registration(named: "X-3").status == .cancelled)
        }
    }

    @Test func `what is not understood is mapped on the page, and kept for the next file`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            let ledger = server.services.ledger
            try await office.get("/organizer/imports")
            let list = "name,reference,\"Hat, size\",Handle\nAda Mapped,M-1,L,ada\n"
            try await office.post("/organizer/imports", file: list, ["action": "show"])
            // What is not understood stands there already.
            #expect(office.status == 422 || office.page.contains("column,&quot;Hat, size&quot;,ignore"))
            #expect(office.page.contains("column,Handle,ignore"))
            let content = try #require(office.hidden("content"))
            let mapping = "column,\"Hat, size\",ignore\ncolumn,Handle,badge_name"
            try await office.post(
                "/organizer/imports",
                ["action": "show", "content": content, "mapping": mapping, "keep_mapping": "1"])
            #expect(try await ledger.list(limit: 9).isEmpty && office.page.contains("badge_name"))
            try await office.post(
                "/organizer/imports",
                ["action": "book", "content": content, "mapping": mapping, "keep_mapping": "1"])
            #expect(try await ledger.registration(named: "M-1").person.badgeName == "ada")
            // The next file of the list needs nothing.
            try await office.post(
                "/organizer/imports", file: list.replacing("M-1", with: "M-2").replacing("ada", with: "bo"),
                ["action": "book"])
            #expect(try await ledger.registration(named: "M-2").person.badgeName == "bo")
            // And one that says more keeps what was kept.
            let more = list.replacing("Handle", with: "Handle,Shoe").replacing("M-1,L,ada", with: "M-3,L,cy,42")
            try await office.post("/organizer/imports", file: more, ["action": "show"])
            #expect(office.page.contains("column,Shoe,ignore"))
            try await office.post(
                "/organizer/imports", file: more,
                ["action": "book", "mapping": "column,Shoe,ignore", "keep_mapping": "1"])
            #expect(try await ledger.registration(named: "M-3").person.badgeName == "cy")
        }
    }

    @Test func `a row that may be of somebody who is here is answered on the page`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            let ledger = server.services.ledger
            let person = try Person(name: "Walk In", badgeName: "", affiliation: "", email: "walk@example.org")
            let here = try await ledger.register(
                NewRegistration(person: person, category: .attendee, days: .first(1), addOns: [], reference: nil),
                context: .desk()
            ).result
            try await office.get("/organizer/imports")
            let list = "name,email,affiliation\nWalk In,walk@example.org,Packet Bakery\n"
            try await office.post("/organizer/imports", file: list, ["action": "show"])
            #expect(office.text.contains("Perhaps somebody who is here already"))
            let content = try #require(office.hidden("content"))
            try await office.post(
                "/organizer/imports", ["action": "book", "content": content, "answer": "2 \(here.code)"])
            #expect(try await ledger.list(limit: 9).count == 1)
            try await office.post(
                "/organizer/imports", ["action": "book", "content": content, "answer": "2 new"])
            #expect(try await ledger.list(limit: 9).count == 2)
        }
    }

    @Test func `columns that are not understood can be passed over there`() async throws {
        try await Server.run { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/imports")
            try await office.post(
                "/organizer/imports", file: "name,T-shirt\nAda Invented,M\n", ["action": "show"])
            #expect(office.text.contains("Pass over columns that are not understood"))
            let content = try #require(office.hidden("content"))
            try await office.post(
                "/organizer/imports", ["action": "show", "content": content, "ignore_unknown": "1"])
            #expect(office.text.contains("New: 1") && office.text.contains("passed over: T-shirt"))
        }
    }

    @Test func `the list is saved as a file, by the page and by the interface, with addresses for who may see them`()
        async throws
    {
        try await Server.run { server in
            let person = try Person(name: "Ada Invented", badgeName: "", affiliation: "", email: "ada@example.org")
            _ = try await server.services.ledger.register(
                NewRegistration(person: person, category: .attendee, days: .first(1), addOns: [], reference: nil),
                context: .desk())
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/imports/list?form=excel&sort=family&which=unprinted&add_on=")
            #expect(office.status == 200 && office.page.hasPrefix("\u{FEFF}code,reference,name"))
            #expect(office.page.contains("ada@example.org"))
            try await office.get("/organizer/imports/list?form=excel&sort=shoe")
            #expect(office.status == 400)
            let desk = try await server.file(
                "/v1/listings/csv?columns=name,email&sort=family", token: try await server.token(.desk))
            #expect(String(decoding: desk.bytes, as: UTF8.self) == "name,email\r\nAda Invented,ada@example.org\r\n")
            let reports = try await server.file(
                "/v1/listings/csv?columns=name,email", token: try await server.token(.reports))
            #expect(String(decoding: reports.bytes, as: UTF8.self) == "name\r\nAda Invented\r\n")
            for wrong in ["/v1/listings/ods", "/v1/listings/csv?columns=shoe", "/v1/listings/csv?days=9"] {
                #expect(try await server.send(.get, wrong, token: try await server.token(.desk)).status == 400)
            }
            let door = try await server.send(.get, "/v1/listings/csv", token: try await server.token(.door))
            #expect(door.status == 403)
        }
    }
}
