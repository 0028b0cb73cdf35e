import Conference
import DoorRules
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Printing
import Representations

/// What a kiosk may: see whether a ticket gets its first badge here, and print that. No other route takes a kiosk's token but
/// those that every device has.
struct KioskRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.kioskTickets, for: .roles(.kiosk)) { request, context, _ in
            let body = try await request.decode(as: Ticket.self, context: context)
            return try Response(json: KioskBody(try await services.kioskAnswer(to: body.text)))
        }
        routes.post(Paths.kioskBadges, for: .roles(.kiosk)) { request, context, device in
            let body = try await request.decode(as: Ticket.self, context: context)
            let write = try device.write(request, context, services.clock)
            let print = try await services.kioskPrint(
                body.text, to: try body.queue.map { .queue($0, try PrintOptions()) } ?? .answer, context: write)
            switch print {
            case .before(let issue):
                return try Response(status: .accepted, json: PrintedBody(issue: Int(issue.rawValue), replayed: true))
            case .printed(let outcome):
                if let failure = outcome.failure { throw failure }
                guard let pdf = outcome.pdf else {
                    let issue = outcome.issues.first.map { Int($0.rawValue) }
                    return try Response(status: .accepted, json: PrintedBody(issue: issue ?? 0, replayed: false))
                }
                return Response(pdf: pdf, name: "badge")
            }
        }
    }

    private struct PrintedBody: Encodable {
        let issue: Int
        /// Whether the same request printed it before.
        let replayed: Bool
    }

    private struct Ticket: Decodable {
        /// What the scanner read, or the code that was typed.
        let text: String
        /// The queue that prints the badge; left out if the device fetches the PDF itself.
        let queue: String?
    }
}
