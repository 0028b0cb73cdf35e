import Badges
import Conference
import DoorRules
import Foundation

/// An event's definition as the door's rules see it: days, gates and add-ons as numbers.
struct DoorPlan {
    let definition: EventDefinition
    let calendar: EventCalendar
    private let zone: TimeZone

    init(_ definition: EventDefinition) {
        self.definition = definition
        zone = definition.zone
        calendar = EventCalendar(
            dates: definition.days.map(\.date.daysSince1970), dayStart: definition.dayStartsAt.minutes)
    }

    /// Where an instant falls among the event's days.
    func moment(_ time: Date) -> Moment {
        calendar.moment(
            second: Int64(time.timeIntervalSince1970.rounded(.down)), offset: zone.secondsFromGMT(for: time))
    }

    /// The instant of a minute of one of the event's days, counted as in `Moment.minute`.
    func date(day: Int, minute: Int) -> Date {
        let local = Date(timeIntervalSince1970: Double(calendar.dates[day - 1] * 86_400 + minute * 60))
        let guess = local.addingTimeInterval(-Double(zone.secondsFromGMT(for: local)))
        return local.addingTimeInterval(-Double(zone.secondsFromGMT(for: guess)))
    }

    /// The offsets of the event's time zone, from two days before the event to two days after it.
    func offsets() -> [DoorSnapshot.Offset] {
        guard let first = calendar.dates.first, let last = calendar.dates.last else { return [] }
        let end = Date(timeIntervalSince1970: Double(last + 3) * 86_400)
        var offsets: [DoorSnapshot.Offset] = []
        var next: Date? = Date(timeIntervalSince1970: Double(first - 2) * 86_400)
        while let from = next, from < end {
            offsets.append(
                DoorSnapshot.Offset(
                    from: Int64(from.timeIntervalSince1970.rounded(.down)), seconds: zone.secondsFromGMT(for: from)))
            next = zone.nextDaylightSavingTimeTransition(after: from)
        }
        return offsets
    }

    /// The rules of a gate. One that the definition leaves out is closed, and asks nothing else of people.
    func rules(of id: Gate.ID, number: GateNumber, isClosed: Bool) -> GateRules {
        guard let gate = definition.gates.first(where: { $0.id == id }) else {
            return GateRules(
                gate: number, schedule: .always, wantsPassForDay: false, entitlement: .anyone, admitsUnpaid: true,
                frequency: .once, isClosed: true)
        }
        return GateRules(
            gate: number, schedule: .during(hours(of: gate)), wantsPassForDay: gate.admits == .anyPass,
            entitlement: entitlement(of: gate), admitsUnpaid: gate.admitsUnpaid, frequency: frequency(of: gate),
            isClosed: isClosed, capacity: gate.capacity)
    }

    /// The numbers of add-ons; those that the definition leaves out open no gate.
    func numbers(of addOns: Set<AddOn.ID>) -> [AddOnNumber] {
        definition.addOns.indices.filter { addOns.contains(definition.addOns[$0].id) }
            .map { AddOnNumber(rawValue: UInt32($0)) }
    }

    /// What is due for add-ons, in the order of their numbers.
    func numbered(_ dues: [AddOn.ID: Money]) -> [AddOnDue] {
        definition.addOns.enumerated().compactMap { index, addOn in
            dues[addOn.id].map { AddOnDue(addOn: AddOnNumber(rawValue: UInt32(index)), due: $0.cents) }
        }
    }

    func addOn(_ number: AddOnNumber) -> AddOn.ID { definition.addOns[Int(number.rawValue)].id }

    /// A time at which a gate is open on its first day.
    func openTime(of gate: Gate) -> Date {
        date(day: gate.days.numbers.first ?? 1, minute: openMinute(of: gate))
    }

    /// A minute at which a gate is open: an hour after it opens, or half its hours if those are few.
    func openMinute(of gate: Gate) -> Int {
        let hours = hours(of: gate)[0]
        return hours.opens + min(60, (hours.closes - hours.opens) / 2)
    }

    /// The minute of a time on the wall, counted as in `Moment.minute`.
    func minute(of time: TimeOfDay) -> Int {
        time < definition.dayStartsAt ? time.minutes + 1440 : time.minutes
    }

    /// Hours on the wall clock, as hours of the event's days: what lies before the day's start is its end.
    private func hours(of gate: Gate) -> [GateRules.Hours] {
        let start = definition.dayStartsAt.minutes
        let (opens, closes) = (gate.opensAt.minutes, gate.closesAt.minutes)
        let parts =
            closes <= opens
            ? [(opens, closes + 1440)] : [(max(opens, start), closes), (opens + 1440, min(closes, start) + 1440)]
        return parts.filter { $0 < $1 }.map { GateRules.Hours(days: DayMask(gate.days), opens: $0, closes: $1) }
    }

    private func entitlement(of gate: Gate) -> GateRules.Entitlement {
        switch gate.admits {
        case .anyPass: return .anyone
        case .categories(let categories): return .categories(CategoryMask(categories, in: definition))
        case .addOn(let id):
            guard let index = definition.addOns.firstIndex(where: { $0.id == id }) else {
                preconditionFailure("a definition whose gate wants an add-on has the add-on")
            }
            return .addOn(AddOnNumber(rawValue: UInt32(index)))
        }
    }

    private func frequency(of gate: Gate) -> GateRules.Frequency {
        switch gate.frequency {
        case .once: .once
        case .oncePerDay: .oncePerDay
        case .inAndOut(let closesAt):
            .inAndOut(closing: minute(of: closesAt))
        }
    }
}
