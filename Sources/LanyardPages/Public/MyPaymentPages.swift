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
        guard let plan = visit.event.payments, own.isActive, own.toPay > .zero,
            // Who pays nothing for others, and for whom somebody else pays a part, pays the rest by transfer.
            own.toPay == own.summary.due || own.party?.payer == nil
        else { return false }
        let until = try await visit.services.heldUntil(own.registration.id)
        let last = try await visit.services.ledger.lastCheckout(of: own.registration.id)
        return [
            "is_online": .flag(try visit.services.takesPayments(plan)), "is_pending": .flag(last?.state == .pending),
            "has_failed": .flag(last?.state == .failed),
            "held_until": .text(until.map(visit.format.fullMoment) ?? ""),
            "transfer": PageValue(
                try transfer(of: own.toPay, for: own.payCode, plan, visit.event)),
        ]
    }

    /// The QR code of a transfer; nil where there is none.
    private static func transfer(
        of amount: Money, for code: RegistrationCode, _ plan: PaymentPlan, _ event: EventDefinition
    ) throws -> [String: PageValue]? {
        guard
            let account = plan.account,
            let said = CreditTransferCode(to: account, amount, in: event.currency, message: code.description)
        else { return nil }
        let (matrix, edge) = (try QRMatrix(said.text), QRMatrix.quietZone)
        return ["side": .number(matrix.side + 2 * edge), "modules": .text(matrix.outline(from: edge))]
    }
}
