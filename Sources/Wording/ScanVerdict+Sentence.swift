import Catalogues
package import CheckIn
package import Conference
import Foundation

extension ScanVerdict {
    /// What a volunteer tells the person, in one sentence.
    ///
    /// - Parameter isAtDoor: whether it is for a door, which sends people to the desk and knows neither amounts nor reasons.
    package func sentence(in language: Language, of event: EventDefinition, isAtDoor: Bool = false) -> String {
        let words = Catalogue.of(language)
        let format = ReaderFormat(language, event)
        switch self {
        case .unpaid where isAtDoor: return words("scan_unpaid_at_door")
        case .blocked where isAtDoor: return words("scan_blocked")
        case .admitted(.entry): return words("scan_admitted")
        case .admitted(.exit), .admitted(.exitOnly): return words("scan_goodbye")
        case .invalid(let reason): return Self.invalid(reason, words)
        case .revoked(let good?):
            return words(
                "scan_replaced",
                ["issue": "\(good.number)", "time": format.moment(good.time), "by": good.author])
        case .revoked(nil): return words("scan_revoked")
        case .cancelled(let wasTransferred): return words(wasTransferred ? "scan_transferred" : "scan_cancelled")
        case .blocked(let reason?): return words("scan_blocked_because", ["reason": reason])
        case .blocked(nil): return words("scan_blocked")
        case .unpaid(let due): return words("scan_unpaid", ["due": format.moneyByCode(due)])
        case .gateClosed(.forEver): return words("scan_gate_closed_for_ever")
        case .gateClosed(.notToday): return words("scan_gate_closed_today")
        case .gateClosed(.until(let time)):
            return words("scan_gate_opens", ["time": format.time(minute: time.minutes)])
        case .gateClosed(.since(let time)):
            return words("scan_gate_closed", ["time": format.time(minute: time.minutes)])
        case .wrongDay(let days): return words("scan_wrong_day", ["days": Self.labels(days, event, words)])
        case .addOnMissing(let id): return words("scan_add_on_missing", ["add_on": event.name(of: id, in: language)])
        case .categoryMissing(let categories):
            let labels = categories.map { event.label(of: $0, in: language) }.joined(separator: ", ")
            return words("scan_category_missing", ["categories": labels])
        case .full(let capacity): return words("scan_full", ["capacity": format.number(capacity)])
        case .alreadyAdmitted(nil): return words("scan_admitted_before_bare")
        case .alreadyAdmitted(let entry?):
            let gate = event.gates.first { $0.id == entry.gate }?.names[language] ?? entry.gate.rawValue
            return words(
                "scan_admitted_before",
                ["time": format.moment(entry.time), "gate": gate, "device": entry.deviceName])
        }
    }

    private static func invalid(_ reason: String, _ words: Catalogue) -> String {
        ["ticket_not_badge", "keyboard_layout", "unknown_registration", "wrong_event"].contains(reason)
            ? words("scan_\(reason)") : words("scan_invalid")
    }

    private static func labels(_ days: DaySet, _ event: EventDefinition, _ words: Catalogue) -> String {
        let labels = event.days.filter { days.contains($0.number) }.map { words.language.dayLabel($0.date) }
        return labels.isEmpty ? words("scan_no_day") : labels.joined(separator: ", ")
    }
}

extension ScanOutcome {
    /// What a door is told of somebody who comes in although money is due; nil for others.
    package func letInNotice(in language: Language) -> String? {
        person?.letInBecause.map { _ in Catalogue.of(language)("let_in_notice") }
    }
}
