import Conference
import EventStore
import LanyardTestSupport
import Testing

struct EventFileTests {
    /// A small right file to break.
    static let small = """
        event:
          slug: tiny
          name: Tiny Conf
          venue: Nowhere
          time_zone: America/Toronto
          currency: CAD
        days:
          - date: 2015-02-14
          - date: 2015-02-15
            capacity: 30
        passes:
          - id: day
            name: One day
            days: 1
            price: 100.00
        add_ons:
          - id: dinner
            name: Dinner
            price: 60
            seats: 25
        gates:
          - id: main
            name: Main door
            days: 1-2
            opens: "07:30"
            closes: "20:00"
            admits: any pass
            frequency: once per day
        badge:
          template: plain

        """

    private static func problems(_ yaml: String) -> [EventFileProblems.Problem] {
        do {
            _ = try EventFile.read(yaml)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `the file of Netdev reads to what it says`() throws {
        let event = try EventFile.read(Repository.netdev01())
        #expect(event.slug == "netdev01" && event.name == "Netdev 0.1" && event.venue == "Ottawa, Canada")
        #expect(event.timeZone.identifier == "America/Toronto" && event.currency.code == "CAD")
        #expect(event.dayStartsAt.description == "04:00")
        #expect(event.days.map(\.label) == ["Sat 14", "Sun 15", "Mon 16", "Tue 17"])
        #expect(event.days.map(\.number) == [1, 2, 3, 4] && event.days.allSatisfy { $0.capacity == 300 })
        #expect(
            event.prices.passes.map { "\($0.id) \($0.days) \($0.price)" } == ["day 1 100.00", "four-days 4 350.00"])
        #expect(event.categories.map(\.category) == Category.standard)
        #expect(event.categories.filter(\.comesFree).map(\.category) == [.organizer, .volunteer, .youth, .press])
        #expect(event.rule(of: .organizer).color.description == "#d4a017")
        #expect(event.addOns.map { "\($0.id) \($0.price) \($0.seats ?? -1)" } == ["dinner 60.00 25"])
        #expect(event.gates.map(\.id.rawValue) == ["main", "reception", "tutorials", "dinner", "staff"])
        #expect(
            event.gates.map(\.frequency) == [
                .oncePerDay, .once, .inAndOut(closesAt: try TimeOfDay("18:00")), .once,
                .inAndOut(closesAt: try TimeOfDay("24:00")),
            ])
        #expect(event.gates[0].names[.french] == "Porte principale" && event.gates[0].name == "Main door")
        #expect(event.gates[2].days == DaySet([1, 2]) && event.gates[0].days == event.allDays)
        #expect(event.gates[3].admits == .addOn(.dinner) && event.gates[0].admits == .anyPass)
        #expect(event.gates[4].admits == .categories([.organizer, .volunteer, .youth]) && event.gates[4].admitsUnpaid)
        #expect(event.keysigning?.date == (try CivilDate("2015-02-16")) && event.badgeTemplate == "netdev01")
    }

    @Test func `what is left out has its default`() throws {
        let event = try EventFile.read(Self.small.replacing("    opens: \"07:30\"\n", with: ""))
        #expect(event.days.map(\.capacity) == [nil, 30])
        #expect(event.dayStartsAt.minutes == 240 && event.keysigning == nil)
        #expect(event.gates[0].names[.french] == event.gates[0].name)
        #expect(event.gates[0].opensAt.minutes == 0 && !event.gates[0].admitsUnpaid)
        #expect(event.rule(of: .speaker).label == "Speaker" && event.rule(of: .speaker).color == .grey)
        #expect(!event.rule(of: .speaker).comesFree)
    }

    /// One line of the small file changed, and the one problem that must come of it.
    struct Broken: Sendable, CustomTestStringConvertible {
        let change: (String, String)
        let expected: String
        var testDescription: String { "\(change.1.debugDescription) gives \(expected)" }

        init(_ from: String, _ to: String, _ expected: String) {
            change = (from, to)
            self.expected = expected
        }
    }

