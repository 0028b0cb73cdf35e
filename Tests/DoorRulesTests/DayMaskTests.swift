import DoorRules
import Testing

@Suite struct DayMaskTests {
    @Test func `bit i−1 stands for day i`() {
        #expect(DayMask(days: [1, 2, 16]).rawValue == 0b1000_0000_0000_0011)
        #expect(DayMask(rawValue: 0b1010).days == [2, 4])
        #expect(DayMask(rawValue: .max).days == Array(1...16))
    }

    @Test func `no day outside 1 to 16 is in any set`() {
        for day in [Int.min, -1, 0, 17, 33, Int.max] {
            #expect(!DayMask(rawValue: .max).contains(day: day))
        }
    }
}
