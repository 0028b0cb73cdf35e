import Conference
import EventStore
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct FindTests {
    private static let names = [
        "Jiří Pírko", "Lech Wałęsa", "Jürgen Müller", "Emma Smith", "Emmanuelle Blacksmith", "山田 太郎", "김철수",
        "Γιώργος Παππάς", "İpek Yıldız", "Þór Ægisson", "محمد علي", "50% Off", "Robert'); DROP TABLE", "Under_score",
    ]

    private static func withPeople(_ body: (RegistrationLedger, [Registration]) async throws -> Void) async throws {
        try await withNetdev01 { ledger, _ in
            var people: [Registration] = []
            for (number, name) in names.enumerated() {
                let person = try Person(
                    name: name, badgeName: number == 3 ? "emsm" : "", affiliation: number == 0 ? "Packet Bakery™" : "",
                    email: "person\(number)@example.org")
                let new = try NewRegistration(
                    person: person, category: .attendee, days: .first(1), addOns: [], reference: "ND-00\(number)")
                people.append(try await ledger.register(new, context: .desk()).result)
            }
            try await body(ledger, people)
        }
    }

    @Test func `people are found as they are typed`() async throws {
        try await Self.withPeople { ledger, _ in
            for (query, expected) in [
                ("pirko jiri", ["Jiří Pírko"]), ("walesa", ["Lech Wałęsa"]), ("muller", ["Jürgen Müller"]),
                ("MÜLLER", ["Jürgen Müller"]), ("Mu\u{308}ller", ["Jürgen Müller"]),
                ("smith emma", ["Emma Smith", "Emmanuelle Blacksmith"]),
                ("田 太", ["山田 太郎"]), ("山田", ["山田 太郎"]), ("太郎", ["山田 太郎"]), ("김철", ["김철수"]), ("철수", ["김철수"]),
                ("ΓΙΩΡΓΟΣ", ["Γιώργος Παππάς"]), ("γιωργος παππας", ["Γιώργος Παππάς"]),
                ("ipek yildiz", ["İpek Yıldız"]),
                ("thor aegis", ["Þór Ægisson"]), ("محمد", ["محمد علي"]), ("bakerytm", ["Jiří Pírko"]),
                ("packet bak", ["Jiří Pírko"]), ("emsm", ["Emma Smith"]), ("person5@example", ["山田 太郎"]),
                ("nd-003", ["Emma Smith"]), ("  smith   EMMA ", ["Emma Smith", "Emmanuelle Blacksmith"]),
                ("ＳＭＩＴＨ emma", ["Emma Smith", "Emmanuelle Blacksmith"]), ("nobody", []), ("emma pirko", []),
            ] {
                let found = try await ledger.find(query, limit: 10).map(\.registration.person.name)
                #expect(found == expected, "\(query)")
            }
        }
    }

    @Test(arguments: ["", " ", "  ", "\u{3000}\t"])
    func `an empty text finds nobody`(query: String) async throws {
        try await Self.withPeople { ledger, _ in
            let found = try await ledger.find(query, limit: 10)
            #expect(found.isEmpty)
        }
    }

    @Test func `signs that mean something to SQL mean themselves`() async throws {
        try await Self.withPeople { ledger, _ in
            for (query, expected) in [
                ("50%", ["50% Off"]), ("%", ["50% Off"]), ("r_s", ["Under_score"]),
                ("'); drop", ["Robert'); DROP TABLE"]),
                ("' OR '1'='1", []), ("\"", []), ("\\", []), ("*", []), ("\0", []),
                ("\0emma\0smith", ["Emma Smith", "Emmanuelle Blacksmith"]), ("?1", []),
            ] {
                let found = try await ledger.find(query, limit: 10).map(\.registration.person.name)
                #expect(found == expected, "\(query)")
            }
        }
    }

    @Test func `a code is found whole, in part, and as it is misread`() async throws {
        try await Self.withPeople { ledger, people in
            for person in people {
                let code = person.code.description
                for text in [
                    code, code.lowercased(), person.code.symbols, String(code.prefix(5)), String(code.prefix(6)),
                    code.replacing("0", with: "O").replacing("1", with: "l"), " " + code,
                ] {
                    let found = try await ledger.find(text, limit: 10).map(\.registration.id)
                    #expect(found.contains(person.id), "\(text)")
                }
                #expect(try await ledger.find(code, limit: 10).map(\.registration.id) == [person.id])
            }
        }
    }

    /// One name of seven letters in 37 happens to have a fitting check symbol.
    @Test func `a name that looks like a code is still a name`() async throws {
        let letters = Array("abcdefghjkmnpqrstvwxyz")
        let names = letters.flatMap { first in letters.map { "Mendo\(first)\($0)" } }
        let name = try #require(names.first { (try? RegistrationCode($0)) != nil })
        try await withNetdev01 { ledger, _ in
            let person = try Person(name: name, badgeName: "", affiliation: "", email: "")
            let new = try NewRegistration(person: person, category: .press, days: .first(1), addOns: [], reference: nil)
            _ = try await ledger.register(new, context: .desk())
            #expect(try await ledger.find(name, limit: 10).map(\.registration.person.name) == [name])
        }
    }

    @Test func `names that begin with the word come first, and the limit holds`() async throws {
        try await withNetdev01 { ledger, _ in
            for name in ["Zoe Emmason", "Gemma Ray", "Emma Smith", "Ada Emmaline"] {
                let person = try Person(name: name, badgeName: "", affiliation: "", email: "")
                _ = try await ledger.register(
                    NewRegistration(person: person, category: .press, days: .first(1), addOns: [], reference: nil),
                    context: .desk())
            }
            let found = try await ledger.find("emma", limit: 10).map(\.registration.person.name)
            #expect(found == ["Emma Smith", "Ada Emmaline", "Zoe Emmason", "Gemma Ray"])
            #expect(
                try await ledger.find("emma", limit: 2).map(\.registration.person.name) == [
                    "Emma Smith", "Ada Emmaline",
                ])
        }
    }

    @Test(arguments: [
        ("Wałęsa", "walesa"), ("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("Þór", "thor"), ("Ǆ", "dz"), ("ﬁn", "fin"),
        ("Κώστας", "κωστασ"), ("Ёлка", "елка"), ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("ガ", "ガ"), ("Đặng", "dang"),
        ("O’Neill", "o'neill"), ("a\u{3000} \u{A0}b", "a b"), ("K\u{212A}", "kk"),
    ])
    func `texts fold to what people type`(text: String, folded: String) {
        #expect(SearchText.fold(text) == folded)
        #expect(SearchText.fold(folded) == folded)
    }

    @Test func `another spelling finds a name, and a slip does where nothing else is found`() async throws {
        try await withNetdev01 { ledger, _ in
            for (number, name) in [
                "Jürgen Müller", "Sinéad O’Brien", "Jean-Luc Placeholder", "Antonín Dvořák", "Søren Datagram",
                "Bo Mueller",
                "Ann Smith", "山田 太郎", "김 민준",
            ].enumerated() {
                let person = try Person(
                    name: name, badgeName: "", affiliation: "Packet Bakery", email: "person\(number)@example.org")
                _ = try await ledger.register(
                    NewRegistration(person: person, category: .attendee, days: .first(1), addOns: [], reference: nil),
                    context: .desk())
            }
            for (query, expected) in [
                ("mueller", ["Bo Mueller", "Jürgen Müller"]), ("müller", ["Jürgen Müller", "Bo Mueller"]),
                ("obrien", ["Sinéad O’Brien"]), ("o brien", ["Sinéad O’Brien"]), ("o'brien", ["Sinéad O’Brien"]),
                ("jeanluc", ["Jean-Luc Placeholder"]), ("soeren", ["Søren Datagram"]), ("dvorzak", ["Antonín Dvořák"]),
                ("dvroak", ["Antonín Dvořák"]), ("dvorak anotnin", ["Antonín Dvořák"]), ("dvrak", ["Antonín Dvořák"]),
                ("smyth", ["Ann Smith"]), ("smih", ["Ann Smith"]), ("ssmith", ["Ann Smith"]), ("xmyth", []),
                ("sm1", []), ("山田太郎", ["山田 太郎"]), ("김민준", ["김 민준"]),
            ] {
                let found = try await ledger.find(query, limit: 10)
                #expect(found.map(\.registration.person.name) == expected, "\(query)")
            }
            #expect(try await ledger.find("dvorzak", limit: 10).map(\.isGuess) == [true])
            #expect(try await ledger.find("dvorak", limit: 10).map(\.isGuess) == [false])
        }
    }
}
