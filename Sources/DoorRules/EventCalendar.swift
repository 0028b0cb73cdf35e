/// The days of an event, and which of them an instant belongs to.
///
/// A day begins at `dayStart`, not at midnight: at one in the morning, it is still the day before for everybody at the
/// party. The rule goes by the wall clock, so a daylight-saving change makes a day an hour longer or shorter but never
/// moves its start.
package struct EventCalendar: Hashable, Sendable {
    /// When each day begins, in minutes after local midnight, from 0 to 1440.
    package let dayStart: Int
    /// The dates of days 1, 2, 3 … as days since 1970-01-01, in ascending order.
    package let dates: [Int]

    /// Makes a calendar from ascending dates (days since 1970-01-01), at most 16, and the start of a day in minutes.
    package init(dates: [Int], dayStart: Int) {
        precondition((0...1440).contains(dayStart), "a day starts within 24 hours after midnight")
        precondition(dates.count <= 16, "an event has at most 16 days")
        self.dates = dates
        self.dayStart = dayStart
    }

    /// Where an instant falls.
    ///
    /// - Parameters:
    ///   - second: seconds since 1970-01-01 UTC.
    ///   - offset: how far the event's time zone is ahead of UTC at that instant, in seconds.
    package func moment(second: Int64, offset: Int) -> Moment {
        let local = second + Int64(offset)
        let date = (local - Int64(dayStart) * 60).quotientRoundedDown(by: 86_400)
        let minute = (local - date * 86_400).quotientRoundedDown(by: 60)
        var day: Int?
        for (index, eventDate) in dates.enumerated() where Int64(eventDate) == date { day = index + 1 }
        return Moment(second: second, day: day, minute: Int(minute))
    }
}

/// An instant as the rules of a gate see it.
package struct Moment: Hashable, Sendable {
    /// Seconds since 1970-01-01 UTC.
    package var second: Int64
    /// The event's day from 1, or nil before, between and after the event's days.
    package var day: Int?
    /// Minutes on the wall clock since midnight of the day's own date. It runs past 1440 in the hours after midnight
    /// that still belong to the day: 1:30 in the morning is 1530.
    package var minute: Int

    /// Puts a moment together.
    package init(second: Int64, day: Int?, minute: Int) {
        self.second = second
        self.day = day
        self.minute = minute
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
