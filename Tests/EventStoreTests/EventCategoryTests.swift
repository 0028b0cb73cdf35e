import Conference
import EventStore
import LanyardTestSupport
import Testing

/// What event.yaml says of categories: the organizer's list, or the seven words of older files.
struct EventCategoryTests {
    private static func event(_ categories: String) throws -> EventDefinition {
        try EventFile.read(EventFileTests.small.replacing("badge:\n", with: categories + "\nbadge:\n"))
    }

    private static func problems(_ categories: String) -> [String] {
        do {
            _ = try event(categories)
            return []
        } catch let error as EventFileProblems {
            return error.problems.map { "\($0.path) \($0.code.rawValue)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a file without categories, and an older one, has the seven words`() throws {
        #expect(try EventFile.read(EventFileTests.small).categories.map(\.category) == Category.standard)
        let older = try Self.event("roles:\n  speaker: { label: Présentation, free: true }")
        #expect(older.categories.map(\.category) == Category.standard && older.usualCategory == .attendee)
        #expect(older.rule(of: .speaker).comesFree && older.rule(of: .speaker).label == "Présentation")
    }

    @Test func `a mapping adds the organizer's own words to the seven`() throws {
        let event = try Self.event("categories:\n  student: { label: Student, price: 50% }")
        #expect(event.categories.map(\.category.rawValue) == Category.standard.map(\.rawValue) + ["student"])
        #expect(event.categories.last?.price == .part(try TaxRate(percent: "50")))
    }

    @Test func `a list has exactly the organizer's words, in their order`() throws {
        let event = try Self.event(
            """
            categories:
              - { id: hobbyist, label: Hobbyist, fr: Amateur, color: "#0a7f5a", prices: { day: 20 } }
              - { id: corporate, label: Corporate, prices: { day: 125.5% } }
            """.replacing("125.5%", with: "99.5 %"))
        #expect(event.categories.map(\.category.rawValue) == ["hobbyist", "corporate"])
        #expect(event.usualCategory.rawValue == "hobbyist" && event.categories[0].labels[.french] == "Amateur")
        let day = event.prices.passes[0]
        #expect(event.categories.map { $0.priced(day).price.cents } == [2_000, 9_950])
        #expect(try event.category(named: "amateur").rawValue == "hobbyist")
        #expect(event.rule(of: .press).label == "Press" && event.knownRule(of: .press) == nil)
    }

    @Test(arguments: [
        ("categories: []", "categories list_length"),
        ("categories:\n  - { label: Student }", "categories[1].id key_missing"),
        ("categories:\n  - { id: student }", "categories[1].label key_missing"),
        ("categories:\n  - { id: Student, label: Student }", "categories[1].id identifier_invalid"),
        (
            "categories:\n  - { id: one, label: One }\n  - { id: one, label: Two }",
            "categories[2].id value_repeated"
        ),
        ("categories:\n  - { id: one, label: One, colour: red }", "categories[1].colour key_unknown"),
        ("categories:\n  - { id: one, label: One, prices: { week: 1 } }", "categories[1].prices.week key_unknown"),
        ("categories:\n  - { id: one, label: One, prices: { day: -1 } }", "categories[1].prices.day amount_invalid"),
        ("categories:\n  - { id: one, label: One, prices: { day: 150% } }", "categories[1].prices.day rate_invalid"),
        ("categories:\n  - { id: one, label: One, price: 50 }", "categories[1].price rate_invalid"),
        ("categories:\n  - { id: one, label: One, free: true, price: 50% }", "categories[1] category_price"),
        ("categories:\n  student: { price: 50% }", "categories.student.label key_missing"),
        ("categories:\n  Student: { label: Student }", "categories.Student key_unknown"),
    ])
    func `what is wrong is named`(categories: String, expected: String) {
        #expect(Self.problems(categories) == [expected])
    }

    @Test func `there are at most 32, and gates and vouchers name only those there are`() throws {
        let many = (1...33).map { "  - { id: c\($0), label: C\($0) }" }.joined(separator: "\n")
        #expect(Self.problems("categories:\n" + many) == ["categories list_length"])
        let list = "categories:\n  - { id: student, label: Student }"
        let gate = EventFileTests.small.replacing("admits: any pass", with: "admits: categories student, speaker")
        #expect(throws: EventFileProblems.self) {
            try EventFile.read(gate.replacing("badge:\n", with: list + "\nbadge:\n"))
        }
        let right = gate.replacing(", speaker", with: "").replacing("badge:\n", with: list + "\nbadge:\n")
        let student = try #require(Category(rawValue: "student"))
        #expect(try EventFile.read(right).gates[0].admits == .categories([student]))
    }
}
