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

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.keysigningKeys)) { request, context in
            _ = try context.device(of: .keysigning, .desk)
            let event = try await services.store.definition()
            let owner = request.uri.queryParameters["registration"].map(String.init)
            let entries = try await services.keysigning.entries(of: owner, at: services.clock.now)
            return try Response(json: ["items": entries.map { KeysigningKeyBody($0, event: event) }])
        }
        group.get("\(Paths.keysigningKeys)/:fingerprint") { _, context in
            _ = try context.device(of: .keysigning, .desk)
            let entry = try await services.keysigning.entry(
                context.parameters.require("fingerprint"), at: services.clock.now)
            return try Response(json: KeysigningKeyBody(entry, event: try await services.store.definition()))
        }
        group.post(RouterPath(Paths.keysigningKeys)) { request, context in
            let device = try context.device(of: .keysigning, .desk)
            let write = try write(device, request, context)
            let query = request.uri.queryParameters
            guard let owner = query["registration"].map(String.init) else { throw ServerError(.bodyInvalid) }
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
        group.post(RouterPath(Paths.keysigningConfirmations)) { request, context in
            let device = try context.device(of: .keysigning, .desk)
            let body = try await request.decode(as: Confirmation.self, context: context)
            let done = try await services.keysigning.grantDot(
                confirmed: body.fingerprint, registration: body.registration,
                context: try write(device, request, context))
            return try Response(status: .created, json: DotChangeBody(done.result))
        }
        group.post("\(Paths.keysigningConfirmations)/end") { request, context in
            let device = try context.device(of: .keysigning, .desk)
            let body = try await request.decode(as: End.self, context: context)
            let done = try await services.keysigning.withdrawDot(
                body.fingerprint, because: body.reason, context: try write(device, request, context))
            return try Response(json: DotChangeBody(done.result))
        }
        group.post(RouterPath(Paths.keysigningInvitations)) { request, context in
            let device = try context.device(of: .keysigning, .desk)
            let body = try await request.decode(as: Invitation.self, context: context)
            let token = try await services.keysigning.invite(
                registration: body.registration, context: try write(device, request, context))
            return try Response(status: .created, json: ["token": token.secret, "path": token.link(at: "")])
        }
        group.post("\(Paths.keysigningInvitations)/all") { request, context in
            let device = try context.device(of: .keysigning)
            let made = try await services.keysigning.inviteAll(context: try write(device, request, context))
            return try Response(status: .created, json: ["items": made.map(InvitationBody.init)])
        }
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
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

/// A link that was just made, as JSON: it is shown once.
private struct InvitationBody: Encodable {
    let registration: UInt32
    let name: String
    let email: String
    let token: String
    let path: String

    init(_ made: (registration: Registration, token: ParticipantToken)) {
        registration = made.registration.id.rawValue
        name = made.registration.person.name
        email = made.registration.person.email
        token = made.token.secret
        path = made.token.link(at: "")
    }
}
