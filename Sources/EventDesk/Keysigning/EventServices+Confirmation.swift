package import Conference
import EventStore
package import Keysigning
import OpenPGP

/// What a confirmation did to a key and to its owner's badge.
package struct ConfirmedKey: Sendable {
    package let change: DotChange
    /// The fields of the badge whose paper is wrong now: print it again. None where nothing is on paper.
    package let outdated: [String]
}

extension EventServices {
    /// Notes that the owner of a key confirmed its fingerprint in person; says whether their badge has to be printed again.
    ///
    /// - Throws: what `KeysigningDesk.grantDot` throws.
    package func confirmKey(
        _ typed: String, of id: Registration.ID, context: WriteContext
    ) async throws -> ConfirmedKey {
        try await confirmed(keysigning.grantDot(confirmed: typed, registration: id, context: context).result)
    }

    /// Takes a confirmation back; says whether the badge has to be printed again.
    ///
    /// - Throws: what `KeysigningDesk.withdrawDot` throws.
    package func endConfirmation(
        of fingerprint: String, because reason: String, context: WriteContext
    ) async throws -> ConfirmedKey {
        try await confirmed(keysigning.withdrawDot(fingerprint, because: reason, context: context).result)
    }

    /// The fingerprint that was given; else that of the only key of the person that stands.
    ///
    /// - Throws: `no_key_handed_in`, `which_key`.
    package func fingerprint(_ given: String?, of id: Registration.ID) async throws -> String {
        if let given { return given }
        let standing = try await keysigning.submissions(of: id).filter { $0.withdrawn == nil }
        guard let only = standing.first else {
            throw KeysigningError(.noKeyHandedIn, ErrorDetail("registration", id))
        }
        guard standing.count == 1 else {
            throw KeysigningError(
                .whichKey, ErrorDetail("fingerprints", standing.map(\.key.fingerprint.digits).joined(separator: ", ")))
        }
        return only.key.fingerprint.digits
    }

    private func confirmed(_ change: DotChange) async throws -> ConfirmedKey {
        ConfirmedKey(change: change, outdated: try await outdatedFields(of: change.registration))
    }
}
