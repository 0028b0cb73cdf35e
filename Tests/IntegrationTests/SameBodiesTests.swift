import Foundation
import LanyardTestSupport
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a command says with `--json` and what the interface answers about the same thing, on one event.
@Suite(.waitsForPrograms)
struct SameBodiesTests {
    private struct Device: Decodable { let token: String }

    /// The hour by which server and commands look at the event.
    private static let clock = "2015-02-14T09:30:00-05:00"

    /// A command with the path that tells the same. A list comes from a command as a whole, and from the interface in pages:
    /// its items are compared.
    private static let pairs: [(command: [String], path: String)] = [
        (["registration", "show", "ND-0001"], "registrations/ND-0001"),
        (["registration", "file", "ND-0001", "--clock", clock], "registrations/ND-0001/file"),
        (["registration", "history", "ND-0001"], "registrations/ND-0001/history?limit=100"),
        (["registration", "waiting"], "waiting"),
        (["registration", "quote", "--days", "1,2", "--clock", clock], "quotes?days=1,2"),
        (
            ["registration", "quote", "ND-0001", "--days", "all", "--clock", clock],
            "quotes?registration=ND-0001&days=all"
        ),
        (["ledger", "documents", "ND-0001"], "registrations/ND-0001/documents"),
        (["till", "list"], "tills"),
        (["till", "report", "north"], "tills/north"),
        (["till", "day", "2015-02-14"], "day-ends/2015-02-14"),
        (["ledger", "entries"], "manual-entries"),
        (["badge", "history", "ND-0001"], "badges/ND-0001"),
        (["badge", "jobs"], "print-jobs"),
        (["gate", "list", "--clock", clock], "gates"),
        (["gate", "conflicts"], "conflicts"),
        (["gate", "notes"], "notes"),
        (["device", "list"], "devices"),
        (["keysigning", "show"], "keysigning/keys"),
        (["report", "outstanding", "--clock", clock], "reports/outstanding"),
        (["report", "registrations-by-category", "--clock", clock], "reports/registrations-by-category"),
        (["event", "figures", "--clock", clock], "figures"), (["event", "whereabouts"], "whereabouts"),
    ]

    @Test func `a command with --json and the interface give the same body for the same thing`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await Self.fill(venue)
        let token = try await venue.json(Device.self, "device", "add", "Office", "--role", "organizer").token
        let server = try await LiveServer(venue, clock: Self.clock)
        for (command, path) in Self.pairs {
            let outcome = try await run(
                "lanyard", command + ["--json"], environment: ["LANYARD_EVENT": venue.event])
            #expect(outcome.status == 0, "\(command): \(outcome.errors)")
            let told = try Self.object(Data(outcome.output.utf8))
            let answered = try Self.object(try await server.door.get("/v1/\(path)", token: token))
            let page = answered as? [String: Any] ?? [:]
            // A list comes in pages; a person's file has items too, which were handed over.
            let body = page.keys.allSatisfy { ["items", "next"].contains($0) } ? page["items"] ?? answered : answered
            let (first, second) = (try Self.text(told), try Self.text(body))
            #expect(first == second, "\(command) and \(path)")
        }
        #expect(server.stop() == 0)
    }

    @Test func `a participant's link has the same body, made by a command or over HTTP, for one and for all`()
        async throws
    {
        let venue = try Venue()
        try await venue.open()
        let token = try await venue.json(Device.self, "device", "add", "Office", "--role", "organizer").token
        let server = try await LiveServer(venue, clock: Self.clock)
        func told(_ arguments: String...) async throws -> Any {
            let outcome = try await run(
                "lanyard", ["keysigning", "invite"] + arguments + ["--json"],
                environment: ["LANYARD_EVENT": venue.event])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try Self.object(Data(outcome.output.utf8))
        }
        func answered(_ path: String, _ fields: [String: Any]) async throws -> Any {
            try Self.object(
                try await server.door.post(
                    "/v1/keysigning/invitations\(path)", fields, key: UUID().uuidString, token: token))
        }
        /// With the secret of each link left out, which is another one each time.
        func bodies(_ body: Any) throws -> [[String: String]] {
            let items = (body as? [String: Any])?["items"] ?? body
            let all = try #require(items as? [[String: Any]] ?? (items as? [String: Any]).map { [$0] })
            return try all.map { body in
                let secret = try #require(body["token"] as? String)
                #expect(secret.hasPrefix("keysigning_") && secret.utf8.count == 54)
                return body.mapValues { "\($0)".replacing(secret, with: "SECRET") }
            }
        }
        let one = try bodies(try await told("ND-0001"))
        let overHTTP = try bodies(try await answered("", ["registration": "ND-0001"]))
        #expect(one == overHTTP)
        #expect(one.first?["path"] == "/keysigning#SECRET" && one.first?["link"] == nil)
        let all = try bodies(try await told("--all"))
        #expect(all.count > 100)
        // Everybody has one by now; a link that was revoked is made anew.
        for reference in ["ND-0002", "ND-0003"] {
            #expect(try await venue.lanyard("keysigning", "invite", reference, "--revoke").status == 0)
        }
        let again = try bodies(try await answered("/all", [:]))
        #expect(again == all.filter { body in again.contains { $0["registration"] == body["registration"] } })
        #expect(again.count == 2)
        let linked = try bodies(try await told("ND-0001", "--server", "https://192.0.2.1:8015"))
        #expect(linked.first?["link"] == "https://192.0.2.1:8015/keysigning#SECRET")
        #expect(server.stop() == 0)
    }

    /// Something of everything that the pairs look at.
    private static func fill(_ venue: Venue) async throws {
        let out = venue.folder.file("badge.pdf").path
        for arguments in [
            ["badge", "print", "ND-0001", "--out", out],
            ["registration", "hand-over", "ND-0001", "--rest"],
            ["registration", "correct", "ND-0001", "--affiliation", "Example Networks"],
            ["till", "open", "north", "--float", "100"],
            ["registration", "add", "Zoë Invented", "--days", "1,2"],
            ["ledger", "pay", "#201", "--method", "cash", "--till", "north"],
            ["ledger", "receipt", "ND-0001", "--out", venue.folder.file("receipt.pdf").path],
            ["gate", "note", "ND-0001", "has the keys"],
            ["ledger", "entry", "--debit", "bank=100", "--credit", "opening=100", "--because", "brought forward"],
        ] {
            let outcome = try await run("lanyard", arguments, environment: ["LANYARD_EVENT": venue.event])
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
    }

    private static func text(_ object: Any) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .fragmentsAllowed])
        return String(decoding: data, as: UTF8.self)
    }

    private static func object(_ data: Data) throws -> Any {
        try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    }
}
