import Conference
import DocumentRenderer
import Foundation
import LanyardTestSupport
import Testing

/// The repository's own font configuration.
let fontConfiguration = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fonts/fonts.conf")

/// The text of a PDF, as poppler reads it, with the layout of the page.
func text(of pdf: Data) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("document-\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: file) }
    try pdf.write(to: file)
    return try Tool.run("pdftotext", "-layout", file.path, "-")
}

extension LedgerDocument {
    /// Four days and the dinner in Ottawa, partly in cash, with a voucher and two taxes.
    static func invented(
        _ kind: Kind = .receipt, language: Language = .english, name: String = "Ada Placeholder",
        lines: [Line]? = nil, includeTaxes: Bool = false, payments: [Payment]? = nil, balance: Money = .zero,
        earlier: [String] = []
    ) throws -> LedgerDocument {
        let sign: Int64 = kind == .receipt ? 1 : -1
        func money(_ cents: Int64) -> Money { Money(cents: sign * cents) }
        let lines =
            lines
            ?? [
                Line(
                    kind: .pass, name: "All four days", quantity: Int(sign), unitPrice: Money(cents: 125_000),
                    amount: money(125_000)),
                Line(
                    kind: .addOn, name: "Conference dinner", quantity: Int(sign), unitPrice: Money(cents: 6_000),
                    amount: money(6_000)),
                Line(kind: .voucher, name: "EARLY10", quantity: 0, unitPrice: nil, amount: money(-12_500)),
            ]
        let taxes = [
            Tax(name: "GST", ratePercent: "5", registrationNumber: "12345 6789 RT0001", amount: money(5_925)),
            Tax(name: "QST", ratePercent: "9.975", registrationNumber: "1234567890 TQ0001", amount: money(11_820)),
        ]
        let noon = Date(timeIntervalSince1970: 1_423_587_600)
        return LedgerDocument(
            kind: kind, number: 17, label: kind == .receipt ? "NETDEV01-R-0017" : "NETDEV01-C-0017",
            event: Event(
                name: "Netdev 0.1", venue: "Ottawa, Canada", dates: "14–17 February 2015",
                timeZone: try EventTimeZone("America/Toronto"),
                currency: try Currency("CAD"), issuer: "The Invented Networking Society",
                issuerAddress: ["1 Example Street", "Ottawa, Ontario  K1A 0A0", "Canada"]),
            issued: noon,
            recipient: Recipient(
                name: name, affiliation: name.isEmpty ? "" : "Packet Bakery", code: try RegistrationCode("0000000"),
                category: language == .french ? "Conférencière" : "Speaker"),
            figures: Figures(
                language: language, lines: lines, pricesIncludeTaxes: includeTaxes, subtotal: money(118_500),
                taxes: taxes, total: money(includeTaxes ? 118_500 : 136_245),
                payments: payments ?? [
                    Payment(
                        time: noon, method: "card", amount: money(100_000), tendered: nil, rounding: .zero),
                    Payment(
                        time: noon, method: "cash", amount: money(36_245), tendered: Money(cents: 40_000),
                        rounding: .zero),
                ],
                balance: balance, earlier: earlier))
    }
}
