import Conference
import LanyardTestSupport
import Testing

struct CivilDateTests {
    /// Counted one day at a time, independently of the arithmetic under test.
    @Test func `every date of two hundred years has its number and its weekday`() throws {
        var ordinal = try CivilDate("1900-01-01").daysSince1970
        #expect(ordinal == -25_567)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        var weekday = 0  // 1 January 1900 was a Monday.
        for year in 1900..<2100 {
            let leap = year % 4 == 0 && year != 1900 && year != 2100
            for (month, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in 1...length {
                    let date = CivilDate(daysSince1970: ordinal)
                    let expected = (year, month + 1, day)
                    guard (date.year, date.month, date.day) == expected, date.daysSince1970 == ordinal,
                        Language.english.weekdayLabel(date) == names[weekday], try CivilDate(date.description) == date
                    else {
                        Issue.record("\(expected) came out as \(date)")
                        return
                    }
                    ordinal += 1
                    weekday = (weekday + 1) % 7
                }
            }
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2015-02-14", 16_480), ("2100-03-01", 47_541),
    ])
    func `known dates have known numbers`(text: String, ordinal: Int) throws {
        let date = try CivilDate(text)
        #expect(date.daysSince1970 == ordinal)
        #expect(date.description == text)
    }

    @Test func `the event begins on a Saturday`() throws {
        #expect(try Language.english.weekdayLabel(CivilDate("2015-02-14")) == "Sat")
    }

    @Test(arguments: [
        "", "2015-2-14", "2015-02-29", "2100-02-29", "2015-13-01", "2015-00-10", "2015-04-31", "2015-01-00",
        "0000-01-01", "15-02-14", "2015/02/14", "2015-02-14T00:00", "+015-02-14", "2015-+2-14", "2015-02-+4",
        "20150214", "2015-02-１", "14-02-2015",
    ])
    func `a text that is no date is refused`(text: String) {
        #expect(throws: ConferenceError(.dateInvalid, ErrorDetail("value", text))) { try CivilDate(text) }
    }

    @Test func `dates compare in the order of the calendar`() throws {
        let texts = ["2014-12-31", "2015-01-01", "2015-01-02", "2015-02-01", "2016-01-01"]
        let dates = try texts.map { try CivilDate($0) }
        #expect(Array(dates.reversed()).sorted() == dates)
    }
}

struct TimeOfDayTests {
    @Test func `every minute of the day reads back`() throws {
        for minutes in 0...1_440 {
            let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
            let text = (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
            let time = try TimeOfDay(text)
            #expect(time.minutes == minutes)
            #expect(time.description == text)
        }
    }

    @Test(arguments: [
        "", "7:30", "07:3", "24:01", "25:00", "07:60", "-0:30", "07:+5", "+7:30", "0730", "07:30:00", "07.30",
    ])
    func `a text that is no time of day is refused`(text: String) {
        #expect(throws: ConferenceError(.timeInvalid, ErrorDetail("value", text))) { try TimeOfDay(text) }
    }

    @Test func `times compare by the clock`() throws {
        #expect(try TimeOfDay("07:30") < TimeOfDay("17:00"))
        #expect(try !(TimeOfDay("24:00") < TimeOfDay("23:59")))
    }
}
