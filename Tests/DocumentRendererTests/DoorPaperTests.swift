import Conference
import DocumentRenderer
import Foundation
import Testing

struct DoorPaperTests {
    private static func person(
        _ name: String, _ code: String, goesToDesk: Bool = false, due: Int64 = 0, admitted: Date? = nil,
        category: String = ""
    ) -> DoorPaper.Person {
        DoorPaper.Person(
            name: name, affiliation: "Packet Bakery", code: code, category: category, goesToDesk: goesToDesk,
            due: Money(cents: due), admitted: admitted)
    }

    private static func pdf(_ people: [DoorPaper.Person], in language: Language = .english) async throws -> Data {
        let paper = DoorPaper(
            event: "Netdev 0.1", timeZone: try EventTimeZone("America/Toronto"), currency: try Currency("CAD"),
            gate: "Main door", day: 1,
            date: try CivilDate("2015-02-14"), hours: "07:30–20:00",
            time: Date(timeIntervalSince1970: 1_423_924_200), people: people)
        return try await DocumentRenderer(fontConfiguration: fontConfiguration).render(paper, in: language)
    }

    private static func lines(_ pdf: Data) throws -> [String] {
        try text(of: pdf).split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    @Test func `the list says what it is of, as of when, and what stands against whom`() async throws {
        let lines = try Self.lines(
            await Self.pdf([
                Self.person("Ada Placeholder", "K7X-42MK"),
                Self.person("Bo Invented", "K7X-42MQ", goesToDesk: true, due: 12_000),
                Self.person(
                    "Kit 山田太郎 ש", "K7X-42MR", admitted: Date(timeIntervalSince1970: 1_423_923_600), category: "Speaker"),
            ]))
        for expected in [
            "Main door", "Day 1, Saturday 14 February, open 07:30–20:00",
            "Netdev 0.1. As of February 14, 2015, 09:30. 3 people, 1 to the desk", "K7X-42MK",
            "To the desk · CAD 120.00 due", "In since 09:20 · Speaker", "Page 1 / 1",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `the list is in French for who reads French`() async throws {
        let people = [
            Self.person("Bo Invented", "K7X-42MQ", goesToDesk: true, due: 12_000),
            Self.person("Kit Example", "K7X-42MR", admitted: Date(timeIntervalSince1970: 1_423_923_600)),
        ]
        let lines = try Self.lines(await Self.pdf(people, in: .french))
        for expected in [
            "Jour 1, samedi 14 février, ouvert 07:30–20:00", "À jour le 14 février 2015, 09 h 30",
            "2 personnes, 1 à l’accueil", "À l’accueil · 120,00 CAD à payer", "Entré à 09 h 20",
        ] {
            #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
    }

    @Test func `every page of a long list says its number, the gate and the time`() async throws {
        let people = (1...100).map { Self.person("Person \($0)", "CODE-\($0)") }
        let lines = try Self.lines(await Self.pdf(people))
        let pages = lines.count { $0.contains("Page ") }
        #expect(pages >= 4)
        for page in 1...pages { #expect(lines.contains { $0.hasSuffix("Page \(page) / \(pages)") }) }
        #expect(lines.count { $0.contains("Main door, day 1 · As of February 14, 2015, 09:30") } == 2 * pages - 1)
        for person in people { #expect(lines.contains { $0.contains(person.code) }) }
    }

    @Test func `nobody at all is said, and the same list gives the same bytes`() async throws {
        let empty = try Self.lines(await Self.pdf([]))
        #expect(empty.contains { $0.contains("This gate lets nobody in on this day.") })
        let people = [Self.person("Ada Placeholder", "K7X-42MK")]
        #expect(try await Self.pdf(people) == Self.pdf(people))
    }
}
