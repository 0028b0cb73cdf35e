import Conference
import DocumentRenderer
import Foundation
import LanyardTestSupport
import Testing

/// Invoices, copies and statements of account, as a treasurer reads them.
struct InvoicePaperTests {
    private static func lines(_ pdf: Data) throws -> [String] {
        try text(of: pdf).split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    /// - Parameters:
    ///   - currency: another one than that of the receipts.
    ///   - payTo: where it is paid to.
    private static func invoice(
        _ language: Language = .english, people: Int = 1, in currency: Currency? = nil,
        payTo: [String] = ["Bank of Examples, Ottawa", "Account 12345-678"]
    ) throws -> LedgerDocument {
        let receipt = try LedgerDocument.invented(language: language, payments: [], balance: Money(cents: 136_245))
        let names = ["Ada Placeholder", "Björn Datagram"]
        let lines = receipt.figures.lines.flatMap { line in
            (1...people).map { place in
                LedgerDocument.Line(
                    kind: line.kind, name: line.name, quantity: line.quantity, unitPrice: line.unitPrice,
                    amount: line.amount, person: people > 1 ? place : nil)
            }
        }.sorted { ($0.person ?? 0) < ($1.person ?? 0) }
        let total = receipt.figures.total * people
        return LedgerDocument(
            kind: .invoice, number: 3, label: "NETDEV01-I-0003",
            event: LedgerDocument.Event(
                name: receipt.event.name, venue: receipt.event.venue, dates: receipt.event.dates,
                timeZone: receipt.event.timeZone, currency: currency ?? receipt.event.currency,
                issuer: receipt.event.issuer, issuerAddress: receipt.event.issuerAddress), issued: receipt.issued,
            recipient: receipt.recipient,
            people: people == 1
                ? []
                : try names.prefix(people).map { name in
                    LedgerDocument.Recipient(
                        name: name, affiliation: "Packet Bakery", code: try RegistrationCode("0000000"),
                        category: "Speaker")
                },
            payer: try DocumentPayer(
                name: "Packet Bakery Inc.", address: "7 Example Street\nOttawa", taxNumber: "RT 0001",
                orderNumber: "PO-17"),
            payTo: payTo,
            figures: LedgerDocument.Figures(
                language: language, lines: lines, pricesIncludeTaxes: false,
                subtotal: receipt.figures.subtotal * people, taxes: receipt.figures.taxes, total: total, payments: [],
                balance: total + Money(cents: 5_000), earlier: [], dueDate: try CivilDate("2015-03-12"),
                shares: (1...people).map { _ in
                    LedgerDocument.Share(total: receipt.figures.total, asked: receipt.figures.total)
                }))
    }

    private static func render(_ document: LedgerDocument, isCopy: Bool = false) async throws -> [String] {
        try lines(
            try await DocumentRenderer(fontConfiguration: fontConfiguration).render(document, isCopy: isCopy))
    }

    @Test func `an invoice says who pays, until when, how, and what to write beside it`() async throws {
        let lines = try await Self.render(try Self.invoice())
        for expected in [
            "Invoice", "NETDEV01-I-0003", "Payable by March 12, 2015", "Bill to", "Packet Bakery Inc.",
            "7 Example Street", "Tax no. RT 0001", "Order no. PO-17", "For Ada Placeholder",
            "All four days 1 1,250.00 1,250.00", "Total (CAD) 1,362.45", "Amount due CAD 1,362.45",
            "With earlier documents, CAD 1,412.45 is due in all.", "How to pay", "Bank of Examples, Ottawa",
            "Please write 000-0000 or NETDEV01-I-0003 in your transfer.",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
        #expect(!lines.contains { $0.contains("Receipt") || $0.contains("Copy") || $0.contains("Paid") })
    }

    /// What zbar reads on its pages; empty for no code.
    private static func code(on document: LedgerDocument) async throws -> String {
        let pdf = try await DocumentRenderer(fontConfiguration: fontConfiguration).render(document, isCopy: false)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("invoice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("invoice.pdf")
        try pdf.write(to: file)
        _ = try Tool.run(
            "pdftoppm", "-r", "200", "-gray", "-png", file.path, folder.appendingPathComponent("page").path)
        let pages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "png" }
        #expect(!pages.isEmpty)
        // It ends with 4 where a page has no code.
        return pages.compactMap { try? Tool.run("zbarimg", "--nodbus", "-q", "--raw", $0.path) }.joined()
    }

    @Test func `an invoice in euros has its transfer as a code that a bank's app reads`() async throws {
        let account = BankAccount(
            holder: "Example Conference Association", iban: try IBAN("DE75 5121 0800 1245 1261 99"), bic: "")
        let document = try Self.invoice(
            in: try Currency("EUR"), payTo: ["Please pay within 30 days:"] + account.lines)
        let read = try await Self.code(on: document)
        #expect(
            read.split(separator: "\n", omittingEmptySubsequences: false).prefix(11).map(String.init) == [
                "BCD", "002", "1", "SCT", "", "Example Conference Association", "DE75512108001245126199", "EUR1362.45",
                "", "", "000-0000 NETDEV01-I-0003",
            ])
        #expect(try await Self.code(on: try Self.invoice(payTo: account.lines)) == "", "no dollars")
        #expect(try await Self.code(on: try Self.invoice(in: try Currency("EUR"))) == "", "no IBAN")
    }

    @Test func `an invoice of a party has the lines of each person below their name, in French too`() async throws {
        let lines = try await Self.render(try Self.invoice(.french, people: 2))
        for expected in [
            "Facture", "Payable au plus tard le 12 mars 2015", "Facturer à", "No de commande PO-17",
            "Total (CAD) 2 724,90", "Montant à payer 2 724,90 CAD", "Comment payer",
            "Veuillez inscrire 000-0000 ou NETDEV01-I-0003 dans votre virement.",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
        let ada = try #require(lines.firstIndex { $0.contains("Ada Placeholder · Packet Bakery") })
        let bjorn = try #require(lines.firstIndex { $0.contains("Björn Datagram · Packet Bakery") })
        #expect(ada < bjorn && lines[ada + 1].contains("All four days") && lines[bjorn + 1].contains("All four days"))
    }

    @Test(arguments: [(Language.english, "Copy"), (.french, "Copie")])
    func `what is printed again says that it is a copy`(language: Language, word: String) async throws {
        let document = try LedgerDocument.invented(language: language)
        #expect(try await Self.render(document, isCopy: true).contains { $0.contains(word) })
        #expect(try await !Self.render(document).contains { $0.contains(word) })
    }

    @Test func `a receipt for an invoice says what was bought and that it is paid`() async throws {
        let before = try LedgerDocument.invented()
        let figures = LedgerDocument.Figures(
            language: .english, lines: [], pricesIncludeTaxes: false, subtotal: .zero, taxes: [], total: .zero,
            payments: before.figures.payments, balance: .zero, earlier: ["NETDEV01-I-0003"],
            shares: [LedgerDocument.Share(total: .zero, asked: .zero)],
            invoiced: [
                LedgerDocument.Invoiced(
                    label: "NETDEV01-I-0003", lines: before.figures.lines, total: before.figures.total)
            ])
        let document = LedgerDocument(
            kind: .receipt, number: 17, label: "NETDEV01-R-0017", event: before.event, issued: before.issued,
            recipient: before.recipient, figures: figures)
        let lines = try await Self.render(document)
        for expected in [
            "Receipt", "Invoice NETDEV01-I-0003", "All four days 1 1,250.00 1,250.00", "Invoiced (CAD) 1,362.45",
            "Paid in full CAD 0.00",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
        #expect(!lines.contains { $0.contains("Total (CAD) 0.00") })
    }

    @Test(arguments: [Language.english, .french])
    func `a statement of account ends with what is due and how to pay it`(language: Language) async throws {
        let event = try LedgerDocument.invented(language: language).event
        let paper = AccountPaper(
            event: event, time: Date(timeIntervalSince1970: 1_423_587_600), name: "Ada Placeholder",
            details: ["Packet Bakery"],
            lines: [
                .init(
                    date: try CivilDate("2015-02-01"), kind: "charge", method: nil, who: "",
                    document: "NETDEV01-I-0003",
                    amount: Money(cents: 35_000), balance: Money(cents: 35_000)),
                .init(
                    date: try CivilDate("2015-02-03"), kind: "payment", method: "bank", who: "", document: "",
                    amount: Money(cents: -10_000), balance: Money(cents: 25_000)),
            ], balance: Money(cents: 25_000), payTo: ["Bank of Examples"], code: try RegistrationCode("0000000"))
        let lines = try Self.lines(
            try await DocumentRenderer(fontConfiguration: fontConfiguration).render(paper, in: language))
        let expected =
            language == .english
            ? [
                "Statement of account", "as of February 10, 2015",
                "February 1, 2015 Charge NETDEV01-I-0003 350.00 350.00",
                "February 3, 2015 Payment, bank transfer −100.00 250.00", "Balance due CAD 250.00",
                "Please write 000-0000 in your transfer.",
            ]
            : [
                "Relevé de compte", "en date du 10 février 2015",
                "1er février 2015 Frais NETDEV01-I-0003 350,00 350,00",
                "3 février 2015 Paiement, virement bancaire −100,00 250,00", "Solde à payer 250,00 CAD",
                "Veuillez inscrire 000-0000 dans votre virement.",
            ]
        for text in expected { #expect(lines.contains { $0.contains(text) }, "\(text) in \(lines)") }
    }
}
