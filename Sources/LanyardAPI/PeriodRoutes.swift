import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Periods of the books that were closed, for the organizer; what answers is the anchor that is kept elsewhere.
struct PeriodRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.periods, for: .roles(.reports)) { _, context, _ in
            let anchors = try await services.ledger.closedPeriods()
            return try Response(json: ["items": anchors.map(Period.init)])
        }
        routes.post(Paths.periods, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: NewPeriod.self, context: context)
            let anchor = try await services.ledger.close(until: try CivilDate(body.until), context: write).result
            return try Response(status: .created, json: Period(anchor))
        }
        // It only reads; the anchors are too long for an address.
        routes.post(Paths.audits, for: .roles(.reports)) { request, context, _ in
            let body = try await request.decode(as: NewAudit.self, context: context)
            let anchors = try (body.anchors ?? []).map { try Anchor(parsing: $0) }
            return try Response(json: AuditBody(try await services.ledger.audit(anchors: anchors)))
        }
    }

    private struct NewAudit: Decodable {
        /// What closing periods gave, as it was kept.
        let anchors: [String]?
    }

    private struct NewPeriod: Decodable {
        let until: String
    }

    private struct Period: Encodable {
        let until: String
        /// How many entries the journal had.
        let entries: Int64
        let anchor: String

        init(_ anchor: Anchor) {
            until = anchor.until.description
            entries = anchor.heads[.journal]?.number ?? 0
            self.anchor = anchor.text
        }
    }
}
