package import Conference
import EventStore
package import Foundation
import GRDB
import OpenPGP
import RegistrationLedger

/// A key with all that a person at the desk, or its owner, wants to see beside it.
package struct KeysigningEntry: Sendable, Hashable {
    package let submission: KeysigningSubmission
    package let standing: KeysigningStanding
    /// The owner as the registration names them.
    package let owner: Registration
    /// Whether some user id has every word of the registration's name, or the other way round. If not, the desk looks
    /// twice.
    package let nameIsOnKey: Bool
    /// Who handed in the same key and was refused: the desk asks whose it is.
    package let claimants: [Registration.ID]
    /// The key as the list would print it today, without a number until it has one; empty for a key that would be left
    /// out: it has expired, or its owner was noted as absent.
    package let preview: String
}

extension KeysigningDesk {
    /// The keys that stand, or those of one person, with what stands beside them.
    ///
    /// - Parameter date: decides what has expired.
    /// - Throws: what `RegistrationLedger.registration` throws.
    package func entries(of id: Registration.ID? = nil, at date: Date) async throws -> [KeysigningEntry] {
        try await store.read { db in
            if let id {
                let owner = try RegistrationLedger.registration(db, id)
                let own = try SubmissionRecord.standing(db, of: owner.id)
                return try own.map { key in
                    try Self.entry(db, key, StandingRecord.one(db, of: key.id), of: owner, among: own, at: date)
                }
            }
            let standings = try StandingRecord.all(db)
            let keys = Dictionary(grouping: try SubmissionRecord.standing(db), by: \.registration)
            let owners = keys.sorted { ($0.value.first?.id.rawValue ?? 0) < ($1.value.first?.id.rawValue ?? 0) }
            return try owners.flatMap { id, own in
                let owner = try RegistrationLedger.registration(db, id)
                return try own.map { key in
                    let standing = standings[key.id] ?? KeysigningStanding(proof: nil, confirmation: nil)
                    return try Self.entry(db, key, standing, of: owner, among: own, at: date)
                }
            }
        }
    }

    /// The key of that fingerprint with what stands beside it; what a scanned code finds.
    ///
    /// - Throws: `submission_unknown`, codes of `OpenPGPError` for a text that is no fingerprint.
    package func entry(_ fingerprint: String, at date: Date) async throws -> KeysigningEntry {
        let fingerprint = try Self.parse(fingerprint)
        return try await store.read { db in
            guard let submission = try SubmissionRecord.standing(db, fingerprint: fingerprint) else {
                throw KeysigningError(.submissionUnknown, ErrorDetail("fingerprint", fingerprint))
            }
            let owner = try RegistrationLedger.registration(db, submission.registration)
            let own = try SubmissionRecord.standing(db, of: owner.id)
            let standing = try StandingRecord.one(db, of: submission.id)
            return try Self.entry(db, submission, standing, of: owner, among: own, at: date)
        }
    }

    /// - Parameter own: all keys of the owner that stand, in the order of their hand-ins.
    private static func entry(
        _ db: Database, _ submission: KeysigningSubmission, _ standing: KeysigningStanding, of owner: Registration,
        among own: [KeysigningSubmission], at date: Date
    ) throws -> KeysigningEntry {
        let first = own.compactMap(\.number).min()
        let entry = KeysigningList.Entry(
            number: submission.number, key: submission.key, at: date,
            samePersonAs: first == submission.number ? nil : first, isProved: standing.proof != nil)
        let isListed = try !submission.key.hasExpired(at: date) && !isAbsent(db, submission.id)
        return KeysigningEntry(
            submission: submission, standing: standing, owner: owner,
            nameIsOnKey: submission.key.names.contains { agree($0.text, owner.person.name) },
            claimants: try standingClaimants(db, of: submission),
            preview: isListed
                ? KeysigningList.lines(of: entry, date: date).map { $0 + "\n" }.joined() : "")
    }

    /// Whether the words of one name are among those of the other; accents, case and order do not matter.
    static func agree(_ userID: String, _ name: String) -> Bool {
        let (onKey, registered) = (words(userID), words(name))
        guard !onKey.isEmpty, !registered.isEmpty else { return false }
        return registered.isSubset(of: onKey) || onKey.isSubset(of: registered)
    }

    private static func words(_ text: String) -> Set<String> {
        // Without the address and the comment.
        let name = text.prefix { $0 != "<" && $0 != "(" }
        let folded = String(name).folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        return Set(folded.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}
