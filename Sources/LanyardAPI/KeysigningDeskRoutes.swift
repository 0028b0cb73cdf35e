import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
import OpenPGP
import RegistrationLedger
import Representations

/// The keysigning for those who stand at the desk: keys beside names, confirmations in person, participants' links.
struct KeysigningDeskRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.keysigningKeys, for: .roles(.keysigning, .desk)) { request, _, _ in
            let event = try await services.store.definition()
            var owner: Registration.ID?
            if let named = request.uri.queryParameters["registration"] {
                owner = try await services.ledger.registration(named: String(named)).id
            }
            let entries = try await services.keysigning.entries(of: owner, at: services.clock.now)
            return try Response(json: ["items": entries.map { KeysigningKeyBody($0, event: event) }])
        }
        routes.get("\(Paths.keysigningKeys)/:fingerprint", for: .roles(.keysigning, .desk)) { _, context, _ in
            let entry = try await services.keysigning.entry(
                context.parameters.require("fingerprint"), at: services.clock.now)
            return try Response(json: KeysigningKeyBody(entry, event: try await services.store.definition()))
        }
        routes.post(Paths.keysigningKeys, for: .roles(.keysigning, .desk)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let query = request.uri.queryParameters
            guard let named = query["registration"] else { throw ServerError(.bodyInvalid) }
            let owner = try await services.ledger.registration(named: String(named)).id
            var text = try await ParticipantRoutes.collect(request, upTo: SubmissionLimits.submission.submissionBytes)
            let receipt = try await services.keysigning.add(
                SubmittedBytes(wiping: &text), typedFingerprint: query["fingerprint"].map(String.init),
                registration: owner, context: write
            ).result
            let entry = try await services.keysigning.entries(of: owner, at: services.clock.now).first {
                $0.submission.id == receipt.submission.id
            }
            let event = try await services.store.definition()
            return try Response(
                status: .created,
                json: Taken(
                    change: receipt.change.rawValue, revoker: receipt.revoker?.digits,
                    key: entry.map { KeysigningKeyBody($0, event: event) },
                    warnings: receipt.warnings.map(\.code.rawValue)))
        }
        routes.post(Paths.keysigningConfirmations, for: .roles(.keysigning, .desk)) { request, context, device in
            let body = try await request.decode(as: Confirmation.self, context: context)
            let confirmed = try await services.confirmKey(
                body.fingerprint, of: try await services.ledger.registration(named: body.registration).id,
                context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: DotChangeBody(confirmed))
        }
        routes.post("\(Paths.keysigningConfirmations)/end", for: .roles(.keysigning, .desk)) {
            request, context, device in
            let body = try await request.decode(as: End.self, context: context)
            let ended = try await services.endConfirmation(
                of: body.fingerprint, because: body.reason, context: try device.write(request, context, services.clock))
            return try Response(json: DotChangeBody(ended))
        }
        routes.post(Paths.keysigningInvitations, for: .roles(.keysigning, .desk)) { request, context, device in
            let body = try await request.decode(as: Invitation.self, context: context)
            let made = try await services.keysigning.invite(
                registration: try await services.ledger.registration(named: body.registration).id,
                context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: KeysigningInvitationBody(made))
        }
        routes.post("\(Paths.keysigningInvitations)/all", for: .roles(.keysigning)) { request, context, device in
            let made = try await services.keysigning.inviteAll(
                context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: ["items": made.map { KeysigningInvitationBody($0) }])
        }
    }

    private struct Taken: Encodable {
        /// `added`, `updated`, `unchanged` or `revoked`.
        let change: String
        /// Who revoked it, where its owner had allowed another key to.
        let revoker: String?
        /// Left out where it was revoked.
        let key: KeysigningKeyBody?
        /// Codes.
        let warnings: [String]
    }

    private struct Confirmation: Decodable {
        let registration: String
        /// As its owner shows or reads it; the text of a scanned `OPENPGP4FPR:` code too.
        let fingerprint: String
    }

    private struct End: Decodable {
        let fingerprint: String
        let reason: String
    }

    private struct Invitation: Decodable {
        let registration: String
    }
}
