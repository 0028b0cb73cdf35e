import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Lists of people as files, and back again.
struct ListingTests {
    private static func withDesk(_ body: (EventServices) async throws -> Void) async throws {
        try await withNetdev01 { _, store in
            try await body(
                EventServices(
                    store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens)))
        }
    }

    /// Somebody with a name out of what hurts spreadsheets and readers of CSV.
    private static func hostile(_ number: Int, _ generator: inout SeededGenerator) throws -> NewRegistration {
        let pieces = [
            "=1+1", "-2", "+3", "@x", "'", "''", "\"", "\"\"", ",", ";", "|", "’", "Ö", "日本", "🙂", "İ", "ﬁ", "0012",
            "#N/A",
            "TRUE", "é", "_x0041_", "<b>", "&amp;", "n/a", "Smith", "O'Brien", "NULL", "1E5", "\u{200D}", "مرحبا",
        ]
        func text(_ count: Int) -> String {
            (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined(
                separator: Bool.random(using: &generator) ? " " : "")
        }
        let name = text(3) + "x"
        return try NewRegistration(
            person: Person(
                name: name, badgeName: text(1),
                affiliation: text(2) + ".", email: Bool.random(using: &generator) ? "person\(number)@example.org" : "",
                country: Bool.random(using: &generator) ? CountryCode("NA") : nil,
                sortName: Bool.random(using: &generator) ? text(2) : ""),
            category: Category.allCases.randomElement(using: &generator) ?? .attendee,
            days: DaySet(bits: UInt16.random(in: 1...15, using: &generator)),
            addOns: number % 7 == 0 ? [.dinner] : [], reference: number % 3 == 0 ? "=R-\(number)" : nil)
    }

    private struct Face: Hashable {
        let person: Person
        let category: Category
        let days: DaySet
        let addOns: Set<AddOn.ID>
        let reference: String?
        let status: Registration.Status

        init(_ one: Registration) {
            (person, category, days, addOns) = (one.person, one.category, one.days, one.addOns)
            (reference, status) = (one.reference, one.status)
        }
    }

    private static func faces(_ services: EventServices) async throws -> [Face] {
        try await services.ledger.list(limit: .max).map { Face($0.registration) }
    }

    @Test(arguments: SeededGenerator.seeds(4), [PeopleFileForm.csv, .xlsx])
    func `what is listed is imported as it was, whatever people are called`(seed: UInt64, form: PeopleFileForm)
        async throws
    {
        var generator = SeededGenerator(seed: seed)
        let people = try (1...40).map { try Self.hostile($0, &generator) }
        let style = CSVText.Style.allCases.randomElement(using: &generator) ?? .plain
        try await Self.withDesk { old in
            for new in people { _ = try await old.ledger.register(new, context: .desk()) }
            let last = try await old.ledger.list(limit: .max)[39].registration.id
            _ = try await old.ledger.cancel(last, context: .desk())
            let file = try await old.file(of: PeopleListing(), as: form, style: style)
            let expected = try await Self.faces(old)
            let same = try await old.ledger.importPeople(
                file.bytes, order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
            #expect(same.added == 0 && same.known == 40 && same.differences.isEmpty, "\(same.differences)")
            try await Self.withDesk { new in
                let report = try await new.ledger.importPeople(
                    file.bytes, order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
                #expect(report.added == 40)
                #expect(try await Self.faces(new) == expected)
            }
        }
    }

    @Test func `a file has who and what was asked for, in order`() async throws {
        try await Self.withDesk { services in
            for (number, name) in ["Zoë Adams", "van der Berg, Jan", "Bo Smith, Jr."].enumerated() {
                let person = try Person(
                    name: name, badgeName: "", affiliation: number == 1 ? "Packet Bakery" : "",
                    email: "p\(number)@example.org")
                _ = try await services.ledger.register(
                    NewRegistration(
                        person: person, category: number == 1 ? .speaker : .attendee, days: DaySet([number + 1]),
                        addOns: number == 0 ? [] : [.dinner], reference: nil), context: .desk())
            }
            func names(_ change: (inout PeopleListing) -> Void) async throws -> [String] {
                var listing = PeopleListing()
                change(&listing)
                return try await services.people(of: listing).map(\.registration.person.name)
            }
            #expect(try await names { $0.order = .family } == ["Zoë Adams", "Bo Smith, Jr.", "van der Berg, Jan"])
            #expect(try await names { $0.addOns = [.dinner] } == ["van der Berg, Jan", "Bo Smith, Jr."])
            #expect(try await names { $0.categories = [.speaker] } == ["van der Berg, Jan"])
            #expect(try await names { $0.days = DaySet([1, 3]) } == ["Zoë Adams", "Bo Smith, Jr."])
            #expect(try await names { $0.affiliations = ["packet bakery"] } == ["van der Berg, Jan"])
            #expect(try await names { $0.isUnprinted = true }.count == 3)
            #expect(try await names { $0.owes = true }.count == 3)
            var kitchen = PeopleListing()
            kitchen.columns = [.name, .affiliation, .email]
            (kitchen.addOns, kitchen.showsEmail) = ([.dinner], false)
            let file = try await services.file(of: kitchen, as: .csv, style: .excel)
            #expect(
                String(decoding: file.bytes, as: UTF8.self)
                    == "\u{FEFF}name,affiliation\r\n\"van der Berg, Jan\",Packet Bakery\r\n\"Bo Smith, Jr.\",\r\n")
        }
    }
}
