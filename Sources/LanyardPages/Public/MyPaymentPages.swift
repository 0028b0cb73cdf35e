import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// Paying by one's own link: a button leads to the provider's page, and from there one comes back.
struct MyPaymentPages {
    /// Keeps the link while somebody is at the provider, so that the provider never sees it.
    private static let cookie = "pays"
    private static let cookiePath = "\(Paths.myPage)/payment"
    private static let cookieSecondsMax = 7_200

    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.myPage)/:link/pay", for: nil) { visit, form in
            let token = try visit.context.parameters.require("link")
            do {
                let page = try await visit.services.payOwn(token, context: try visit.publicWrite(form))
                // A redirect of a form to another host is what our policy forbids; the page goes on by itself.
                var response = try visit.page("my-pay", ["page": .text(page)], at: "\(Paths.myPage)/\(token)")
                response.setCookie(
                    Cookie(
                        name: Self.cookie, value: token, maxAge: Self.cookieSecondsMax, path: Self.cookiePath,
                        secure: visit.isSecure, httpOnly: true, sameSite: .lax))
                return response
            } catch let error as LedgerError where error.code == .nothingDue {
                return visit.goes(to: "\(Paths.myPage)/\(token)")
            }
        }
        pages.get("\(Self.cookiePath)/:reference", for: nil) { visit in
            let reference = try visit.context.parameters.require("reference")
            let checkout = try await visit.services.checkout(reference)
            let isOpen = checkout.state == .begun && visit.now < checkout.expires
            let token = visit.request.cookies[Self.cookie]?.value ?? ""
            let isToken =
                token.utf8.count == 27
                && token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
            return try visit.page(
                "my-paid",
                [
                    "amount": .text(visit.format.money(checkout.amount)), "is_paid": .flag(checkout.state == .paid),
                    "is_pending": .flag(checkout.state == .pending), "is_open": .flag(isOpen),
                    "is_over": .flag(!isOpen && [.begun, .expired, .failed].contains(checkout.state)),
                    "own": .text(isToken ? "\(Paths.myPage)/\(token)" : Paths.myPage),
                ], at: visit.request.uri.path)
        }
    }

    /// How somebody can pay what they owe, for the page of their own.
    static func value(_ own: OwnRegistration, _ visit: PageVisit) async throws -> PageValue {
        guard let plan = visit.event.payments, own.summary.due > .zero else { return false }
        let last = try await visit.services.ledger.lastCheckout(of: own.registration.id)
        return [
            "is_online": .flag(plan.provider != nil), "is_pending": .flag(last?.state == .pending),
            "has_failed": .flag(last?.state == .failed), "interac": .text(plan.interac?.address ?? ""),
            "own_code": .text(own.registration.code.description),
        ]
    }
}
