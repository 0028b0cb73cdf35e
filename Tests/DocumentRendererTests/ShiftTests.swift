import Conference
import DocumentRenderer
import Foundation
import Testing

struct ShiftTests {
    private static func shift(closed: ShiftPaper.Closing?) throws -> ShiftPaper {
        func takings(_ author: String, _ method: String, _ count: Int, _ received: Int64, _ returned: Int64 = 0)
            -> ShiftPaper.Takings
        {
            ShiftPaper.Takings(
                author: author, method: method, count: count, received: Money(cents: received),
                returned: Money(cents: returned))
        }
        return ShiftPaper(
            event: "Netdev 0.1", timeZone: try EventTimeZone("America/Toronto"), currency: try Currency("CAD"),
            number: 3, till: "desk-1",
            opened: Date(timeIntervalSince1970: 1_423_916_100), openedBy: "cli:kit", float: Money(cents: 20_000),
            takings: [
                takings("cli:kit", "cash", 12, 125_000, 10_000), takings("cli:kit", "card", 8, 280_000),
                takings("device:3", "cash", 2, 20_000),
            ],
            expectedCash: Money(cents: 155_000), closed: closed)
    }

    private static func lines(_ shift: ShiftPaper, in language: Language = .english) async throws -> [String] {
        let pdf = try await DocumentRenderer(fontConfiguration: fontConfiguration).render(shift, in: language)
        return try text(of: pdf).split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    @Test func `a closed shift says what each took, what was counted and what is missing`() async throws {
        let closing = ShiftPaper.Closing(
            time: Date(timeIntervalSince1970: 1_423_951_200), author: "cli:kit", counted: Money(cents: 154_500),
            difference: Money(cents: -500))
        let lines = try await Self.lines(Self.shift(closed: closing))
        for expected in [
            "Shift 3, till desk-1", "Opened February 14, 2015, 07:15 by cli:kit",
            "Closed February 14, 2015, 17:00 by cli:kit", "cli:kit Cash 12 1,250.00 −100.00 1,150.00",
            "device:3 Cash 2 200.00 0.00 200.00", "All 22 4,250.00 −100.00 4,150.00", "Float 200.00",
            "Cash taken, less cash returned 1,350.00", "Expected in the till 1,550.00", "Counted 1,545.00",
            "Missing −5.00", "Counted by",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `the report is in French for who reads French`() async throws {
        let closing = ShiftPaper.Closing(
            time: Date(timeIntervalSince1970: 1_423_951_200), author: "cli:kit", counted: Money(cents: 154_500),
            difference: Money(cents: -500))
        let lines = try await Self.lines(Self.shift(closed: closing), in: .french)
        for expected in [
            "Quart 3, caisse desk-1", "Ouverte le 14 février 2015, 07 h 15 par cli:kit",
            "cli:kit Comptant 12 1 250,00 −100,00 1 150,00", "Tous 22", "Compté 1 545,00", "Manque −5,00",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `a shift that goes on has no count yet`() async throws {
        let lines = try await Self.lines(Self.shift(closed: nil))
        #expect(lines.contains { $0.contains("The till is still open.") })
        #expect(!lines.contains { $0.contains("Missing") || $0.contains("Closed") })
    }
}
