import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Five people, one payer, one invoice, one transfer.
struct PartyInvoiceTests {
    private static func withParty(
        _ body: (RegistrationLedger, EventStore, [Registration], InvoiceStanding) async throws -> Void
    ) async throws {
        try await InvoiceTests.withBooks { ledger, store in
            let people = try await (1...5).asyncMap {
                try await ledger.register(.invented($0, days: .first($0 % 2 + 1)), context: .desk()).result
            }
            let order = try InvoiceOrder(people: people.map(\.id), payer: InvoiceTests.bakery(), language: .french)
            let invoice = try await ledger.issueInvoice(order, context: .desk()).result
            try await body(ledger, store, people, try await ledger.invoice(DocumentID(invoice.label)))
        }
    }

    private static func line(
        _ cents: Int64, _ text: String, on date: String = "2015-02-20"
    ) throws -> StatementLine {
        var line = StatementLine(line: 2, dated: try CivilDate(date), amount: Money(cents: cents))
        line.counterparty = "PACKET BAKERY"
        line.text = text
        return line
    }

    @Test func `one document has a line for each person and one code, and everybody is on it`() async throws {
        try await Self.withParty { ledger, _, people, standing in
            let document = standing.document
            #expect(document.isForParty && document.people.map(\.code) == people.map(\.code))
            #expect(document.figures.lines.map(\.person) == [1, 2, 3, 4, 5])
            #expect(document.figures.shares.map(\.total.cents) == [22_600, 11_300, 22_600, 11_300, 22_600])
            #expect(document.figures.total.cents == 90_400 && document.figures.language == .french)
            #expect(!people.map(\.code).contains(standing.code))
            let named = try await ledger.invoice(named: standing.code.description)
            #expect(try named == DocumentID(document.label))
            for person in people {
                #expect(try await ledger.documents(of: person.id) == [document])
                #expect(try await ledger.story(of: person.id).history.last?.kind == .documentIssued)
            }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `the whole amount settles everybody, in cash with change`() async throws {
        try await Self.withParty { ledger, _, people, standing in
            let id = try DocumentID(standing.document.label)
            let part = try Payment(amount: Money(cents: 50_000), method: .card, note: "")
            #expect(
                try await errorCode { _ = try await ledger.payInvoice(id, part, context: .desk()) }
                    == "invoice_part_unclear")
            let cash = try Payment(amount: nil, method: .cash, tendered: Money(cents: 100_000), note: "")
            let paid = try await ledger.payInvoice(id, cash, context: .desk()).result
            #expect(paid.amount.cents == 90_400 && paid.change.cents == 9_600 && paid.payments.count == 5)
            for person in people { #expect(try await Books.due(ledger, person.id) == 0) }
            #expect(
                try await errorCode { _ = try await ledger.payInvoice(id, cash, context: .desk()) } == "invoice_settled"
            )
            let receipt = try await ledger.issueDocument(answering: id, context: .desk()).result
            #expect(receipt.kind == .receipt && receipt.isForParty && receipt.payer?.name == "Packet Bakery Inc.")
            #expect(receipt.recipient.code == standing.code && receipt.figures.payments.count == 5)
            #expect(receipt.figures.invoiced.first?.lines.map(\.person) == [1, 2, 3, 4, 5])
            #expect(receipt.figures.invoiced.first?.total.cents == 90_400)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: ["code", "label", "run"])
    func `a transfer with the code or the number of the invoice is booked for each of its people`(
        written: String
    ) async throws {
        try await Self.withParty { ledger, _, people, standing in
            let text =
                switch written {
                case "code": "FACTURE \(standing.code) FEVRIER"
                case "label": "invoice netdev01 i 0001 thanks"
                default: "XX\(standing.code.symbols)99"
                }
            let lines = [try Self.line(90_400, text)]
            let shown = try await ledger.previewStatement(lines, .csv)
            #expect(shown.rows.first?.fate == .booked && shown.rows.first?.party?.shares.count == 5)
            let booked = try await ledger.bookStatement(lines, .csv, context: .desk())
            #expect(booked.rows.first?.party?.invoice == standing.document.label)
            for person in people { #expect(try await Books.due(ledger, person.id) == 0) }
            #expect(try await ledger.bankLines(onlyWaiting: true, limit: 9) == [])
            let again = try await ledger.bookStatement(lines, .csv, context: .desk())
            #expect(again.rows.map(\.fate) == [.known])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a part waits where it is not clear whose it is, and is booked where it is`() async throws {
        try await Self.withParty { ledger, _, people, standing in
            let text = "INV \(standing.code)"
            func fate(_ cents: Int64) async throws -> String? {
                let row = try await ledger.previewStatement([Self.line(cents, text)], .csv).rows[0]
                guard case .waits(let error) = row.fate else { return row.fate.word }
                return error.code.rawValue
            }
            #expect(try await fate(40_000) == "invoice_part_unclear")
            #expect(try await fate(90_500) == "invoice_part_unclear", "more than is open")
            for person in people.dropLast() {
                _ = try await ledger.pay(
                    Payment(amount: nil, method: .card, note: ""), for: person.id, context: .desk())
            }
            #expect(try await fate(10_000) == "booked", "one person alone still owes something")
            #expect(try await fate(22_600) == "booked")
            _ = try await ledger.pay(Payment(amount: nil, method: .card, note: ""), for: people[4].id, context: .desk())
            #expect(try await fate(22_600) == "invoice_settled")
        }
    }

    @Test func `a place that is passed on takes what it owes along`() async throws {
        try await Self.withParty { ledger, _, people, standing in
            let heir = try await ledger.transfer(people[0].id, to: .invented(9), language: .english, context: .desk())
                .result
            let id = try DocumentID(standing.document.label)
            let now = try await ledger.invoice(id)
            #expect(now.open.cents == 90_400 && now.people[0].registration.id == heir.id)
            #expect(now.people[0].name == people[0].person.name, "the paper stays as it is")
            _ = try await ledger.payInvoice(id, Payment(amount: nil, method: .bank, note: ""), context: .desk())
            #expect(try await Books.due(ledger, heir.id) == 0)
            let account = try await ledger.account(ofPeopleOn: id, time: .deskOpens)
            #expect(account.balance == .zero && account.people.count == 6)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `who is erased goes from the document of the party, the others stay until the last`() async throws {
        try await Self.withParty { ledger, store, people, standing in
            let id = try DocumentID(standing.document.label)
            _ = try await ledger.erase(people[0].id, context: .desk())
            let document = try await ledger.document(id)
            #expect(document.people[0].name == "" && document.people[1].name == people[1].person.name)
            #expect(document.payer?.name == "Packet Bakery Inc.")
            for person in people.dropFirst() { _ = try await ledger.erase(person.id, context: .desk()) }
            #expect(try await ledger.document(id).payer == nil)
            #expect(try await dump(store).filter { $0.contains("Bakery") } == [])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [
        "UPDATE document_person SET face = replace(face, 'Datagram', 'Elsewhere') WHERE line = 1",
        "UPDATE document_person SET registration = 2 WHERE line = 1",
        "DELETE FROM document_person WHERE line = 5", "UPDATE document SET code = '0000000'",
    ])
    func `the audit names a party's document that somebody touched`(sql: String) async throws {
        try await Self.withParty { ledger, store, _, _ in
            try await store.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys = OFF;
                        DROP TRIGGER document_is_fixed; DROP TRIGGER document_person_is_fixed;
                        DROP TRIGGER document_person_is_kept;
                        """)
                try db.execute(sql: sql)
            }
            #expect(
                try await ledger.audit().findings.map { "\($0.code) \($0.subject)" } == ["document_differs invoice 1"])
        }
    }
}
