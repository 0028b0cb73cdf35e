import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Cancelling by mistake, giving back, versions, duplicates and closed periods, by the API and on the desk's pages.
struct BooksRouteTests {
    private static func post(
        _ server: Server, _ path: String, _ json: [String: Any]? = nil, token: String, version: String? = nil
    ) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
        var headers: HTTPFields = [HTTPField.Name("Idempotency-Key")!: UUID().uuidString]
        if json != nil { headers[.contentType] = "application/json" }
        if let version { headers[.ifMatch] = version }
        return try await server.send(.post, path, token: token, json: json, headers: headers)
    }

    private static let refunds = """

        refunds:
          - { until: 2015-03-31, percent: "50" }
        desk_leniency: 20.00

        """

    @Test func `a cancelling is taken back, and what was kept is given back within the desk's limit`() async throws {
        let yaml = try Repository.netdev01() + Self.refunds
        try await Server.run(yaml: yaml) { server in
            let ada = try await server.services.ledger.register(.invented(), context: .desk()).result
            _ = try await server.services.ledger.pay(.of(10_000, .card), for: ada.id, context: .desk())
            let (desk, organizer) = (try await server.token(.desk), try await server.token(.organizer))
            let path = "/v1/registrations/\(ada.code)"
            let cancelled = try await Self.post(server, "\(path)/cancel", token: desk)
            #expect(cancelled.status == 200 && cancelled.body["due"] as? String == "-50.00")
            let back = try await Self.post(server, "\(path)/reinstate", token: desk)
            #expect(back.status == 200 && back.body["status"] as? String == "active")
            #expect(back.body["due"] as? String == "0.00")
            let again = try await Self.post(server, "\(path)/reinstate", token: desk)
            #expect(again.status == 409 && again.body["code"] as? String == "not_cancelled")
            let lenient = try await Self.post(server, "\(path)/cancel", ["beyondRule": "ill"], token: desk)
            #expect(lenient.status == 403 && lenient.body["code"] as? String == "beyond_rule_too_much")
            _ = try await Self.post(server, "\(path)/cancel", token: desk)
            let part = try await Self.post(
                server, "\(path)/kept/give-back", ["amount": "20.00", "reason": "ill"], token: desk)
            #expect(part.status == 200 && part.body["due"] as? String == "-70.00")
            let rest = try await Self.post(server, "\(path)/kept/give-back", ["reason": "ill"], token: organizer)
            #expect(rest.status == 200 && rest.body["due"] as? String == "-100.00")
            let gift = try await Self.post(server, "\(path)/donations", ["amount": "10.00"], token: desk)
            #expect(gift.status == 201 && gift.body["entry"] as? Int != nil)
            #expect(try await server.services.ledger.audit().findings == [])
        }
    }

    @Test func `an edit of a version that is stale is refused and says who changed what`() async throws {
        try await Server.run { server in
            let ada = try await server.services.ledger.register(.invented(), context: .desk()).result
            let token = try await server.token(.desk)
            let path = "/v1/registrations/\(ada.code)"
            let seen = try #require(try await server.send(.get, path, token: token).headers[.eTag])
            let first = try await Self.post(server, "\(path)/days", ["days": [1, 2]], token: token, version: seen)
            #expect(first.status == 200 && first.headers[.eTag] != seen)
            let second = try await Self.post(
                server, "\(path)/person", ["affiliation": "Example Networks"], token: token, version: seen)
            #expect(second.status == 412 && second.body["code"] as? String == "registration_changed")
            #expect((second.body["title"] as? String ?? "").contains("days_changed device:"))
            // Money that comes meanwhile makes no edit stale.
            _ = try await server.services.ledger.pay(.of(100, .card), for: ada.id, context: .desk())
            let third = try await Self.post(
                server, "\(path)/person", ["affiliation": "Example Networks"], token: token,
                version: first.headers[.eTag])
            #expect(third.status == 200)
            let any = try await Self.post(server, "\(path)/days", ["days": [1]], token: token, version: "*")
            #expect(any.status == 200)
        }
    }

    @Test func `two desks that save one sheet do not undo each other`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let (north, south) = (
                try await Browser.enrolled(.desk, at: server), try await Browser.enrolled(.desk, at: server)
            )
            try await north.get("/desk/people/1")
            try await south.get("/desk/people/1")
            let seen = try #require(south.hidden("seen"))
            try await north.post("/desk/people/1/days", [("day", "1"), ("day", "2"), ("seen", seen)])
            #expect(north.status == 200)
            try await south.post("/desk/people/1/days", [("day", "3"), ("seen", seen)])
            #expect(south.status == 422)
            #expect(south.text.contains("Changed since you opened this page"))
            #expect(south.text.contains("Comes on days 1,2 from now on."))
            #expect(try await server.services.ledger.list(limit: 1)[0].registration.days == .first(2))
            try await south.post(
                "/desk/people/1/days", [("day", "3"), ("seen", try #require(south.hidden("seen")))])
            #expect(south.status == 200)
        }
    }

    @Test func `the same person twice is told at once, and not refused`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let body = ["name": "Zoé Example", "email": "zoe@example.org"]
            let first = try await Self.post(server, "/v1/registrations", body, token: token)
            #expect(first.status == 201 && first.body["duplicates"] == nil)
            let second = try await Self.post(
                server, "/v1/registrations", ["name": "ZOE EXAMPLE", "email": "Zoe@example.org"], token: token)
            #expect(second.status == 201)
            #expect(second.body["duplicates"] as? [String] == [try #require(first.body["code"] as? String)])
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/2")
            #expect(desk.text.contains("Perhaps the same person") && desk.page.contains("href=\"/desk/people/1\""))
        }
    }

    @Test func `the desk takes a cancelling back on the sheet`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            #expect(!desk.page.contains("/reinstate\""))
            try await desk.post("/desk/people/1/cancel", ["sure": "1"])
            #expect(desk.page.contains("/reinstate\""))
            try await desk.post("/desk/people/1/reinstate")
            #expect(desk.status == 422)
            try await desk.post("/desk/people/1/reinstate", ["sure": "1"])
            #expect(desk.status == 200 && desk.text.contains("is active again"))
            #expect(try await server.services.ledger.list(limit: 1)[0].registration.status == .active)
        }
    }

    @Test func `the organizer closes a period and gets its anchor`() async throws {
        try await Server.run { server in
            let (desk, organizer) = (try await server.token(.desk), try await server.token(.organizer))
            #expect(try await Self.post(server, "/v1/periods", ["until": "2015-01-31"], token: desk).status == 403)
            let closed = try await Self.post(server, "/v1/periods", ["until": "2015-01-31"], token: organizer)
            #expect(closed.status == 201 && closed.body["until"] as? String == "2015-01-31")
            let anchor = try Anchor(parsing: try #require(closed.body["anchor"] as? String))
            #expect(try await server.services.ledger.audit(anchors: [anchor]).findings == [])
            let early = try await Self.post(server, "/v1/periods", ["until": "2030-01-31"], token: organizer)
            #expect(early.status == 409 && early.body["code"] as? String == "period_not_over")
            let list = try await server.send(.get, "/v1/periods", token: organizer).body["items"]
            #expect((list as? [[String: Any]])?.count == 1)
        }
    }

    @Test func `cash goes from a drawer to the safe, and no more comes out than lies in it`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            _ = try await Self.post(server, "/v1/tills", ["till": "north", "float": "100.00"], token: token)
            let dropped = try await Self.post(server, "/v1/tills/north/drop", ["amount": "60.00"], token: token)
            #expect(dropped.status == 200 && dropped.body["expectedCash"] as? String == "40.00")
            #expect(dropped.body["dropped"] as? String == "60.00")
            let more = try await Self.post(server, "/v1/tills/north/drop", ["amount": "60.00"], token: token)
            #expect(more.status == 409 && more.body["code"] as? String == "till_too_empty")
            let sure = try await Self.post(
                server, "/v1/tills/north/drop", ["amount": "60.00", "sure": true], token: token)
            #expect(sure.status == 200 && sure.body["expectedCash"] as? String == "-20.00")
            let closed = try await Self.post(server, "/v1/tills/north/close", ["counted": "0.00"], token: token)
            #expect(closed.body["difference"] as? String == "20.00")
            #expect(try await server.services.ledger.audit().findings == [])
        }
    }

    @Test func `a treasurer's entry is booked, listed, taken back, and refused where it must be`() async throws {
        try await Server.run { server in
            let (token, reports) = (try await server.token(.organizer), try await server.token(.reports))
            let path = "/v1/manual-entries"
            let entry: [String: Any] = [
                "debits": [["account": "bank", "amount": "487.50"], ["account": "fee:card", "amount": "12.50"]],
                "credits": [["account": "card", "amount": "500"]], "reason": "payout", "date": "2015-02-09",
            ]
            let booked = try await Self.post(server, path, entry, token: token)
            #expect(booked.status == 201 && booked.body["entry"] as? Int == 1)
            #expect(booked.body["date"] as? String == "2015-02-09")
            let postings = try #require(booked.body["postings"] as? [[String: String]])
            #expect(
                postings.map { $0["account"] } == ["bank", "fee:card", "card"] && postings[2]["credit"] == "500.00")
            #expect(try await Self.post(server, path, entry, token: reports).status == 403)
            for (change, code) in [
                (["reason": ""], "reason_missing"), (["date": "2016-01-01"], "entry_dated_ahead"),
                (["credits": [["account": "receivable", "amount": "500"]]], "account_not_manual"),
                (["credits": [["account": "card", "amount": "499"]]], "entry_sides_differ"),
            ] as [([String: Any], String)] {
                let answer = try await Self.post(server, path, entry.merging(change) { $1 }, token: token)
                #expect(answer.status == 400 && answer.body["code"] as? String == code, "\(change)")
            }
            let back = try await Self.post(server, "\(path)/1/withdrawal", ["reason": "a slip"], token: token)
            #expect(back.status == 200 && back.body["correctedBy"] as? Int == 2)
            let again = try await Self.post(server, "\(path)/1/withdrawal", ["reason": "a slip"], token: token)
            #expect(again.status == 409 && again.body["code"] as? String == "entry_corrected")
            let list = try await server.send(.get, path, token: reports)
            #expect((list.body["items"] as? [[String: Any]])?.count == 1)
        }
    }

    @Test func `the end of a day and an audit with anchors are told`() async throws {
        try await Server.run { server in
            let (desk, token) = (try await server.token(.desk), try await server.token(.organizer))
            let path = "/v1/day-ends/2015-02-10"
            let noted = try await Self.post(
                server, "\(path)/terminals", ["amount": "20.00", "terminal": "north"], token: desk)
            #expect(noted.status == 200 && noted.body["terminalDifference"] as? String == "20.00")
            #expect(noted.body["unexplained"] as? Bool == true, "a program asks why")
            let explained = try await Self.post(
                server, "\(path)/terminals",
                ["amount": "20.00", "terminal": "north", "reason": "a till of another event"],
                token: desk)
            #expect(explained.body["unexplained"] as? Bool == false)
            let sheet = try await server.send(.get, path, token: desk)
            #expect(sheet.status == 200 && sheet.body["cards"] as? String == "0.00")
            #expect(try await server.send(.get, "/v1/day-ends/tomorrow", token: desk).status == 400)
            #expect(try await server.send(.get, "\(path)/report", token: desk).status == 200)
            let period = try await Self.post(server, "/v1/periods", ["until": "2015-01-31"], token: token)
            let anchor = try #require(period.body["anchor"] as? String)
            let audit = try await Self.post(server, "/v1/audits", ["anchors": [anchor]], token: token)
            #expect(audit.status == 200 && (audit.body["findings"] as? [Any])?.count == 0)
            let nonsense = try await Self.post(server, "/v1/audits", ["anchors": ["nonsense"]], token: token)
            #expect(nonsense.status == 400 && nonsense.body["code"] as? String == "anchor_unreadable")
        }
    }
}
