import Conference
import EventStore
import Foundation
import Testing

/// Times and numbers that somebody wrote into the file.
struct StoredTimeTests {
    @Test func `after the highest number that there is comes none`() throws {
        #expect(try EventStore.number(after: nil, of: "request") == 1)
        #expect(try EventStore.number(after: .max - 1, of: "request") == .max)
        let error = #expect(throws: EventStoreError.self) { try EventStore.number(after: .max, of: "request") }
        #expect(error?.code == .numbersExhausted)
    }

    @Test(arguments: [
        (Int64.min, "0001-01-01T00:00:00+00:00"), (-62_135_596_800_001, "0001-01-01T00:00:00+00:00"),
        (0, "1970-01-01T00:00:00+00:00"), (1_423_924_200_000, "2015-02-14T14:30:00+00:00"),
        (253_402_300_800_000, "9999-12-31T23:59:59+00:00"), (Int64.max, "9999-12-31T23:59:59+00:00"),
    ])
    func `a time beyond the years that there are is the first or the last of them, and ends nothing`(
        milliseconds: Int64, wanted: String
    ) {
        let time = Date(milliseconds: milliseconds)
        #expect(Timestamp(time, in: .gmt).description == wanted)
        #expect(Date(milliseconds: time.milliseconds) == time)
        for beyond in [Date.distantPast, Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: -1e300)] {
            #expect((-62_135_596_800_000...253_402_300_799_999).contains(beyond.milliseconds))
            #expect(Timestamp(beyond, in: .gmt).description.utf8.count == 25)
        }
    }
}
