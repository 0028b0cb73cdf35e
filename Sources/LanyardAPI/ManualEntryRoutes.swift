import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// What a treasurer books by hand; every write takes the header `Idempotency-Key`.
struct ManualEntryRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.manualEntries, for: .roles(.reports)) { request, _, _ in
            let page = try PageLimit(request)
            let event = try await services.store.definition()
            let entries = try await services.ledger.manualEntries(before: try page.number(), limit: page.fetchCount)
            return try Response(
                json: PageBody(entries, page, cursor: \.entry.number) { ManualEntryBody($0, event: event) })
        }
        routes.post(Paths.manualEntries, for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewEntry.self, context: context)
            let currency = try await services.store.latestDefinition().currency
            let entry = try ManualEntry(
                try body.debits.map { try $0.side(in: currency) }
                    + body.credits.map { line in
                        let side = try line.side(in: currency)
                        return ManualEntry.Side(side.account, -side.amount)
                    },
                because: body.reason, dated: try body.date.map { text throws(ConferenceError) in try CivilDate(text) })
            let number = try await services.ledger.enter(
                entry, context: try device.write(request, context, services.clock)
            ).result
            return try await answer(number, status: .created)
        }
        routes.post("\(Paths.manualEntries)/:entry/withdrawal", for: .roles(.organizer)) { request, context, device in
            let number = try context.parameters.row("entry")
            let body = try await request.decode(as: Reason.self, context: context)
            _ = try await services.ledger.withdraw(
                entry: number, because: body.reason, context: try device.write(request, context, services.clock))
            return try await answer(number, status: .ok)
        }
    }

    private func answer(_ number: Int64, status: HTTPResponse.Status) async throws -> Response {
        let booked = try await services.ledger.manualEntry(number)
        return try Response(
            status: status, json: ManualEntryBody(booked, event: try await services.store.definition()))
    }

    private struct NewEntry: Decodable {
        let debits: [Line]
        let credits: [Line]
        let reason: String
        let date: String?
    }

    private struct Line: Decodable {
        let account: String
        let amount: String

        func side(in currency: Currency) throws -> ManualEntry.Side {
            ManualEntry.Side(try Account(typed: account), try Money(decimal: amount, in: currency))
        }
    }

    private struct Reason: Decodable {
        let reason: String
    }
}
