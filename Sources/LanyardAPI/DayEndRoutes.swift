import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// How the desks stood at the end of a date, and what the card terminals say of it.
struct DayEndRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.dayEnds)/:date", for: .roles(.desk, .reports)) { _, context, _ in
            try await answer(try await services.ledger.dayEnd(on: try date(context)))
        }
        routes.get("\(Paths.dayEnds)/:date/report", for: .roles(.desk, .reports)) { request, context, _ in
            let sheet = try await services.ledger.dayEnd(on: try date(context))
            return Response(
                pdf: try await services.pdf(of: sheet, in: request.language), name: "day-end-\(sheet.date)")
        }
        routes.post("\(Paths.dayEnds)/:date/terminals", for: .roles(.desk)) { request, context, device in
            let date = try date(context)
            let body = try await request.decode(as: NewTotal.self, context: context)
            let currency = try await services.store.latestDefinition().currency
            let sheet = try await services.ledger.enterTerminal(
                try Money(decimal: body.amount, in: currency), on: date,
                terminal: body.terminal ?? RegistrationLedger.usualTerminal, because: body.reason ?? "",
                context: device.write(request, context, services.clock))
            return try await answer(sheet.result)
        }
    }

    private func date(_ context: DeviceRequestContext) throws -> CivilDate {
        try CivilDate(try context.parameters.require("date"))
    }

    private func answer(_ sheet: DayEnd) async throws -> Response {
        try Response(json: DayEndBody(sheet, event: try await services.store.definition()))
    }

    private struct NewTotal: Decodable {
        let amount: String
        let terminal: String?
        let reason: String?
    }
}
