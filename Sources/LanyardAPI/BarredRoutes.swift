import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// The list of people who must not be registered or let in, for the organizer.
struct BarredRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.barred, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            let people = try await services.ledger.barred()
            return try Response(json: ["items": people.map { BarredBody($0, event: event) }])
        }
        routes.post(Paths.barred, for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewBarred.self, context: context)
            let write = try device.write(request, context, services.clock)
            let done = try await services.ledger.bar(
                name: body.name ?? "", email: body.email ?? "", because: body.note, context: write
            ).result
            return try Response(status: .created, json: BarredResultBody(done))
        }
        routes.post("\(Paths.barred)/:barred/end", for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let id = BarredPerson.ID(rawValue: try context.parameters.row("barred"))
            return try Response(json: BarredResultBody(try await services.ledger.unbar(id, context: write).result))
        }
    }

    private struct NewBarred: Decodable {
        let name: String?
        let email: String?
        /// What staff must know.
        let note: String
    }
}
