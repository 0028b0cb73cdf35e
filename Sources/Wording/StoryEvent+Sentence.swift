import Badges
package import Catalogues
import CheckIn
package import Conference
package import EventDesk
package import EventStore
import RegistrationLedger

extension StoryEvent {
    /// What happened, as one tells a colleague.
    ///
    /// - Parameter names: what the devices are called.
    package func sentence(
        in language: Language, of event: EventDefinition, names: [Device.ID: String]
    ) -> String {
        let words = Catalogue.of(language)
        switch matter {
        case .place(let happening): return happening.sentence(in: language, of: event)
        case .badge(let badge): return badge.told(words)
        case .scan(let scan): return scan.told(of: event, words, names)
        case .takenBack(let scan, let undo):
            return words(
                "story_taken_back",
                ["scan": scan.told(of: event, words, names), "reason": words.told(reason: undo.reason)])
        }
    }
}

extension Catalogue {
    /// Why something was done: what somebody wrote, or an `OwnReason` in words.
    package func told(reason: String) -> String { text("own_reason_\(reason)") ?? reason }
}

extension BadgeHappening {
    fileprivate func told(_ words: Catalogue) -> String {
        let name =
            switch kind {
            case .made: issue == 0 ? "story_ticket_made" : issue == 1 ? "story_badge_made" : "story_badge_next"
            case .printed: "story_badge_printed"
            case .voided: "story_badge_voided"
            }
        return words(name, ["issue": String(issue), "reason": words.told(reason: reason)])
    }
}

extension ScanOutcome {
    /// `came in at Main door, read by North`
    fileprivate func told(
        of event: EventDefinition, _ words: Catalogue, _ names: [Device.ID: String]
    ) -> String {
        let gate = event.gates.first { $0.id == self.gate }?.names[words.language] ?? self.gate.rawValue
        let device = names[self.device] ?? self.device.description
        if let override {
            return words("story_scan_override", ["gate": gate, "device": device, "reason": override.reason])
        }
        switch verdict {
        case .admitted(.entry): return words("story_scan_entry", ["gate": gate, "device": device])
        case .admitted: return words("story_scan_exit", ["gate": gate, "device": device])
        default:
            let why = verdict.sentence(in: words.language, of: event)
            return words("story_scan_refused", ["gate": gate, "device": device, "why": why])
        }
    }
}
