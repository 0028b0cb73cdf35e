package import Conference
import EventStore

/// Letters and certificates, numbered by kind. What stands on one never changes; it goes when the person is erased, or an
/// answer that it shows.
extension RegistrationLedger {
    /// Issues a letter under the next number of its kind, in the transaction in which the number is taken, or gives the last one
    /// of that kind again.
    ///
    /// - Throws: `registration_unknown`.
    package func issueLetter(
        _ new: NewLetter, context: WriteContext
    ) async throws -> (letter: Letter, isNew: Bool) {
        let content = [new.kind.rawValue, new.registration.description, new.isRenewed ? "renewed" : ""]
        let done = try await store.perform("letter.issue", content: content, context: context) { [store] db in
            let issued = try LetterRecord.issue(db, try store.definition(db), new, context: context)
            return IssuedLetter(id: issued.id, isNew: issued.isNew)
        }
        return (try await letter(done.result.id), done.result.isNew && !done.replayed)
    }

    private struct IssuedLetter: Codable {
        let id: LetterID
        let isNew: Bool
    }

    /// A letter that was issued, as it was issued.
    ///
    /// - Throws: `letter_unknown`.
    package func letter(_ id: LetterID) async throws -> Letter {
        try await store.read { [store] db in try LetterRecord.fetch(db, try store.definition(db), id) }
    }

    /// Somebody's letters, in the order in which they were issued.
    package func letters(of id: Registration.ID) async throws -> [Letter] {
        try await store.read { [store] db in
            try LetterRecord.list(db, try store.definition(db), of: id, kind: nil, after: 0, limit: .max)
        }
    }

    /// The letters of a kind, by number.
    ///
    /// - Parameters:
    ///   - after: the part of the list after that one.
    ///   - limit: how many at the most.
    ///   - latest: the latest first.
    package func letters(
        _ kind: LetterPlan.ID, after: LetterID? = nil, latest: Bool = false, limit: Int = .max
    ) async throws -> [Letter] {
        try await store.read { [store] db in
            try LetterRecord.list(
                db, try store.definition(db), of: nil, kind: kind, after: after?.number ?? 0, latest: latest,
                limit: limit)
        }
    }

    /// How many letters of each kind were issued.
    package func letterCounts() async throws -> [LetterPlan.ID: Int] {
        try await store.read { db in try LetterRecord.counts(db) }
    }
}
