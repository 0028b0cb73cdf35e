package import Conference
import EventStore
import GRDB

/// A registration that a search found.
package struct FoundRegistration: Sendable, Hashable {
    package let summary: RegistrationSummary
    /// What tells this person from the others of the same name that were found: the affiliation, the e-mail address, the
    /// reference or the code, whichever comes first and is theirs alone. Nil where nobody else has the name.
    package let distinction: String?

    package var registration: Registration { summary.registration }
}

extension RegistrationLedger {
    /// Those in whose name, badge name, affiliation, e-mail, code or reference every word of the text occurs, in any
    /// order, without regard to case and diacritics; and those whose code begins with the text.
    ///
    /// Names that begin with the first word come first, then texts with a word that does, then codes that begin with the
    /// text, then the rest; within each, by name. An empty text finds nobody. Words beyond the tenth do not count.
    /// - Parameter limit: how many at the most.
    package func find(_ text: String, limit: Int) async throws -> [FoundRegistration] {
        try await store.read { [search] db in try Self.find(db, search, text, limit: limit) }
    }

    static func find(
        _ db: Database, _ search: RegistrationSearch, _ text: String, limit: Int
    ) throws -> [FoundRegistration] {
        let words = SearchText.fold(text).split(separator: " ").prefix(10).map(String.init)
        guard !words.isEmpty else { return [] }
        let hits = try search.index(db).hits(words, limit: limit)
        let coded = try codes(db, beginning: text, limit: limit)
        let beginnings = hits.prefix { $0.fit < .within }.map(\.id)
        var seen: Set<Registration.ID> = []
        let ids = (beginnings + coded + hits.dropFirst(beginnings.count).map(\.id)).filter { seen.insert($0).inserted }
        return distinguished(try ids.prefix(limit).compactMap { try summary(db, of: $0) })
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

    private static func distinguished(_ summaries: [RegistrationSummary]) -> [FoundRegistration] {
        func name(_ summary: RegistrationSummary) -> String { SearchText.fold(summary.registration.person.name) }
        let namesakes = Dictionary(grouping: summaries, by: name)
        return summaries.map { summary in
            let others = (namesakes[name(summary)] ?? []).map(\.registration).filter { $0 != summary.registration }
            let marks: [(Registration) -> String] = [
                { $0.person.affiliation }, { $0.person.email }, { $0.reference ?? "" }, { $0.code.description },
            ]
            let distinction = marks.lazy.map { mark in (mark, mark(summary.registration)) }
                .first { mark, own in !own.isEmpty && !others.contains { mark($0) == own } }
            return FoundRegistration(summary: summary, distinction: others.isEmpty ? nil : distinction?.1)
        }
    }
}
