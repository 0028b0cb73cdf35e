import Catalogues
import Conference
import EventDesk
import Foundation
import RegistrationLedger

/// Category, voucher, waiting list and duplicates on a person's page.
extension PersonPage {
    func categories(_ registration: Registration) -> PageValue {
        .list(
            visit.event.categories.map { rule in
                [
                    "category": .text(rule.category.rawValue), "label": .text(rule.labels[visit.words.language]),
                    "is_chosen": .flag(rule.category == registration.category),
                ]
            })
    }

    /// The voucher that is held, or whether there are any to redeem.
    func reductions(_ file: PersonFile) -> [String: PageValue] {
        let held = file.books.voucher
        return [
            "voucher": PageValue(held?.id.rawValue),
            "takes_voucher": .flag(
                held == nil && !visit.event.vouchers.isEmpty && file.registration.status == .active),
        ]
    }

    /// What the person waits for, and what is full and could be waited for.
    func waiting(_ file: PersonFile) -> PageValue {
        let (mine, open) = (file.books.waiting, file.waitable)
        guard !mine.isEmpty || !open.isEmpty else { return false }
        return [
            "mine": .list(
                mine.map { waiting in
                    [
                        "place": .text(waiting.place.description),
                        "label": .text(DeskPlacePages.label(waiting.place, visit)),
                        "position": .number(waiting.position), "has_seat": .flag(file.hasSeat(waiting)),
                        "offered": PageValue(waiting.offeredUntil.map { visit.format.moment($0) }),
                    ]
                }),
            "open": .list(
                open.map { place in
                    ["place": .text(place.description), "label": .text(DeskPlacePages.label(place, visit))]
                }),
        ]
    }

    func duplicateFields(_ summary: RegistrationSummary) -> [String: PageValue] {
        let registration = summary.registration
        return [
            "number": .text(registration.id.description), "code": .text(registration.code.description),
            "name": .text(registration.person.name), "affiliation": .text(registration.person.affiliation),
            "email": .text(registration.person.email),
            "days": .text(
                visit.event.days.filter { registration.days.contains($0.number) }.map { visit.format.day($0.date) }
                    .joined(separator: ", ")),
            "due": .text(summary.due > .zero ? visit.format.money(summary.due) : ""),
            "status": .text(
                registration.status == .active ? "" : visit.words("status_\(registration.status.rawValue)")),
        ]
    }
}
