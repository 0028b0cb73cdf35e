import Catalogues
import Conference
import Foundation
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing
import Wording

struct WordsTests {
    /// `internal` is no code of a module: it stands for every error that is none.
    private static var codes: [String] { Words.codes.map(\.rawValue) }

    @Test(arguments: Language.allCases) func `every code has words`(language: Language) {
        #expect(Self.codes.count > 300)
        let catalogue = Catalogue.of(language)
        for code in Self.codes { #expect(catalogue.text("error_\(code)") != nil, "\(code) has no words") }
    }

    @Test(arguments: Language.allCases) func `errors and advice are of codes that exist`(language: Language) {
        let known = Set(Self.codes + ["internal"])
        let audiences = Set(Audience.allCases.map(\.rawValue))
        for name in Catalogue.of(language).names {
            guard let match = name.wholeMatch(of: #/(error|advice)_([a-z0-9_]+)(?:\.([a-z]+))?/#) else { continue }
            #expect(known.contains(String(match.2)), "\(name)")
            guard let audience = match.3 else { continue }
            #expect(match.1 == "advice" && audiences.contains(String(audience)), "\(name)")
            // What one is told, the others must not miss.
            #expect(Catalogue.of(language).text("advice_\(match.2)") != nil, "\(name)")
        }
    }

    @Test func `every code has a status`() {
        for code in Words.codes where code.rawValue != "internal" {
            let words = Words(code: code, details: [], in: .english, to: .terminal)
            #expect(Words.hasStatus(code), "\(code)")
            #expect(
                [200, 400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 429, 500, 502, 503, 507].contains(words.status),
                "\(code)")
        }
    }

    @Test(arguments: Language.allCases, Audience.allCases)
    func `only a terminal is told to run a command of ours`(language: Language, audience: Audience) {
        for code in Words.codes {
            let words = Words(code: code, details: [], in: language, to: audience)
            // What GnuPG is asked for, people do on their own machines.
            let text = (words.sentence + " " + words.advice).replacing(#/\bgpg -.*/#, with: "")
            let names = text.contains("lanyard ") || text.contains(#/--[a-z]/#) || text.contains("LANYARD_")
            #expect(audience == .terminal || !names, "\(code): \(text)")
        }
    }

    @Test func `each audience gets its own advice, else that for all`() {
        func advice(_ audience: Audience) -> String {
            Words(code: LedgerErrorCode.registrationUnknown, details: [], in: .english, to: audience).advice
        }
        #expect(advice(.terminal) == "Look for it with: lanyard registration find WORDS")
        #expect(advice(.door) == "Find the person by name, or send them to the desk.")
        #expect(advice(.desk) == "Look for the person by name." && advice(.program) == advice(.desk))
    }

    @Test func `the page of error codes says what the catalogue says`() throws {
        // What follows are verdicts, which are no errors.
        let page = try Repository.text("docs/error-codes.md").components(separatedBy: "## Verdicts")[0]
        let rows = page.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }
        let codes = Words.codes + [AnyErrorCode(Internal.internalFailure)]
        var missing = Set(codes.map(Self.row))
        for row in rows {
            let isKnown = missing.remove(row) != nil
            #expect(isKnown, "\(row)")
        }
        #expect(missing.sorted() == [], "scripts/update-error-codes writes them")
    }

    private enum Internal: String, ErrorCode { case internalFailure = "internal" }

    /// What a program is told, else a terminal: that is where the page's readers are.
    private static func row(_ code: AnyErrorCode) -> String {
        let catalogue = Catalogue.of(.english)
        let advice = [".program", ".terminal", ""].compactMap { catalogue.text("advice_\(code)\($0)") }.first ?? ""
        let status = Words(code: code, details: [], in: .english, to: .terminal).status
        return "| `\(code)` | \(status) | \(catalogue.text("error_\(code)") ?? "") | \(advice) |"
    }

    @Test func `details fill their places, and places without details vanish`() {
        let error = ConferenceError(.dayUnknown, ErrorDetail("value", 7), ErrorDetail("days", 4))
        #expect(
            Words(for: error, in: .english, to: .terminal).sentence == "There is no day 7: the event has 4 days.")
        #expect(
            Words(for: error, in: .french, to: .desk).sentence
                == "Il n’y a pas de jour 7 : l’événement en a 4.")
        #expect(
            Words(code: LedgerErrorCode.registrationUnknown, details: [], in: .english, to: .desk).sentence
                == "There is no registration.")
    }

    @Test func `somebody's braces are no places`() {
        let error = ConferenceError(.amountFarAbove, ErrorDetail("amount", "{due}"), ErrorDetail("due", "{amount}"))
        #expect(
            Words(for: error, in: .english, to: .desk).sentence
                == "{due} is far more than the {amount} that is due.")
    }

    @Test func `details that are words are said in the language, but not to who types or sends them`() {
        let error = ConferenceError(
            .choiceUnknown, ErrorDetail("value", "gold"), ErrorDetail("choices", "cash, card, bank, other"))
        func sentence(_ language: Language, _ audience: Audience) -> String {
            Words(for: error, in: language, to: audience).sentence
        }
        #expect(sentence(.french, .desk) == "« gold » n’est aucun de : comptant, carte, virement, other.")
        #expect(sentence(.english, .desk) == "‘gold’ is not one of: cash, card, bank transfer, other.")
        for audience in [Audience.terminal, .program] {
            #expect(sentence(.french, audience).hasSuffix("cash, card, bank, other."))
        }
        let waits = LedgerError(.waitsNot, ErrorDetail("place", Place.day(2)))
        #expect(
            Words(for: waits, in: .french, to: .desk).sentence == "La personne n’attend pas le jour 2.")
    }

    @Test func `a mistyped fingerprint is told digit by digit`() throws {
        let actual = try Fingerprint("0123456789ABCDEF0123456789ABCDEF01234567")
        let typed = "1123456789ABCDEF0123456789ABCDEF01234567"
        do {
            try FingerprintComparison.check(typed: typed, against: actual)
            Issue.record("they differ")
        } catch {
            let words = Words(for: error, in: .french, to: .participant)
            #expect(words.sentence.hasSuffix("Chiffre 1 : vous avez tapé 1, la clé a 0."))
        }
    }

    @Test(arguments: Language.allCases) func `an unknown error shows nothing of itself`(language: Language) {
        struct Leak: Error { let secret = "SELECT" }
        let words = Words(for: Leak(), in: language, to: .desk)
        #expect(words.status == 500 && words.code == "internal")
        #expect(!words.sentence.contains("SELECT") && !words.sentence.isEmpty && !words.advice.isEmpty)
    }
}
