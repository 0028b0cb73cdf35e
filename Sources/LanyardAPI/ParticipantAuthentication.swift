import Conference
import EventDesk
import Hummingbird
import Keysigning
import LanyardHTTP

/// Knows a participant of the keysigning by the secret of their own link (`Authorization: Bearer …`, RFC 6750).
struct ParticipantAuthentication: Sendable {
    let services: EventServices
    let lockout: Lockout

    /// The person whose link came with the request.
    ///
    /// - Throws: `participant_token_missing`, `participant_token_unknown` after a while.
    func participant(_ request: Request, _ context: DeviceRequestContext) async throws -> Registration {
        guard let secret = request.bearerToken else { throw ServerError(.participantTokenMissing) }
        guard let owner = try await services.keysigning.participant(secret: secret) else {
            try await lockout.punish(context.remoteAddress)
            throw ServerError(.participantTokenUnknown)
        }
        ConnectionStanding.current?.welcome()
        return owner
    }

    /// Whether the request carries the secret of a participant; a wrong one is as good as none.
    func isParticipant(_ request: Request) async throws -> Bool {
        guard let secret = request.bearerToken else { return false }
        return try await services.keysigning.participant(secret: secret) != nil
    }
}
