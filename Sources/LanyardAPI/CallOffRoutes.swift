import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Cancelling days of the event for everybody, and what goes back then, for the organizer.
struct CallOffRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post("\(Paths.callOffs)/preview", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewCallOff.self, context: context)
            let write = try device.write(services.clock.now, key: .unique(), from: context)
            let days = try body.days(try await services.store.definition())
            let callOff = try await services.ledger.callingOff(days, because: body.reason, context: write)
            return try Response(json: CallOffBody(callOff, isDone: false))
        }
        routes.post(Paths.callOffs, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: NewCallOff.self, context: context)
            let days = try body.days(try await services.store.definition())
            let callOff = try await services.ledger.callOff(
                days, because: body.reason, predates: try device.predates(request), context: write
            ).result
            return try Response(status: .created, json: CallOffBody(callOff, isDone: true))
        }
        routes.get(Paths.refundsDue, for: .roles(.reports)) { _, _, _ in
            let refunds = try await services.ledger.refundsDue()
            return try Response(json: ["items": refunds.map { RefundDueBody($0) }])
        }
        routes.post("\(Paths.refundsDue)/:method", for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let method = try Choice.read(try context.parameters.require("method"), as: PaymentMethod.self)
            let booked = try await services.ledger.refundAll(by: method, note: "", context: write).result
            return try Response(status: .created, json: ["items": booked.map { PaymentBody($0) }])
        }
    }

    private struct NewCallOff: Decodable {
        /// Left out for the whole event.
        let days: [Int]?
        let reason: String

        func days(_ event: EventDefinition) throws -> DaySet? {
            try days.map { try DaySet(numbers: $0, event) }
        }
    }
}
