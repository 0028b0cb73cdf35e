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
    /// Whether some user id has every word of the registration's name, or the other way round; where not, the desk
    /// looks twice.
    package let nameIsOnKey: Bool
    /// Who handed in the same key and was refused: the desk asks whose it is.
    package let claimants: [Registration.ID]
    /// The key as the list would print it today, with the number that it has or would get; empty for a key that would be
    /// left out: it has expired, or its owner was noted as absent.
    package let preview: String
}

extension KeysigningDesk {
    /// The keys that stand, or those of one person, with what stands beside them.
    ///
    /// - Parameter date: decides what has expired.
    /// - Throws: what `RegistrationLedger.registration` throws, `keysigning_not_planned`, `list_too_long`.
    package func entries(of named: String? = nil, at date: Date) async throws -> [KeysigningEntry] {
        let previews = Self.previews(try await draft(at: date).text)
        return try await store.read { db in
            let wanted = try named.map { try RegistrationLedger.registration(db, named: $0).id }
            let standings = try StandingRecord.all(db)
            let claims = try Self.claims(db)
            var owners: [Registration.ID: Registration] = [:]
            return try SubmissionRecord.standing(db).filter { wanted == nil || $0.registration == wanted }
                .map { submission in
                    let owner =
                        try owners[submission.registration]
                        ?? RegistrationLedger.registration(db, submission.registration)
                    owners[owner.id] = owner
                    return KeysigningEntry(
                        submission: submission,
                        standing: standings[submission.id] ?? KeysigningStanding(proof: nil, confirmation: nil),
                        owner: owner,
                        nameIsOnKey: submission.key.names.contains { Self.agree($0.text, owner.person.name) },
                        claimants: (claims[submission.key.fingerprint.digits] ?? []).filter { $0 != owner.id },
                        preview: previews[submission.key.fingerprint.grouped] ?? "")
                }
        }
    }

    /// The key of that fingerprint with what stands beside it; what a scanned code finds.
    ///
    /// - Throws: `submission_unknown`, codes of `OpenPGPError` for a text that is no fingerprint.
    package func entry(_ fingerprint: String, at date: Date) async throws -> KeysigningEntry {
        let fingerprint = try Self.parse(fingerprint)
        guard let found = try await entries(at: date).first(where: { $0.submission.key.fingerprint == fingerprint })
        else { throw KeysigningError(.submissionUnknown, ErrorDetail("fingerprint", fingerprint)) }
        return found
    }

    /// The entries of a list by the line that shows the fingerprint.
    private static func previews(_ list: String) -> [String: String] {
        let rule = String(repeating: "_", count: 79)
        var previews: [String: String] = [:]
        for block in list.components(separatedBy: rule + "\n") {
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
            guard let start = lines.firstIndex(where: { $0.hasSuffix("[ ] ID OK") }) else { continue }
            let entry = lines[start...].filter { !$0.isEmpty }
            guard entry.count >= 3 else { continue }
            previews[entry[entry.startIndex + 2].trimmingCharacters(in: .whitespaces)] =
                entry.joined(separator: "\n") + "\n"
        }
        return previews
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
