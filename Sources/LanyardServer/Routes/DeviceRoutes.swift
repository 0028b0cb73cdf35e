import Conference
import EventStore
import Foundation
import Hummingbird

/// Devices: what they tell of themselves, and how they are.
struct DeviceRoutes {
    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get("\(Paths.devices)/self") { _, context in
            let device = try context.knownDevice()
            return try Response(
                json: Identity(
                    device: device.id.rawValue, name: device.name, role: device.role.rawValue,
                    gates: device.gates.map(\.rawValue).sorted()))
        }
        group.post("\(Paths.devices)/self/report") { request, context in
            let device = try context.knownDevice()
            let body = try await request.decode(as: Report.self, context: context)
            let report = try DeviceReport(
                aheadMilliseconds: body.clockAheadMilliseconds, queued: body.queued,
                batteryPercent: body.batteryPercent)
            let now = services.clock.now
            try await services.store.keep(report, of: device.id, time: now)
            // By this the device measures its clock.
            return try Response(
                json: Reception(device: device.id.rawValue, timeMilliseconds: now.milliseconds, name: device.name))
        }
        group.get(RouterPath(Paths.devices)) { _, context in
            _ = try context.device(of: .desk, .reports)
            let event = try await services.store.definition()
            let devices = try await services.store.deviceConditions().map { DeviceBody($0, event: event) }
            return try Response(json: ["items": devices])
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
    }

    private struct Reception: Encodable {
        let device: Int64
        let timeMilliseconds: Int64
        let name: String
    }
}
