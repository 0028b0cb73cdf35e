import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

struct InvoiceRouteTests {
    private static func post(
        _ server: Server, _ path: String, _ json: [String: Any] = [:], token: String
    ) async throws -> (status: Int, body: [String: Any]) {
        let headers: HTTPFields = [
            HTTPField.Name("Idempotency-Key")!: UUID().uuidString, .contentType: "application/json",
        ]
        let answer = try await server.send(.post, path, token: token, json: json, headers: headers)
        return (answer.status, answer.body)
    }

    private static func register(_ server: Server, _ count: Int) async throws -> [String] {
        try await (1...count).asyncMap { number in
            try await server.services.ledger.register(.invented(number, days: .first(2)), context: .desk())
                .result.code.description
        }
    }

    @Test func `an organizer alone has an invoice dated before the last one`() async throws {
        try await Server.run { server in
            let codes = try await Self.register(server, 2)
            let ledger = server.services.ledger
            let id = try await ledger.registration(named: codes[0]).id
            let ahead = WriteContext.desk(at: server.services.clock.now.addingTimeInterval(3 * 86_400))
            _ = try await ledger.issueInvoice(InvoiceOrder(people: [id]), context: ahead)
            let order: [String: Any] = ["registrations": [codes[1]]]
            let desk = try await server.token(.desk)
            let organizer = try await server.token(.organizer)
            let refused = try await Self.post(server, "/v1/invoices", order, token: organizer)
            #expect(refused.status == 409 && refused.body["code"] as? String == "document_predates")
            let path = "/v1/invoices?predates=true"
            #expect(try await Self.post(server, path, order, token: desk).status == 403)
            #expect(try await Self.post(server, "/v1/invoices?predates=1", order, token: organizer).status == 400)
            #expect(try await Self.post(server, path, order, token: organizer).status == 201)
        }
    }

    @Test func `an invoice of a party is issued, shown, paid and answered by one receipt`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let codes = try await Self.register(server, 2)
            let order: [String: Any] = [
                "registrations": codes, "payer": "Packet Bakery Inc.", "address": "1 Example Street\nOttawa",
                "orderNumber": "PO-17", "dueDate": "2030-01-31", "language": "fr",
            ]
            let issued = try await Self.post(server, "/v1/invoices", order, token: token)
            #expect(issued.status == 201 && issued.body["open"] as? String == "400.00")
            let document = try #require(issued.body["document"] as? [String: Any])
            #expect(document["kind"] as? String == "invoice" && document["dueDate"] as? String == "2030-01-31")
            #expect(document["people"] as? [String] == codes && document["language"] as? String == "fr")
            let code = try #require(issued.body["code"] as? String)
            let list = try await server.send(.get, "/v1/invoices", token: token)
            #expect((list.body["items"] as? [[String: Any]])?.count == 1)
            let path = "/v1/invoices/\(code)"
            let early = try await Self.post(server, "\(path)/documents", token: token)
            #expect(early.status == 409 && early.body["code"] as? String == "document_not_paid")
            let part = try await Self.post(
                server, "\(path)/payments", ["method": "card", "amount": "50"], token: token)
            #expect(part.status == 409 && part.body["code"] as? String == "invoice_part_unclear")
            let letIn = try await Self.post(server, "\(path)/let-in", ["reason": "on its way"], token: token)
            let marks = (letIn.body["people"] as? [[String: Any]])?.map { $0["letIn"] as? Bool }
            #expect(letIn.status == 200 && marks == [true, true])
            let paid = try await Self.post(server, "\(path)/payments", ["method": "card"], token: token)
            #expect(paid.status == 201 && paid.body["amount"] as? String == "400.00")
            let receipt = try await Self.post(server, "\(path)/documents", token: token)
            #expect(receipt.status == 201 && receipt.body["label"] as? String == "NETDEV01-R-0001")
            let account = try await server.send(.get, "\(path)/account", token: token)
            #expect(account.body["balance"] as? String == "0.00")
            #expect((account.body["lines"] as? [[String: Any]])?.count == 4)
            let paper = try await server.send(.get, "\(path)/account/paper", token: token)
            #expect(paper.status == 200 && paper.headers[.contentType] == "application/pdf")
        }
    }

    @Test func `what is wrong with an order is said`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let codes = try await Self.register(server, 2)
            for (order, status, code) in [
                (["registrations": []], 400, "invoice_people_missing"),
                (["registrations": codes], 400, "invoice_payer_missing"),
                (["registrations": [codes[0]], "dueDate": "2015-02-30"], 400, "date_invalid"),
                (["registrations": [codes[0]], "dueDate": "2001-02-03"], 400, "invoice_due_past"),
                (["registrations": ["nobody"]], 404, "registration_unknown"),
                (["registrations": [codes[0]], "language": "de"], 400, "choice_unknown"),
            ] as [([String: Any], Int, String)] {
                let answer = try await Self.post(server, "/v1/invoices", order, token: token)
                #expect(answer.status == status && answer.body["code"] as? String == code, "\(order)")
            }
            for (path, code) in [
                ("/v1/invoices/NETDEV01-I-0009", "document_unknown"), ("/v1/invoices/x", "document_label_invalid"),
                ("/v1/invoices/NETDEV01-R-0001", "document_not_invoice"),
            ] {
                #expect(try await server.send(.get, path, token: token).body["code"] as? String == code)
            }
            let letIn = try await Self.post(
                server, "/v1/registrations/\(codes[0])/let-in", ["reason": "why"], token: token)
            #expect(letIn.status == 403 && letIn.body["code"] as? String == "let_in_needs_invoice")
            let organizer = try await server.token(.organizer)
            let byOrganizer = try await Self.post(
                server, "/v1/registrations/\(codes[0])/let-in", ["reason": "why"], token: organizer)
            #expect(byOrganizer.status == 200 && byOrganizer.body["letInBecause"] as? String == "why")
            let ended = try await Self.post(server, "/v1/registrations/\(codes[0])/let-in/end", token: token)
            #expect(ended.status == 200 && ended.body["letInBecause"] == nil)
        }
    }

    @Test func `a day is called off by the organizer alone, shown before`() async throws {
        try await Server.run { server in
            _ = try await Self.register(server, 2)
            let order: [String: Any] = ["days": [2], "reason": "no power"]
            let desk = try await server.token(.desk)
            #expect(try await Self.post(server, "/v1/call-offs", order, token: desk).status == 403)
            let token = try await server.token(.organizer)
            let shown = try await Self.post(server, "/v1/call-offs/preview", order, token: token)
            #expect(shown.status == 200 && shown.body["done"] as? Bool == false)
            #expect(shown.body["credited"] as? String == "200.00")
            let done = try await Self.post(server, "/v1/call-offs", order, token: token)
            #expect(done.status == 201 && (done.body["people"] as? [[String: Any]])?.count == 2)
            let again = try await Self.post(server, "/v1/call-offs", order, token: token)
            #expect(again.status == 409 && again.body["code"] as? String == "nobody_concerned")
            let refunds = try await server.send(.get, "/v1/refunds-due", token: try await server.token(.reports))
            #expect((refunds.body["items"] as? [[String: Any]])?.isEmpty == true, "nobody had paid")
            #expect(try await Self.post(server, "/v1/refunds-due/card", token: token).status == 201)
            #expect(try await Self.post(server, "/v1/refunds-due/gold", token: token).status == 400)
        }
    }
}
