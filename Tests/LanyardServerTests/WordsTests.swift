import Conference
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing
import Wording

struct WordsTests {
    @Test func `every code has words`() {
        #expect(Words.codes.count > 300)
        for code in Words.codes { #expect(Words.hasEntry(for: code), "\(code) has no words") }
    }

    @Test func `the page of error codes lists exactly the codes that have words`() throws {
        // What follows are verdicts, which are not errors.
        let page = try Repository.text("docs/error-codes.md").components(separatedBy: "## Verdicts")[0]
        let listed = Set(page.matches(of: #/(?m)^\| `([a-z0-9_]+)` \|/#).map { String($0.1) })
        let differing = listed.symmetricDifference(Words.codes.map(\.rawValue) + ["internal"]).sorted()
        #expect(differing.isEmpty, "only in one of the two: \(differing)")
    }

    @Test func `details fill their places, and places without details vanish`() {
        let words = Words(for: ConferenceError(.dayUnknown, ErrorDetail("value", 7), ErrorDetail("days", 4)))
        #expect(words.sentence == "There is no day 7: the event has 4 days.")
        #expect(Words(code: LedgerErrorCode.registrationUnknown, details: []).sentence == "There is no registration.")
    }

    @Test func `an unknown error shows nothing of itself`() {
        struct Leak: Error { let secret = "SELECT" }
        let words = Words(for: Leak())
        #expect(words.status == 500)
        #expect(words.code == "internal")
        #expect(!words.sentence.contains("SELECT"))
    }
}
