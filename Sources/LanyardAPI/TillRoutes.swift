import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Tills, for the desk; every write takes the header `Idempotency-Key`.
struct TillRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.tills, for: .roles(.desk, .reports)) { request, _, _ in
            let page = try PageLimit(request)
            let event = try await services.store.definition()
            let shifts = try await services.ledger.shifts(
                after: try page.number().map { Till.ID(rawValue: $0) }, limit: page.fetchCount)
            return try Response(
                json: PageBody(shifts, page, cursor: \.till.id.rawValue) { ShiftBody($0, event: event) })
        }
        routes.get("\(Paths.tills)/:till", for: .roles(.desk, .reports)) { _, context, _ in
            let name = try context.parameters.require("till")
            // A drawer by its name, for its last shift; a shift by its number.
            let report = try await services.ledger.till(ShiftReference(inAddress: name))
            return try await answer(report)
        }
        routes.post(Paths.tills, for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewTill.self, context: context)
            let currency = try await services.store.latestDefinition().currency
            let till = try await services.ledger.openTill(
                named: body.till, float: try Money(decimal: body.float, in: currency),
                context: try device.write(request, context, services.clock))
            return try await answer(try await services.ledger.till(till.result.id), status: .created)
        }
        routes.post("\(Paths.tills)/:till/drop", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Drop.self, context: context)
            let currency = try await services.store.latestDefinition().currency
            let report = try await services.ledger.dropCash(
                try Money(decimal: body.amount, in: currency), fromTill: try context.parameters.require("till"),
                isSure: body.sure ?? false, context: try device.write(request, context, services.clock))
            return try await answer(report.result)
        }
        routes.post("\(Paths.tills)/:till/close", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Count.self, context: context)
            let currency = try await services.store.latestDefinition().currency
            let report = try await services.ledger.closeTill(
                named: try context.parameters.require("till"),
                counted: try Money(decimal: body.counted, in: currency),
                context: try device.write(request, context, services.clock))
            return try await answer(report.result)
        }
    }

    private func answer(_ report: ShiftReport, status: HTTPResponse.Status = .ok) async throws -> Response {
        try Response(status: status, json: ShiftBody(report, event: try await services.store.definition()))
    }

    private struct NewTill: Decodable {
        let till: String
        let float: String
    }

    private struct Drop: Decodable {
        let amount: String
        /// Whether it is meant although the books say that less is in it.
        let sure: Bool?
    }

    private struct Count: Decodable {
        let counted: String
    }
}
