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

/// pretix's device and check-in API, in memory.
struct ScannerRouteTests {
    private static func yaml(_ offer: String) throws -> String {
        try Repository.netdev01() + "\nscanners:\n  pretixscan: \(offer)\n"
    }

    private static func run(
        _ offer: String = "online", gates: Set<Gate.ID> = [], role: Device.Role = .door,
        _ body: @escaping @Sendable (Server, Scanner) async throws -> Void
    ) async throws {
        try await Server.run(yaml: try yaml(offer)) { server in
            let invitation = try await server.services.store.invite(
                name: "Zebra 1", role: role, gates: gates, context: .desk(at: Server.morning))
            let made = try await server.send(
                .post, "/api/v1/device/initialize", json: ["token": invitation.secret, "hardware_brand": "Example"])
            #expect(made.status == 200)
            let token = try #require(made.body["api_token"] as? String)
            let again = try await server.send(.post, "/api/v1/device/initialize", json: ["token": invitation.secret])
            #expect(again.status == 400)
            #expect((again.body["token"] as? [String])?.count == 1)
            try await body(server, Scanner(server: server, token: token))
        }
    }

    /// A device of the protocol.
    private struct Scanner: Sendable {
        let server: Server
        let token: String

        static let event = "/api/v1/organizers/netdev01/events/netdev01"

        func get(_ path: String) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
            try await server.send(.get, path, headers: [.authorization: "Device \(token)"])
        }

        func post(_ path: String, _ json: [String: Any]) async throws -> (status: Int, body: [String: Any]) {
            let answer = try await server.send(.post, path, json: json, headers: [.authorization: "Device \(token)"])
            return (answer.status, answer.body)
        }

        func list(_ name: String) async throws -> Int {
            let lists = try await get("\(Self.event)/checkinlists/").body["results"] as? [[String: Any]] ?? []
            return try #require(lists.first { $0["name"] as? String == name }?["id"] as? Int)
        }

