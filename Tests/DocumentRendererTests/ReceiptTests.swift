import Conference
import DocumentRenderer
import Foundation
import Testing

struct ReceiptTests {
    private static func render(_ document: LedgerDocument) async throws -> Data {
        try await DocumentRenderer(fontConfiguration: fontConfiguration).render(document)
    }

    /// The lines of a document's text, blanks run together.
    private static func lines(_ document: LedgerDocument) async throws -> [String] {
        try text(of: try await render(document)).split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    @Test func `a receipt says who, what, how much, which taxes, and what was paid`() async throws {
        let lines = try await Self.lines(.invented())
        for expected in [
            "Receipt", "NETDEV01-R-0017", "February 10, 2015", "The Invented Networking Society", "1 Example Street",
            "Ada Placeholder", "Packet Bakery", "Registration 000-0000 · Speaker", "Netdev 0.1", "14–17 February 2015",
            "All four days 1 1,250.00 1,250.00", "Conference dinner 1 60.00 60.00", "Voucher EARLY10 −125.00",
            "Subtotal 1,185.00", "GST 5% 59.25", "12345 6789 RT0001", "QST 9.975% 118.20", "1234567890 TQ0001",
            "Total (CAD) 1,362.45", "February 10, 2015 Card 1,000.00",
            "Cash (tendered 400.00, change 37.55) 362.45", "Paid in full CAD 0.00", "Page 1 of 1",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `a receipt in French is French to the last comma`() async throws {
        let lines = try await Self.lines(.invented(language: .french, balance: Money(cents: 12_345)))
        for expected in [
            "Reçu", "Date d’émission : 10 février 2015", "Pour", "Inscription 000-0000 · Conférencière",
            "All four days 1 1 250,00 1 250,00",
            "Code promotionnel EARLY10 −125,00", "Sous-total 1 185,00", "TPS 5 % 59,25", "TVQ 9,975 % 118,20",
            "No d’inscription 12345 6789 RT0001", "Total (CAD) 1 362,45",
            "Comptant (remis 400,00, monnaie rendue 37,55)",
            "Solde à payer 123,45 CAD", "Page 1 de 1",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `a credit note takes back, and says what is owed`() async throws {
        let lines = try await Self.lines(
            .invented(.creditNote, payments: [], balance: Money(cents: -136_245), earlier: ["NETDEV01-R-0003"]))
        for expected in [
            "Credit note", "NETDEV01-C-0017", "All four days −1 1,250.00 −1,250.00", "Total credited (CAD) −1,362.45",
            "Owed to you CAD 1,362.45", "This document adds to NETDEV01-R-0003.",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
        #expect(!lines.contains { $0.contains("Payments") })
        let settled = try await Self.lines(.invented(.creditNote))
        #expect(settled.contains { $0.contains("Settled CAD 0.00") })
    }

    @Test func `taxes within the prices are a part of the total`() async throws {
        let lines = try await Self.lines(.invented(includeTaxes: true))
        let total = try #require(lines.firstIndex { $0.contains("Total (CAD) 1,185.00") })
        let tax = try #require(lines.firstIndex { $0.contains("Including GST 5% 59.25") })
        #expect(total < tax && !lines.contains { $0.contains("Subtotal") })
    }

    @Test func `somebody who was erased stands on no paper`() async throws {
        let lines = try await Self.lines(.invented(name: ""))
        #expect(lines.contains { $0.contains("Name removed on request") })
        #expect(!lines.contains { $0.contains("Ada") || $0.contains("Bakery") })
    }

    @Test func `a long document goes on to further pages and loses no line`() async throws {
        let lines = (1...90).map { number in
            LedgerDocument.Line(
                kind: .addOn,
                name: "Side event \(number) with a name that goes on " + String(repeating: "and on ", count: 8),
                quantity: 1, unitPrice: Money(cents: 100), amount: Money(cents: 100))
        }
        let text = try await Self.lines(.invented(lines: lines))
        for number in 1...90 { #expect(text.contains { $0.contains("Side event \(number) with") }, "\(number)") }
        #expect(text.contains { $0.contains("Page 1 of 6") } && text.contains { $0.contains("Page 6 of 6") })
    }

    @Test func `the same document gives the same bytes`() async throws {
        let document = try LedgerDocument.invented(name: "山田 太郎 Đặng محمد")
        let first = try await Self.render(document)
        #expect(try await Self.render(document) == first)
        #expect(first.starts(with: Data("%PDF-1.5".utf8)))
    }

    @Test func `a font configuration that is missing is an error with a code`() async throws {
        let renderer = DocumentRenderer(fontConfiguration: URL(fileURLWithPath: "/nonexistent/fonts.conf"))
        await #expect { try await renderer.render(.invented()) } throws: { error in
            (error as? any DescribedError)?.code.rawValue == "font_configuration_unreadable"
        }
    }
}
