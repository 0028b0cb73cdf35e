import Conference
import Foundation
import LanyardTestSupport
import Testing
import Wording

struct WordsTests {
    /// The codes that the sources throw or report, as they stand in them.
    private static func codesInSources() throws -> Set<String> {
        let sources = Repository.root.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var codes: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/\b\w*(?:Error|Problems)\(\s*(?:code: )?"([a-z0-9_]+)"/#) {
                codes.insert(String(match.1))
            }
            for match in text.matches(of: #/[( ]code: "([a-z0-9_]+)"/#) { codes.insert(String(match.1)) }
            for match in text.matches(of: #/findings\.append\(\s*\.init\(\s*"([a-z0-9_]+)"/#) {
                codes.insert(String(match.1))
            }
            // Codes that are raw values of an enumeration.
            let holdsCodes = ["OpenPGP", "Preflight", "TemplateProblem"].contains { file.path.contains($0) }
            if text.contains(#/enum Code: String/#), holdsCodes {
                for match in text.matches(of: #/case \w+ = "([a-z0-9_]+)"/#) { codes.insert(String(match.1)) }
            }
        }
        return codes
    }

    @Test func `every code has words`() throws {
        let codes = try Self.codesInSources()
        #expect(codes.count > 100)
        let unknown = codes.subtracting(Words.codes)
        #expect(unknown.isEmpty, "without words: \(unknown.sorted())")
    }

    @Test func `the page of error codes lists exactly the codes that have words`() throws {
        // What follows are verdicts, which are no errors.
        let page = try Repository.text("docs/error-codes.md").components(separatedBy: "## Verdicts")[0]
        let listed = Set(page.matches(of: #/(?m)^\| `([a-z0-9_]+)` \|/#).map { String($0.1) })
        let differing = listed.symmetricDifference(Words.codes).sorted()
        #expect(differing.isEmpty, "only in one of the two: \(differing)")
    }

    @Test func `details fill their places, and places without details vanish`() {
        let words = Words(for: ConferenceError("day_unknown", ErrorDetail("value", 7), ErrorDetail("days", 4)))
        #expect(words.sentence == "There is no day 7: the event has 4 days.")
        #expect(Words(code: "registration_unknown", details: []).sentence == "There is no registration.")
    }

    @Test func `an unknown error shows nothing of itself`() {
        struct Leak: Error { let secret = "SELECT" }
        let words = Words(for: Leak())
        #expect(words.status == 500)
        #expect(words.code == "internal")
        #expect(!words.sentence.contains("SELECT"))
    }
}
