import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// What staff do in spite of a verdict: admit anyway, take back, settle a conflict, leave a note.
struct CorrectionRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.scans)/:scan", for: .roles(.door, .desk)) { request, context, device in
            let outcome = try await services.checkIn.outcome(of: Self.scan(context))
            try device.checkSees(outcome.gate)
            return try await answer(outcome, to: device, request)
        }
        routes.post("\(Paths.scans)/:scan/override", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let override = OverrideRequest(
                device: device.id, nonce: try body.key(request), refused: try Self.scan(context), reason: body.reason,
                time: services.clock.now)
            return try await answer(try await services.checkIn.override(override), to: device, request)
        }
        routes.post("\(Paths.scans)/:scan/undo", for: .roles(.door, .desk)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let undone = try await services.checkIn.undo(
                Self.scan(context), because: body.reason, by: device,
                context: device.write(services.clock.now, key: try body.key(request), from: context))
            return try await answer(undone.result, to: device, request)
        }
        routes.get(Paths.conflicts, for: .roles(.desk)) { request, _, _ in
            let page = try PageLimit(request)
            let conflicts = try await services.checkIn.conflicts(
                after: try page.number().map { ScanOutcome.ScanID(rawValue: $0) },
                settled: try request.isYes("settled"), limit: page.fetchCount)
            let event = try await services.store.definition()
            return try Response(
                json: PageBody(conflicts, page, cursor: \.scan.scan.rawValue) {
                    ConflictBody($0, event: event, in: request.language)
                })
        }
        routes.post("\(Paths.conflicts)/:scan/settle", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let settled = try await services.checkIn.settle(
                Self.scan(context), note: body.reason,
                context: device.write(services.clock.now, key: try body.key(request), from: context))
            return try Response(json: ["scan": settled.result.rawValue])
        }
        addNotes(to: routes)
    }

    private func addNotes(to routes: APIRouter) {
        routes.get(Paths.notes, for: .roles(.desk)) { request, _, _ in
            let named = request.uri.queryParameters["registration"].map(String.init)
            var person: Registration.ID?
            if let named { person = try await services.ledger.registration(named: named).id }
            let page = try PageLimit(request)
            let notes = try await services.checkIn.notes(
                about: person, after: try page.number().map { DoorNote.ID(rawValue: $0) }, limit: page.fetchCount)
            return try Response(json: PageBody(notes, page, cursor: \.id.rawValue, NoteBody.init))
        }
        routes.post(Paths.notes, for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewNote.self, context: context)
            let person = try await services.ledger.registration(named: body.registration)
            let note = try await services.checkIn.note(
                body.text, about: person.id, at: body.gate.map { Gate.ID(rawValue: $0) },
                context: device.write(request, context, services.clock))
            return try Response(status: .created, json: NoteBody(note.result))
        }
        routes.post("\(Paths.notes)/:note/end", for: .roles(.door, .desk)) { request, context, device in
            try await services.checkIn.endNote(
                DoorNote.ID(rawValue: try context.parameters.row("note")), by: device,
                context: device.write(request, context, services.clock))
            return Response(status: .noContent)
        }
    }

    /// Why, and the device's own id of the write; the header `Idempotency-Key` may carry it instead.
    private struct Reason: Decodable {
        let reason: String
        let nonce: String?

        func key(_ request: Request) throws -> IdempotencyKey { try IdempotencyKey.of(request, or: nonce) }
    }

    private struct NewNote: Decodable {
        let registration: String
        let gate: String?
        let text: String
    }

    private func answer(_ outcome: ScanOutcome, to device: Device, _ request: Request) async throws -> Response {
        try Response(
            json: ScanBody(
                outcome, event: try await services.store.definition(), in: request.language,
                isAtDoor: device.role == .door, sight: device.role.answerSight))
    }

    private static func scan(_ context: DeviceRequestContext) throws -> ScanOutcome.ScanID {
        ScanOutcome.ScanID(rawValue: try context.parameters.row("scan"))
    }
}
