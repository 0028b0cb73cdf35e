import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Invitations for so many places, and categories that wait for approval; for the organizer.
struct AdmissionRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.allotments, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            let allotments = try await services.ledger.allotments()
            return try Response(json: ["items": allotments.map { AllotmentBody($0, event: event) }])
        }
        routes.post(Paths.allotments, for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewAllotment.self, context: context)
            let event = try await services.store.definition()
            let write = try device.write(request, context, services.clock)
            let made = try await services.ledger.allot(
                try event.category(named: body.category), places: body.places, for: body.note ?? "",
                until: try body.until.map { try Timestamp.date($0) }, context: write
            ).result
            return try Response(status: .created, json: AllotmentBody(made, event: event))
        }
        routes.post("\(Paths.allotments)/:allotment/end", for: .roles(.organizer)) { request, context, device in
            let event = try await services.store.definition()
            let write = try device.write(request, context, services.clock)
            let id = Allotment.ID(rawValue: try context.parameters.row("allotment"))
            return try Response(
                json: AllotmentBody(try await services.ledger.endAllotment(id, context: write).result, event: event))
        }
        routes.get(Paths.approvals, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            let applications = try await services.ledger.applications()
            return try Response(json: ["items": applications.map { ApplicationBody($0, event: event) }])
        }
        routes.post("\(Paths.registrations)/:code/approval", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: Judgement.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let write = try device.write(request, context, services.clock)
            _ = try await services.ledger.judge(
                id, approves: body.approved, because: body.reason ?? "", context: write)
            return try Response(json: RegistrationBody(try await services.ledger.standing(of: id).summary))
        }
        routes.get("\(Paths.registrations)/:code/proof", for: .roles(.organizer)) { _, context, _ in
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let proof = try await services.ledger.proof(of: registration.id)
            return Response(
                NamedFile(
                    name: "proof-\(registration.code).\(proof.ending)", type: proof.type, bytes: proof.content))
        }
    }

    private struct NewAllotment: Decodable {
        let category: String
        let places: Int
        /// Whom it is for.
        let note: String?
        /// RFC 3339; left out for as long as people register.
        let until: String?
    }

    private struct Judgement: Decodable {
        let approved: Bool
        /// Why it is declined; the person reads it.
        let reason: String?
    }
}
