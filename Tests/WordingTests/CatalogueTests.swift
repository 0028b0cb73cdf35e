import Catalogues
import Conference
import Foundation
import LanyardTestSupport
import Testing
import Wording

struct CatalogueTests {
    private static func files(_ folder: String, _ ending: String) throws -> [String] {
        let root = Repository.root.appendingPathComponent(folder)
        return try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix("." + ending) }
            .map { try Repository.text("\(folder)/\($0)") }
    }

    @Test func `all languages have the same names with the same places`() {
        let english = Catalogue.of(.english)
        func places(_ text: String) -> Set<String> { Set(text.matches(of: #/\{[a-z0-9_]+\}/#).map { String($0.0) }) }
        for language in Language.allCases {
            let other = Catalogue.of(language)
            #expect(other.names.symmetricDifference(english.names).sorted() == [], "\(language)")
            for name in english.names {
                #expect(places(english.text(name) ?? "") == places(other.text(name) ?? ""), "\(language): \(name)")
            }
        }
    }

    @Test(arguments: [("title", 1), ("= text", 1), ("a = b\ntitle = a\ntitle = b", 3), ("# a\n\na = b\nc =", 4)])
    func `a line that is none is named`(text: String, line: Int) {
        #expect(throws: Catalogue.LineProblem.self) { try Catalogue(.english, text: text) }
        do {
            _ = try Catalogue(.english, text: text)
        } catch {
            #expect(error.line == line)
        }
    }

    @Test func `every word that is asked for is there, and every word is asked for`() throws {
        var used: Set<String> = []
        for text in try Self.files("templates/pages", "mustache") {
            used.formUnion(text.matches(of: #/\{\{[#^]?t\.([a-z0-9_]+)/#).map { String($0.1) })
        }
        // Chosen among several before they are asked for.
        var named: Set<String> = []
        var built: Set<String> = ["error_", "advice_"]
        for text in try Self.files("Sources", "swift") {
            used.formUnion(text.matches(of: #/words\(\s*"([a-z0-9_]+)"/#).map { String($0.1) })
            named.formUnion(text.matches(of: #/"([a-z0-9_]+)"/#).map { String($0.1) })
            built.formUnion(
                text.matches(of: #/(?:words|catalogue|text)\(\s*"([a-z0-9_]+_)\\\(/#).map { String($0.1) })
            // A script gets all of them.
            built.formUnion(text.matches(of: #/texts\(withPrefix: "([a-z0-9_]+_)"/#).map { String($0.1) })
        }
        let known = Catalogue.of(.english).names
        #expect(used.subtracting(known).sorted() == [], "without words")
        let idle = known.subtracting(used).subtracting(named).filter { name in
            !built.contains { name.hasPrefix($0) } && !name.hasPrefix("history_")
        }
        #expect(idle.sorted() == [], "never used")
    }

    @Test(arguments: [
        (nil, Language.english), ("fr", .french), ("fr-CA,fr;q=0.8,en;q=0.5", .french),
        ("de, fr;q=0.4, en;q=0.3", .french),
        ("en-GB,en;q=0.9,fr;q=0.8", .english), ("de,ja", .english), ("fr;q=0, en", .english), (";;q=,,", .english),
    ])
    func `the browser chooses the language`(header: String?, language: Language) {
        #expect(Language(accepting: header) == language)
    }
}
