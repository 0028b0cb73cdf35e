import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Payments through a provider: what it tells by itself, and how that stands, for the organizer.
struct ProviderRoutes {
    /// The longest message that is read, in bytes.
    private static let messageMax = 256 << 10

    private static let signature = HTTPField.Name("Stripe-Signature")!

    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        // Whoever sends it is known by the signature alone.
        routes.post("\(Paths.paymentMessages)/:provider", for: .anyone) { request, context, _ in
            let name = try Choice.read(
                try context.parameters.require("provider"), as: PaymentPlan.Provider.self)
            let body = try await request.body.collect(upTo: Self.messageMax)
            try await services.hear(
                Data(body.readableBytesView), signature: request.headers[Self.signature], from: name)
            return try Response(json: ["received": true])
        }
        routes.get(Paths.paymentStanding, for: .roles(.organizer)) { _, _, _ in
            try Response(
                json: PaymentStandingBody(
                    try await services.paymentStanding(), event: try await services.store.definition()))
        }
        routes.post("\(Paths.onlineRefunds)/:refund/retry", for: .roles(.organizer)) { request, context, device in
            let id = OnlineRefund.ID(rawValue: try context.parameters.row("refund"))
            let write = try device.write(request, context, services.clock)
            let refund = try await services.ledger.retry(id, context: write).result
            return try Response(json: OnlineRefundBody(refund, event: try await services.store.definition()))
        }
    }
}
