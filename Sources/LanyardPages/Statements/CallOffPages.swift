import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/call-off: days of the event are cancelled for everybody, and what is owed then goes back, by way of payment.
struct CallOffPages {
    private static let roles: Set<Device.Role> = []

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.callOffPage, for: Self.roles) { visit in try await Self.page(visit) }
        pages.post(Paths.callOffPage, for: Self.roles) { visit, form in
            do {
                return try await Self.callOff(visit, form)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], form: form)
            }
        }
        pages.post("\(Paths.callOffPage)/refunds", for: Self.roles) { visit, form in
            do {
                let method = try DeskMoneyPages.method(form["method"])
                let booked = try await visit.services.ledger.refundAll(
                    by: method, note: "", context: try visit.write(form, "refunds")
                ).result
                let notice = DeskNotice(
                    visit.words(
                        booked.count == 1 ? "refunds_booked_one" : "refunds_booked",
                        [
                            "amount": visit.format.money(-booked.map(\.amount).total()),
                            "count": visit.format.number(booked.count),
                        ]))
                return try await Self.page(visit, [notice])
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)])
            }
        }
    }

    /// Shows whom it concerns; does it where that was looked at.
    private static func callOff(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        let days = form.has("all") ? nil : try DeskChangePages.days(form, visit)
        let isMeant = form["action"] == "do"
        if isMeant { try form.confirm() }
        let context = try visit.write(form, "call-off")
        let callOff =
            isMeant
            ? try await visit.services.ledger.callOff(
                days, because: form["reason"], predates: try visit.predates(form), context: context
            ).result
            : try await visit.services.ledger.callingOff(days, because: form["reason"], context: context)
        return try await page(visit, form: form, callOff: callOff, isDone: isMeant)
    }

    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice] = [], form: PageForm? = nil, callOff: CallOff? = nil,
        isDone: Bool = false
    ) async throws -> Response {
        let refunds = try await visit.services.ledger.refundsDue()
        let ticked = Set(form?.all("day") ?? [])
        let methods = PaymentMethod.allCases.map { Optional($0) } + [nil]
        return try visit.page(
            "call-off",
            [
                "days": .list(
                    visit.event.days.map { day in
                        [
                            "day": .number(day.number), "label": .text(visit.format.day(day.date)),
                            "is_chosen": .flag(ticked.contains("\(day.number)")),
                        ]
                    }),
                "all": .flag(form?.has("all") ?? false), "reason": .text(form?["reason"] ?? ""),
                "outcome": PageValue(callOff.map { outcome($0, isDone: isDone, visit) }),
                "methods": .list(
                    methods.compactMap { method -> PageValue? in
                        let due = refunds.filter { $0.method == method }
                        return due.isEmpty ? nil : Self.refunds(due, method, visit)
                    }),
                "has_refunds": .flag(!refunds.isEmpty),
                "asks_date": form?.has("predates") == true ? .flag(true) : visit.asksDate(notices),
                "is_date_sure": .flag(form?.has("predates") ?? false),
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            ],
            at: Paths.callOffPage, status: notices.contains { $0.mood == .bad } ? .unprocessableContent : .ok)
    }

    private static func outcome(_ callOff: CallOff, isDone: Bool, _ visit: PageVisit) -> [String: PageValue] {
        [
            "is_done": .flag(isDone),
            "sentence": .text(
                visit.words(
                    isDone ? "call_off_done" : "call_off_would",
                    [
                        "count": visit.format.number(callOff.people.count),
                        "amount": visit.format.money(callOff.credited),
                    ])),
            "people": .list(
                callOff.people.map { person -> PageValue in
                    let registration = person.registration
                    let left = registration.days.numbers.compactMap { number in
                        visit.event.days.first { $0.number == number }.map { visit.format.day($0.date) }
                    }
                    return [
                        "path": .text(DeskPages.path(of: registration.id)), "name": .text(registration.person.name),
                        "code": .text(registration.code.description), "email": .text(registration.person.email),
                        "left": .text(
                            registration.status == .active
                                ? left.joined(separator: ", ") : visit.words("call_off_cancelled")),
                        "credited": .text(visit.format.money(person.credited)),
                        "owed": .text(person.due < .zero ? visit.format.money(-person.due) : ""),
                        "note": .text(isDone ? person.creditNote ?? "" : ""),
                    ]
                }),
        ]
    }

    private static func refunds(_ due: [RefundDue], _ method: PaymentMethod?, _ visit: PageVisit) -> PageValue {
        [
            "method": .text(method?.rawValue ?? ""), "is_known": .flag(method != nil),
            "hint": .text(visit.words("refunds_hint_\(method?.rawValue ?? "other")")),
            "total": .text(visit.format.money(due.map(\.amount).total())),
            "people": .list(
                due.map { refund -> PageValue in
                    [
                        "path": .text(DeskPages.path(of: refund.registration.id)),
                        "name": .text(refund.registration.person.name),
                        "code": .text(refund.registration.code.description),
                        "email": .text(refund.registration.person.email),
                        "amount": .text(visit.format.money(refund.amount)),
                    ]
                }),
        ]
    }
}
