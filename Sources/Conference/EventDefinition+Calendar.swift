package import Foundation

extension EventDefinition {
    /// The dates as people read them: `14–17 February 2015`, `30 January – 2 February 2015`.
    package var dates: String { dates(in: .english) }

    /// The same in another language: `14–17 février 2015`, `1er–2 mars 2015`.
    package func dates(in language: Language) -> String {
        guard let first = days.first?.date, let last = days.last?.date else { return "" }
        func text(_ date: CivilDate, year: Bool) -> String {
            "\(language.ordinal(date)) \(language.monthNames[date.month - 1])" + (year ? " \(date.year)" : "")
        }
        if first == last { return text(first, year: true) }
        if first.year != last.year { return "\(text(first, year: true)) – \(text(last, year: true))" }
        if first.month != last.month { return "\(text(first, year: false)) – \(text(last, year: true))" }
        return "\(language.ordinal(first))–\(text(last, year: true))"
    }

    /// When one of its days begins, on the event's clocks.
    package func start(of day: Day) -> Date { start(ofDate: day.date.daysSince1970) }

    /// When one of its days ends: when the day of the next date begins.
    package func end(of day: Day) -> Date { start(ofDate: day.date.daysSince1970 + 1) }

    /// When a gate is open on a day, in order: what lies before the hour at which days begin is that day's end.
    package func windows(of gate: Gate, on day: Day) -> [(opens: Date, closes: Date)] {
        let start = dayStartsAt.minutes
        let (opens, closes) = (gate.opensAt.minutes, gate.closesAt.minutes)
        var parts =
            closes <= opens
            ? [(opens, closes + 1_440)]
            : [(max(opens, start), closes), (opens + 1_440, min(closes, start) + 1_440)].filter { $0.0 < $0.1 }
        if parts.count == 2, parts[0].1 == parts[1].0 { parts = [(parts[0].0, parts[1].1)] }
        let beginning = self.start(of: day)
        func instant(_ minute: Int) -> Date { beginning.addingTimeInterval(Double((minute - start) * 60)) }
        return parts.map { (instant($0.0), instant($0.1)) }
    }

    /// The moment at which the event's clocks show a time that somebody typed: `2015-02-14T09:30`.
    ///
    /// - Throws: `timestamp_invalid`.
    package func moment(atWallClock text: String) throws(ConferenceError) -> Date {
        let seconds = text.count == 16 ? ":00" : ""
        return moment(ofWall: try Timestamp.date("\(text)\(seconds)Z").timeIntervalSince1970)
    }

    /// What the event's clocks show, as a field for a time takes it: `2015-02-14T09:30`.
    package func wallClock(at time: Date) -> String { String(Timestamp(time, in: zone).description.prefix(16)) }

    private func start(ofDate daysSince1970: Int) -> Date {
        moment(ofWall: Double(daysSince1970 * 86_400 + dayStartsAt.minutes * 60))
    }

    private func moment(ofWall wall: Double) -> Date {
        // The offset in force then, found from a first guess that is at most an hour off.
        let guess = Date(
            timeIntervalSince1970: wall - Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: wall))))
        return Date(timeIntervalSince1970: wall - Double(zone.secondsFromGMT(for: guess)))
    }
}
