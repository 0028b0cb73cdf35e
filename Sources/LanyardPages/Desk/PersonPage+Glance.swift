import Badges
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

/// What one glance at the head of the page tells.
extension PersonPage {
    /// The days that are held, short, with today's marked.
    func glanceDays(_ registration: Registration) -> PageValue {
        .list(
            visit.event.days.filter { registration.days.contains($0.number) }.map { day in
                ["label": .text(visit.format.day(day.date)), "is_today": .flag(day.number == visit.today)]
            })
    }

    /// Whether the badge is on paper, and the paper still right.
    func glance(_ file: PersonFile) -> PageValue {
        let (mood, word) =
            switch file.badgeStanding {
            case .revoked: ("bad", "glance_badge_revoked")
            case .missing, .made: ("warn", "glance_badge_none")
            case .outdated: ("warn", "glance_badge_old")
            case .printed: ("good", "glance_badge_printed")
            }
        let issue = file.badges.issues.last?.number.rawValue.description ?? ""
        return ["mood": .text(mood), "text": .text(visit.words(word, ["issue": issue]))]
    }

    /// Whether they are inside, or when they came last today; nil outside the event's days.
    func presence(_ file: PersonFile) -> PageValue? {
        guard file.today != nil else { return nil }
        guard let last = file.presenceToday else {
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
