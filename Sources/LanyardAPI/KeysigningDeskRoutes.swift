import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
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
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
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
