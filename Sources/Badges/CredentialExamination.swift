package import Conference
package import DoorRules
import Foundation
package import GRDB

/// What the server finds when it is shown a credential.
package enum CredentialExamination {
    case flawed(CredentialFlaw)
    case genuine(Registration.ID, IssueNumber)

    /// Compares what a text may stand for (`ScannedText`) with what was issued.
    ///
    /// - Parameter keys: the event's keys that have not been withdrawn.
    package static func examine(
        _ text: String, event: EventTag, keys: Set<KeyID>, _ db: Database
    ) throws -> CredentialExamination {
        let readings: [SignedCredential]
        do throws(CredentialFlaw) {
            readings = try ScannedText.read(Array(text.utf8))
        } catch {
            return .flawed(error)
        }
        var first: CredentialFlaw?
        for read in readings {
            let credential = read.credential
            let registration = Registration.ID(credential.registration)
            let issued = try Data.fetchOne(
                db.cachedStatement(sql: "SELECT credential FROM badge_issue WHERE registration = ? AND issue = ?"),
                arguments: [registration, credential.issue])
            let flaw = read.flaw(
                event: event, knowsKey: keys.contains(credential.key), issued: issued.map(Array.init))
            guard let flaw else { return .genuine(registration, credential.issue) }
            first = first ?? flaw
        }
        return .flawed(first ?? .notACredential)
    }
}
