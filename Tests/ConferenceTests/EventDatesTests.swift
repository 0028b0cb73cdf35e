import Conference
import Foundation
import Testing

struct EventDatesTests {
    private static func event(_ dates: [String], start: String = "04:00") throws -> EventDefinition {
        EventDefinition(
            slug: "test", name: "Test", venue: "Nowhere", timeZone: try EventTimeZone("America/Toronto"),
            dayStartsAt: try TimeOfDay(dayStart: start),
            days: try dates.enumerated().map { index, date in
                EventDefinition.Day(number: index + 1, date: try CivilDate(date), capacity: nil)
            },
            currency: try Currency("CAD"), prices: PriceList(passes: []), categories: [], addOns: [], gates: [],
            badgeTemplate: "test", keysigning: nil)
    }

    @Test(arguments: [
        (["2015-02-14", "2015-02-17"], "14–17 February 2015", "14–17 février 2015"),
        (["2015-01-30", "2015-02-02"], "30 January – 2 February 2015", "30 janvier – 2 février 2015"),
        (["2015-08-01"], "1 August 2015", "1er août 2015"),
        (["2014-12-31", "2015-01-01"], "31 December 2014 – 1 January 2015", "31 décembre 2014 – 1er janvier 2015"),
    ])
    func `the dates are told in both languages`(dates: [String], english: String, french: String) throws {
        let event = try Self.event(dates)
        #expect(event.dates(in: .english) == english && event.dates == english)
        #expect(event.dates(in: .french) == french)
    }

    /// On 8 March 2015 the clocks of Ottawa went from 02:00 to 03:00.
    @Test(arguments: [("04:00", "2015-03-08T04:00:00-04:00"), ("01:30", "2015-03-08T01:30:00-05:00")])
    func `a day begins by the clock on the wall`(start: String, time: String) throws {
        let event = try Self.event(["2015-03-07", "2015-03-08"], start: start)
        #expect(event.start(of: event.days[1]) == (try Timestamp.date(time)))
        #expect(event.end(of: event.days[0]) == event.start(of: event.days[1]))
    }

    @Test func `a day does not begin at its end`() {
        #expect(throws: ConferenceError.self) { try TimeOfDay(dayStart: "24:00") }
    }
}
