import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import Representations

/// Scans and gates, for the doors.
struct ScanRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        addGates(to: routes)
        routes.post(Paths.scans, for: .rolesLookedUpByTheWrite(.door, .desk)) { request, context, device in
            let body = try await request.decode(as: NewScan.self, context: context)
            let scan = try body.scan(
                by: device.id, in: request, time: services.clock.now)
            let isSimulated = body.simulate ?? false
            let outcome =
                isSimulated ? try await services.checkIn.simulate(scan) : try await services.checkIn.scan(scan)
            let event = try await services.store.latestDefinition()
            let answer = ScanBody(
                outcome, event: event, in: request.language, isSimulated: isSimulated,
                isAtDoor: device.role == .door, sight: device.role.answerSight)
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.json)))
        }
    }

    private func addGates(to routes: APIRouter) {
        routes.get(Paths.gates, for: .roles(.door, .desk, .reports)) { request, _, device in
            let page = try PageLimit(request)
            let gates = try await gates(page, for: device)
            return try Response(json: PageBody(gates, page, cursor: \.gate.id.rawValue, GateBody.init))
        }
        routes.get("\(Paths.gates)/:gate/status", for: .roles(.door, .desk, .reports)) { _, context, device in
            let gate = Gate.ID(rawValue: try context.parameters.require("gate"))
            try device.checkSees(gate)
            return try Response(json: GateBody(try await services.checkIn.status(of: gate, at: services.clock.now)))
        }
        routes.post("\(Paths.gates)/:gate/close", for: .roles(.organizer)) { request, context, device in
            let gate = Gate.ID(rawValue: try context.parameters.require("gate"))
            let body = try await request.decode(as: Closing.self, context: context)
            try await services.checkIn.close(
                gate, because: body.reason,
                context: device.write(request, context, services.clock))
            return try Response(json: GateBody(try await services.checkIn.status(of: gate, at: services.clock.now)))
        }
        routes.post("\(Paths.gates)/:gate/open", for: .roles(.organizer)) { request, context, device in
            let gate = Gate.ID(rawValue: try context.parameters.require("gate"))
            let body = try await request.decode(as: Closing.self, context: context)
            try await services.checkIn.reopen(
                gate, because: body.reason,
                context: device.write(request, context, services.clock))
            return try Response(json: GateBody(try await services.checkIn.status(of: gate, at: services.clock.now)))
        }
    }

    /// - Throws: `cursor_invalid`.
    private func gates(_ page: PageLimit, for device: Device) async throws -> [GateStatus] {
        do {
            return try await services.checkIn.gates(
                at: services.clock.now, after: page.text().map { Gate.ID(rawValue: $0) }, limit: page.fetchCount,
                seenBy: device)
        } catch let error as EventStoreError where error.code == .gateUnknown {
            throw ServerError(.cursorInvalid)
        }
    }

    private struct Closing: Decodable {
        let reason: String
    }

    /// A scan as a device sends it.
    private struct NewScan: Decodable {
        let gate: String
        /// The device's own id of the scan; the header `Idempotency-Key` may carry it instead.
        let nonce: String?
        /// What a scanner read; else `code`, what was typed; else `registration`, who was picked from a search.
        let text: String?
        let code: String?
        let registration: UInt32?
        let direction: String?
        let scannedAt: String?
        /// Whether only to say what would happen.
        let simulate: Bool?

        /// - Throws: `nonce_missing`, `nonce_differs`, `scan_subject_missing`, `choice_unknown`, `timestamp_invalid`,
        ///   `code_invalid`, `code_mistyped`.
        func scan(by device: Device.ID, in request: Request, time: Date) throws -> ScanRequest {
            let nonce = try IdempotencyKey.of(request, or: nonce)
            return ScanRequest(
                device: device, nonce: nonce, gate: Gate.ID(rawValue: gate), direction: try Direction(named: direction),
                subject: try ScanRequest.Subject(text: text, code: code, registration: registration), time: time,
                deviceTime: try scannedAt.map { text throws(ConferenceError) in try Timestamp.date(text) })
        }
    }
}
