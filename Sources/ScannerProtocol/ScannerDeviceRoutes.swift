import CheckIn
import Conference
import Crypto
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP

/// How a device of pretix's protocol comes in, what it is told of itself, and how it leaves.
struct ScannerDeviceRoutes {
    /// The version of pretix whose protocol this was compared with.
    static let version = "2026.8.0"
    /// The same as apps compare it: year, month and patch in steps of a thousand, then four digits for what is not final.
    private static let versionNumber: Int64 = 20_260_080_000_000

    let routes: ScannerRouter
    let lockout: Lockout

    private var services: EventServices { routes.services }

    func addRoutes(to router: Router<DeviceRequestContext>) {
        let root = ScannerRouter.root
        router.post(RouterPath("\(root)/device/initialize")) { [self] request, context in
            try await routes.answering(request, context) { _ in try await initialize(request, context) }
        }
        routes.on(.post, "\(root)/device/update", of: router) { [self] visit in
            Response(scanner: described(visit.device, token: visit.token, visit.catalog))
        }
        routes.on(.post, "\(root)/device/roll", of: router) { [self] visit in
            let token = try await services.store.rollToken(of: visit.device.id)
            routes.devices.forget(visit.token)
            return Response(scanner: described(visit.device, token: token.secret, visit.catalog))
        }
        routes.on(.post, "\(root)/device/revoke", of: router) { [self] visit in
            try await services.store.revokeDevice(
                visit.device.id,
                context: visit.device.write(services.clock.now, key: .unique(), from: visit.context))
            return Response(scanner: described(visit.device, token: visit.token, visit.catalog))
        }
        routes.on(.get, "\(root)/device/info", of: router) { [self] visit in
            Response(scanner: [
                "device": described(visit.device, token: visit.token, visit.catalog),
                "server": ["version": Self.serverVersion], "medium_key_sets": [],
            ])
        }
        routes.on(.get, "\(root)/version", of: router) { _ in Response(scanner: Self.serverVersion) }
        routes.on(.get, "\(root)/device/eventselection", of: router) { visit in try Self.selection(visit) }
    }

    private static var serverVersion: ScannerJSON {
        ["pretix": .text(version), "pretix_numeric": .number(versionNumber)]
    }

    /// What a device says of itself is shown nowhere: it is named by whoever invited it.
    private struct Initialization: Decodable {
        let token: String?
        let hardwareBrand: String?
        let hardwareModel: String?
        let softwareBrand: String?
        let softwareVersion: String?

        enum CodingKeys: String, CodingKey {
            case token
            case hardwareBrand = "hardware_brand"
            case hardwareModel = "hardware_model"
            case softwareBrand = "software_brand"
            case softwareVersion = "software_version"
        }

        var missing: [String] {
            [
                ("token", token), ("hardware_brand", hardwareBrand), ("hardware_model", hardwareModel),
                ("software_brand", softwareBrand), ("software_version", softwareVersion),
            ].filter { $0.1 == nil }.map(\.0)
        }
    }

    private func initialize(_ request: Request, _ context: DeviceRequestContext) async throws -> Response {
        let body = try await request.decode(as: Initialization.self, context: context)
        guard let secret = body.token else { throw ScannerRefusal.missing(body.missing, answering: request) }
        do {
            let (device, token) = try await services.store.enroll(secret: secret, time: services.clock.now)
            let catalog = ScannerCatalog(
                event: try await services.store.latestDefinition(),
                gates: try await services.checkIn.numberedGates(for: device))
            return Response(scanner: described(device, token: token.secret, catalog))
        } catch let error as EventStoreError {
            if error.code == .enrollmentUnknown { try await lockout.punish(context.remoteAddress) }
            guard [.enrollmentUnknown, .enrollmentUsed, .enrollmentExpired].contains(error.code) else { throw error }
            throw ScannerRefusal.field("token", error, answering: request)
        }
    }

    private func described(_ device: Device, token: String, _ catalog: ScannerCatalog) -> ScannerJSON {
        let own = device.gates.count == 1 ? catalog.gates.first : nil
        let gate: ScannerJSON = own.map { ["id": .number($0.number), "name": .text($0.gate.name)] } ?? nil
        return [
            "organizer": .text(catalog.slug), "device_id": .number(device.id.rawValue),
            "unique_serial": .text(Self.serial(device.id, of: services.store)), "name": .text(device.name),
            "security_profile": "pretixscan", "gate": gate, "api_token": .text(token),
        ]
    }

    /// Sixteen letters and digits by which a device is known beyond this event.
    private static func serial(_ id: Device.ID, of store: EventStore) -> String {
        let digest = SHA256.hash(data: Data("lanyard-scanner-v1 \(store.tag) \(id)".utf8))
        return String(Data(digest).hexadecimal.uppercased().prefix(16))
    }

    /// Whether the event and the list that the device works with are right for it.
    private static func selection(_ visit: ScannerVisit) throws -> Response {
        guard let first = visit.catalog.gates.first else { throw ScannerRefusal.notFound }
        let chosen = visit.query("current_checkinlist").flatMap { Int64($0) }
        let isGood =
            visit.query("current_event") == visit.catalog.slug
            && (chosen.map { visit.catalog.gate($0) != nil } ?? true)
        guard !isGood else { return Response(status: .notModified) }
        return Response(scanner: [
            "event": ["slug": .text(visit.catalog.slug), "name": .text(visit.catalog.event.name)], "subevent": nil,
            "checkinlist": .number(chosen.flatMap(visit.catalog.gate)?.number ?? first.number),
        ])
    }
}
