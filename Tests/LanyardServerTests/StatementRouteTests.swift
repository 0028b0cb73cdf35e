import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

struct StatementRouteTests {
    private static func run(
        _ body: @escaping @Sendable (Server, _ token: String, _ codes: [String]) async throws -> Void
    ) async throws {
        try await Server.run { server in
            let codes = try await (1...2).asyncMap { number in
                try await server.services.ledger.register(.invented(number), context: .desk()).result.code.description
            }
            try await body(server, try await server.token(.organizer), codes)
        }
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func key() -> HTTPFields { [HTTPField.Name("Idempotency-Key")!: UUID().uuidString] }

    @Test func `a statement is shown, booked and settled over the interface`() async throws {
        try await Self.run { server, token, codes in
            let file = """
                Date;Montant;Libellé
                2015-02-03;100,00;VIREMENT \(codes[0])
                2015-02-04;150,00;merci

                """
            let shown = try await server.send(.post, "/v1/bank-statements", token: token, text: file, type: "text/csv")
            let preview = try Self.object(shown.text)
            #expect(shown.status == 200 && preview["booked"] as? Bool == false)
            #expect(preview["counts"] as? [String: Int] == ["booked": 1, "waits": 1])
            let sent = try await server.send(
                .post, "/v1/bank-statements?book=true", token: token, text: file, type: "text/csv")
            let lines = try #require(try Self.object(sent.text)["lines"] as? [[String: Any]])
            #expect(lines.map { $0["fate"] as? String } == ["booked", "waits"])
            let id = try #require(lines[1]["id"] as? Int)

            let list = try await server.send(.get, "/v1/bank-lines", token: token)
            #expect((list.body["items"] as? [[String: Any]])?.map { $0["id"] as? Int } == [id])
            let settled = try await server.send(
                .post, "/v1/bank-lines/\(id)/settlement", token: token,
                json: ["shares": [["registration": codes[1], "amount": "100"], ["registration": codes[0]]]],
                headers: Self.key())
            #expect(settled.status == 200 && settled.body["state"] as? String == "booked")
            #expect(
                (settled.body["shares"] as? [[String: Any]])?.map { $0["amount"] as? String } == ["100.00", "50.00"])
            let reopened = try await server.send(
                .post, "/v1/bank-lines/\(id)/reopening", token: token, json: ["reason": "x"], headers: Self.key())
            #expect(reopened.body["state"] as? String == "waits")
            let set = try await server.send(
                .post, "/v1/bank-lines/\(id)/dismissal", token: token, json: ["reason": "x"], headers: Self.key())
            #expect(set.body["state"] as? String == "not_ours")
            let all = try await server.send(.get, "/v1/bank-lines?state=all", token: token)
            #expect((all.body["items"] as? [[String: Any]])?.count == 2)
        }
    }

    @Test(
        arguments: [
            ("/v1/bank-statements?book=perhaps", "a", 400, "choice_unknown"),
            ("/v1/bank-statements?columns=date,quux", "a", 400, "choice_unknown"),
            ("/v1/bank-statements?dates=ymd", "a", 400, "choice_unknown"),
            ("/v1/bank-statements", "", 400, "statement_empty"),
            ("/v1/bank-statements", "PK\u{3}\u{4}", 400, "statement_form_unknown"),
            ("/v1/bank-statements", "<!DOCTYPE x []><x/>", 400, "statement_xml_unsafe"),
        ] as [(String, String, Int, String)])
    func `a statement that cannot be read is refused with its reason`(
        path: String, body: String, status: Int, code: String
    ) async throws {
        try await Self.run { server, token, _ in
            let answer = try await server.send(.post, path, token: token, text: body)
            #expect(answer.status == status)
            #expect(try Self.object(answer.text)["code"] as? String == code)
        }
    }

    @Test func `bank lines are the organizer's`() async throws {
        try await Self.run { server, token, _ in
            let desk = try await server.token(.desk)
            #expect(try await server.send(.get, "/v1/bank-lines", token: desk).status == 403)
            #expect(try await server.send(.post, "/v1/bank-statements", token: desk, text: "a").status == 403)
            #expect(
                try await server.send(.get, "/v1/bank-lines/7", token: token).body["code"] as? String
                    == "statement_line_unknown")
            #expect(try await server.send(.get, "/v1/bank-lines/x", token: token).status == 404)
        }
    }

    @Test func `an amount over the interface is read as everywhere`() async throws {
        try await Self.run { server, token, codes in
            func pay(_ amount: String) async throws -> String {
                let answer = try await server.send(
                    .post, "/v1/registrations/\(codes[0])/payments", token: token,
                    json: ["amount": amount, "method": "card"], headers: Self.key())
                let said = answer.body["code"] as? String ?? answer.body["amount"] as? String ?? ""
                return "\(answer.status) \(said)"
            }
            let answers = try await ["30,5", "CAD 9.00", "30.500", "US$9"].asyncMap(pay)
            #expect(
                answers == ["201 30.50", "201 9.00", "400 amount_ambiguous", "400 amount_currency_differs"])
        }
    }
}
