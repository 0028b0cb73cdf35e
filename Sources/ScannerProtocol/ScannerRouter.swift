import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import Logging
import Synchronization
import Wording

/// A device that speaks pretix's protocol, and what it asks for.
struct ScannerVisit: Sendable {
    let request: Request
    let context: DeviceRequestContext
    let device: Device
    let token: String
    let catalog: ScannerCatalog
    let sight: ScannerSight
    let offer: ScannerPlan.Offer
    /// The server as the device reached it, for the address of the next page.
    let origin: String

    /// The check-in list that the address names.
    ///
    /// - Throws: a refusal with 404 where there is none, or the device may not scan there.
    func list() throws -> NumberedGate {
        guard let number = try Int64(context.parameters.require("list")), let gate = catalog.gate(number) else {
            throw ScannerRefusal.notFound
        }
        return gate
    }

    func query(_ name: String) -> String? { request.uri.queryParameters[Substring(name)].map(String.init) }
}

/// Adds the routes of pretix's protocol: each answers only while the event's description opens it, to devices that may scan, and
/// in the protocol's own shape when something goes wrong.
struct ScannerRouter: Sendable {
    typealias Handler = @Sendable (ScannerVisit) async throws -> Response

    static let root = "/api/v1"
    /// Which of an organizer's addresses are the event's.
    static let organizer = "\(root)/organizers/:organizer"
    static let event = "\(organizer)/events/:event"

    let services: EventServices
    let devices: DeviceAuthentication
    let logger: Logger
    let marks = ScannerMarks()
    private let numbers = GateNumbers()
    private let known = KnownSecret()

    init(services: EventServices, devices: DeviceAuthentication, logger: Logger) {
        self.services = services
        self.devices = devices
        self.logger = logger
    }

    /// A route for devices that may scan.
    func on(
        _ method: HTTPRequest.Method, _ path: String, of router: Router<DeviceRequestContext>,
        check: TokenCheck = .now, handler: @escaping Handler
    ) {
        router.on(RouterPath(path), method: method) { request, context in
            try await answering(request, context) { offer in
                let visit = try await visit(request, context, offer: offer, check: check)
                return try await handler(visit)
            }
        }
    }

    /// Answers in the protocol's shape whatever happens; nothing at all while the event does not open it.
    func answering(
        _ request: Request, _ context: DeviceRequestContext,
        _ body: (ScannerPlan.Offer) async throws -> Response
    ) async throws -> Response {
        guard let offer = try await services.store.latestDefinition().scanners?.pretixscan else {
            throw ServerError(.routeUnknown)
        }
        do {
            return try await body(offer)
        } catch {
            let refusal = ScannerRefusal(error, answering: request)
            if refusal.status.code >= 500 { logger.note(error, Words(for: error, answering: request)) }
            return refusal.response
        }
    }

    private func visit(
        _ request: Request, _ context: DeviceRequestContext, offer: ScannerPlan.Offer, check: TokenCheck
    ) async throws -> ScannerVisit {
        guard let token = request.deviceToken else { throw ServerError(.tokenMissing) }
        let device = try await devices.device(of: token, from: context.remoteAddress, check: check)
        try device.require([.door, .desk])
        let catalog = try await catalog(for: device, check: check)
        for name in ["organizer", "event"] {
            if let named = context.parameters.get(name), named != catalog.slug {
                throw ServerError(.roleNotAllowed, ErrorDetail("role", device.role.rawValue))
            }
        }
        let isDesk = device.role != .door
        // Whoever is scanned is named in any case, so that a scan does not ask.
        let keepsNames =
            if isDesk { true } else if check == .byTheWrite { false } else {
                try await services.checkIn.offersNames()
            }
        let sight = ScannerSight(
            isDesk: isDesk, keepsNames: keepsNames, keepsBadges: offer == .offline,
            handles: ScannerHandles(secret: try secret(), device: device.id))
        let scheme = context.isSecure ? "https" : "http"
        return ScannerVisit(
            request: request, context: context, device: device, token: token, catalog: catalog, sight: sight,
            offer: offer, origin: "\(scheme)://\(request.head.authority ?? "localhost")\(context.base.text)")
    }

    /// - Throws: `key_not_written`, `key_unreadable`.
    private func secret() throws -> Data {
        try known.value.withLock { value in
            if let value { return value }
            let secret = try services.store.keys.secret(named: "scanner-handles")
            value = secret
            return secret
        }
    }

    /// A scan needs no more than the numbers of the gates, which never change: they are kept.
    private func catalog(for device: Device, check: TokenCheck) async throws -> ScannerCatalog {
        let event = try await services.store.latestDefinition()
        if check == .byTheWrite, let known = numbers.gates(of: event, for: device) {
            return ScannerCatalog(event: event, gates: known)
        }
        let gates = try await services.checkIn.numberedGates(for: device)
        numbers.remember(gates)
        return ScannerCatalog(event: event, gates: gates)
    }
}

/// What handles are made with, once it was read.
private final class KnownSecret: Sendable {
    let value = Mutex<Data?>(nil)
}

/// The numbers of gates, as far as somebody asked for them.
private final class GateNumbers: Sendable {
    private let known = Mutex<[Gate.ID: Int64]>([:])

    /// The gates where a device may scan; nil if the number of one is not known yet.
    func gates(of event: EventDefinition, for device: Device) -> [NumberedGate]? {
        let known = known.withLock { $0 }
        var gates: [NumberedGate] = []
        for gate in event.gates where device.mayScan(at: gate.id) {
            guard let number = known[gate.id] else { return nil }
            gates.append(NumberedGate(number: number, gate: gate, isClosed: false))
        }
        return gates
    }

    func remember(_ gates: [NumberedGate]) {
        known.withLock { known in
            for gate in gates { known[gate.gate.id] = gate.number }
        }
    }
}

extension Request {
    /// What `Authorization: Device …` carries.
    var deviceToken: String? {
        guard let header = headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "device" else { return nil }
        return parts[1].trimmingPrefix { $0 == " " }.description
    }
}
