package import Conference
package import EventStore
package import Keysigning
package import OpenPGP

extension EventServices {
    /// Takes in keys that came back after a keysigning: what participants certified on each other, and what was revoked
    /// meanwhile. GnuPG checks the certifications afterwards.
    ///
    /// - Parameter owner: whose keys are taken in; nil for everybody's. A revocation gets through whosever key it is of.
    /// - Throws: what `KeysigningAftermath.merge` throws.
    package func bringBack(
        _ submitted: consuming SubmittedBytes, limits: SubmissionLimits, of owner: Registration.ID? = nil,
        context: WriteContext
    ) async throws -> Performed<KeysigningAftermath.Merge> {
        // First: a list that is not frozen yet refuses the rest.
        let noted = try await keysigning.noteRevocations(in: submitted, registration: owner, context: context)
        if noted.cameAlone {
            let merge = KeysigningAftermath.Merge(revocation: noted.count)
            return Performed(result: merge, replayed: false)
        }
        let done = try await aftermath.merge(submitted, limits: limits, of: owner, context: context)
        guard noted.count > 0 else { return done }
        var merge = done.result
        merge.revoked = noted.count
        return Performed(result: merge, replayed: done.replayed)
    }
}
