import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LanyardServer
import LanyardTestSupport
import Logging
import NIOCore
import NIOFoundationEssentialsCompat
import Printing
import RegistrationLedger
import Testing

/// Badges over HTTP, as the desk uses them.
struct BadgeRouteTests {
    /// A server with three invented people and the token of a desk; its print server is the shop's, or none.
    private func withDesk(
        _ shop: PrintShop? = nil, _ body: @escaping @Sendable (Server, String, [Registration]) async throws -> Void
    ) async throws {
        try await withNetdev01 { ledger, store in
            let services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: Server.morning),
                printServer: PrintServer(shop?.address ?? "/nowhere/cups.sock"))
            var people: [Registration] = []
            for number in 1...3 {
                people.append(try await ledger.register(.invented(number), context: .desk()).result)
            }
            let (registrations, logger) = (people, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let application = Application(router: LanyardApplication.router(services, logger: logger))
            try await application.test(.router) { client in
                let server = Server(services: services, client: client)
                try await body(server, try await server.token(.desk), registrations)
            }
        }
        withExtendedLifetime(shop) {}
    }

    private static func key(_ text: String) -> HTTPFields { [HTTPField.Name("Idempotency-Key")!: text] }

    /// Sends an order and takes the bytes of the answer.
    private static func print(
        _ server: Server, _ token: String, _ json: [String: Any], key: String
    ) async throws -> (status: Int, headers: HTTPFields, bytes: [UInt8]) {
        var headers = Self.key(key)
        headers[.authorization] = "Bearer \(token)"
        let body = ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: json))
        return try await server.client.execute(uri: "/v1/badges", method: .post, headers: headers, body: body) {
            (Int($0.status.code), $0.headers, Array($0.body.readableBytesView))
        }
    }

    @Test func `an order is answered with the paper, and the same order again with the same`() async throws {
        try await withDesk { server, token, people in
            let order = ["registrations": [people[0].code.description]]
            let first = try await Self.print(server, token, order, key: "one")
            #expect(first.status == 201)
            #expect(first.headers[.contentType] == "application/pdf")
            #expect(first.headers[HTTPField.Name("Lanyard-Problems")!] == "0")
            #expect(first.bytes.starts(with: Array("%PDF-1.".utf8)))
            let again = try await Self.print(server, token, order, key: "one")
            #expect(again.bytes == first.bytes)
            #expect(again.headers[.location] == first.headers[.location])
            let history = try await server.send(.get, "/v1/badges/\(people[0].code)", token: token)
            let items = try #require(history.body["items"] as? [[String: Any]])
            #expect(items.compactMap { $0["kind"] as? String } == ["made", "printed"])
            #expect(items.allSatisfy { ($0["author"] as? String)?.hasPrefix("device:") == true })
            let job = try await server.send(.get, try #require(first.headers[.location]), token: token)
            #expect(job.body["state"] as? String == "done")
            #expect(job.body["badges"] as? Int == 1)
        }
    }

    @Test func `a dry run tells what would be printed, and a second print what stands against it`() async throws {
        try await withDesk { server, token, people in
            let dry = try await server.send(
                .post, "/v1/badges", token: token, json: ["all": true, "sheet": "letter-6up", "dryRun": true])
            #expect(dry.status == 200)
            #expect(dry.body["badges"] as? Int == 3)
            #expect(dry.body["sheets"] as? Int == 1)
            #expect(try await server.services.badges.jobs(limit: 1).isEmpty)
            #expect(try await Self.print(server, token, ["all": true], key: "all").status == 201)
            let refused = try await server.send(
                .post, "/v1/badges", token: token, json: ["registrations": ["#1"]], headers: Self.key("again"))
            #expect(refused.status == 409)
            #expect(refused.body["code"] as? String == "badge_printed")
        }
    }

    @Test(arguments: [
        (#"{"sheet": "letter-6up"}"#, 400, "badges_not_selected"),
        (#"{"all": true, "sheet": "papyrus"}"#, 400, "sheet_unknown"),
        (#"{"all": true, "kind": "burn"}"#, 400, "choice_unknown"),
        (#"{"all": true, "categories": ["king"]}"#, 400, "choice_unknown"),
        (#"{"all": true, "days": "9"}"#, 400, "day_unknown"),
        (#"{"all": true, "template": "../../etc/passwd"}"#, 400, "template_name_invalid"),
        (#"{"all": true, "template": "nothing"}"#, 404, "template_unreadable"),
        (#"{"all": true, "kind": "reprint"}"#, 400, "reason_missing"),
        (#"{"all": true, "kind": "repeat", "reason": "jam"}"#, 400, "batch_empty"),
        (#"{"registrations": ["nobody"]}"#, 404, "registration_unknown"),
        (#"{"affiliations": "# + Array(repeating: "x", count: 501).description + "}", 400, "too_many_names"),
        (#"{"all": true, "queue": "badges", "copies": 0}"#, 400, "copies_out_of_range"),
        (#"{"all": true, "queue": "badges", "media": "A 4"}"#, 400, "media_malformed"),
        (#"{"all": true, "queue": "badges"}"#, 503, "print_server_unreachable"),
        (#"{"all": 1}"#, 400, "body_invalid"),
    ])
    func `a wrong order is refused with a code, and leaves nothing`(
        text: String, status: Int, code: String
    ) async throws {
        let data = Data(text.utf8)
        try await withDesk { server, token, _ in
            let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let answer = try await server.send(.post, "/v1/badges", token: token, json: json, headers: Self.key("k"))
            #expect(answer.status == status)
            #expect(answer.body["code"] as? String == code)
            #expect(try await server.services.badges.jobs(limit: 1).isEmpty)
        }
    }

    @Test(arguments: [(Device.Role.door, 403), (.keysigning, 403), (.reports, 403), (.organizer, 200)])
    func `badges are for the desk`(role: Device.Role, status: Int) async throws {
        try await withDesk { server, _, people in
            let token = try await server.token(role)
            let code = people[0].code
            for path in ["/v1/badges/\(code)", "/v1/badges/\(code)/preview", "/v1/print-jobs"] {
                #expect(try await server.send(.get, path, token: token).status == status)
            }
            let order = try await server.send(
                .post, "/v1/badges", token: token, json: ["all": true, "dryRun": true], headers: Self.key("k"))
            #expect(order.status == status)
        }
    }

    @Test func `a preview is a PNG, and a void is refused the second time`() async throws {
        try await withDesk { server, token, people in
            let code = people[0].code
            let preview = try await server.send(.get, "/v1/badges/\(code)/preview?dpi=50", token: token)
            #expect(preview.status == 200)
            #expect(preview.headers[.contentType] == "image/png")
            #expect(try await server.send(.get, "/v1/badges/\(code)/preview?dpi=9", token: token).status == 400)
            _ = try await Self.print(server, token, ["registrations": ["#1"]], key: "one")
            let path = "/v1/badges/\(code)/void"
            let voided = try await server.send(
                .post, path, token: token, json: ["reason": "stolen"], headers: Self.key("void"))
            #expect(voided.body["issue"] as? Int == 1)
            let again = try await server.send(
                .post, path, token: token, json: ["reason": "stolen"], headers: Self.key("other"))
            #expect(again.body["code"] as? String == "badge_revoked")
        }
    }

    @Test func `jobs are listed page by page`() async throws {
        try await withDesk { server, token, _ in
            for number in 1...3 {
                _ = try await Self.print(server, token, ["registrations": ["#\(number)"]], key: "k\(number)")
            }
            let first = try await server.send(.get, "/v1/print-jobs?limit=2", token: token).body
            let items = try #require(first["items"] as? [[String: Any]])
            #expect(items.compactMap { $0["id"] as? Int } == [3, 2])
            let next = try #require(first["next"] as? Int)
            let second = try await server.send(.get, "/v1/print-jobs?limit=2&after=\(next)", token: token).body
            #expect((second["items"] as? [[String: Any]])?.compactMap { $0["id"] as? Int } == [1])
            #expect(second["next"] == nil)
            #expect(try await server.send(.get, "/v1/print-jobs?after=x", token: token).status == 400)
            #expect(try await server.send(.get, "/v1/print-jobs/99", token: token).status == 404)
        }
    }

    @Test func `a job waits for paper, says so, and counts as not printed once it was taken back`() async throws {
        let shop = try await PrintShop()
        try await withDesk(shop) { server, token, people in
            let queues = try await server.send(.get, "/v1/print-queues", token: token).body
            #expect((queues["items"] as? [[String: Any]])?.first?["name"] as? String == "badges")
            try shop.paper(false)
            let order: [String: Any] = ["registrations": ["#1"], "queue": "badges", "copies": 2]
            let made = try await server.send(
                .post, "/v1/print-jobs", token: token, json: order, headers: Self.key("one"))
            #expect(made.status == 202)
            let path = try #require(made.headers[.location])
            var job = made.body
            for _ in 0..<600 where (job["reasons"] as? [String])?.contains("media-empty-error") != true {
                try await Task.sleep(for: .milliseconds(50))
                job = try await server.send(.get, path, token: token).body
            }
            #expect(job["state"] as? String == "printing")
            #expect(job["explanation"] as? String == "out of paper")
            let cancelled = try await server.send(
                .post, path + "/cancel", token: token, json: [:], headers: Self.key("cancel"))
            #expect(cancelled.body["state"] as? String == "cancelled")
            let twice = try await server.send(
                .post, path + "/cancel", token: token, json: [:], headers: Self.key("cancel-2"))
            #expect(twice.body["code"] as? String == "print_job_ended")

            // The paper is back: the same issue is printed, for it never was.
            try shop.paper(true)
            let second = try await server.send(
                .post, "/v1/print-jobs", token: token, json: order, headers: Self.key("two"))
            let there = try #require(second.headers[.location])
            job = second.body
            for _ in 0..<600 where job["state"] as? String != "done" {
                try await Task.sleep(for: .milliseconds(50))
                job = try await server.send(.get, there, token: token).body
            }
            let printed = try #require(try shop.printed().first)
            #expect(try Data(contentsOf: printed.file).starts(with: Data("%PDF-1.".utf8)))
            #expect(printed.options.hasPrefix("2 "))
            #expect(try await server.services.badges.history(of: people[0].id).map(\.issue) == [1, 1, 1])
            let states = try await server.services.badges.jobChanges(after: 0, limit: 100).map(\.standing.state)
            #expect(states.first == .waiting)
            #expect(states.last == .done)
        }
    }

    @Test func `while the print server is gone that is said, and jobs can be read`() async throws {
        let shop = try await PrintShop()
        try await withDesk(shop) { server, token, _ in
            try shop.paper(false)
            let order: [String: Any] = ["registrations": ["#1"], "queue": "badges"]
            let made = try await server.send(
                .post, "/v1/print-jobs", token: token, json: order, headers: Self.key("one"))
            let path = try #require(made.headers[.location])
            shop.stop()
            let job = try await server.send(.get, path, token: token)
            #expect(job.status == 200)
            #expect(["queued", "printing"].contains(job.body["state"] as? String))
            let queues = try await server.send(.get, "/v1/print-queues", token: token)
            #expect(queues.status == 503)
            #expect(queues.body["code"] as? String == "print_server_unreachable")
            let cancelled = try await server.send(
                .post, path + "/cancel", token: token, json: [:], headers: Self.key("cancel"))
            #expect(cancelled.status == 503)
            let second = try await server.send(
                .post, "/v1/print-jobs", token: token, json: ["registrations": ["#2"], "queue": "badges"],
                headers: Self.key("two"))
            #expect(second.status == 503)
            #expect(try await server.services.badges.jobs(limit: 9).count == 1)
        }
    }

    @Test func `an unknown queue is refused before anything is issued`() async throws {
        let shop = try await PrintShop()
        try await withDesk(shop) { server, token, people in
            let answer = try await server.send(
                .post, "/v1/print-jobs", token: token, json: ["all": true, "queue": "papyrus"], headers: Self.key("k"))
            #expect(answer.body["code"] as? String == "queue_unknown")
            #expect(try await server.services.badges.all(of: people[0].id).isEmpty)
            let missing = try await server.send(
                .post, "/v1/print-jobs", token: token, json: ["all": true], headers: Self.key("k"))
            #expect(missing.body["code"] as? String == "queue_missing")
        }
    }
}
