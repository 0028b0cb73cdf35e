package import Conference
import Crypto
package import DoorRules
package import EventStore
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
        _ text: String, event: EventTag, keys: [SigningKey], _ db: Database
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
                event: event, knowsKey: keys.contains { $0.id == credential.key.rawValue },
                issued: issued.map(Array.init))
            guard let flaw else { return .genuine(registration, credential.issue) }
            if flaw == .notGenuine, isSuperseded(read, keys) { return .flawed(.superseded) }
            first = first ?? flaw
        }
        return .flawed(first ?? .notACredential)
    }

    /// The badge that a text stands for, of a machine whose last doings were lost: this file does not know it.
    ///
    /// - Returns: nil for every other text.
    package static func lostBadge(
        _ text: String, event: EventTag, keys: [SigningKey], _ db: Database
    ) throws -> (registration: Registration.ID, issue: IssueNumber)? {
        guard case .flawed(.superseded) = try examine(text, event: event, keys: keys, db),
            let readings = try? ScannedText.read(Array(text.utf8)),
            let read = readings.first(where: { $0.credential.event == event && isSuperseded($0, keys) })
        else { return nil }
        return (Registration.ID(read.credential.registration), read.credential.issue)
    }

    /// Whether one of the event's earlier keys signed it: then a machine made it whose last doings were lost.
    private static func isSuperseded(_ read: SignedCredential, _ keys: [SigningKey]) -> Bool {
        keys.contains { key in
            guard key.id == read.credential.key.rawValue, key.ceiling != nil else { return false }
            let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: key.publicKey)
            return publicKey?.isValidSignature(
                Data(read.signature), for: Data(read.credential.signedMessage)) ?? false
        }
    }
}
