import Conference
import DocumentRenderer
import Foundation
import Testing

struct DayEndTests {
    private static func sheet(reason: String = "a slip is missing") throws -> DayEndPaper {
        func takings(_ till: String?, _ method: String, _ received: Int64, _ returned: Int64 = 0) -> DayEndPaper.Takings
        {
            DayEndPaper.Takings(
                till: till, method: method, count: 3, received: Money(cents: received),
                returned: Money(cents: returned))
        }
        return DayEndPaper(
            event: "Netdev 0.1", timeZone: try EventTimeZone("America/Toronto"), currency: try Currency("CAD"),
            date: try CivilDate("2015-02-14"), time: Date(timeIntervalSince1970: 1_423_951_200),
            takings: [
                takings("north", "cash", 125_000, 10_000), takings("north", "card", 280_000),
                takings("south", "card", 20_000), takings(nil, "bank", 35_000),
            ],
            drawers: [
                DayEndPaper.Drawer(
                    number: 3, till: "north", float: Money(cents: 20_000), dropped: Money(cents: 50_000),
                    expected: Money(cents: 85_000), counted: Money(cents: 84_500)),
                DayEndPaper.Drawer(
                    number: 4, till: "south", float: Money(cents: 20_000), dropped: .zero,
                    expected: Money(cents: 20_000), counted: nil),
            ],
            terminals: [
                DayEndPaper.Terminal(name: "terminal-1", amount: Money(cents: 299_500), reason: reason)
            ],
            cards: Money(cents: 300_000), dropped: Money(cents: 50_000), safe: Money(cents: 94_500))
    }

    private static func lines(in language: Language, reason: String = "a slip is missing") async throws -> [String] {
        let pdf = try await DocumentRenderer(fontConfiguration: fontConfiguration).render(
            sheet(reason: reason), in: language)
        return try text(of: pdf).split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    @Test func `the sheet has every till, the drawers, the terminals and the safe`() async throws {
        let lines = try await Self.lines(in: .english)
        for expected in [
            "End of day, February 14, 2015", "Printed February 14, 2015, 17:00",
            "north Cash 3 1,250.00 −100.00 1,150.00", "No till Bank transfer 3 350.00 0.00 350.00",
            "All Card 6 3,000.00 0.00 3,000.00", "Shift 3, till north 200.00 500.00 850.00 845.00 −5.00",
            "Shift 4, till south 200.00 0.00 200.00 open", "terminal-1: a slip is missing 2,995.00",
            "Cards, as the books say 3,000.00", "Difference −5.00", "Taken to the safe in mid-shift 500.00",
            "In the safe at the end 945.00", "Checked by",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `a difference that nobody explained is asked about on paper`() async throws {
        #expect(try await Self.lines(in: .english, reason: "").contains("Why they differ:"))
        #expect(try await !Self.lines(in: .english).contains("Why they differ:"))
    }

    @Test func `the sheet is in French for who reads French`() async throws {
        let lines = try await Self.lines(in: .french)
        for expected in [
            "Fin de journée, 14 février 2015", "Sans caisse Virement bancaire 3 350,00 0,00 350,00",
            "Tous Carte 6 3 000,00", "Quart 4, caisse south 200,00 0,00 200,00 ouverte", "Cartes, selon les livres",
            "Écart −5,00", "Au coffre à la fin 945,00", "Vérifié par",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }
}
