package import Foundation

/// The dates on which something is on sale or valid, both ends included, on the event's calendar.
package struct SaleWindow: Sendable, Hashable {
    /// Nil for no start.
    package let from: CivilDate?
    /// Nil for no end.
    package let until: CivilDate?

    package static let always = SaleWindow(from: nil, until: nil)

    package init(from: CivilDate?, until: CivilDate?) {
        self.from = from
        self.until = until
    }

    package func contains(_ date: CivilDate) -> Bool {
        from.map { $0 <= date } ?? true && until.map { date <= $0 } ?? true
    }
}

extension EventDefinition {
    /// The date that the event's clocks show at a moment.
    package func date(at time: Date) -> CivilDate {
        let local = Int(time.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: time)
        return CivilDate(daysSince1970: Int((Double(local) / 86_400).rounded(.down)))
    }

    /// The number of the event's day at a moment: it begins at `dayStartsAt`. Nil before and after the event.
    package func day(at time: Date) -> Int? {
        let date = date(at: time.addingTimeInterval(-Double(dayStartsAt.minutes * 60)))
        return days.first { $0.date == date }?.number
    }

    /// The days that somebody can still come to: today and those after it; before and after the event all of them.
    package func daysToCome(at time: Date) -> DaySet {
        let first = day(at: time) ?? 1
        return DaySet(days.map(\.number).filter { $0 >= first })
    }

    /// Which of these days are over while the event goes on: nobody can come to them. None before the event, and none after
    /// it, when what is booked is book-keeping.
    package func daysOver(_ days: DaySet, at time: Date) -> DaySet {
        guard day(at: time) != nil else { return .none }
        return days.subtracting(daysToCome(at: time))
    }
}
