package import Conference
package import EventDesk
import Foundation
package import Keysigning
import OpenPGP

/// A key of the keysigning as JSON.
package struct KeysigningKeyBody: Encodable, Sendable {
    package struct Proof: Encodable, Sendable {
        /// `signature` or `code`.
        package let method: String
        /// The key or subkey that signed or decrypted.
        package let key: String
        package let isPrimaryKey: Bool
        package let time: String
    }

    package struct Confirmation: Encodable, Sendable {
        package let author: String
        package let time: String
    }

    package struct Oddity: Encodable, Sendable {
        package let userID: String
        package let codes: [String]
    }

    /// The number on the list; left out until a list with the key is frozen.
    package let number: Int?
    package let registration: UInt32
    /// As the registration names its owner.
    package let name: String
    /// Whether a user id agrees with that name.
    package let nameIsOnKey: Bool
    /// Registrations that handed in the same key and were refused; left out if there are none, and for the owner.
    package let claimedBy: [UInt32]?
    package let fingerprint: String
    /// The fingerprint in groups of four, for reading it aloud.
    package let groups: [String]
    package let algorithm: String
    package let userIDs: [String]
    /// The user ids, with everything made visible that does not show, or that turns or covers other text.
    package let shownUserIDs: [String]
    /// User ids by what the eye may miss in them (codes of warnings); left out if there is nothing.
    package let oddities: [Oddity]?
    /// `submitted`, `control_proved` or `green_dot`.
    package let state: String
    package let proof: Proof?
    package let confirmation: Confirmation?
    /// The key as the list would print it today; empty for one that would be left out.
    package let preview: String

    /// - Parameter isForOwner: the owner is not told who else handed in the key.
    package init(_ entry: KeysigningEntry, event: EventDefinition, isForOwner: Bool = false) {
        let zone = event.zone
        let fingerprint = entry.submission.key.fingerprint
        number = entry.submission.number
        registration = entry.owner.id.rawValue
        name = entry.owner.person.name
        nameIsOnKey = entry.nameIsOnKey
        claimedBy = entry.claimants.isEmpty || isForOwner ? nil : entry.claimants.map(\.rawValue)
        self.fingerprint = fingerprint.digits
        groups = fingerprint.grouped.split(separator: " ").map(String.init)
        algorithm = entry.submission.key.algorithm
        let names = entry.submission.key.names
        userIDs = names.map(\.text)
        shownUserIDs = names.map(\.markedText)
        let odd = names.filter { !$0.oddities.isEmpty }.map {
            Oddity(userID: $0.markedText, codes: $0.oddities.map(\.rawValue))
        }
        oddities = odd.isEmpty ? nil : odd
        state = entry.standing.state.rawValue
        proof = entry.standing.proof.map {
            Proof(
                method: $0.method.rawValue, key: $0.key.digits, isPrimaryKey: $0.key == fingerprint,
                time: Timestamp($0.proved, in: zone).description)
        }
        confirmation = entry.standing.confirmation.map {
            Confirmation(author: $0.author, time: Timestamp($0.confirmed, in: zone).description)
        }
        preview = entry.preview
    }
}

/// What a step did to a key, as JSON.
package struct DotChangeBody: Encodable {
    let registration: UInt32
    let state: String
    /// Whether the printed badge is now wrong: print it again.
    let changesBadge: Bool
    /// Whether the confirmation is waiting for a proof of control.
    let waitsForProof: Bool
    /// The fields of the badge whose paper is wrong now; left out where none is.
    let outdated: [String]?

    package init(_ confirmed: ConfirmedKey) { self.init(confirmed.change, outdated: confirmed.outdated) }

    /// - Parameter outdated: the fields of the badge whose paper is wrong now, where that is known.
    package init(_ change: DotChange, outdated: [String] = []) {
        registration = change.registration.rawValue
        state = change.state.rawValue
        changesBadge = change.changesBadge
        waitsForProof = change.waitsForProof
        self.outdated = outdated.isEmpty ? nil : outdated
    }
}
