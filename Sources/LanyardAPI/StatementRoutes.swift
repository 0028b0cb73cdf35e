import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Payments
import RegistrationLedger
import Representations

/// Statements of the bank, for the organizer: shown, booked, and settled line by line.
struct StatementRoutes {
    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.post(RouterPath(Paths.bankStatements)) { request, context in
            let device = try context.device(of: .organizer)
            let query = request.uri.queryParameters
            func said(_ name: Substring) -> String { query[name].map(String.init) ?? "" }
            let books = try query["book"].map { try Choice.read(String($0), as: Answer.self) } == .yes
            let body = try await request.body.collect(upTo: BankStatement.sizeMax)
            var order = StatementOrder(file: Data(body.readableBytesView))
            order.columns = said("columns")
            order.decimalSign = said("decimal")
            order.dates = said("dates")
            // Sent again it does nothing, so that no key is needed.
            let outcome =
                books
                ? try await services.bookStatement(
                    order, context: try device.write(services.clock.now, key: Self.key(), from: context))
                : try await services.previewStatement(order)
            return try Response(json: StatementBody(outcome))
        }
        group.get(RouterPath(Paths.bankLines)) { request, context in
            _ = try context.device(of: .organizer)
            let page = try PageLimit(request)
            let state = request.uri.queryParameters["state"]
            let onlyWaiting = try state.map { try Choice.read(String($0), as: Selection.self) } != .all
            let lines = try await services.ledger.bankLines(
                onlyWaiting: onlyWaiting, before: try page.number().map { BankLine.ID(rawValue: $0) },
                limit: page.fetchCount)
            return try Response(json: PageBody(lines, page, cursor: \.id.rawValue, BankLineBody.init))
        }
        group.get("\(Paths.bankLines)/:line") { _, context in
            _ = try context.device(of: .organizer)
            return try await answer(try Self.line(context))
        }
        group.post("\(Paths.bankLines)/:line/settlement") { request, context in
            let device = try context.device(of: .organizer)
            let body = try await request.decode(as: SettlementBody.self, context: context)
            let id = try Self.line(context)
            _ = try await services.settle(
                bankLine: id, among: body.named, context: try write(device, request, context))
            return try await answer(id)
        }
        group.post("\(Paths.bankLines)/:line/dismissal") { request, context in
            let device = try context.device(of: .organizer)
            let body = try await request.decode(as: Reason.self, context: context)
            let id = try Self.line(context)
            _ = try await services.ledger.dismiss(
                id, because: body.reason, context: try write(device, request, context))
            return try await answer(id)
        }
        group.post("\(Paths.bankLines)/:line/reversal") { request, context in
            let device = try context.device(of: .organizer)
            let body = try await request.decode(as: Reversal.self, context: context)
            let id = try Self.line(context)
            _ = try await services.ledger.reverse(
                id, entry: body.entry, context: try write(device, request, context))
            return try await answer(id)
        }
        group.post("\(Paths.bankLines)/:line/reopening") { request, context in
            let device = try context.device(of: .organizer)
            let body = try await request.decode(as: Reason.self, context: context)
            let id = try Self.line(context)
            _ = try await services.ledger.reopen(
                id, because: body.reason, context: try write(device, request, context))
            return try await answer(id)
        }
    }

    private func answer(_ id: BankLine.ID) async throws -> Response {
        try Response(json: BankLineBody(try await services.ledger.bankLine(id)))
    }

    private static func line(_ context: DeviceRequestContext) throws -> BankLine.ID {
        guard let number = Int64(try context.parameters.require("line")) else { throw ServerError(.routeUnknown) }
        return BankLine.ID(rawValue: number)
    }

    private static func key() -> IdempotencyKey {
        var generator = SystemRandomNumberGenerator()
        return IdempotencyKey.unique(using: &generator)
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
    }

    private enum Answer: String, CaseIterable { case yes = "true", no = "false" }

    private enum Selection: String, CaseIterable { case waits, all }

    private struct Reason: Decodable {
        let reason: String
    }

    private struct Reversal: Decodable {
        /// The payment that came back; left out for the one that the line says itself.
        let entry: Int64?
    }
}
