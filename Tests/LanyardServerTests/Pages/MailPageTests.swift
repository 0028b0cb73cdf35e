import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import Outbox
import RegistrationLedger
import Testing

/// /organizer/mail without a script, and the same by the API.
struct MailPageTests {
    static let mail = """

        mail:
          from: Netdev 0.1 <registration@example.org>
          server: 127.0.0.1
          security: none
          pages: https://netdev01.example.org
        """

    @Test(arguments: ["en", "fr"])
    func `an organizer sees what failed, tries again, holds back, and writes to many`(language: String) async throws {
        try await Server.run(yaml: try Repository.netdev01() + Self.mail) { server in
            let ledger = server.services.ledger
            let ids = try await [1, 2, 3].asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            _ = try await ledger.pay(.of(10_000), for: ids[2], context: .desk())
            let first = try #require(try await server.services.outbox.list(of: ids[0], limit: 1).first)
            try await server.services.outbox.note(
                MailAnswer(.refused, status: 550, reply: "no such <user>"), of: first.id, to: "", at: Server.morning)
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/organizer/mail")
            #expect(desk.status == 403)
            let office = try await Browser.enrolled(.organizer, at: server)
            office.language = language
            try await office.get("/organizer/mail")
            #expect(office.status == 200)
            #expect(office.page.contains("550 no such &lt;user&gt;"))
            try await office.post("/organizer/mail/change", ["mail": "\(first.id)", "action": "retry"])
            #expect(office.status == 200)
            #expect(try await server.services.outbox.mail(first.id).state == .waiting)
            try await office.post("/organizer/mail/change", ["mail": "\(first.id)", "action": "cancel"])
            #expect(try await server.services.outbox.mail(first.id).state == .cancelled)
            try await office.post("/organizer/mail/change", ["mail": "\(first.id)", "action": "cancel"])
            #expect(office.status == 422)
            try await office.post("/organizer/mail/pause", ["action": "pause"])
            #expect(try await server.services.outbox.standing().isPaused)
            try await office.post("/organizer/mail/pause", ["action": "resume"])
            #expect(try await !server.services.outbox.standing().isPaused)

            let fields: KeyValuePairs = ["template": "reminder", "whose": "unpaid", "action": "show"]
            try await office.post("/organizer/mail/send", fields)
            #expect(office.status == 200)
            #expect(try await server.services.outbox.list(limit: 100).allSatisfy { $0.occasion == .confirmation })
            try await office.post(
                "/organizer/mail/send", ["template": "reminder", "whose": "unpaid", "action": "send"])
            let reminded = try await server.services.outbox.list(limit: 100).filter { $0.occasion == .reminder }
            #expect(Set(reminded.map(\.registration)) == Set(ids[..<2]))
            try await office.post(
                "/organizer/mail/announce",
                ["name": "room", "subject_en": "The room", "body_en": "Hello {{name}}\r\n\r\nRoom 5", "body_fr": ""])
            #expect(office.status == 200)
            #expect(try await server.services.outbox.announcement("room").texts.keys.map(\.rawValue) == ["en"])
            try await office.post(
                "/organizer/mail/announce", ["name": "x", "subject_en": "{{nobody}}", "body_en": "y"])
            #expect(office.status == 422 || office.status == 500)
        }
    }

    @Test func `an event without mail says so, and writes to nobody`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(1), context: .desk())
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/mail")
            #expect(office.text.contains("no ‘mail’"))
            try await office.post("/organizer/mail/send", ["template": "reminder", "whose": "all", "action": "send"])
            #expect(office.status == 422)
            #expect(try await server.services.outbox.list(limit: 10).isEmpty)
        }
    }

    @Test func `the API lists, previews, sends once, and hands out tickets`() async throws {
        try await Server.run(yaml: try Repository.netdev01() + Self.mail) { server in
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            let token = try await server.token(.organizer)
            func post(_ path: String, _ json: [String: Any]) async throws -> (status: Int, body: [String: Any]) {
                let answer = try await server.send(
                    .post, path, token: token, json: json,
                    headers: [HTTPField.Name("Idempotency-Key")!: UUID().uuidString])
                return (answer.status, answer.body)
            }
            let list = try await server.send(.get, "/v1/mail?state=waiting", token: token)
            #expect(list.status == 200)
            #expect((list.body["items"] as? [[String: Any]])?.count == 1)
            let preview = try await post(
                "/v1/mail-previews", ["template": "reminder", "registration": person.code.description])
            #expect(preview.status == 200)
            #expect((preview.body["text"] as? String)?.contains("100.00") == true)
            let dry = try await post("/v1/mail-runs", ["template": "reminder", "owes": true, "dryRun": true])
            #expect(dry.status == 200)
            #expect(dry.body["recipients"] as? [Int] == [Int(person.id.rawValue)])
            #expect(try await post("/v1/mail-runs", ["template": "reminder", "owes": true]).status == 201)
            #expect(try await post("/v1/mail-runs", ["template": "reminder", "owes": true]).status == 409)
            #expect(try await post("/v1/mail-runs", ["template": "no-such"]).status == 404)
            #expect(try await server.send(.get, "/v1/mail/999", token: token).status == 404)
            #expect(try await server.send(.get, "/v1/mail?state=lost", token: token).status == 400)
            let desk = try await server.token(.desk)
            #expect(try await server.send(.get, "/v1/mail", token: desk).status == 403)
        }
    }
}
