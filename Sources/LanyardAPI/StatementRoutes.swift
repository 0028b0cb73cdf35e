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

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.bankStatements, for: .roles(.organizer)) { request, context, device in
            let query = request.uri.queryParameters
            func said(_ name: Substring) -> String { query[name].map(String.init) ?? "" }
            let books = try request.isYes("book")
            let body = try await request.body.collect(upTo: BankStatement.sizeMax)
            var order = StatementOrder(file: Data(body.readableBytesView))
            order.columns = said("columns")
            order.decimalSign = said("decimal")
            order.dates = said("dates")
            // Sent again it does nothing, so that no key is needed.
            let outcome =
                books
                ? try await services.bookStatement(
                    order, context: try device.write(services.clock.now, key: .unique(), from: context))
                : try await services.previewStatement(order)
            return try Response(json: StatementBody(outcome, in: request.language))
        }
        routes.get(Paths.bankLines, for: .roles(.organizer)) { request, context, _ in
            let page = try PageLimit(request)
            let onlyWaiting = try request.choice("state", Selection.self, default: .waits) == .waits
            let lines = try await services.ledger.bankLines(
                onlyWaiting: onlyWaiting, before: try page.number().map { BankLine.ID(rawValue: $0) },
                limit: page.fetchCount)
            return try Response(json: PageBody(lines, page, cursor: \.id.rawValue, BankLineBody.init))
        }
        routes.get("\(Paths.bankLines)/:line", for: .roles(.organizer)) { _, context, _ in
            return try await answer(try Self.line(context))
        }
        routes.post("\(Paths.bankLines)/:line/settlement", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: SettlementBody.self, context: context)
            let id = try Self.line(context)
            var shares: [SettlementShare] = []
            for share in body.shares {
                shares.append(
                    SettlementShare(
                        try await services.shareHolder(named: share.registration), amount: share.amount ?? ""))
            }
            _ = try await services.settle(
                bankLine: id, among: shares, context: try device.write(request, context, services.clock))
            return try await answer(id)
        }
        routes.post("\(Paths.bankLines)/:line/dismissal", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let id = try Self.line(context)
            _ = try await services.ledger.dismiss(
                id, because: body.reason, context: try device.write(request, context, services.clock))
            return try await answer(id)
        }
        routes.post("\(Paths.bankLines)/:line/reversal", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: Reversal.self, context: context)
            let id = try Self.line(context)
            _ = try await services.ledger.reverse(
                id, entry: body.entry, context: try device.write(request, context, services.clock))
            return try await answer(id)
        }
        routes.post("\(Paths.bankLines)/:line/reopening", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let id = try Self.line(context)
            _ = try await services.ledger.reopen(
                id, because: body.reason, context: try device.write(request, context, services.clock))
            return try await answer(id)
        }
    }

    private func answer(_ id: BankLine.ID) async throws -> Response {
        try Response(json: BankLineBody(try await services.ledger.bankLine(id)))
    }

    private static func line(_ context: DeviceRequestContext) throws -> BankLine.ID {
        BankLine.ID(rawValue: try context.parameters.row("line"))
    }

    private enum Selection: String, CaseIterable { case waits, all }

    private struct Reason: Decodable {
        let reason: String
    }

    private struct Reversal: Decodable {
        /// The payment that came back; left out for the one that the line says itself.
        let entry: Int64?
    }
}
