import Conference
import Testing

struct PersonTests {
    @Test func `blanks are tidied and nothing else is touched`() throws {
        let person = try Person(
            name: "  Ada\u{3000}\u{A0} \tPlaceholder ", badgeName: "\u{2003}", affiliation: " Half  &  Full ",
            email: " ada@example.org ")
        #expect(person.name == "Ada Placeholder")
        #expect(person.badgeName == "" && person.nameOnBadge == "Ada Placeholder")
        #expect(person.affiliation == "Half & Full")
        #expect(person.email == "ada@example.org")
    }

    @Test func `a badge name stands in for the name`() throws {
        let person = try Person(name: "Ada Placeholder", badgeName: "ada", affiliation: "", email: "")
        #expect(person.nameOnBadge == "ada")
    }

    @Test(arguments: [
        "山田 太郎", "محمد", "O’Neill-Þór", "X Æ A-12", "नीलम", "ส้ม", "👩‍💻 Zed", "Ng", "李", "Ж",
    ])
    func `names of every script are kept as they are`(name: String) throws {
        #expect(try Person(name: name, badgeName: "", affiliation: "", email: "").name == name)
    }

    @Test(arguments: ["", " ", "\u{3000}", "\u{2003}", "\u{200B}", "\u{200B} \u{2060}"])
    func `a name that nobody can see is missing`(name: String) {
        #expect(throws: ConferenceError(.nameMissing)) {
            try Person(name: name, badgeName: "", affiliation: "", email: "")
        }
    }

    @Test(arguments: [
        ("Ada\nPlaceholder", "U+A"), ("Ada\r\nPlaceholder", "U+D"), ("A\u{0}", "U+0"), ("A\u{1B}[31m", "U+1B"),
        ("A\u{202E}daA", "U+202E"), ("A\u{2066}b", "U+2066"), ("A\u{2028}b", "U+2028"), ("A\u{85}b", "U+85"),
    ])
    func `characters that could disguise a name are refused`(name: String, character: String) {
        #expect(
            throws: ConferenceError(
                .textHasControls, ErrorDetail("field", "name"), ErrorDetail("character", character))
        ) { try Person(name: name, badgeName: "", affiliation: "", email: "") }
    }

    @Test func `two hundred characters fit and one more does not`() throws {
        let long = String(repeating: "ě", count: 200)
        #expect(try Person(name: long, badgeName: long, affiliation: long, email: "").name == long)
        for field in ["name", "badge_name", "affiliation"] {
            #expect(throws: ConferenceError(.textTooLong, ErrorDetail("field", field), ErrorDetail("limit", 200))) {
                try Person(
                    name: field == "name" ? long + "x" : "A", badgeName: field == "badge_name" ? long + "x" : "",
                    affiliation: field == "affiliation" ? long + "x" : "", email: "")
            }
        }
    }

    @Test func `a letter under a thousand accents is too long`() {
        #expect(throws: ConferenceError(.textTooLong, ErrorDetail("field", "name"), ErrorDetail("limit", 200))) {
            try Person(
                name: "e" + String(repeating: "\u{301}", count: 1_000), badgeName: "", affiliation: "", email: "")
        }
    }

    @Test(arguments: ["a@b", "ada.placeholder+x@mail.example.org", "ždár@příklad.example", ""])
    func `an address is taken`(email: String) throws {
        #expect(try Person(name: "A", badgeName: "", affiliation: "", email: email).email == email)
    }

    @Test(arguments: [
        "ada", "@example.org", "ada@", "a@b@c", "a b@c", "a@.org", "a@org.", "<a@b>", "a@b,c@d",
        String(repeating: "a", count: 65) + "@example.org",
    ])
    func `what is no address is refused`(email: String) {
        #expect(throws: ConferenceError(.emailInvalid, ErrorDetail("value", email))) {
            try Person(name: "A", badgeName: "", affiliation: "", email: email)
        }
    }
}

struct SmallValueTests {
    @Test func `a colour is six hexadecimal digits`() throws {
        #expect(try HexColor("#D4A017").description == "#d4a017")
        for text in ["", "#fff", "d4a017", "#d4a01g", "#+12345", "#d4a0177", "#１２"] {
            #expect(throws: ConferenceError(.colorInvalid, ErrorDetail("value", text))) { try HexColor(text) }
        }
    }

    @Test func `a key is one to two hundred printable characters`() throws {
        for text in ["a", String(repeating: "k", count: 200), "import:x=/+ ~"] {
            #expect(try IdempotencyKey(text).description == text)
        }
        for text in ["", String(repeating: "k", count: 201), "a\n", "é", "a\u{7F}"] {
            #expect(throws: ConferenceError(.idempotencyKeyInvalid, ErrorDetail("length", text.utf8.count))) {
                try IdempotencyKey(text)
            }
        }
    }

    @Test func `unique keys are keys and differ`() throws {
        var generator = SystemRandomNumberGenerator()
        let keys = (0..<100).map { _ in IdempotencyKey.unique(using: &generator) }
        #expect(Set(keys).count == 100)
        for key in keys { #expect(try IdempotencyKey(key.description) == key) }
    }
}
