import DoorRules
import Foundation
import Testing

@Suite struct EventCalendarTests {
    /// 2015-02-14 as days since 1970-01-01.
    static let saturday = 16_480
    static let netdev = EventCalendar(dates: [saturday, saturday + 1, saturday + 2, saturday + 3], dayStart: 240)

    /// The moment of a local time in Ottawa's winter, five hours behind UTC.
    static func ottawa(_ date: Int, _ hour: Int, _ minute: Int) -> Moment {
        let second = Int64(date) * 86_400 + Int64(hour * 3600 + minute * 60) + 18_000
        return netdev.moment(second: second, offset: -18_000)
    }

    @Test(
        arguments: [
            (saturday, 3, 59, nil, 1679),
            (saturday, 4, 0, 1, 240),
            (saturday, 12, 30, 1, 750),
            (saturday, 23, 59, 1, 1439),
            (saturday + 1, 0, 0, 1, 1440),
            (saturday + 1, 3, 59, 1, 1679),
            (saturday + 1, 4, 0, 2, 240),
            (saturday + 4, 3, 59, 4, 1679),
            (saturday + 4, 4, 0, nil, 240),
        ] as [(Int, Int, Int, Int?, Int)])
    func `a day lasts from its start to the start of the next`(
        date: Int, hour: Int, minute: Int, day: Int?, minutes: Int
    ) {
        let moment = Self.ottawa(date, hour, minute)
        #expect(moment.day == day)
        #expect(moment.minute == minutes)
    }

    @Test func `days need not follow each other`() {
        let calendar = EventCalendar(dates: [100, 103], dayStart: 0)
        let days = (99...104).map { calendar.moment(second: Int64($0) * 86_400, offset: 0).day }
        #expect(days == [nil, 1, nil, nil, 2, nil])
    }

    @Test func `times before 1970 are rounded down too`() {
        let calendar = EventCalendar(dates: [-1], dayStart: 240)
        #expect(calendar.moment(second: -1, offset: 0) == Moment(second: -1, day: 1, minute: 1439))
        #expect(calendar.moment(second: -86_400 + 240 * 60 - 1, offset: 0).day == nil)
    }

    @Test(arguments: ["America/Toronto", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"])
    func `every hour of a year agrees with the calendar of Foundation`(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        var gregorian = Calendar(identifier: .gregorian)
        gregorian.timeZone = zone
        // 2015 has both changes of daylight-saving time in the first three zones.
        let first = 16_436
        for date in stride(from: first, to: first + 365, by: 1) {
            let calendar = EventCalendar(dates: [date], dayStart: 240)
            for hour in stride(from: 0, to: 48, by: 1) {
                let second = Int64(date) * 86_400 + Int64(hour - 14) * 3600 + 1800
                let instant = Date(timeIntervalSince1970: Double(second))
                let moment = calendar.moment(second: second, offset: zone.secondsFromGMT(for: instant))
                let parts = gregorian.dateComponents([.year, .month, .day, .hour, .minute], from: instant)
                let wall = try #require(parts.hour) * 60 + #require(parts.minute)
                let midnight = try #require(
                    DateComponents(
                        calendar: Self.utc, year: parts.year, month: parts.month, day: parts.day
                    ).date)
                let wallDate = Int(midnight.timeIntervalSince1970) / 86_400
                let expected = wall < 240 ? wallDate - 1 : wallDate
                let expectedMinute = wall < 240 ? wall + 1440 : wall
                guard (moment.day == 1) == (expected == date), moment.minute == expectedMinute else {
                    Issue.record("\(instant) in \(name) became \(moment)")
                    return
                }
            }
        }
    }

    static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
