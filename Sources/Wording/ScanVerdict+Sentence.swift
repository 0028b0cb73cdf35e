package import CheckIn
package import Conference
import Foundation

extension ScanVerdict {
    /// What a volunteer tells the person, in one sentence.
    ///
    /// - Parameter isAtDoor: whether it is for a door, which sends people to the desk and knows neither amounts nor reasons.
    package func sentence(event: EventDefinition, isAtDoor: Bool = false) -> String {
        switch self {
        case .unpaid where isAtDoor: "Something is due: please pay at the desk."
        case .blocked where isAtDoor: "Please go to the desk."
        case .admitted(.entry): "Come in."
        case .admitted(.exit), .admitted(.exitOnly): "Goodbye."
        case .invalid(let reason): Self.invalid(reason)
        case .revoked(let good?):
            "This badge was replaced: badge \(good.number) is good, made \(Self.clock(good.time, event)) by \(good.author)."
        case .revoked(nil): "This badge was revoked at the desk."
        case .cancelled(transferred: true): "This place was given to somebody else."
        case .cancelled(transferred: false): "This registration was cancelled."
        case .blocked(let reason?): "Please go to the desk: \(reason)."
        case .blocked(nil): "Please go to the desk."
        case .unpaid(let due): "\(event.currency) \(due) are still due: please pay at the desk."
        case .gateClosed(.forEver): "This gate was closed for good."
        case .gateClosed(.notToday): "This gate is not open today."
        case .gateClosed(.until(let time)): "This gate opens at \(time)."
        case .gateClosed(.since(let time)): "This gate closed at \(time)."
        case .wrongDay(let days): "The pass is not for today: it covers \(Self.labels(days, event))."
        case .addOnMissing(let id):
            "This gate is for those who booked \(event.addOns.first { $0.id == id }?.name ?? id.rawValue)."
        case .categoryMissing(let categories):
            "This gate is for \(categories.map { event.rule(of: $0).label }.joined(separator: ", "))."
        case .full(let capacity): "There is no room left: \(capacity) people are inside."
        case .alreadyAdmitted(nil): "Already admitted."
        case .alreadyAdmitted(let entry?):
            "Already admitted \(Self.clock(entry.time, event)) at \(Self.name(entry.gate, event)) by \(entry.deviceName)."
        }
    }

    private static func invalid(_ reason: String) -> String {
        switch reason {
        case "ticket_not_badge": "This is the e-ticket: the badge is at the desk."
        case "keyboard_layout":
            "The scanner types for another keyboard: set the scanner's keyboard to this device's layout."
        case "unknown_registration": "Nobody is registered under this."
        case "wrong_event": "This badge is of another event."
        default: "This is not a badge of this event."
        }
    }

    private static func labels(_ days: DaySet, _ event: EventDefinition) -> String {
        days.isEmpty ? "no day" : event.days.filter { days.contains($0.number) }.map(\.label).joined(separator: ", ")
    }

    private static func name(_ gate: Gate.ID, _ event: EventDefinition) -> String {
        event.gates.first { $0.id == gate }?.name ?? gate.rawValue
    }

    /// `2015-02-14 09:12`, as the clocks at the venue show it.
    private static func clock(_ time: Date, _ event: EventDefinition) -> String {
        let zone = event.zone
        let text = Timestamp(time, in: zone).description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}
