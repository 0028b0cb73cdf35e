import Conference
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A desk that several people share.
struct ClerkPageTests {
    /// A desk's browser, and the organizer's with the page of that desk.
    private static func open(_ server: Server) async throws -> (desk: Browser, office: Browser, path: String) {
        let desk = try await Browser.enrolled(.desk, at: server)
        let device = try #require(try await server.services.store.devices().last)
        return (desk, try await Browser.enrolled(.organizer, at: server), "/organizer/devices/\(device.id)")
    }

    @Test func `who types their PIN is named in the story of what they do`() async throws {
        try await Server.run { server in
            let (desk, office, path) = try await Self.open(server)
            let person = try await server.services.ledger.register(.invented(), context: .desk()).result
            try await office.get(path)
            try await office.post("\(path)/clerks", ["clerk": "Kit Example", "pin": "4821"])
            #expect(office.status == 200 && office.text.contains("Kit Example has a PIN."))
            try await office.post("\(path)/clerks", ["clerk": "Bo Invented", "pin": ""])
            let invented = try #require(office.page.firstMatch(of: #/class="figure">([0-9]{6})</#)).1

            // Nobody is here: what is read is shown, what is written is refused.
            try await desk.get("/desk/people/\(person.id)")
            #expect(desk.status == 200 && desk.page.contains("href=\"/clerk\""))
            try await desk.post("/desk/people/\(person.id)/block", ["reason": "Ask"])
            #expect(desk.status == 422 && desk.text.contains("Nobody has said who is at Test."))
            #expect(try await server.services.ledger.registration(person.id).blockedBecause == nil)

            try await desk.get("/clerk", headers: [.referer: "http://localhost/desk/people/\(person.id)"])
            #expect(desk.hidden("back") == "/desk/people/\(person.id)")
            try await desk.post("/clerk", ["name": "Kit Example", "pin": "0000", "back": "/desk"])
            #expect(desk.status == 422 && desk.text.contains("tries left: 4"))
            #expect(desk.page.contains("<option value=\"Kit Example\" selected>"))
            try await desk.post(
                "/clerk", ["name": "Kit Example", "pin": "4821", "back": "/desk/people/\(person.id)"])
            #expect(desk.headers[.location] == "/desk/people/\(person.id)")
            try await desk.follow()
            #expect(desk.text.contains("Kit Example"))
            try await desk.post("/desk/people/\(person.id)/block", ["reason": "Ask"])
            #expect(desk.status == 200)
            try await desk.get("/clerk")
            try await desk.post("/clerk", ["name": "Bo Invented", "pin": String(invented), "back": "/desk"])
            #expect(desk.headers[.location] == "/desk")
            try await desk.get("/desk/people/\(person.id)")
            try await desk.post("/desk/people/\(person.id)/unblock")
            #expect(desk.text.contains("Kit Example, Test") && desk.text.contains("Bo Invented, Test"))
            let authors = try await server.services.personStory(of: person.id).events.map(\.author)
            #expect(authors.suffix(2).map { Author($0).name } == ["Kit Example", "Bo Invented"])
            // Who was at it or not, the device did it.
            let device = try #require(try await server.services.store.devices().first { $0.role == .desk })
            let traces = try await server.services.traces(of: device.id, since: .distantPast)
            #expect(traces.edits.count == 2)

            try await desk.post("/clerk/leave", ["back": "/desk"])
            try await desk.get("/desk/people/\(person.id)")
            try await desk.post("/desk/people/\(person.id)/block", ["reason": "Ask"])
            #expect(desk.status == 422)
        }
    }

    @Test func `the organizer sets a PIN anew, and takes it away`() async throws {
        try await Server.run { server in
            let (desk, office, path) = try await Self.open(server)
            try await office.get(path)
            for (pin, text) in [("12", "four to eight digits"), ("1111", "Anybody would try that PIN first")] {
                try await office.post("\(path)/clerks", ["clerk": "Kit", "pin": pin])
                #expect(office.status == 422 && office.text.contains(text))
            }
            try await office.post("\(path)/clerks", ["clerk": "Kit", "pin": "4821"])
            try await desk.get("/clerk")
            for _ in 1...5 { try await desk.post("/clerk", ["name": "Kit", "pin": "9999", "back": "/desk"]) }
            #expect(desk.text.contains("wrong too often"))
            try await office.get(path)
            #expect(office.text.contains("locked"))
            try await office.post("\(path)/clerks", ["clerk": "Kit", "pin": "7718"])
            try await desk.post("/clerk", ["name": "Kit", "pin": "7718", "back": "//evil.example.org/"])
            #expect(desk.status == 303 || desk.status == 302)
            #expect(desk.headers[.location] == "/desk")
            try await office.post("\(path)/clerks/remove", ["clerk": "Kit"])
            #expect(office.text.contains("Kit has no PIN here any more."))
            try await desk.get("/clerk")
            #expect(desk.text.contains("Nobody has a PIN at this device."))
        }
    }

    @Test func `the interface does the same`() async throws {
        try await Server.run { server in
            let organizer = try await server.token(.organizer)
            let desk = try await server.token(.desk)
            let id = try #require(try await server.services.store.devices().last).id
            func post(
                _ path: String, _ token: String, _ json: [String: Any]
            ) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
                try await server.send(
                    .post, "/v1/\(path)", token: token, json: json,
                    headers: [HTTPField.Name("Idempotency-Key")!: UUID().uuidString])
            }
            let made = try await post("devices/\(id)/clerks", organizer, ["name": "Kit"])
            let pin = try #require(made.body["pin"] as? String)
            #expect(made.status == 201 && pin.count == 6)
            let walkIn: [String: Any] = ["name": "Wanda Walk-In", "days": [1]]
            let refused = try await post("registrations", desk, walkIn)
            #expect(refused.status == 403 && refused.body["code"] as? String == "clerk_missing")
            #expect(try await post("devices/self/clerk", desk, ["name": "Kit", "pin": "000"]).status == 403)
            let entered = try await post("devices/self/clerk", desk, ["name": "Kit", "pin": pin])
            #expect(entered.body["name"] as? String == "Kit" && entered.body["clerks"] as? [String] == ["Kit"])
            #expect(try await post("registrations", desk, walkIn).status == 201)
            #expect(try await post("devices/self/clerk/leave", desk, [:]).status == 204)
            let here = try await server.send(.get, "/v1/devices/self/clerk", token: desk)
            #expect(here.body["name"] == nil)
            #expect(try await post("devices/\(id)/clerks/remove", organizer, ["name": "Kit"]).status == 204)
            let listed = try await server.send(.get, "/v1/devices/\(id)/clerks", token: organizer)
            #expect((listed.body["clerks"] as? [Any])?.isEmpty == true)
            #expect(try await post("registrations", desk, walkIn).status == 201)
        }
    }
}
