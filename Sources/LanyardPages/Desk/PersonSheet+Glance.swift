import Catalogues
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Keysigning
import LanyardHTTP
import RegistrationLedger

/// What one glance at the head of a sheet tells.
extension PersonSheet {
    /// The days that are held, short, with today's marked.
    func glanceDays(_ registration: Registration) -> PageValue {
        .list(
            visit.event.days.filter { registration.days.contains($0.number) }.map { day in
                ["label": .text(visit.format.day(day.date)), "is_today": .flag(day.number == visit.today)]
            })
    }

    /// Whether the badge is on paper, and the paper still right.
    func glance(_ file: PersonFile) -> PageValue {
        let latest = file.badges.issues.last
        let (mood, word) =
            if latest?.revocation != nil { ("bad", "glance_badge_revoked") } else if (latest?.copies ?? 0) == 0 {
                ("warn", "glance_badge_none")
            } else if !file.outdated.isEmpty { ("warn", "glance_badge_old") } else { ("good", "glance_badge_printed") }
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
}
