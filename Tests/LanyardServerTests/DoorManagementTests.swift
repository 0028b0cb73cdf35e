import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What an organizer does about gates and devices over HTTP, as the commands do on the machine itself.
@Suite struct DoorManagementTests {
    private static func key() -> HTTPFields { [HTTPField.Name("Idempotency-Key")!: UUID().uuidString] }

    /// The items of all pages of a list, which is asked for in pages of two, and how many pages there were.
    private static func pages(
        _ server: Server, _ path: String, token: String
    ) async throws -> (items: [[String: Any]], pages: Int) {
        var items: [[String: Any]] = []
        var pages = 0
        var cursor = ""
        while true {
            let separator = path.contains("?") ? "&" : "?"
            let page = try await server.send(.get, "\(path)\(separator)limit=2\(cursor)", token: token)
            try #require(page.status == 200)
            items += try #require(page.body["items"] as? [[String: Any]])
            pages += 1
            guard let next = page.body["next"] else { return (items, pages) }
            cursor = "&after=\(next)"
        }
    }

    @Test func `gates, devices and notes come page by page`() async throws {
        try await Server.run { server in
            let desk = try await server.token(.desk)
            for _ in 1...4 { _ = try await server.token(.door) }
            let person = try await server.services.ledger.register(.invented(), context: .desk()).result
            for number in 1...5 {
                let note = try await server.send(
                    .post, "/v1/notes", token: desk,
                    json: ["registration": person.code.description, "text": "Note \(number)"], headers: Self.key())
                #expect(note.status == 201)
            }
            let definition = try await server.services.store.definition()
            let gates = try await Self.pages(server, "/v1/gates", token: desk)
            #expect(gates.items.map { $0["id"] as? String } == definition.gates.map(\.id.rawValue))
            #expect(gates.pages == (definition.gates.count + 1) / 2)
            let devices = try await Self.pages(server, "/v1/devices", token: desk)
            #expect(devices.items.map { $0["id"] as? Int } == [1, 2, 3, 4, 5])
            #expect(devices.pages == 3)
            for path in ["/v1/notes", "/v1/notes?registration=\(person.code)"] {
                let notes = try await Self.pages(server, path, token: desk)
                #expect(notes.items.map { $0["text"] as? String } == (1...5).map { "Note \($0)" })
                #expect(notes.pages == 3)
            }
        }
    }

    @Test(arguments: [
        ("/v1/gates?after=nowhere", "cursor_invalid"), ("/v1/devices?after=x", "cursor_invalid"),
        ("/v1/notes?after=-1", "cursor_invalid"), ("/v1/conflicts?after=x", "cursor_invalid"),
        ("/v1/gates?limit=0", "limit_invalid"), ("/v1/devices?limit=101", "limit_invalid"),
    ])
    func `a list refuses a cursor or a limit that is none`(path: String, code: String) async throws {
        try await Server.run { server in
            let answer = try await server.send(.get, path, token: try await server.token(.desk))
            #expect(answer.status == 400)
            #expect(answer.body["code"] as? String == code)
        }
    }

