import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Representations

/// Who is at a device that several people share, and who has a PIN there.
struct ClerkRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.devices)/:device/\(Paths.clerks)", for: .roles(.organizer)) { _, context, _ in
            let clerks = try await services.store.clerks(of: try Self.device(context))
            return try Response(json: ["clerks": clerks.map(ClerkBody.init)])
        }
        routes.post("\(Paths.devices)/:device/\(Paths.clerks)", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewPIN.self, context: context)
            let pin = try body.pin.map { try PIN($0) } ?? .invented()
            let clerk = try await services.store.setPIN(
                pin, of: body.name, at: try Self.device(context),
                context: device.write(request, context, services.clock))
            return try Response(
                status: .created, json: SetPINBody(name: clerk.name, pin: body.pin == nil ? pin.digits : nil))
        }
        routes.post("\(Paths.devices)/:device/\(Paths.clerks)/remove", for: .roles(.organizer)) {
            request, context, device in
            let body = try await request.decode(as: Name.self, context: context)
            try await services.store.removePIN(
                of: body.name, at: try Self.device(context),
                context: device.write(request, context, services.clock))
            return Response(status: .noContent)
        }
        routes.get(Paths.clerkHere, for: .roles(.desk, .keysigning)) { _, _, device in
            let event = try await services.store.definition()
            let clerks = try await services.store.clerks(of: device.id)
            return try Response(
                json: PresenceBody(device.present(at: services.clock.now), clerks: clerks, zone: event.zone))
        }
        routes.post(Paths.clerkHere, for: .roles(.desk, .keysigning)) { request, context, device in
            let body = try await request.decode(as: Entry.self, context: context)
            let now = services.clock.now
            let clerk = try await services.store.enter(body.name, pin: body.pin, at: device.id, time: now)
            let event = try await services.store.definition()
            return try Response(
                json: PresenceBody(
                    Clerk.Presence(id: clerk.id, name: clerk.name, since: now),
                    clerks: try await services.store.clerks(of: device.id), zone: event.zone))
        }
        routes.post("\(Paths.clerkHere)/leave", for: .roles(.desk, .keysigning)) { _, _, device in
            try await services.store.leave(device.id)
            return Response(status: .noContent)
        }
    }

    private static func device(_ context: DeviceRequestContext) throws -> Device.ID {
        Device.ID(rawValue: try context.parameters.row("device"))
    }

    private struct Name: Decodable { let name: String }

    private struct NewPIN: Decodable {
        let name: String
        /// Invented where it is left out.
        let pin: String?
    }

    private struct Entry: Decodable {
        let name: String
        let pin: String
    }

    private struct SetPINBody: Encodable {
        let name: String
        /// One that was invented, shown this once; left out where it was sent.
        let pin: String?
    }

    private struct PresenceBody: Encodable {
        /// Nobody where it is left out.
        let name: String?
        let since: String?
        /// Who may type a PIN here.
        let clerks: [String]

        init(_ presence: Clerk.Presence?, clerks: [Clerk], zone: TimeZone) {
            name = presence?.name
            since = presence.map { Timestamp($0.since, in: zone).description }
            self.clerks = clerks.map(\.name)
        }
    }
}