        func redeem(_ secret: String, _ more: [String: Any] = [:]) async throws -> (status: Int, body: [String: Any]) {
            let fields: [String: Any] = ["secret": secret, "lists": [try await list("Main door")]]
            return try await post(
                "/api/v1/organizers/netdev01/checkinrpc/redeem/", fields.merging(more) { $1 })
        }
    }

    @Test func `nothing answers under its address until the description opens it`() async throws {
        try await Server.run { server in
            let token = try await server.token(.organizer)
            for path in ["device/info", "organizers/", "version", "anything"] {
                let answer = try await server.send(
                    .get, "/api/v1/\(path)", headers: [.authorization: "Device \(token)"])
                #expect(answer.status == 404)
                #expect(answer.body["code"] as? String == "route_unknown")
            }
            #expect(try await server.send(.put, "/api/v1/device/info").status == 404)
        }
    }

    @Test func `a badge is admitted once, and what was answered comes again for the same nonce`() async throws {
        try await Self.run { server, scanner in
            let text = try await server.badge()
            let first = try await scanner.redeem(text, ["nonce": "a"])
            #expect(first.status == 201)
            #expect(first.body["status"] as? String == "ok")
            let again = try await scanner.redeem(text, ["nonce": "a"])
            #expect(again.status == 201)
            let position = try #require(again.body["position"] as? [String: Any])
            #expect((position["checkins"] as? [Any])?.count == 1)
            #expect(position["attendee_email"] is NSNull)
            let second = try await scanner.redeem(text, ["nonce": "b"])
            #expect(second.status == 400)
            #expect(second.body["reason"] as? String == "already_redeemed")
            let other = try await scanner.redeem("LY:", ["nonce": "a"])
            #expect(other.status == 409)
        }
    }

    @Test func `what is no badge, what another replaced and who owes are told in the protocol's words`() async throws {
        try await Self.run { server, scanner in
            let unknown = try await scanner.redeem("https://example.org", ["nonce": "a"])
            #expect(unknown.status == 404)
            #expect(unknown.body["reason"] as? String == "invalid")
            #expect(unknown.body["detail"] as? String == "Not found.")

            let text = try await server.badge()
            let holder = try await server.services.badges.holder(of: text).registration
            _ = try await server.services.badges.makeNext(for: holder, reason: "lost", context: .desk())
            #expect(try await scanner.redeem(text, ["nonce": "b"]).body["reason"] as? String == "revoked")

            let poor = try await server.services.ledger.register(.invented(days: .first(4)), context: .desk()).result
            let badge = try await server.services.badges.makeFirst(for: [poor.id], context: .desk()).result[0].text
            let unpaid = try await scanner.redeem(badge, ["nonce": "c"])
            #expect(unpaid.status == 400)
            #expect(unpaid.body["reason"] as? String == "unpaid")
            #expect((unpaid.body["reason_explanation"] as? String)?.contains("350") == false)
        }
    }

    @Test func `a simulated scan records nothing, and one that was made in error is annulled`() async throws {
        try await Self.run { server, scanner in
            let text = try await server.badge()
            #expect(try await scanner.redeem(text, ["nonce": "a", "simulate": true]).status == 201)
            #expect(try await scanner.redeem(text, ["nonce": "a", "simulate": true, "force": true]).status == 201)
            #expect(try await server.services.checkIn.lastScan().rawValue == 0)
            #expect(try await scanner.redeem(text, ["nonce": "a"]).status == 201)
            let lists = [try await scanner.list("Main door")]
            let annul = "/api/v1/organizers/netdev01/checkinrpc/annul/"
            #expect(try await scanner.post(annul, ["nonce": "a", "lists": lists]).status == 200)
            #expect(try await scanner.post(annul, ["nonce": "a", "lists": lists]).status == 400)
            #expect(try await scanner.post(annul, ["nonce": "z", "lists": lists]).status == 404)
            #expect(try await scanner.redeem(text, ["nonce": "b"]).status == 201)
        }
    }

    @Test func `a passing that is uploaded keeps its time, and comes once however often it is sent`() async throws {
        try await Self.run("offline") { server, scanner in
            let text = try await server.badge()
            let main = try await scanner.list("Main door")
            let secret = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let path = "\(Scanner.event)/checkinlists/\(main)/positions/\(secret)/redeem/"
            let wish: [String: Any] = ["nonce": "q", "force": true, "datetime": "2015-02-14T09:27:00-05:00"]
            for _ in 1...2 {
                let sent = try await scanner.post(path, wish)
                #expect(sent.status == 201)
                let position = try #require(sent.body["position"] as? [String: Any])
                let passings = try #require(position["checkins"] as? [[String: Any]])
                #expect(passings.map { $0["datetime"] as? String } == ["2015-02-14T14:27:00Z"])
            }
            #expect(try await server.services.checkIn.lastScan().rawValue == 1)
        }
    }

    @Test func `a device that may not hold codes picks people by handles that no other device can use`() async throws {
        try await Self.run { server, scanner in
            let text = try await server.badge()
            let orders = try await scanner.get("\(Scanner.event)/orders/")
            let order = try #require((orders.body["results"] as? [[String: Any]])?.first)
            let position = try #require((order["positions"] as? [[String: Any]])?.first)
            let secret = try #require(position["secret"] as? String)
            #expect(secret != text)
            #expect(position["attendee_name"] is NSNull)
            let other = Scanner(server: server, token: try await server.token(.door))
            #expect(try await other.redeem(secret, ["nonce": "a"]).status == 404)
            #expect(try await scanner.redeem(secret, ["nonce": "a"]).status == 201)
        }
    }

    @Test func `with codes for offline use a badge is held by its own text, and the one it replaced is named`()
        async throws
    {
        try await Self.run("offline") { server, scanner in
            let text = try await server.badge()
            let holder = try await server.services.badges.holder(of: text).registration
            _ = try await server.services.badges.makeNext(for: holder, reason: "lost", context: .desk())
            let orders = try await scanner.get("\(Scanner.event)/orders/").body["results"] as? [[String: Any]]
            let secret = ((orders?.first?["positions"] as? [[String: Any]])?.first?["secret"]) as? String
            #expect(secret?.hasPrefix("LY:") == true && secret != text)
            let revoked = try await scanner.get("\(Scanner.event)/revokedsecrets/").body["results"] as? [[String: Any]]
            #expect(revoked?.map { $0["secret"] as? String } == [text])
        }
    }

    @Test func `a list that did not change is not sent again, and orders are sent as far as they changed`() async throws
    {
        try await Self.run("offline") { server, scanner in
            let text = try await server.badge()
            _ = try await server.badge()
            let items = try await scanner.get("\(Scanner.event)/items/")
            let since = try #require(items.headers[.lastModified])
            let unchanged = try await server.send(
                .get, "\(Scanner.event)/items/",
                headers: [.authorization: "Device \(scanner.token)", .ifModifiedSince: since])
            #expect(unchanged.status == 304)
            let all = try await scanner.get("\(Scanner.event)/orders/")
            #expect(all.body["count"] as? Int == 2)
            let page = try #require(all.headers[HTTPField.Name("X-Page-Generated")!])
            _ = try await scanner.redeem(text, ["nonce": "a"])
            let changed = try await scanner.get("\(Scanner.event)/orders/?modified_since=\(page)")
            #expect(changed.body["count"] as? Int == 1)
        }
    }

    @Test func `lists count whom a gate is for, in all and of each category, and who of them came`() async throws {
        try await Self.run { server, scanner in
            let ledger = server.services.ledger
            let text = try await server.badge()
            _ = try await ledger.register(
                .invented(2, category: .organizer, addOns: [.dinner]), context: .desk())
            _ = try await ledger.register(.invented(3, days: DaySet([4])), context: .desk())
            let gone = try await ledger.register(.invented(4), context: .desk()).result
            _ = try await ledger.cancel(gone.id, context: .desk())
            #expect(try await scanner.redeem(text, ["nonce": "a"]).status == 201)

            let answer = try await scanner.get("\(Scanner.event)/checkinlists/").body
            let lists = answer["results"] as? [[String: Any]] ?? []
            let counts = Dictionary(
                uniqueKeysWithValues: lists.map {
                    ($0["name"] as? String, [$0["position_count"] as? Int, $0["checkin_count"] as? Int])
                })
            #expect(counts["Main door"] == [3, 1])
            #expect(counts["Tutorial room"] == [2, 0])
            #expect(counts["Conference dinner"] == [1, 0])
            #expect(counts["Staff room"] == [1, 0])

            let main = try await scanner.list("Main door")
            let status = try await scanner.get("\(Scanner.event)/checkinlists/\(main)/status/").body
            #expect(status["position_count"] as? Int == 3 && status["checkin_count"] as? Int == 1)
            let items = status["items"] as? [[String: Any]] ?? []
            #expect(items.map { $0["position_count"] as? Int ?? 0 }.sorted() == [1, 2])
            #expect(items.map { $0["checkin_count"] as? Int ?? 0 }.sorted() == [0, 1])
            let staff = try await scanner.list("Staff room")
            let whole = try await scanner.get("\(Scanner.event)/checkinlists/\(staff)/").body
            #expect(whole["position_count"] as? Int == 1 && whole["checkin_count"] as? Int == 0)
        }
    }

    @Test func `a door hears of its own gates alone, and is told nothing once it is revoked or its token given up`()
        async throws
    {
        try await Self.run(gates: [Gate.ID(rawValue: "tutorials")]) { server, scanner in
            let lists = try await scanner.get("\(Scanner.event)/checkinlists/")
            #expect(lists.body["count"] as? Int == 1)
            let rolled = try await scanner.post("/api/v1/device/roll", [:])
            let token = try #require(rolled.body["api_token"] as? String)
            #expect(try await scanner.get("/api/v1/device/info").status == 401)
            let next = Scanner(server: server, token: token)
            #expect(try await next.get("/api/v1/device/info").status == 200)
            #expect(try await next.post("/api/v1/device/revoke", [:]).status == 200)
            let gone = try await next.get("/api/v1/device/info")
            #expect(gone.status == 401)
            #expect(gone.body["detail"] as? String == "Device access has been revoked.")
        }
    }

    @Test func `a refusal of the scanner's own is recorded as one, under its nonce`() async throws {
        try await Self.run("offline") { server, scanner in
            let main = try await scanner.list("Main door")
            let failure: [String: Any] = [
                "raw_barcode": "https://example.org", "error_reason": "invalid", "nonce": "f",
                "datetime": "2015-02-14T09:28:00-05:00", "type": "entry",
            ]
            for _ in 1...2 {
                let sent = try await scanner.post(
                    "\(Scanner.event)/checkinlists/\(main)/failed_checkins/", failure)
                #expect(sent.status == 201)
            }
            let outcome = try await server.services.checkIn.outcome(of: ScanOutcome.ScanID(rawValue: 1))
            #expect(outcome.verdict.code == .invalid)
            #expect(outcome.isQueued)
            #expect(try await server.services.checkIn.lastScan().rawValue == 1)
        }
    }

    @Test func `what the app printed stands in the person's history and with their ticket`() async throws {
        try await Self.run { server, scanner in
            _ = try await server.badge()
            let person = try #require(try await server.services.ledger.list(limit: 1).first).registration
            let number = Int64(person.id.rawValue) << 16
            let told = try await scanner.post(
                "\(Scanner.event)/orderpositions/\(number)/printlog/", ["type": "badge", "source": "pretixSCAN"])
            #expect(told.status == 201 && told.body["source"] as? String == "pretixSCAN")
            let history = try await server.services.ledger.story(of: person.id).history
            #expect(history.last?.kind == .printedByApp && history.last?.detail == "badge")
            let order = try await scanner.get("\(Scanner.event)/orders/\(person.code.symbols)/")
            let positions = try #require(order.body["positions"] as? [[String: Any]])
            #expect((positions[0]["print_logs"] as? [[String: Any]])?.map { $0["type"] as? String } == ["badge"])
            for (body, status) in [(["type": "poster", "source": "x"], 400), ([:], 400)] {
                let answer = try await scanner.post("\(Scanner.event)/orderpositions/\(number)/printlog/", body)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `whoever may not scan, names another event or an unknown address is refused as the protocol does`()
        async throws
    {
        try await Self.run { server, scanner in
            let kiosk = Scanner(server: server, token: try await server.token(.kiosk))
            #expect(try await kiosk.get("/api/v1/device/info").status == 403)
            let long = try await scanner.post(
                "/api/v1/device/initialize", ["token": String(repeating: "A", count: 200_000)])
            #expect(long.status == 413)
            #expect(try await scanner.get("/api/v1/organizers/other/events/").status == 403)
            let nothing = try await scanner.get("\(Scanner.event)/giftcards/")
            #expect(nothing.status == 404)
            #expect(nothing.body["detail"] as? String == "Not found.")
            // Addresses that only go on further, and such as are asked in another way.
            let short = try await scanner.get("\(Scanner.event)/orderpositions/65536/")
            #expect(short.status == 404 && short.body["detail"] as? String == "Not found.")
            let asked = try await server.send(
                .put, "/api/v1/device/info", headers: [.authorization: "Device \(scanner.token)"])
            #expect(asked.status == 405 && asked.headers[.allow] == "GET, HEAD")
            #expect(Set(asked.body.keys) == ["detail"])
            let main = try await scanner.list("Main door")
            let failure = try await scanner.post("\(Scanner.event)/checkinlists/\(main)/failed_checkins/", [:])
            #expect(failure.status == 400 && Set(failure.body.keys) == ["error_reason", "raw_barcode"])
        }
    }

    @Test func `lists end for whoever counts pages up, and name no one but whom the address asks for`() async throws {
        try await Self.run("offline") { server, scanner in
            let (text, _) = (try await server.badge(), try await server.badge())
            let main = "\(Scanner.event)/checkinlists/\(try await scanner.list("Main door"))"
            for list in [
                "\(Scanner.event)/items/", "\(Scanner.event)/checkinlists/", "\(Scanner.event)/questions/",
                "\(Scanner.event)/revokedsecrets/", "\(Scanner.event)/orders/", "\(main)/positions/",
            ] {
                #expect(try await scanner.get("\(list)?page=1").status == 200)
                for page in ["2", "x", "0", "99999999999999999999"] {
                    let answer = try await scanner.get("\(list)?page=\(page)")
                    #expect(answer.status == 404 && answer.body["detail"] as? String == "Invalid page.", "\(list)")
                }
            }
            let secret = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let found = try await scanner.get("\(main)/positions/?secret=\(secret)").body["results"]
            let position = try #require((found as? [[String: Any]])?.first)
            #expect((found as? [Any])?.count == 1 && position["secret"] as? String == text)
            let order = try #require(position["order"] as? String)
            for (query, count) in [("order=\(order)", 1), ("order=\(order)&id=1", 0), ("secret=nothing", 0)] {
                let answer = try await scanner.get("\(main)/positions/?\(query)")
                #expect(answer.body["count"] as? Int == count, "\(query)")
            }
        }
    }

    @Test(arguments: [("online", true), ("off", false)])
    func `the page of devices shows the code for the app where the event lets it in`(
        offer: String, isShown: Bool
    ) async throws {
        try await Server.run(yaml: try Self.yaml(offer)) { server in
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/devices")
            try await office.post("/organizer/devices/invite", [("name", "Zebra 2"), ("role", "door")])
            #expect(office.status == 200)
            #expect(office.text.contains("pretixSCAN") == isShown)
        }
    }
}
