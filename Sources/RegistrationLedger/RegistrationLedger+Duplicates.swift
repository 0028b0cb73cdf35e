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
        guard SearchText.fold(String(name.prefix(200))).count > 1 else { return [] }
        return try await store.read { try Self.named($0, String(name.prefix(200)), except: id) }
            .filter { !$0.person.isErased }
    }

    /// Those whose name has these words, in whichever order somebody puts given name and family name; the earliest first.
    private static func named(
        _ db: Database, _ name: String, except id: Registration.ID?
    ) throws -> [Registration] {
        try PersonKey.orders(of: name)
            .flatMap { order in
                // What the search folds begins with the name, and goes on with the code at least.
                try RegistrationRecord.fetchAll(
                    db, "WHERE search >= ? AND search < ? AND id IS NOT ? AND successor IS NULL ORDER BY id",
                    [order + " | ", order + " | \u{10FFFF}", id])
            }
            .sorted { $0.id.rawValue < $1.id.rawValue }
    }

    /// The same within a transaction.
    package static func duplicates(
        _ db: Database, of person: Person, except id: Registration.ID?
    ) throws -> [Registration] {
        let key = PersonKey(person)
        guard !person.isErased, key.tells else { return [] }
        return try named(db, person.name, except: id).filter { PersonKey($0.person).isSame(as: key) }
    }

    /// Which of many new records may be of people who have another one.
    static func duplicates(
        _ db: Database, among new: [(line: Int, id: Registration.ID)]
    ) throws -> [ImportReport.Duplicate] {
        guard !new.isEmpty else { return [] }
        let lines = Dictionary(uniqueKeysWithValues: new.map { ($0.id, $0.line) })
        let everybody = try Namesake.fetchAll(
            db,
            sql: """
                SELECT id, code, name, email, affiliation FROM registration
                WHERE successor IS NULL AND erased_ms IS NULL ORDER BY id
                """)
        return Dictionary(grouping: everybody, by: \.key.name).values.filter { $0.count > 1 }
            .flatMap { namesakes in
                namesakes.compactMap { person -> ImportReport.Duplicate? in
                    guard let line = lines[person.id], person.key.tells else { return nil }
                    let same = namesakes.filter { $0.id != person.id && $0.key.isSame(as: person.key) }
                    return same.isEmpty ? nil : .init(line: line, code: person.code, others: same.map(\.code))
                }
            }
            .sorted { $0.line < $1.line }
    }

    /// A record, as far as it tells whose it is.
    private struct Namesake: FetchableRecord {
        let id: Registration.ID
        let code: RegistrationCode
        let key: PersonKey

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            code = RegistrationCode(checked: try row.decode(forColumn: "code"))
            key = PersonKey(
                name: try row.decode(forColumn: "name"), email: try row.decode(forColumn: "email"),
                affiliation: try row.decode(forColumn: "affiliation"))
        }
    }

    /// What tells whether two records are of one person.
    private struct PersonKey {
        /// The words of the name, in the order of the alphabet: some write the family name first.
        let name: String
        let email: String
        let affiliation: String

        /// Whether there is more than a name, which many people share.
        var tells: Bool { !email.isEmpty || !affiliation.isEmpty }

        init(_ person: Person) {
            self.init(name: person.name, email: person.email, affiliation: person.affiliation)
        }

        init(name: String, email: String, affiliation: String) {
            self.name = Self.words(of: name).sorted().joined(separator: " ")
            self.email = SearchText.fold(email)
            self.affiliation = SearchText.fold(affiliation)
        }

        private static func words(of name: String) -> [String] {
            SearchText.fold(name).split { $0 == " " || $0 == "," }.map(String.init)
        }

        /// A name as it can be written from the family name on, or from the given name on; each once.
        static func orders(of name: String) -> [String] {
            let words = words(of: name)
            // A name of more words is looked for as it is.
            guard (2...6).contains(words.count) else { return [SearchText.fold(name)] }
            let turned = words.indices.map { (words[$0...] + words[..<$0]).joined(separator: " ") }
            return [SearchText.fold(name)] + Set(turned).subtracting([SearchText.fold(name)]).sorted()
        }

        func isSame(as other: PersonKey) -> Bool {
            name == other.name
                && (!email.isEmpty && email == other.email || !affiliation.isEmpty && affiliation == other.affiliation)
        }
    }
}
