package import Conference
import EventStore
package import GRDB

/// The same person twice: the same name with the same e-mail address or the same affiliation, whatever their case and
/// accents. Nobody is refused for it; whoever registers them is told.
extension RegistrationLedger {
    /// Other records of a person, the earliest first; those that went elsewhere are none.
    ///
    /// - Throws: `registration_unknown`.
    package func duplicates(of id: Registration.ID) async throws -> [Registration] {
        try await store.read { db in
            try Self.duplicates(db, of: try RegistrationRecord.fetch(db, id: id).person, except: id)
        }
    }

    /// Records of a person who is not registered yet, or not under this number.
    package func duplicates(of person: Person, except id: Registration.ID? = nil) async throws -> [Registration] {
        try await store.read { try Self.duplicates($0, of: person, except: id) }
    }

    /// Records under a name that somebody types, whatever their e-mail address and affiliation; those that went elsewhere are
    /// none. A name of one letter has no namesakes yet.
    package func namesakes(of name: String, except id: Registration.ID? = nil) async throws -> [Registration] {
        let folded = SearchText.fold(String(name.prefix(200)))
        guard folded.count > 1 else { return [] }
        let start = folded + " | "
        return try await store.read { db in
            try RegistrationRecord.fetchAll(
                db,
                "WHERE search >= ? AND search < ? AND id IS NOT ? AND successor IS NULL AND erased_ms IS NULL ORDER BY id",
                [start, start + "\u{10FFFF}", id])
        }
    }

    /// The same within a transaction.
    package static func duplicates(
        _ db: Database, of person: Person, except id: Registration.ID?
    ) throws -> [Registration] {
        let key = PersonKey(person)
        guard !person.isErased, key.tells else { return [] }
        // What the search folds begins with the name, and goes on with the code at least.
        let start = SearchText.fold(person.name) + " | "
        return try RegistrationRecord.fetchAll(
            db, "WHERE search >= ? AND search < ? AND id IS NOT ? AND successor IS NULL ORDER BY id",
            [start, start + "\u{10FFFF}", id]
        ).filter { PersonKey($0.person).isSame(as: key) }
    }

    /// Which of many new records may be of people who have another one.
    static func duplicates(
        _ db: Database, among new: [(line: Int, id: Registration.ID)]
    ) throws -> [ImportReport.Duplicate] {
        guard !new.isEmpty else { return [] }
        let everybody = try RegistrationRecord.fetchAll(
            db, "WHERE successor IS NULL AND erased_ms IS NULL ORDER BY id", [])
        let keys = Dictionary(uniqueKeysWithValues: everybody.map { ($0.id, PersonKey($0.person)) })
        let namesakes = Dictionary(grouping: everybody) { keys[$0.id]?.name ?? "" }
        return new.compactMap { line, id in
            guard let key = keys[id], key.tells else { return nil }
            let same = (namesakes[key.name] ?? []).filter { other in
                other.id != id && keys[other.id].map { $0.isSame(as: key) } == true
            }
            guard !same.isEmpty, let own = (namesakes[key.name] ?? []).first(where: { $0.id == id }) else { return nil }
            return ImportReport.Duplicate(line: line, code: own.code, others: same.map(\.code))
        }
    }

    /// What tells whether two records are of one person.
    private struct PersonKey {
        let name: String
        let email: String
        let affiliation: String

        /// Whether there is more than a name, which many people share.
        var tells: Bool { !email.isEmpty || !affiliation.isEmpty }

        init(_ person: Person) {
            name = SearchText.fold(person.name)
            email = SearchText.fold(person.email)
            affiliation = SearchText.fold(person.affiliation)
        }

        func isSame(as other: PersonKey) -> Bool {
            name == other.name
                && (!email.isEmpty && email == other.email || !affiliation.isEmpty && affiliation == other.affiliation)
        }
    }
}
