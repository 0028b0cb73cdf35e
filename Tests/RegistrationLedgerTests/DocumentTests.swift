import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

struct DocumentTests {
    @Test func `a receipt shows lines, taxes, payments and what is left`() async throws {
        let yaml = try Books.yaml(Books.quebec, Books.vouchers, fiveCents: true)
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let new = try NewRegistration(
                person: .invented(), category: .attendee, days: .first(4), addOns: [.dinner], reference: nil,
                voucher: .half, language: .french)
            let ada = try await ledger.register(new, context: .desk()).result
            let payment = try Payment(amount: nil, method: .cash, tendered: Money(cents: 30_000), note: "")
            _ = try await ledger.pay(payment, for: ada.id, context: .desk())
            let receipt = try await ledger.issueDocument(for: ada.id, context: .desk()).result
            #expect(receipt.kind == .receipt && receipt.label == "NETDEV01-R-0001")
            #expect(receipt.recipient.name == ada.person.name && receipt.figures.language == .french)
            #expect(receipt.recipient.category == "Participation" && receipt.event.dates == "14–17 février 2015")
            let figures = receipt.figures
            #expect(
                figures.lines.map { "\($0.kind) \($0.name) \($0.quantity) \($0.amount)" } == [
                    "pass Les quatre jours 1 350.00", "addOn Dîner de la conférence 1 60.00", "voucher HALF 1 -175.00",
                ])
            #expect(figures.subtotal.cents == 23_500)
            #expect(
                figures.taxes.map { "\($0.name) \($0.ratePercent) \($0.registrationNumber) \($0.amount)" } == [
                    "GST 5 123456789 RT0001 11.75", "QST 9.975 1234567890 TQ0001 23.44",
                ])
            #expect(figures.total.cents == 27_019 && figures.balance == .zero)
            let paid = try #require(figures.payments.first)
            #expect(paid.amount.cents == 27_020 && paid.change?.cents == 2_980 && paid.rounding.cents == -1)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `where nothing is new the last document is the answer, to a repetition as well`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(3)), context: .desk()).result
            _ = try await ledger.pay(.of(10_000, .card), for: ada.id, context: .desk())
            let first = try await ledger.latestDocument(for: ada.id, context: .desk())
            let again = WriteContext.desk()
            for _ in 1...2 {
                let second = try await ledger.latestDocument(for: ada.id, context: again)
                #expect(first.isNew && !second.isNew && second.document.label == first.document.label)
                // Before it is repeated, something new happens.
                _ = try await ledger.pay(.of(100, .card), for: ada.id, context: .desk())
            }
            #expect(try await ledger.documents(of: ada.id).count == 1)
            #expect(try await ledger.latestDocument(for: ada.id, context: .desk()).isNew)
        }
    }

    @Test func `what changes later stands on the next document, a credit on a credit note`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(3)), context: .desk()).result
            _ = try await ledger.pay(.of(33_900, .card), for: ada.id, context: .desk())
            let first = try await ledger.issueDocument(for: ada.id, context: .desk()).result
            _ = try await ledger.changeDays(of: ada.id, to: .first(4), context: .desk())
            _ = try await ledger.pay(.of(5_650, .card), for: ada.id, context: .desk())
            let second = try await ledger.issueDocument(for: ada.id, context: .desk()).result
            #expect(
                second.figures.lines.map { "\($0.name) \($0.quantity) \($0.amount)" } == [
                    "One day -3 -300.00", "All four days 1 350.00",
                ])
            #expect(second.figures.total.cents == 5_650 && second.figures.earlier == [first.label])
            _ = try await ledger.cancel(ada.id, context: .desk())
            let later = WriteContext.desk(at: .deskOpens.addingTimeInterval(60))
            let credit = try await ledger.issueDocument(for: ada.id, context: later).result
            #expect(credit.label == "NETDEV01-C-0001" && credit.figures.total.cents == -39_550)
            #expect(
                try await errorCode { _ = try await ledger.issueDocument(for: ada.id, context: .desk()) }
                    == "document_nothing_new")
            #expect(try await ledger.documents().map(\.label) == [credit, first, second].map(\.label))
            #expect(try await ledger.document(DocumentID("netdev01-r-0002")) == second)
            let page = try await ledger.documents(of: ada.id, limit: 2)
            #expect(page == [first, second] && first.recipient.category == "Attendee")
            let last = try DocumentID(second.label)
            #expect(try await ledger.documents(of: ada.id, after: last, limit: 2) == [credit])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a document is not dated before the last one of its kind unless an organizer confirms it`() async throws
    {
        try await withNetdev01 { ledger, _ in
            let people = try await (1...4).asyncMap { number in
                try await ledger.register(.invented(number, days: .first(1)), context: .desk()).result.id
            }
            for id in people.prefix(3) { _ = try await ledger.pay(.of(10_000, .card), for: id, context: .desk()) }
            // By a clock that was a day ahead, and is right again.
            let ahead = Date.deskOpens.addingTimeInterval(86_400)
            _ = try await ledger.issueDocument(for: people[0], context: .desk(at: ahead))
            #expect(
                try await errorCode { _ = try await ledger.issueDocument(for: people[1], context: .desk()) }
                    == "document_predates")
            #expect(try await ledger.documents().count == 1)
            // An earlier hour is no earlier date, and each kind counts for itself.
            let anHourBefore = WriteContext.desk(at: ahead.addingTimeInterval(-3_600))
            _ = try await ledger.issueDocument(for: people[1], context: anHourBefore)
            _ = try await ledger.issueInvoice(InvoiceOrder(people: [people[3]]), context: .desk())
            let confirmed = try await ledger.issueDocument(for: people[2], predates: true, context: .desk()).result
            #expect(confirmed.label == "NETDEV01-R-0003")
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `documents of both people show what a transfer moved`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            _ = try await ledger.pay(.of(10_000, .card), for: ada.id, context: .desk())
            _ = try await ledger.issueDocument(for: ada.id, context: .desk())
            let bob = try await ledger.transfer(ada.id, to: .invented(2), language: .english, context: .desk()).result
            let credit = try await ledger.issueDocument(for: ada.id, context: .desk()).result.figures
            let receipt = try await ledger.issueDocument(for: bob.id, context: .desk()).result.figures
            #expect(credit.total.cents == -10_000 && credit.balance == .zero)
            #expect(credit.payments.map { "\($0.method) \($0.amount)" } == ["transfer -100.00"])
            #expect(receipt.total.cents == 10_000 && receipt.balance == .zero)
            #expect(receipt.payments.map { "\($0.method) \($0.amount)" } == ["transfer 100.00"])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what stands on a document never changes`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            _ = try await ledger.pay(.of(10_000, .card), for: ada.id, context: .desk())
            let before = try await ledger.issueDocument(for: ada.id, context: .desk()).result
            _ = try await ledger.correct(ada.id, PersonCorrection(name: "Adah Placeholder"), context: .desk())
            let after = try await ledger.document(DocumentID(kind: .receipt, number: 1))
            #expect(after == before)
        }
    }

    @Test func `numbers have no gaps, whatever races and fails`() async throws {
        try await withNetdev01 { ledger, store in
            let people = try await (1...60).asyncMap {
                let id = try await ledger.register(.invented($0), context: .desk()).result.id
                _ = try await ledger.pay(.of(10_000, .card), for: id, context: .desk())
                return id
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, id) in people.enumerated() {
                    group.addTask {
                        if index % 5 == 0 {
                            // A write that dies after its number was given gives the number back.
                            struct Crash: Error {}
                            try? await store.write { db in
                                try db.execute(
                                    sql: """
                                        INSERT INTO document
                                            (kind, number, registration, figures, recipient_sha256, author, origin, at_ms)
                                        SELECT 'receipt', coalesce(max(number), 0) + 1, 1, '{}', zeroblob(32), '', '', 0
                                        FROM document
                                        """)
                                throw Crash()
                            }
                        }
                        _ = try await ledger.issueDocument(for: id, context: .desk())
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.documents().map(\.number) == Array(1...60))
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [
        (
            "DELETE FROM document_entry WHERE number = 1; DELETE FROM document WHERE number = 1",
            "document_missing receipt 1"
        ),
        (
            "UPDATE document SET figures = replace(figures, '\"total\":\"100.00\"', '\"total\":\"90.00\"') WHERE number = 2",
            "document_differs receipt 2"
        ),
        ("UPDATE document SET figures = '{}' WHERE number = 2", "document_differs receipt 2"),
        ("UPDATE document_entry SET entry = 4 WHERE number = 1", "document_differs receipt 1"),
    ])
    func `the audit names a document that somebody touched`(sql: String, finding: String) async throws {
        try await withNetdev01 { ledger, store in
            for number in 1...2 {
                let ada = try await ledger.register(.invented(number), context: .desk()).result
                _ = try await ledger.pay(.of(10_000), for: ada.id, context: .desk())
                guard number == 1 || !sql.contains("entry = 4") else { continue }
                _ = try await ledger.issueDocument(for: ada.id, context: .desk())
            }
            #expect(try await ledger.audit().findings == [])
            try await store.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys = OFF;
                        DROP TRIGGER document_is_kept; DROP TRIGGER document_is_fixed;
                        DROP TRIGGER document_entry_is_kept; DROP TRIGGER document_entry_is_fixed;
                        """)
                try db.execute(sql: sql.replacing("entry = 4 WHERE number = 1", with: "entry = 4 WHERE entry = 2"))
            }
            #expect(try await ledger.audit().findings.map { "\($0.code) \($0.subject)" }.contains(finding))
        }
    }

    @Test(arguments: ["", "R", "R-0", "X-1", "R-x", "17"])
    func `what names no document is refused`(text: String) {
        #expect(throws: LedgerError.self) { try DocumentID(text) }
    }
}
