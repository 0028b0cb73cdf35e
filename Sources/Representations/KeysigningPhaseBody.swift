import Conference
package import EventDesk
import EventStore
package import Foundation
package import Keysigning
import OpenPGP
import RegistrationLedger

/// Whether keys are taken in, and which of the current ones will be left out, as JSON.
package struct KeysigningPhaseBody: Encodable, Sendable {
    package struct Key: Encodable, Sendable {
        package let registration: UInt32
        package let fingerprint: String
        /// A day in UTC.
        package let expires: String

        init(_ submission: KeysigningSubmission) {
            registration = submission.registration.rawValue
            fingerprint = submission.key.fingerprint.digits
            expires = submission.key.expires.map { String($0.formatted(.iso8601).prefix(10)) } ?? ""
        }
    }

    /// `opened` or `closed`.
    package let phase: String
    /// Keys that have expired: they are left out unless they are extended.
    package let expired: [Key]
    /// Keys that will expire by the end of the day of the keysigning.
    package let expiring: [Key]
    /// Keys that will expire after that, but before the signatures are due.
    package let expiringBeforeDue: [Key]

    package init(
        _ phase: KeysigningPhase, expired: [KeysigningSubmission], expiring: [KeysigningSubmission],
        expiringBeforeDue: [KeysigningSubmission]
    ) {
        self.phase = phase.rawValue
        self.expired = expired.map(Key.init)
        self.expiring = expiring.map(Key.init)
        self.expiringBeforeDue = expiringBeforeDue.map(Key.init)
    }
}

/// Who has, or may have, a frozen version, as JSON.
package struct KeysigningHolderBody: Encodable, Sendable {
    package let registration: UInt32
    package let name: String
    package let email: String
    /// The numbers of their keys in that version.
    package let numbers: [Int]
    /// When they took it home with their own link; left out if they did not.
    package let taken: String?

    package init(_ holder: KeysigningDesk.Holder, in zone: TimeZone) {
        registration = holder.registration.id.rawValue
        name = holder.registration.person.name
        email = holder.registration.person.email
        numbers = holder.numbers
        taken = holder.taken.map { Timestamp($0, in: zone).description }
    }
}

extension EventServices {
    /// The phase with the keys that will be left out. An event without a plan has no day to expire before.
    package func phaseBody(_ phase: KeysigningPhase) async throws -> KeysigningPhaseBody {
        let isPlanned = try await store.definition().keysigning != nil
        return KeysigningPhaseBody(
            phase, expired: try await keysigning.expired(at: clock.now),
            expiring: isPlanned ? try await keysigning.expiringBeforeKeysigning(at: clock.now) : [],
            expiringBeforeDue: isPlanned ? try await keysigning.expiringBeforeDue(at: clock.now) : [])
    }
}
