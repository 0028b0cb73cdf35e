import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Keysigning
import LanyardHTTP
import RegistrationLedger
import Wording

/// What one glance at the head of a sheet tells, and what somebody is to be handed.
extension PersonSheet {
    /// The days that are held, short, with today's marked.
    func glanceDays(_ registration: Registration) -> PageValue {
        .list(
            visit.event.days.filter { registration.days.contains($0.number) }.map { day in
                ["label": .text(visit.format.day(day.date)), "is_today": .flag(day.number == visit.today)]
            })
    }

    /// Whether the badge is on paper, and the paper still right.
    func glance(_ issues: [BadgeIssue], _ changes: [String]) -> PageValue {
        let latest = issues.last { $0.number != .ticket }
        let (mood, word) =
            if latest?.revocation != nil { ("bad", "glance_badge_revoked") } else if (latest?.copies ?? 0) == 0 {
                ("warn", "glance_badge_none")
            } else if !changes.isEmpty { ("warn", "glance_badge_old") } else { ("good", "glance_badge_printed") }
        return [
            "mood": .text(mood), "text": .text(visit.words(word, ["issue": latest?.number.rawValue.description ?? ""])),
        ]
    }

    /// Whether they are inside, or when they came last today; nil outside the event's days.
    func presence() async throws -> PageValue? {
        guard let today = visit.today else { return nil }
        guard let last = try await services.door.presences(of: id).first(where: { $0.day == today }) else {
            return ["mood": .text("faint"), "text": .text(visit.words("glance_not_in"))]
        }
        let gate = visit.event.gates.first { $0.id == last.gate }?.names[visit.words.language] ?? last.gate.rawValue
        return [
            "mood": .text(last.left == nil ? "good" : "faint"),
            "text": .text(
                visit.words(
                    last.left == nil ? "glance_in" : "glance_left",
                    ["time": visit.format.time(last.left ?? last.entered), "gate": gate])),
        ]
    }

    /// What the person gets, with its name.
    func items(of registration: Registration) async throws -> [(HandOverItem, String)] {
        var items: [(HandOverItem, String)] = [
            (.badge, visit.words("item_badge")), (.bag, visit.words("item_bag")), (.shirt, visit.words("item_shirt")),
        ]
        if try await services.keysigning.marks(of: id)[id]?.hasGreenDot == true {
            items.append((.dot, visit.words("item_dot")))
        }
        for addOn in visit.event.addOns where registration.addOns.contains(addOn.id) {
            items.append((.addOn(addOn.id), addOn.names[visit.words.language]))
        }
        return items
    }

    /// What was handed over already.
    func handedOver() async throws -> [HandOverItem: HandOver] {
        Dictionary(
            try await HandOvers(store: services.store).all(of: id).map { ($0.item, $0) }, uniquingKeysWith: { $1 })
    }

    /// What is still to be handed over.
    func openItems() async throws -> [HandOverItem] {
        let done = try await handedOver()
        return try await items(of: services.ledger.registration(id)).map(\.0).filter { done[$0] == nil }
    }
}
