import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

struct ReportRouteTests {
    @Test func `a report is JSON with its columns as keys`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(days: .first(2)), context: .desk())
            let answer = try await server.send(.get, "/v1/reports/outstanding", token: try await server.token(.reports))
            #expect(answer.status == 200 && answer.body["report"] as? String == "outstanding")
            let rows = try #require(answer.body["rows"] as? [[String: Any]])
            #expect(rows.count == 1 && rows[0]["due"] as? String == "200.00" && rows[0]["number"] as? Int == 1)
            #expect((answer.body["total"] as? [String: Any])?["due"] as? String == "200.00")
        }
    }

    @Test func `a receipt is issued once for a key, listed, and handed out as PDF`() async throws {
        try await Server.run { server in
            let person = try await server.services.ledger.register(.invented(days: .first(2)), context: .desk()).result
            let token = try await server.token(.desk)
            let path = "/v1/registrations/\(person.code.symbols)/documents"
            let unpaid = try await server.send(
                .post, path, token: token, headers: [HTTPField.Name("Idempotency-Key")!: "receipt-0"])
            #expect(unpaid.status == 409 && unpaid.body["code"] as? String == "document_not_paid")
            let card = try Payment(amount: nil, method: .card, note: "")
            _ = try await server.services.ledger.pay(card, for: person.id, context: .desk())
            let key: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "receipt-1"]
            let first = try await server.send(.post, path, token: token, headers: key)
            #expect(first.status == 201 && first.body["label"] as? String == "NETDEV01-R-0001")
            #expect(first.body["total"] as? String == "200.00")
            let again = try await server.send(.post, path, token: token, headers: key)
            #expect(again.body["label"] as? String == "NETDEV01-R-0001")
            let other = try await server.send(
                .post, path, token: token, headers: [HTTPField.Name("Idempotency-Key")!: "receipt-2"])
            #expect(other.status == 200 && other.body["label"] as? String == "NETDEV01-R-0001")

            let list = try await server.send(.get, path, token: token)
            #expect((list.body["items"] as? [[String: Any]])?.count == 1)
            let paper = try await server.send(.get, "/v1/documents/NETDEV01-R-0001", token: token)
            #expect(paper.status == 200 && paper.headers[.contentType] == "application/pdf")
            for (path, token, code) in [
                ("/v1/documents/NETDEV01-R-0002", token, "document_unknown"),
                ("/v1/documents/nonsense", token, "document_label_invalid"),
                ("/v1/documents/NETDEV01-R-0001", try await server.token(.door), "role_not_allowed"),
            ] {
                let answer = try await server.send(.get, path, token: token)
                #expect(answer.body["code"] as? String == code)
            }
        }
    }

    @Test(arguments: LedgerReport.allCases) func `every report is there as CSV`(report: LedgerReport) async throws {
        try await Server.run { server in
            let token = try await server.token(.organizer)
            let answer = try await server.send(.get, "/v1/reports/\(report.rawValue)?format=csv", token: token)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8; header=present")
        }
    }

    @Test(arguments: ["csv", "hledger", "beancount"]) func `the journal goes out in every form`(format: String)
        async throws
    {
        try await Server.run { server in
            let answer = try await server.send(
                .get, "/v1/journal?format=\(format)", token: try await server.token(.reports))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType]?.hasPrefix("text/") == true)
        }
    }

    @Test(arguments: [
        ("/v1/reports/outstanding", Device.Role.desk, 403, "role_not_allowed"),
        ("/v1/journal", .door, 403, "role_not_allowed"), ("/v1/reports/nonsense", .reports, 404, "report_unknown"),
        ("/v1/reports/outstanding?format=pdf", .reports, 400, "choice_unknown"),
        ("/v1/journal?format=quicken", .reports, 400, "choice_unknown"),
    ])
    func `what is not for a device, or not there, is refused`(
        path: String, role: Device.Role, status: Int, code: String
    ) async throws {
        try await Server.run { server in
            let answer = try await server.send(.get, path, token: try await server.token(role))
            #expect(answer.status == status && answer.body["code"] as? String == code)
        }
    }
}

extension ReportRouteTests {
    @Test func `an address of a report gives that report alone, to whoever has it, until it is ended`() async throws {
        try await Server.run { server in
            let token = try await server.token(.organizer)
            let key = HTTPField.Name("Idempotency-Key")!
            let made = try await server.send(
                .post, "/v1/report-shares", token: token, json: ["report": "registrations-by-day"],
                headers: [key: "a"])
            #expect(made.status == 201)
            let path = try #require(made.body["path"] as? String)
            let again = try await server.send(
                .post, "/v1/report-shares", token: token, json: ["report": "registrations-by-day"],
                headers: [key: "a"])
            #expect(again.body["code"] as? String == "secret_shown")
            let fetched = try await server.file(path, token: nil)
            #expect(fetched.status == 200)
            let asked = try await server.file("/v1/reports/registrations-by-day?format=csv", token: token)
            #expect(fetched.bytes == asked.bytes)
            #expect(try await server.file(path + "x", token: nil).status == 404)
            let id = try #require(made.body["id"] as? Int)
            let ended = try await server.send(
                .post, "/v1/report-shares/\(id)/end", token: token, headers: [key: "b"])
            #expect(ended.status == 204)
            #expect(try await server.file(path, token: nil).status == 404)
            let wrong = try await server.send(
                .post, "/v1/report-shares", token: token, json: ["report": "x"], headers: [key: "c"])
            #expect(wrong.body["code"] as? String == "report_unknown")
        }
    }
}