    @Test(arguments: [
        Broken("slug: tiny", "slug: Tiny", "2:9 event.slug identifier_invalid Tiny"),
        Broken("slug: tiny", "slug: -tiny", "2:9 event.slug identifier_invalid -tiny"),
        Broken("name: Tiny Conf", "name: ''", "3:9 event.name text_missing "),
        Broken("venue: Nowhere", "venue:", "4:9 event.venue text_missing "),
        Broken("  venue: Nowhere\n", "", "2:3 event.venue key_missing "),
        Broken("America/Toronto", "America/Ottowa", "5:14 event.time_zone time_zone_unknown America/Ottowa"),
        Broken("America/Toronto", "EST", "5:14 event.time_zone time_zone_unknown EST"),
        Broken("currency: CAD", "currency: JPY", "6:13 event.currency currency_unsupported JPY"),
        Broken("currency: CAD", "currency: [CAD]", "6:13 event.currency not_a_value "),
        Broken("currency: CAD", "currency: CAD\n  colour: red", "7:3 event.colour key_unknown colour"),
        Broken("- date: 2015-02-15", "- date: 2015-02-30", "9:11 days[2].date date_invalid 2015-02-30"),
        Broken("- date: 2015-02-15", "- date: 2015-02-14", "9:11 days[2].date days_out_of_order 2015-02-14"),
        Broken("capacity: 30", "capacity: many", "10:15 days[2].capacity number_invalid many"),
        Broken("capacity: 30", "capacity: -1", "10:15 days[2].capacity number_invalid -1"),
        Broken("    days: 1\n", "    days: 17\n", "14:11 passes[1].days number_invalid 17"),
        Broken("price: 100.00", "price: 100.000", "15:12 passes[1].price amount_ambiguous 100.000"),
        Broken("price: 100.00", "price: -5", "15:12 passes[1].price amount_invalid -5"),
        Broken("price: 100.00", "price: 10000001", "15:12 passes[1].price amount_too_large 10000001"),
        Broken("- id: dinner", "- id: day", "17:9 add_ons[1].id value_repeated day"),
        Broken("price: 60", "price: sixty", "19:12 add_ons[1].price amount_invalid sixty"),
        Broken("days: 1-2", "days: 1-3", "24:11 gates[1].days day_unknown 1-3"),
        Broken(
            "currency: CAD", "currency: CAD\n  day_starts_at: \"24:00\"",
            "7:18 event.day_starts_at time_invalid 24:00"),
        Broken("opens: \"07:30\"", "opens: \"7:30\"", "25:12 gates[1].opens time_invalid 7:30"),
        Broken("closes: \"20:00\"", "closes: \"07:30\"", "26:13 gates[1].closes closes_before_it_opens 07:30"),
        Broken(
            "opens: \"07:30\"\n    closes: \"20:00\"", "opens: \"24:00\"",
            "22:5 gates[1].closes closes_before_it_opens 24:00"),
        Broken("admits: any pass", "admits: everyone", "27:13 gates[1].admits choice_unknown everyone"),
        Broken("admits: any pass", "admits: add-on tour", "27:13 gates[1].admits add_on_unknown add-on tour"),
        Broken("admits: any pass", "admits: categories boss", "27:13 gates[1].admits category_unknown categories boss"),
        Broken("frequency: once per day", "frequency: twice", "28:16 gates[1].frequency choice_unknown twice"),
        Broken(
            "frequency: once per day", "frequency: in and out, closing 25:00",
            "28:16 gates[1].frequency time_invalid in and out, closing 25:00"),
        Broken("badge:\n  template: plain\n", "", "1:1 badge key_missing "),
        Broken("template: plain", "template: ../plain", "30:13 badge.template identifier_invalid ../plain"),
        Broken("badge:\n", "badge: plain\nbag:\n", "29:8 badge not_a_mapping |30:1 bag key_unknown bag"),
        Broken(
            "badge:\n", "categories:\n  big boss: { label: Boss }\nbadge:\n",
            "30:3 categories.big boss key_unknown big boss"),
        Broken(
            "badge:\n", "categories:\n  press: { label: Press, color: red, free: maybe }\nbadge:\n",
            "30:33 categories.press.color color_invalid red|30:44 categories.press.free choice_unknown maybe"),
    ])
    func `a mistake is reported with its place and code`(broken: Broken) {
        #expect(Self.small.contains(broken.change.0))
        let yaml = Self.small.replacing(broken.change.0, with: broken.change.1, maxReplacements: 1)
        let found = Self.problems(yaml).map { "\($0.line):\($0.column) \($0.path) \($0.code) \($0.value)" }
        let expected = broken.expected.split(separator: "|").map(String.init)
        #expect(found == expected)
    }

