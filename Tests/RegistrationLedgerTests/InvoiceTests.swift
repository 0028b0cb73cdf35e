import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// One invoice for one person, and what answers to it.
struct InvoiceTests {
    private static let terms = """
        invoices:
          due_days: 14
          pay_to: |
            Bank of Examples, Ottawa
            Account 12345-678

        """
    static let desk = Date.deskOpens

    static func withBooks(
        _ body: (RegistrationLedger, EventStore) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, terms)) { ledger, store in try await body(ledger, store) }
    }

    static func bakery(_ order: String = "PO-17") throws -> DocumentPayer {
        try DocumentPayer(
            name: "Packet Bakery Inc.", address: "1 Example Street\n\nOttawa", taxNumber: "RT 0001", orderNumber: order)
    }

    @Test func `nothing is called a receipt before anything was paid`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            #expect(
                try await errorCode { _ = try await ledger.issueDocument(for: ada.id, context: .desk()) }
                    == "document_not_paid")
            let order = try InvoiceOrder(people: [ada.id], payer: Self.bakery())
            let invoice = try await ledger.issueInvoice(order, context: .desk()).result
            #expect(invoice.kind == .invoice && invoice.label == "NETDEV01-I-0001")
            #expect(invoice.figures.total.cents == 39_550 && invoice.figures.asked.cents == 39_550)
            #expect(invoice.figures.dueDate == (try CivilDate("2015-02-24")))
            #expect(invoice.payTo == ["Bank of Examples, Ottawa", "Account 12345-678"])
            #expect(invoice.payer?.address == ["1 Example Street", "Ottawa"] && !invoice.isForParty)
            #expect(invoice.recipient.code == ada.code)
            #expect(
                try await errorCode { _ = try await ledger.issueInvoice(order, context: .desk()) }
                    == "invoice_nothing_due")
            _ = try await ledger.pay(.of(39_550, .bank), for: ada.id, context: .desk())
            let receipt = try await ledger.issueDocument(for: ada.id, context: .desk()).result
            #expect(receipt.kind == .receipt && receipt.figures.lines == [] && receipt.figures.total == .zero)
            #expect(receipt.payer == invoice.payer, "what answers an invoice goes to whom it went")
            let bought = try #require(receipt.figures.invoiced.first)
            #expect(bought.label == invoice.label && bought.total.cents == 39_550)
            #expect(bought.lines.map(\.name) == ["All four days"] && receipt.figures.balance == .zero)
            #expect(try await ledger.documents(of: ada.id) == [invoice, receipt])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what changes afterwards stands on a further invoice or a credit note, the first stays`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(2)), context: .desk()).result
            let first = try await ledger.issueInvoice(InvoiceOrder(people: [ada.id]), context: .desk()).result
            _ = try await ledger.changeDays(of: ada.id, to: .first(3), context: .desk())
            let later = WriteContext.desk(at: Self.desk.addingTimeInterval(60))
            let second = try await ledger.issueInvoice(InvoiceOrder(people: [ada.id]), context: later).result
            #expect(second.figures.total.cents == 11_300 && second.figures.balance.cents == 33_900)
            #expect(second.figures.earlier == [first.label] && second.label == "NETDEV01-I-0002")
            _ = try await ledger.changeDays(of: ada.id, to: .first(1), context: .desk())
            let evening = WriteContext.desk(at: Self.desk.addingTimeInterval(120))
            let note = try await ledger.issueDocument(for: ada.id, context: evening).result
            #expect(note.kind == .creditNote && note.figures.total.cents == -22_600)
            #expect(try await ledger.document(DocumentID(first.label)) == first)
            let open = try await ledger.openInvoices()
            #expect(open.map(\.document.label) == [second.label], "what is due is due once, by the last")
            #expect(open.map(\.open.cents) == [11_300])
            _ = try await ledger.pay(.of(11_300, .card), for: ada.id, context: .desk())
            let receipt = try await ledger.issueDocument(
                for: ada.id, context: .desk(at: Self.desk.addingTimeInterval(180))
            ).result
            #expect(receipt.figures.invoiced.map(\.label) == [first.label, second.label])
            #expect(try await ledger.openInvoices() == [])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what was paid of two invoices and a new charge settles the oldest first`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let open = { try await ledger.openInvoices().map { "\($0.document.label.suffix(1)) \($0.open)" } }
            for days in 1...2 {
                _ = try await ledger.changeDays(of: ada.id, to: .first(days), context: .desk())
                _ = try await ledger.issueInvoice(InvoiceOrder(people: [ada.id]), context: .desk())
            }
            #expect(try await open() == ["1 113.00", "2 113.00"])
            _ = try await ledger.changeDays(of: ada.id, to: .first(3), context: .desk())
            #expect(try await open() == ["1 113.00", "2 113.00"], "what no invoice asks for is on none")
            _ = try await ledger.pay(.of(5_000, .bank), for: ada.id, context: .desk())
            #expect(try await open() == ["1 63.00", "2 113.00"])
            _ = try await ledger.pay(.of(10_000, .bank), for: ada.id, context: .desk())
            #expect(try await open() == ["2 76.00"])
            _ = try await ledger.pay(.of(7_600, .bank), for: ada.id, context: .desk())
            #expect(try await open() == [] && Books.due(ledger, ada.id) == 11_300)
        }
    }

    @Test func `what was paid before is on the invoice, which asks for the rest`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            _ = try await ledger.pay(.of(10_000, .card), for: ada.id, context: .desk())
            let invoice = try await ledger.issueInvoice(InvoiceOrder(people: [ada.id]), context: .desk()).result
            #expect(invoice.figures.asked.cents == 29_550 && invoice.figures.payments.count == 1)
        }
    }

    @Test func `orders that make no sense are refused with what is wrong`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let bob = try await ledger.register(.invented(2), context: .desk()).result
            #expect(try await errorCode { _ = try InvoiceOrder(people: []) } == "invoice_people_missing")
            #expect(try await errorCode { _ = try InvoiceOrder(people: [ada.id, bob.id]) } == "invoice_payer_missing")
            let many = (1...101).map { Registration.ID(rawValue: $0) }
            #expect(
                try await errorCode { _ = try InvoiceOrder(people: many, payer: Self.bakery()) }
                    == "invoice_too_many_people")
            let past = try InvoiceOrder(people: [ada.id], dueDate: CivilDate("2015-02-01"))
            #expect(
                try await errorCode { _ = try await ledger.issueInvoice(past, context: .desk()) } == "invoice_due_past")
            for (name, address, code) in [
                (String(repeating: "x", count: 101), "", "text_too_long"), ("A\u{202E}B", "", "text_has_controls"),
                ("A", (1...7).map { "line \($0)" }.joined(separator: "\n"), "address_too_long"),
            ] {
                #expect(
                    try await errorCode {
                        _ = try DocumentPayer(name: name, address: address, taxNumber: "", orderNumber: "")
                    } == code)
            }
            #expect(
                try await errorCode { _ = try await ledger.invoice(DocumentID("R-1")) } == "document_not_invoice")
            #expect(try await errorCode { _ = try await ledger.invoice(DocumentID("I-1")) } == "document_unknown")
            // The same person twice is one.
            #expect(try InvoiceOrder(people: [ada.id, ada.id]).people == [ada.id])
        }
    }

    @Test func `a desk lets in whom an invoice covers, an organizer anybody, and it ends`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result.id
            let byDesk = {
                try await ledger.letIn([ada], because: "invoice on its way", isOrganizers: false, context: .desk())
            }
            #expect(try await errorCode { _ = try await byDesk() } == "let_in_needs_invoice")
            #expect(
                try await errorCode {
                    _ = try await ledger.letIn([ada], because: " ", isOrganizers: true, context: .desk())
                } == "reason_missing")
            _ = try await ledger.issueInvoice(InvoiceOrder(people: [ada]), context: .desk())
            #expect(try await byDesk().result.first?.letInBecause == "invoice on its way")
            #expect(try await Books.due(ledger, ada) == 11_300, "what is due stays due")
            _ = try await ledger.letIn([ada], because: nil, isOrganizers: false, context: .desk())
            let story = try await ledger.story(of: ada)
            #expect(story.summary.registration.letInBecause == nil)
            #expect(story.history.suffix(2).map(\.kind) == [.letIn, .letInEnded])
        }
    }

    @Test func `a statement of account has every entry and ends with what is due`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(2)), context: .desk()).result.id
            let invoice = try await ledger.issueInvoice(InvoiceOrder(people: [ada]), context: .desk()).result
            _ = try await ledger.pay(.of(22_600, .card), for: ada, context: .desk())
            _ = try await ledger.changeDays(of: ada, to: .first(1), context: .desk())
            _ = try await ledger.refund(Money(cents: 300), by: .cash, note: "", for: ada, context: .desk())
            let account = try await ledger.account(of: ada, time: Self.desk)
            #expect(account.lines.map(\.word) == ["charge", "payment", "credit", "refund"])
            #expect(account.lines.map(\.amount.cents) == [22_600, -22_600, -11_300, 300])
            #expect(account.lines.map(\.balance.cents) == [22_600, 0, -11_300, -11_000])
            #expect(account.lines.map(\.document) == [invoice.label, nil, nil, nil])
            #expect(account.lines.map(\.method) == [nil, .card, nil, .cash] && account.balance.cents == -11_000)
            #expect(try await Books.due(ledger, ada) == account.balance.cents)
        }
    }

    @Test func `documents that are missing after a transfer, a cancelling and a reinstating are listed`() async throws {
        try await Self.withBooks { ledger, _ in
            let people = try await (1...4).asyncMap {
                let id = try await ledger.register(.invented($0), context: .desk()).result.id
                _ = try await ledger.pay(.of(11_300, .card), for: id, context: .desk())
                return id
            }
            for id in people.prefix(3) { _ = try await ledger.issueDocument(for: id, context: .desk()) }
            #expect(try await ledger.missingDocuments() == [])
            let heir = try await ledger.transfer(people[0], to: .invented(5), language: .english, context: .desk())
                .result
            _ = try await ledger.cancel(people[1], context: .desk())
            _ = try await ledger.cancel(people[3], context: .desk())
            func listed() async throws -> [String] {
                try await ledger.missingDocuments().map { "\($0.registration.id) \($0.kind) \($0.total)" }
            }
            #expect(
                try await listed() == ["1 creditNote -113.00", "2 creditNote -113.00", "\(heir.id) receipt 113.00"],
                "who never got a document misses none")
            _ = try await ledger.issueDocument(for: people[1], context: .desk())
            _ = try await ledger.reinstate(people[1], context: .desk())
            #expect(try await listed().contains("2 receipt 113.00"))
            for id in [people[0], people[1], heir.id] { _ = try await ledger.issueDocument(for: id, context: .desk()) }
            #expect(try await ledger.missingDocuments() == [])
            let table = try await ledger.table(of: .documentsMissing, at: Self.desk) { _ in [:] }
            #expect(table.rows.isEmpty && table.columns.contains("document"))
            #expect(try await ledger.audit().findings == [])
        }
    }
}
