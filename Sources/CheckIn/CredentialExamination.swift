import Conference
import DoorRules
import Foundation
import GRDB

/// What the server finds when it is shown a credential.
enum CredentialExamination {
    case flawed(CredentialFlaw)
    case genuine(Registration.ID, IssueNumber)

    /// Compares a text with what was issued.
    ///
    /// - Parameter keys: the event's keys that have not been withdrawn.
    static func examine(
        _ text: String, event: EventTag, keys: Set<KeyID>, _ db: Database
    ) throws -> CredentialExamination {
        let read: SignedCredential
        do throws(CredentialFlaw) {
            read = try CredentialText.decode(Array(text.utf8))
        } catch {
            return .flawed(error)
        }
        let credential = read.credential
        let registration = Registration.ID(credential.registration)
        let issued = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT credential FROM badge_issue WHERE registration = ? AND issue = ?"),
            arguments: [registration, credential.issue])
        let flaw = read.flaw(
            event: event, knowsKey: keys.contains(credential.key), issued: issued.map(Array.init))
        return flaw.map { .flawed($0) } ?? .genuine(registration, credential.issue)
    }
}