    @Test func `all mistakes of a file are reported at once, in the order of its lines`() {
        var yaml = Self.small
        for (from, to) in [
            ("slug: tiny", "slug: TINY"), ("America/Toronto", "Toronto"), ("2015-02-15", "someday"),
            ("price: 100.00", "price: cheap"), ("seats: 25", "seats: few"), ("days: 1-2", "days: 2-1"),
            ("admits: any pass", "admits: friends"), ("template: plain", "tmplate: plain"),
        ] { yaml = yaml.replacing(from, with: to) }
        let found = Self.problems(yaml)
        #expect(
            found.map(\.path) == [
                "event.slug", "event.time_zone", "days[2].date", "passes[1].price", "add_ons[1].seats", "gates[1].days",
                "gates[1].admits", "badge.template", "badge.tmplate",
            ])
        #expect(found.map(\.line) == found.map(\.line).sorted())
    }

    @Test func `a mistake in a day or an add-on is not reported again at the gates that name it`() {
        let yaml = Self.small.replacing("2015-02-15", with: "someday").replacing("seats: 25", with: "seats: few")
            .replacing("admits: any pass", with: "admits: add-on dinner")
        #expect(Self.problems(yaml).map(\.path) == ["days[2].date", "add_ons[1].seats"])
    }

    @Test(arguments: [
        ("event:\n  slug: [a\n", "yaml_syntax"), ("event:\n\tslug: a\n", "yaml_syntax"), ("a: 'b\n", "yaml_syntax"),
        ("a: *b\n", "yaml_syntax"), ("a: 1\n---\nb: 2\n", "yaml_syntax"), ("a: \u{1}\n", "yaml_syntax"),
        ("", "not_a_mapping"), ("- a\n", "not_a_mapping"), ("just text", "not_a_mapping"),
    ])
    func `what is no such file at all is refused with one problem`(yaml: String, code: String) {
        #expect(Self.problems(yaml).map(\.code.rawValue) == [code])
    }

    @Test func `a syntax error has its line`() {
        let found = Self.problems(Self.small.replacing("price: 60", with: "price: \"60"))
        #expect(found.map(\.code.rawValue) == ["yaml_syntax"])
        #expect((found.first?.line ?? 0) >= 19)
    }

    @Test func `a key that stands twice is named`() {
        let found = Self.problems(Self.small.replacing("venue: Nowhere", with: "venue: Nowhere\n  venue: Here"))
        #expect(found.map { "\($0.code) \($0.value)" } == ["value_repeated venue"])
        #expect((2...5).contains(found.first?.line ?? 0))
    }

    @Test func `a file beyond the limit is refused before it is parsed`() {
        let padding = String(repeating: "# padding\n", count: EventFile.sizeLimit / 10)
        #expect(Self.problems(Self.small + padding).map(\.code.rawValue) == ["file_too_large"])
    }

    @Test func `a file nested without end is refused`() {
        let depth = 100_000
        #expect(Self.problems("event: " + String(repeating: "[", count: depth)).map(\.code.rawValue) == ["yaml_syntax"])
    }

    @Test func `aliases that multiply are refused like any other unknown key`() {
        let bomb = (1...40).map { "b\($0): &b\($0) [*b\($0 - 1), *b\($0 - 1)]\n" }.joined()
        #expect(Self.problems("b0: &b0 x\n" + bomb + Self.small).allSatisfy { $0.code.rawValue == "key_unknown" })
    }
}
