import Catalogues
import Testing

struct FillerTests {
    @Test(
        arguments: [
            // What looks like a place in a value stays as it is, whichever comes first.
            (["name": "{place}", "place": "Ottawa"], "{place} comes from Ottawa: {amount}"),
            (["name": "{name}", "place": "{name}{place}"], "{name} comes from {name}{place}: {amount}"),
            (["name": "{amount", "place": "}"], "{amount comes from }: {amount}"),
            (["name": #"\{code}"#, "place": "{}"], #"\{code} comes from {}: {amount}"#),
        ] as [([String: String], String)])
    func `a value is never read for places`(values: [String: String], expected: String) {
        let text = "{name} comes from {place}: {amount}"
        let filled = Filler.fill(text) { place in place == "amount" ? "{amount}" : values[String(place)] }
        #expect(filled == expected)
    }

    @Test(
        arguments: [
            ("There is no registration ‘{value}’ #{number}.", "There is no registration."),
            ("Il n’y a pas d’inscription « {value} » {number}.", "Il n’y a pas d’inscription."),
            ("Il n’y a pas de caisse «\u{202f}{till}\u{202f}».", "Il n’y a pas de caisse."),
            ("Queue ‘{queue}’: {answer}.", "Queue:."), ("{field}: too long", ": too long"),
            ("A ‘{value}” stays quoted", "A ‘” stays quoted"),
        ])
    func `a place without a value vanishes with what surrounds it`(text: String, expected: String) {
        #expect(Filler.fill(text) { _ in nil } == expected)
    }

    @Test(arguments: ["a { b", "a } b", "{}", "{a b}", "{A}", "{name", "{{", "}{", ""])
    func `braces that are no place stay`(text: String) {
        #expect(Filler.fill(text) { _ in "filled" } == text)
    }

    @Test func `a place may stand between braces`() {
        #expect(Filler.fill("{{name}}") { _ in "x" } == "{x}")
    }
}
