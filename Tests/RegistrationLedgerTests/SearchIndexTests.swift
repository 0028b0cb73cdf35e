import Conference
import EventStore
import GRDB
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct SearchIndexTests {
    private static let alphabet = ["a", "b", "é", "山", "田", "|", ".", " ", "1"]

    private static func text(_ lengths: ClosedRange<Int>, using generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: lengths, using: &generator))
            .map { _ in alphabet.randomElement(using: &generator) ?? "a" }.joined()
    }

    /// The plain way: look into every text.
    private static func expected(
        _ texts: [Registration.ID: String], _ words: [String], limit: Int
    ) -> [Registration.ID] {
        let found = texts.filter { text in words.allSatisfy { text.value.contains($0) } }
        func rank(_ text: String) -> Int { text.hasPrefix(words[0]) ? 0 : text.contains(" " + words[0]) ? 1 : 2 }
        return found.sorted { left, right in
            (rank(left.value), left.value, left.key.rawValue)
                < (rank(right.value), right.value, right.key.rawValue)
        }.prefix(limit).map(\.key)
    }

    @Test(arguments: SeededGenerator.seeds(5))
    func `the index finds what looking into every text finds, while texts change`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var index = SearchIndex()
        var texts: [Registration.ID: String] = [:]
        for change in 1...9_000 {
            let id = Registration.ID(rawValue: UInt32.random(in: 1...700, using: &generator))
            let text = Self.text(0...12, using: &generator)
            texts[id] = text
            index.put(id, text: text, change: Int64(change))
            guard change % 300 == 0 else { continue }
            let words = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Self.text(1...3, using: &generator).replacing(" ", with: "a")
            }
            let limit = Int.random(in: 1...40, using: &generator)
            #expect(
                index.hits(words, limit: limit).map(\.id) == Self.expected(texts, words, limit: limit), "\(words)")
        }
        #expect(index.lastChange == 9_000)
    }

    @Test func `letters of Latin alphabets are folded as those of every script`() {
        var generator = SeededGenerator(seed: 17)
        for number in 0x20..<0x250 {
            guard let scalar = Unicode.Scalar(UInt32(number)) else { continue }
            for text in ["\(scalar)", "a\(scalar)b", " \(scalar)\(scalar) ", "I\(scalar) L\(scalar)·"] {
                #expect(SearchText.fold(text) == SearchText.foldUnicode(text), "\(number)")
            }
        }
        for _ in 0..<300 {
            let scalars = (0..<12).map { _ in Unicode.Scalar(UInt32.random(in: 1..<0x250, using: &generator)) ?? "a" }
            let text = String(String.UnicodeScalarView(scalars))
            #expect(SearchText.fold(text) == SearchText.foldUnicode(text), "\(scalars)")
        }
    }

    @Test func `another process's registrations are found at once`() async throws {
        try await withNetdev01 { ledger, store in
            #expect(try await ledger.find("placeholder", limit: 5).isEmpty)
            let elsewhere = RegistrationLedger(store: store)
            let ada = try await elsewhere.register(.invented(0), context: .desk()).result
            #expect(try await ledger.find("placeholder", limit: 5).map(\.registration) == [ada])
            // The words for those who mistype were read by the first search, when there was nobody.
            #expect(try await ledger.find("placehodler", limit: 5).map(\.registration) == [ada])
        }
    }

    @Test func `a name that changed is found under the new one alone`() async throws {
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(0), context: .desk()).result
            #expect(try await ledger.find("placeholder", limit: 5).count == 1)
            try await store.write { db in
                try db.execute(
                    sql: "UPDATE registration SET name = 'Eva Other', search = 'eva other | x' WHERE id = ?",
                    arguments: [Int64(ada.id.rawValue)])
            }
            #expect(try await ledger.find("placeholder", limit: 5).isEmpty)
            #expect(try await ledger.find("other eva", limit: 5).map(\.registration.id) == [ada.id])
        }
    }

    @Test func `what searches read on from does not grow with the changes, and each of them is found elsewhere`()
        async throws
    {
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(0), context: .desk()).result
            let elsewhere = RegistrationLedger(store: store)
            for number in 1...20 {
                try await store.write { db in
                    try db.execute(
                        sql: "UPDATE registration SET search = ? WHERE id = ?",
                        arguments: ["renamed\(number) | x", Int64(ada.id.rawValue)])
                }
                #expect(try await elsewhere.find("renamed\(number)", limit: 5).map(\.registration.id) == [ada.id])
            }
            let count = "SELECT count(*) FROM registration_search_change"
            #expect(try await store.read { try Int.fetchOne($0, sql: count) } == 1)
        }
    }

    @Test func `a result says what tells people of one name apart`() async throws {
        try await withNetdev01 { ledger, _ in
            for (name, affiliation, email, reference) in [
                ("Emma Smith", "Packet Bakery", "emma@example.org", nil),
                ("Émma Smith", "Example Networks", "emma@example.org", nil),
                ("Emma Smith", "Example Networks", "e.smith@example.org", nil),
                ("Emma Smithson", "Example Networks", "", nil), ("Bo Smith", "", "", "B-1"),
                ("Bo Smith", "", "", "B-2"),
            ] {
                let person = try Person(name: name, badgeName: "", affiliation: affiliation, email: email)
                let new = try NewRegistration(
                    person: person, category: .press, days: .first(1), addOns: [], reference: reference)
                _ = try await ledger.register(new, context: .desk())
            }
            let emmas = try await ledger.find("emma", limit: 10)
            let second = try #require(emmas.first { $0.registration.person.name == "Émma Smith" }).registration
            #expect(
                Set(emmas.map(\.distinction))
                    == ["Packet Bakery", second.code.description, "e.smith@example.org", nil])
            #expect(emmas.first { $0.distinction == nil }?.registration.person.name == "Emma Smithson")
            #expect(Set(try await ledger.find("bo", limit: 10).map(\.distinction)) == ["B-1", "B-2"])
        }
    }

    /// Three letters begin a code as often as a name.
    @Test func `codes come after the names that begin so, and before what only holds the text`() async throws {
        try await withNetdev01 { ledger, store in
            let names = ["Ranada", "Ada Checksum", "Zoe Ada"]
            var ids: [Registration.ID] = []
            for name in names {
                let person = try Person(name: name, badgeName: "", affiliation: "", email: "")
                let new = try NewRegistration(
                    person: person, category: .press, days: .first(1), addOns: [], reference: nil)
                ids.append(try await ledger.register(new, context: .desk()).result.id)
            }
            let other = try await ledger.register(.invented(1), context: .desk()).result.id
            let code = try #require(
                "0123456789ABCDEFGHJKMNPQRSTVWXYZ".lazy.compactMap { try? RegistrationCode("ADA00" + "0\($0)") }.first)
            try await store.write { db in
                try db.execute(
                    sql: "UPDATE registration SET code = ? WHERE id = ?",
                    arguments: [code.symbols, Int64(other.rawValue)])
            }
            let expected = [ids[1], ids[2], other, ids[0]]
            #expect(try await ledger.find("ada", limit: 10).map(\.registration.id) == expected)
            #expect(try await ledger.find("ada-0", limit: 10).map(\.registration.id) == [other])
        }
    }
}
