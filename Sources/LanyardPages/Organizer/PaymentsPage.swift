import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/payments: whether the provider can be reached, what waits, what goes back.
struct PaymentsPage {
    private static let path = Paths.paymentsPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/retry", answeringWith: Self.page) { visit, form in
            _ = try await visit.services.ledger.retry(
                try form.id("refund"), context: try visit.write(form))
            return [DeskNotice(visit.words("payments_retried"))]
        }
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let standing = try await visit.services.paymentStanding()
        var (open, refunds) = ([PageValue](), [PageValue]())
        for checkout in standing.open {
            open.append([
                "person": try await person(checkout.registration, visit),
                "amount": .text(visit.format.money(checkout.amount)),
                "time": .text(visit.format.moment(checkout.begun)),
                "state": .text(visit.words("checkout_\(checkout.state.rawValue)")),
            ])
        }
        for refund in standing.refunds {
            refunds.append([
                "refund": .number(refund.id.rawValue), "person": try await person(refund.registration, visit),
                "amount": .text(visit.format.money(refund.amount)),
                "time": .text(visit.format.moment(refund.ordered)),
                "state": .text(visit.words("online_refund_\(refund.state.rawValue)")),
                "why": .text(refund.because.map { why($0, visit) } ?? ""), "failed": .flag(refund.state == .failed),
            ])
        }
        let trouble = standing.trouble.map { trouble in
            "\(visit.format.moment(trouble.since)): \(why("\(trouble.code) \(trouble.reply)", visit))"
        }
        return try visit.organizerPage(
            "payments",
            [
                "provider": .text(standing.provider?.name ?? ""),
                "misses_keys": .flag(standing.provider != nil && !(standing.hasKey && standing.hasSecret)),
                "address": .text(
                    "\(visit.event.mail?.pages ?? visit.origin)\(Paths.api)/\(Paths.paymentMessages)/"
                        + (standing.provider?.rawValue ?? "")),
                "messages": .text(standing.messages == 0 ? "" : visit.format.number(standing.messages)),
                "trouble": .text(trouble ?? ""), "has_open": .flag(!open.isEmpty), "open": .list(open),
                "has_refunds": .flag(!refunds.isEmpty), "refunds": .list(refunds),
                "has_unclear": .flag(!standing.unclear.isEmpty),
                "unclear": .list(
                    standing.unclear.map { line in
                        [
                            "path": .text(StatementPages.path(of: line.id)), "number": .number(line.id.rawValue),
                            "amount": .text(visit.format.money(line.amount)),
                            "date": .text(line.dated.description),
                            "why": .text(line.doubt.map { visit.words("online_doubt_\($0.rawValue)") } ?? ""),
                        ]
                    }),
            ], notices: notices, at: path)
    }

    private static func person(_ id: Registration.ID, _ visit: PageVisit) async throws -> PageValue {
        let registration = try await visit.services.ledger.registration(id)
        return [
            "path": .text(DeskPages.path(of: id)), "name": .text(registration.person.name),
            "code": .text(registration.code.description),
        ]
    }

    /// What a stored reason says: a code of ours, or what the provider said.
    private static func why(_ because: String, _ visit: PageVisit) -> String {
        let code = String(because.prefix { $0 != " " })
        let known = [
            "provider_refund_failed", "provider_refuses", "provider_unreachable", "provider_confused", "sending",
            "provider_key_missing", "provider_key_refused",
        ]
        guard known.contains(code) else { return because }
        let said = because.dropFirst(code.count).trimmingCharacters(in: .whitespaces)
        return [visit.words("payments_why_\(code)"), said].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
