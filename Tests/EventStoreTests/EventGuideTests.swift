import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

/// docs/event.md: what it shows is what the program reads.
struct EventGuideTests {
    private static let page = Result { try Repository.text("docs/event.md") }

    /// The YAML of the page, block by block.
    private static func examples() throws -> [String] {
        try page.get().matches(of: #/(?ms)^```yaml\n(.*?)^```$/#).map { String($0.1) }
    }

    /// The sections of a file by their key.
    private static func sections(_ yaml: String) -> [(key: String, text: String)] {
        var sections: [(key: String, text: String)] = []
        for line in yaml.split(separator: "\n", omittingEmptySubsequences: false) {
            if let key = line.firstMatch(of: #/^([a-z_]+):/#) {
                sections.append((String(key.1), String(line)))
            } else if !sections.isEmpty {
                sections[sections.count - 1].text += "\n" + line
            }
        }
        return sections
    }

    @Test func `every example is read, in the place of what the smallest description says`() throws {
        let examples = try Self.examples()
        let smallest = try #require(examples.first)
        #expect(examples.count > 12)
        _ = try EventFile.read(smallest)
        for example in examples.dropFirst() {
            let own = Self.sections(example)
            #expect(!own.isEmpty)
            let rest = Self.sections(smallest).filter { section in !own.contains { $0.key == section.key } }
            let file = (rest + own).map(\.text).joined(separator: "\n") + "\n"
            #expect(throws: Never.self, "\(example)") { try EventFile.read(file) }
        }
    }

    @Test func `every key of the schema stands on the page in an example`() throws {
        let schema = try JSONSerialization.jsonObject(
            with: Data(try Repository.text("schema/event.schema.json").utf8))
        let root = try #require(schema as? [String: Any])
        let definitions = try #require(root["$defs"] as? [String: Any])
        func keys(_ node: Any?) -> Set<String> {
            guard let node = node as? [String: Any] else { return [] }
            var found: Set<String> = []
            for (key, value) in node["properties"] as? [String: Any] ?? [:] {
                found.formUnion(keys(value).union([key]))
            }
            found.formUnion(keys(node["items"]))
            if let reference = node["$ref"] as? String {
                found.formUnion(keys(definitions[reference.split(separator: "/").last.map(String.init) ?? ""]))
            }
            return found
        }
        let shown = try Self.examples().joined(separator: "\n")
        let known = keys(root)
        #expect(known.count > 50)
        for key in known.sorted() {
            #expect(shown.firstMatch(of: try Regex("(?m)(^|[ {,])\(key):")) != nil, "\(key)")
        }
    }

    @Test func `an early bird keeps the price of its day`() throws {
        let example = try #require(try Self.examples().first { $0.contains("early") && $0.hasPrefix("passes:") })
        let smallest = try #require(try Self.examples().first)
        let rest = Self.sections(smallest).filter { $0.key != "passes" }.map(\.text).joined(separator: "\n")
        let event = try EventFile.read(rest + "\n" + example)
        let prices = try ["2026-03-31", "2026-04-01"].map { date in
            try event.prices.onSale(try CivilDate(date)).quote(for: .first(3)).total.cents
        }
        #expect(prices == [18_000, 24_000])
    }
}

/// A new event's description from an old one's.
struct EventRenewalTests {
    @Test func `every date moves with the first day, and comments stay`() throws {
        let old =
            EventFileTests.small.replacing("name: Tiny Conf", with: "name: 'Tiny Conf' # what people say") + """

                documents_kept_until: 2021-12-31
                refunds:
                  - { until: 2015-01-31, percent: 50 }
                keysigning:
                  organizer: Kit Invented <kit@example.org>
                  date: "2015-02-15"
                  time: "12:30"
                  digestsFrom: 2015-02-15T12:00:00-05:00

                """
        let new = try EventFile.renewing(
            old, slug: "tiny-2", name: "Tiny: \"two\"", begins: try CivilDate("2016-02-28"))
        let event = try EventFile.read(new)
        #expect(event.slug == "tiny-2" && event.name == "Tiny: \"two\"" && new.contains("# what people say"))
        #expect(event.days.map(\.date.description) == ["2016-02-28", "2016-02-29"])
        #expect(event.refunds.steps.map(\.until.description) == ["2016-02-14"])
        #expect(event.keysigning?.date.description == "2016-02-29")
        #expect(new.contains("digestsFrom: 2016-02-29T12:00:00-05:00"))
        #expect(event.documentsKeptUntil?.description == "2023-01-14")
        #expect(try EventFile.renewing(old, slug: "tiny") == old)
    }
}