    @Test func `a gate is closed by an organizer, once, and opened again`() async throws {
        try await Server.run { server in
            let (organizer, door) = (try await server.token(.organizer), try await server.token(.door))
            let text = try await server.badge()
            func close(_ token: String, _ headers: HTTPFields = Self.key()) async throws -> (Int, [String: Any]) {
                let answer = try await server.send(
                    .post, "/v1/gates/main/close", token: token, json: ["reason": "Moved to the hall"],
                    headers: headers)
                return (answer.status, answer.body)
            }
            #expect(try await close(door).0 == 403)
            let key = Self.key()
            let closed = try await close(organizer, key)
            #expect(closed.0 == 200)
            #expect(closed.1["closedForEver"] as? Bool == true)
            #expect(try await close(organizer, key).0 == 200)
            #expect(try await close(organizer).1["code"] as? String == "gate_already_closed")
            let scan = try await server.send(
                .post, "/v1/scans", token: door, json: ["gate": "main", "nonce": "1", "text": text])
            #expect(scan.body["verdict"] as? String == "gate_closed")
            func open(_ token: String) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
                try await server.send(
                    .post, "/v1/gates/main/open", token: token, json: ["reason": "Moved back"], headers: Self.key())
            }
            #expect(try await open(door).status == 403)
            #expect(try await open(organizer).body["closedForEver"] as? Bool == false)
            #expect(try await open(organizer).body["code"] as? String == "gate_not_closed")
        }
    }

    @Test func `a device is let in by a link and shut out again`() async throws {
        try await Server.run { server in
            let organizer = try await server.token(.organizer)
            func invite(_ json: [String: Any]) async throws -> (status: Int, body: [String: Any]) {
                let answer = try await server.send(
                    .post, "/v1/devices", token: organizer, json: json, headers: Self.key())
                return (answer.status, answer.body)
            }
            let made = try await invite(["name": "North door", "role": "door", "gates": ["main"]])
            #expect(made.status == 201)
            #expect(made.body["expires"] as? String == "2015-02-14T10:30:00-05:00")
            let link = try #require(made.body["link"] as? String)
            try #require(link.hasPrefix("/enroll#"))
            let enrolled = try await server.send(
                .post, "/v1/enrollments", json: ["secret": String(link.dropFirst("/enroll#".count))])
            #expect(enrolled.body["name"] as? String == "North door")
            #expect(enrolled.body["gates"] as? [String] == ["main"])
            let token = try #require(enrolled.body["token"] as? String)
            let number = try #require(enrolled.body["device"] as? Int)
            let shut = try await server.send(
                .post, "/v1/devices/\(number)/revoke", token: organizer, headers: Self.key())
            #expect(shut.status == 204)
            let after = try await server.send(.get, "/v1/devices/self", token: token)
            #expect(after.body["code"] as? String == "device_revoked")
            #expect(try await invite(["name": "X", "role": "king"]).body["code"] as? String == "choice_unknown")
            #expect(
                try await invite(["name": "X", "role": "door", "gates": ["nowhere"]]).body["code"] as? String
                    == "gate_unknown")
            let nobody = try await server.send(
                .post, "/v1/devices/99/revoke", token: organizer, headers: Self.key())
            #expect(nobody.status == 404)
        }
    }

    @Test func `an organizer says whether doors that are alone get names`() async throws {
        try await Server.run { server in
            let (organizer, desk) = (try await server.token(.organizer), try await server.token(.desk))
            let path = "/v1/snapshot/names"
            #expect(try await server.send(.get, path, token: organizer).body["names"] as? Bool == false)
            let said = try await server.send(
                .post, path, token: organizer, json: ["names": true], headers: Self.key())
            #expect(said.body["names"] as? Bool == true)
            #expect(try await server.send(.get, path, token: organizer).body["names"] as? Bool == true)
            #expect(try await server.send(.get, path, token: desk).status == 403)
        }
    }

    @Test func `a drill by HTTP tries everything and leaves no trace`() async throws {
        try await Server.run { server in
            let (organizer, desk) = (try await server.token(.organizer), try await server.token(.desk))
            _ = try await server.badge()
            let before = try await dump(server.services.store)
            let drill = try await server.send(.post, "/v1/gates/main/drill", token: organizer)
            #expect(drill.status == 200)
            #expect(drill.body["right"] as? Bool == true)
            #expect((drill.body["steps"] as? [[String: Any]])?.count == 17)
            #expect(try await dump(server.services.store) == before)
            #expect(try await server.send(.post, "/v1/gates/main/drill", token: desk).status == 403)
            #expect(try await server.send(.post, "/v1/gates/nowhere/drill", token: organizer).status == 404)
        }
    }

    @Test func `a simulation by HTTP is bounded, and the same seed does the same`() async throws {
        try await Server.run { server in
            let organizer = try await server.token(.organizer)
            let before = try await dump(server.services.store)
            func simulate(_ scans: Int) async throws -> (status: Int, body: [String: Any]) {
                let answer = try await server.send(
                    .post, "/v1/gates/main/simulations", token: organizer,
                    json: ["doors": 3, "people": 10, "scans": scans, "seed": 7])
                return (answer.status, answer.body)
            }
            let first = try await simulate(60)
            #expect(first.status == 200)
            #expect(first.body["right"] as? Bool == true)
            #expect((first.body["online"] as? Int ?? 0) + (first.body["alone"] as? Int ?? 0) == 60)
            let second = try await simulate(60)
            #expect(NSDictionary(dictionary: first.body) == NSDictionary(dictionary: second.body))
            let large = try await simulate(1_001)
            #expect(large.status == 400)
            #expect(large.body["code"] as? String == "simulation_too_large")
            #expect((large.body["title"] as? String)?.contains("1000") == true)
            #expect(try await dump(server.services.store) == before)
        }
    }

    @Test func `one rehearsal runs at a time`() async throws {
        let room = ConcurrencyLimit(max: 1, refusal: ServerError(.rehearsalRunning))
        let value = try await room.run { try await errorCode { _ = try await room.run { 1 } } }
        #expect(value == "rehearsal_running")
        #expect(try await room.run { 2 } == 2)
        await #expect(throws: ServerError(.renderingBusy)) { try await room.run { throw ServerError(.renderingBusy) } }
        #expect(try await room.run { 3 } == 3)
    }
}
