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

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.tills)) { request, context in
            _ = try context.device(of: .desk, .reports)
            let page = try PageLimit(request)
            let event = try await services.store.definition()
            var shifts: [ShiftReport] = []
            let after = try page.number().map { Till.ID(rawValue: $0) }
            for till in try await services.ledger.tills(after: after, limit: page.fetchCount) {
                shifts.append(try await services.ledger.till(till.id))
            }
            return try Response(
                json: PageBody(shifts, page, cursor: \.till.id.rawValue) { ShiftBody($0, event: event) })
        }
        group.get("\(Paths.tills)/:till") { _, context in
            _ = try context.device(of: .desk, .reports)
            let name = try context.parameters.require("till")
            // A drawer by its name, for its last shift; a shift by its number.
            let report = try await services.ledger.till(named: Int64(name).map { "#\($0)" } ?? name)
            return try await answer(report)
        }
        group.post(RouterPath(Paths.tills)) { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: NewTill.self, context: context)
            let till = try await services.ledger.openTill(
                named: body.till, float: try Money(decimal: body.float),
                context: try write(device, request, context))
            return try await answer(try await services.ledger.till(till.result.id), status: .created)
        }
        group.post("\(Paths.tills)/:till/drop") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: Drop.self, context: context)
            let report = try await services.ledger.dropCash(
                try Money(decimal: body.amount), fromTill: try context.parameters.require("till"),
                context: try write(device, request, context))
            return try await answer(report.result)
        }
        group.post("\(Paths.tills)/:till/close") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: Count.self, context: context)
            let report = try await services.ledger.closeTill(
                named: try context.parameters.require("till"), counted: try Money(decimal: body.counted),
                context: try write(device, request, context))
            return try await answer(report.result)
        }
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
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
    }

    private struct Count: Decodable {
        let counted: String
    }
}
