package import Conference
import EventStore
import GRDB

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

    /// The same within a transaction.
    package static func duplicates(
        _ db: Database, of person: Person, except id: Registration.ID?
    ) throws -> [Registration] {
        let key = PersonKey(person)
        guard !person.isErased, key.tells else { return [] }
        // What the search folds begins with the name.
        let start = SearchText.fold(person.name)
        return try RegistrationRecord.fetchAll(
            db, "WHERE substr(search, 1, ?) = ? AND id IS NOT ? AND successor IS NULL ORDER BY id",
            [start.unicodeScalars.count, start, id]
        ).filter { PersonKey($0.person).isSame(as: key) }
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
