import Conference
import Testing

struct DaySetTests {
    @Test(arguments: [
        ("1", [1]), ("1,3", [1, 3]), ("3,1", [1, 3]), ("2-4", [2, 3, 4]), ("1,3-4", [1, 3, 4]), ("all", [1, 2, 3, 4]),
        (" ALL ", [1, 2, 3, 4]), (" 1 , 3 - 4 ", [1, 3, 4]), ("1;2", [1, 2]), ("1,1,1-2", [1, 2]), ("4-4", [4]),
    ])
    func `days read to their numbers`(text: String, numbers: [Int]) throws {
        #expect(try DaySet(text, dayCount: 4).numbers == numbers)
    }

    @Test(arguments: [
        "", " ", ",", "1,", ",1", "1,,2", "4-1", "1-2-3", "-", "1-", "-1", "+1", "one", "a-b", "1 2", "１",
    ])
    func `a text that names no days is refused`(text: String) {
        #expect(throws: ConferenceError(.daysInvalid, ErrorDetail("value", text))) {
            try DaySet(text, dayCount: 16)
        }
    }

    @Test(arguments: [("0", 0), ("5", 5), ("1-5", 5), ("0-2", 0), ("1-9999999999999999", 9_999_999_999_999_999)])
    func `a day that the event has not is named`(text: String, number: Int) {
        #expect(throws: ConferenceError(.dayUnknown, ErrorDetail("value", number), ErrorDetail("days", 4))) {
            try DaySet(text, dayCount: 4)
        }
    }

    @Test func `every set of days prints so that it reads back`() throws {
        for bits in UInt16(1)...UInt16.max {
            let days = DaySet(bits: bits)
            guard try DaySet(days.description, dayCount: 16) == days, DaySet(days.numbers) == days,
                days.count == days.numbers.count
            else {
                Issue.record("\(bits) does not read back from \(days)")
                return
            }
        }
    }

    @Test func `sets subtract and contain as sets do`() {
        let days = DaySet([1, 3, 4])
        #expect(days.subtracting(DaySet([3])) == DaySet([1, 4]))
        #expect(DaySet([1, 4]).isSubset(of: days) && !days.isSubset(of: DaySet([1, 4])))
        #expect(days.contains(4) && !days.contains(2) && !days.contains(0) && !days.contains(17))
        #expect(DaySet.first(0) == .none && DaySet.first(16).bits == .max && DaySet.none.isEmpty)
    }
}
