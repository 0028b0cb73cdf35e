package import Conference
import EventStore
import GRDB

/// A registration that a search found.
package struct FoundRegistration: Sendable, Hashable {
    package let summary: RegistrationSummary
    /// What tells this person from the others of the same name that were found: the affiliation, the e-mail address, the
    /// reference or the code, whichever comes first and is theirs alone. Nil where nobody else has the name.
    package let distinction: String?
    /// Whether it was found in spite of a slip in what was typed: nothing else was.
    package let isGuess: Bool

    package var registration: Registration { summary.registration }
}

extension RegistrationLedger {
    /// Those in whose name, badge name, affiliation, e-mail, code or reference every word of the text occurs, in any
    /// order, without regard to case and diacritics; and those whose code begins with the text. Then those who are found by
    /// another spelling, and if there are none at all, those who are found in spite of a slip.
    ///
    /// Names that begin with the first word come first, then texts with a word that does, then codes that begin with the
    /// text, then the rest; within each, by name. An empty text finds nobody. Words beyond the tenth do not count.
    /// - Parameter limit: how many at the most.
    package func find(_ text: String, limit: Int) async throws -> [FoundRegistration] {
        try await store.read { [search] db in try Self.find(db, search, text, limit: limit) }
    }

    /// The same, and whom the text names by a whole code, a reference or a number, as one state of the file has them.
    package func findAndName(
        _ text: String, limit: Int
    ) async throws -> (hits: [FoundRegistration], named: Registration.ID?) {
        try await store.read { [search] db in
            (
                hits: try Self.find(db, search, text, limit: limit),
                named: try? Self.registration(db, named: text).id
            )
        }
    }

    /// Reads into the index whoever is not in it yet, as the first search of a process would.
    package func prepareSearch() async throws {
        try await store.read { [search] db in _ = try search.index(db) }
    }

    static func find(
        _ db: Database, _ search: RegistrationSearch, _ text: String, limit: Int
    ) throws -> [FoundRegistration] {
        let words = SearchText.fold(text).split(separator: " ").prefix(10).map(String.init)
        guard !words.isEmpty else { return [] }
        let index = try search.index(db)
        var hits = index.hits(words, limit: limit)
        if hits.count < limit { hits += spelled(index, text, beside: hits, limit: limit) }
        let coded = try codes(db, beginning: text, limit: limit)
        let beginnings = hits.prefix { $0.fit < .within }.map(\.id)
        var seen: Set<Registration.ID> = []
        let ids = (beginnings + coded + hits.dropFirst(beginnings.count).map(\.id)).filter { seen.insert($0).inserted }
        guard ids.isEmpty else {
            return distinguished(try ids.prefix(limit).compactMap { try summary(db, of: $0) }, isGuess: false)
        }
        let guesses = slipped(index, words, limit: limit).map(\.id)
        return distinguished(try guesses.compactMap { try summary(db, of: $0) }, isGuess: true)
    }

    /// Those who are found by another spelling of what was typed: `mueller` for Müller.
    private static func spelled(
        _ index: SearchIndex, _ text: String, beside hits: [SearchIndex.Hit], limit: Int
    ) -> [SearchIndex.Hit] {
        let words = text.split(whereSeparator: \.isWhitespace).prefix(10).map(String.init)
        let spellings = words.map { word in SearchText.spellings(word).filter { !$0.isEmpty && !$0.contains(" ") } }
        guard spellings.allSatisfy({ !$0.isEmpty }), spellings.contains(where: { $0.count > 1 }) else { return [] }
        return any(spellings, of: index, but: Set(hits.map(\.id)), limit: limit - hits.count)
    }

    /// Those who are found in spite of one slip of a finger in a word: `dvorzak` for Dvořák.
    private static func slipped(_ index: SearchIndex, _ words: [String], limit: Int) -> [SearchIndex.Hit] {
        let choices = words.map { word in index.hits([word], limit: 1).isEmpty ? index.slips(word) : [word] }
        return any(choices, of: index, but: [], limit: limit)
    }

    /// Those in whose texts one word of each choice occurs.
    private static func any(
        _ choices: [[String]], of index: SearchIndex, but known: Set<Registration.ID>, limit: Int
    ) -> [SearchIndex.Hit] {
        var (seen, found) = (known, [SearchIndex.Hit]())
        for words in combinations(choices) where found.count < limit {
            found += index.hits(words, limit: limit + known.count).filter { seen.insert($0.id).inserted }
        }
        return Array(found.prefix(limit))
    }

    /// One of each, in all ways, but not more than a few.
    private static func combinations(_ choices: [[String]]) -> [[String]] {
        var all: [[String]] = [[]]
        for choice in choices { all = Array(all.flatMap { begun in choice.map { begun + [$0] } }.prefix(16)) }
        return all
    }

    /// A code may be typed as it is printed, with its hyphen; a name may look like the beginning of one.
    private static func codes(_ db: Database, beginning text: String, limit: Int) throws -> [Registration.ID] {
        guard let code = RegistrationCode.beginning(text) else { return [] }
        // No symbol of a code comes after Z.
        return try UInt32.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM registration WHERE code BETWEEN ? AND ? ORDER BY code LIMIT ?"),
            arguments: [code, code + "ZZZZZZZ", limit]
        ).map { Registration.ID(rawValue: $0) }
    }

    private static func distinguished(_ summaries: [RegistrationSummary], isGuess: Bool) -> [FoundRegistration] {
        func name(_ summary: RegistrationSummary) -> String { SearchText.fold(summary.registration.person.name) }
        let namesakes = Dictionary(grouping: summaries, by: name)
        return summaries.map { summary in
            let others = (namesakes[name(summary)] ?? []).map(\.registration).filter { $0 != summary.registration }
            let marks: [(Registration) -> String] = [
                { $0.person.affiliation }, { $0.person.email }, { $0.reference ?? "" }, { $0.code.description },
            ]
            let distinction = marks.lazy.map { mark in (mark, mark(summary.registration)) }
                .first { mark, own in !own.isEmpty && !others.contains { mark($0) == own } }
            return FoundRegistration(
                summary: summary, distinction: others.isEmpty ? nil : distinction?.1, isGuess: isGuess)
        }
    }
}
