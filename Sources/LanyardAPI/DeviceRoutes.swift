import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Representations

/// Devices: what they tell of themselves, and how they are.
struct DeviceRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.devices)/self", for: .everyDevice) { _, _, device in
            return try Response(
                json: Identity(
                    device: device.id.rawValue, name: device.name, role: device.role.rawValue,
                    gates: device.gates.map(\.rawValue).sorted(), exhibitor: device.exhibitor?.rawValue))
        }
        routes.post("\(Paths.devices)/self/report", for: .everyDevice) { request, context, device in
            let body = try await request.decode(as: Report.self, context: context)
            let report = try DeviceReport(
                aheadMilliseconds: body.clockAheadMilliseconds, queued: body.queued,
                batteryPercent: body.batteryPercent)
            let now = services.clock.now
            try await services.store.keep(report, of: device.id, time: now)
            return try Response(json: try await reception(of: device, at: now))
        }
        routes.get(Paths.devices, for: .roles(.desk, .reports)) { request, _, _ in
            let page = try PageLimit(request)
            let event = try await services.store.definition()
            let devices = try await services.checkIn.deviceConditions(
                after: try page.number().map { Device.ID(rawValue: $0) }, limit: page.fetchCount)
            return try Response(
                json: PageBody(devices, page, cursor: \.device.id.rawValue) { DeviceBody($0, event: event) })
        }
        routes.post(Paths.devices, for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewDevice.self, context: context)
            let enrollment = try await services.store.invite(
                name: body.name, role: try Choice.read(body.role),
                gates: Set((body.gates ?? []).map { Gate.ID(rawValue: $0) }),
                exhibitor: body.exhibitor.map { Exhibitor.ID(rawValue: $0) },
                context: device.write(request, context, services.clock))
            return try Response(
                status: .created, json: InvitationBody(enrollment, event: try await services.store.definition()))
        }
        routes.post("\(Paths.devices)/:device/revoke", for: .roles(.organizer)) { request, context, device in
            try await services.store.revokeDevice(
                Device.ID(rawValue: try context.parameters.row("device")),
                context: device.write(request, context, services.clock))
            return Response(status: .noContent)
        }
        routes.post("\(Paths.devices)/:device/rename", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewName.self, context: context)
            try await services.store.renameDevice(
                Device.ID(rawValue: try context.parameters.row("device")), to: body.name,
                context: device.write(request, context, services.clock))
            return Response(status: .noContent)
        }
    }

    /// By this a device measures its clock, and knows what it may forget.
    private func reception(of device: Device, at time: Date) async throws -> Reception {
        let incarnation = try await services.store.incarnation().number
        let copied = CopiedMark.of(services.store.url)
        return Reception(
            device: device.id.rawValue, timeMilliseconds: time.milliseconds, name: device.name,
            incarnation: incarnation,
            // By the machine's clock, as copies are: the event's may have been set.
            mark: Date().milliseconds, copiedMark: copied?.incarnation == incarnation ? copied?.untilMs : nil)
    }

    private struct NewName: Decodable { let name: String }

    private struct NewDevice: Decodable {
        let name: String
        let role: String
        /// Where it may scan; every gate where it is left out.
        let gates: [String]?
        /// At whose booth it is, for the role exhibitor alone.
        let exhibitor: String?
    }

    /// An invitation, shown once.
    private struct InvitationBody: Encodable {
        let name: String
        let role: String
        let gates: [String]
        /// What the device opens, under the address by which it reaches this server.
        let link: String
        let expires: String

        init(_ enrollment: Enrollment, event: EventDefinition) {
            name = enrollment.name
            role = enrollment.role.rawValue
            gates = enrollment.gates.map(\.rawValue).sorted()
            link = enrollment.link(at: "")
            expires = Timestamp(enrollment.expires, in: event.zone).description
        }
    }

    private struct Report: Decodable {
        let clockAheadMilliseconds: Int64?
        let queued: Int?
        let batteryPercent: Int?
    }

    private struct Identity: Encodable {
        let device: Int64
        let name: String
        let role: String
        let gates: [String]
        let exhibitor: String?
    }

    private struct Reception: Encodable {
        let device: Int64
        let timeMilliseconds: Int64
        let name: String
        /// Of the event's file: after a takeover another one.
        let incarnation: Int
        /// Grows from answer to answer. What was acknowledged before this one lies in a copy as well once a later answer has a
        /// `copiedMark` that is not below this.
        let mark: Int64
        let copiedMark: Int64?
    }
}
