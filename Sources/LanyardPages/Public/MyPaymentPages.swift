import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import QRCode
import RegistrationLedger
import Wording

/// Paying what one owes: a button leads to the provider's page, and from there one comes back.
struct MyPaymentPages {
    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.myPage)/pay", for: nil) { visit, form in
            try await MyPages.answer(visit) { token in
                let page = try await visit.services.payOwn(token, context: try visit.publicWrite(form))
                // A redirect of a form to another host is what our policy forbids; the page goes on by itself.
                return try visit.page("my-pay", ["page": .text(page)], at: Paths.myPage)
            }
        }
        // The provider sees a reference that says nothing, and never the link; the cookie of the link comes along by itself.
        pages.get("\(Paths.myPage)/payment/:reference", for: nil) { visit in
            let checkout = try await visit.services.checkout(try visit.context.parameters.require("reference"))
            let isOpen = checkout.state == .begun && visit.now < checkout.expires
            return try visit.page(
                "my-paid",
                [
                    "amount": .text(visit.format.money(checkout.amount)), "is_paid": .flag(checkout.state == .paid),
                    "is_pending": .flag(checkout.state == .pending), "is_open": .flag(isOpen),
                    "is_over": .flag(!isOpen && [.begun, .expired, .failed].contains(checkout.state)),
                ], at: visit.request.uri.path)
        }
    }

    /// How somebody can pay what they owe, for their own page; absent where nothing is said beside the account.
    static func value(_ own: OwnRegistration, _ visit: PageVisit) async throws -> PageValue {
        guard let payment = try await visit.services.ownPayment(own) else { return false }
        return [
            "is_online": .flag(payment.isOnline), "is_pending": .flag(payment.isPending),
            "has_failed": .flag(payment.hasFailed),
            "held_until": .text(payment.heldUntil.map(visit.format.fullMoment) ?? ""),
            "transfer": PageValue(try payment.transfer.map(picture)),
        ]
    }

    private static func picture(of transfer: CreditTransferCode) throws -> [String: PageValue] {
        let (matrix, edge) = (try QRMatrix(transfer.text), QRMatrix.quietZone)
        return ["side": .number(matrix.side + 2 * edge), "modules": .text(matrix.outline(from: edge))]
    }
}
