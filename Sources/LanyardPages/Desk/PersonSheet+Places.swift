import Conference
import EventDesk
import Foundation
import RegistrationLedger
import Wording

/// Role, voucher, waiting list and duplicates on a person's sheet.
extension PersonSheet {
    func roles(_ registration: Registration) -> PageValue {
        .list(
            visit.event.roles.map { rule in
                [
                    "role": .text(rule.role.rawValue), "label": .text(rule.labels[visit.words.language]),
                    "is_chosen": .flag(rule.role == registration.role),
                ]
            })
    }

    /// The voucher that is held, or whether there are any to redeem.
    func reductions(_ registration: Registration) async throws -> [String: PageValue] {
        var held: Voucher?
        if registration.status == .active {
            held = try await services.ledger.quote(
                QuoteRequest(registration: id, days: nil, addOns: nil, voucher: nil), time: visit.now
            ).voucher
        }
        return [
            "voucher": PageValue(held?.id.rawValue),
            "takes_voucher": .flag(held == nil && !visit.event.vouchers.isEmpty && registration.status == .active),
        ]
    }

    /// What the person waits for, and what is full and could be waited for.
    ///
    /// - Parameter full: what has no seat left.
    func waiting(_ registration: Registration, full: [Place]) async throws -> PageValue {
        guard registration.status == .active else { return false }
        let list = try await services.ledger.waitingList()
        let mine = list.filter { $0.registration == id }
        let open = full.filter { place in !mine.contains { $0.place == place } }
        guard !mine.isEmpty || !open.isEmpty else { return false }
        return [
            "mine": .list(
                mine.map { waiting in
                    [
                        "place": .text(waiting.place.description),
                        "label": .text(DeskPlacePages.label(waiting.place, visit)),
                        "position": .number(waiting.position),
                        "has_seat": .flag(waiting.position == 1 && !full.contains(waiting.place)),
                    ]
                }),
            "open": .list(
                open.map { place in
                    ["place": .text(place.description), "label": .text(DeskPlacePages.label(place, visit))]
                }),
        ]
    }

    /// What has no seat left, of all that the person does not hold.
    func full(_ registration: Registration) async throws -> [Place] {
        guard registration.status == .active else { return [] }
        let everything = QuoteRequest(
            registration: id, days: DaySet(visit.event.days.map(\.number)), addOns: Set(visit.event.addOns.map(\.id)),
            voucher: nil)
        do {
            return try await services.ledger.quote(everything, time: visit.now).full
        } catch let error as ConferenceError where error.code == "days_not_on_sale" {
            // Nothing more is sold now; whoever waits keeps their place.
            return []
        }
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
