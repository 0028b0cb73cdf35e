import Conference
import DoorRules
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

@testable import Badges
@testable import CheckIn

/// Gates that stay open past midnight, that change while people come, and days of 23 and 25 hours.
@Suite struct GateHoursTests {
    /// The test event with one more gate.
    private static func door(_ hours: String, dayStartsAt: String = "04:00") async throws -> Door {
        let door = try await Door()
        let yaml = Door.yaml
            .replacing("currency: CAD", with: "currency: CAD\n  day_starts_at: \"\(dayStartsAt)\"")
            .replacing("gates:\n", with: "gates:\n  - { id: club, name: Club, days: \"1\", \(hours) }\n")
        _ = try await door.ledger.apply(yaml: yaml, context: Door.context(), onlyShow: false)
        return door
    }

    /// Hours on the wall, an hour and minute from midnight of day 1, and how the gate is closed then; nil if it is open.
    static let hours: [(String, Int, Int, ScanVerdict.Closure?)] = [
        ("opens: \"20:00\", closes: \"02:00\"", 19, 59, .until(.init(minutes: 1200))),
        ("opens: \"20:00\", closes: \"02:00\"", 20, 0, nil),
        ("opens: \"20:00\", closes: \"02:00\"", 24, 0, nil),
        ("opens: \"20:00\", closes: \"02:00\"", 25, 59, nil),
        ("opens: \"20:00\", closes: \"02:00\"", 26, 0, .since(.init(minutes: 1560))),
        ("opens: \"20:00\", closes: \"02:00\"", 28, 0, .notToday),
        ("opens: \"20:00\", closes: \"00:00\"", 23, 59, nil),
        ("opens: \"20:00\", closes: \"00:00\"", 24, 0, .since(.init(minutes: 1440))),
        ("opens: \"20:00\", closes: \"04:00\"", 27, 59, nil),
        ("opens: \"04:00\", closes: \"04:00\"", 4, 0, nil),
        ("opens: \"04:00\", closes: \"04:00\"", 27, 59, nil),
        ("opens: \"01:00\", closes: \"03:00\"", 25, 0, nil),
        ("opens: \"01:00\", closes: \"03:00\"", 23, 0, .until(.init(minutes: 1500))),
        ("closes: \"24:00\"", 27, 59, nil),
    ]

    @Test(arguments: hours)
    func `a gate that closes the next morning is open past midnight`(
        wall: String, hour: Int, minute: Int, closure: ScanVerdict.Closure?
    ) async throws {
        let door = try await Self.door(wall)
        let badge = try await door.badged(days: [1])
        let verdict = try await door.scan(badge, at: "club", time: Door.at(day: 1, hour, minute))
        #expect(verdict == closure.map { .gateClosed($0) } ?? .admitted(.entry))
    }

    @Test(arguments: [
        ("opens: \"20:00\", closes: \"05:00\"", "04:00"), ("opens: \"20:00\", closes: \"20:00\"", "04:00"),
        ("opens: \"03:00\", closes: \"02:00\"", "04:00"), ("opens: \"20:00\", closes: \"00:30\"", "00:00"),
    ])
    func `hours that run into the next day of the event are refused`(wall: String, dayStartsAt: String) async throws {
        await #expect(throws: EventFileProblems.self) { try await Self.door(wall, dayStartsAt: dayStartsAt) }
    }

    @Test func `the entry after midnight is of the same day, and the morning's is not`() async throws {
        let door = try await Self.door("opens: \"20:00\", closes: \"02:00\"")
        let badge = try await door.badged()
        #expect(try await door.scan(badge, at: "club", time: Door.at(day: 1, 23)) == .admitted(.entry))
        #expect(try await door.scan(badge, at: "club", time: Door.at(day: 1, 25)).code == .alreadyAdmitted)
        #expect(try await door.scan(badge, time: Door.at(day: 1, 12)) == .admitted(.entry))
        #expect(try await door.scan(badge, time: Door.at(day: 2, 8)) == .admitted(.entry))
    }

    @Test func `a gate is opened, moved and closed for ever while people are scanned`() async throws {
        let door = try await Door()
        var made: [BadgeIssue] = []
        for number in 1...60 { made.append(try await door.badged("Invented \(number)")) }
        let badges = made
        for badge in badges.prefix(3) { #expect(try await door.scan(badge) == .admitted(.entry)) }
        let verdicts = try await withThrowingTaskGroup(of: Verdict.Code.self) { group in
            for (index, badge) in badges.enumerated().dropFirst(3) {
                group.addTask { try await door.scan(badge).code }
                switch index {
                case 20:
                    let later = Door.yaml.replacing("closes: \"20:00\"", with: "closes: \"11:00\"")
                    group.addTask {
                        _ = try await door.ledger.apply(yaml: later, context: Door.context(), onlyShow: false)
                        return try await door.scan(badges[0]).code
                    }
                case 40:
                    group.addTask {
                        try await door.service.close(
                            Gate.ID(rawValue: "main"), because: "Moved", context: Door.context())
                        return try await door.scan(badges[1]).code
                    }
                default: break
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        // Each got the answer of one state of the gate or the other, and none an error.
        #expect(Set(verdicts.keys).isSubset(of: [.admitted, .gateClosed, .alreadyAdmitted]))
        #expect(verdicts.values.reduce(0, +) == 59)
        let status = try await door.service.status(of: Gate.ID(rawValue: "main"), at: Door.noon)
        #expect(status.admitted == 3 + (verdicts[.admitted] ?? 0))
        // Whatever is edited afterwards, a gate that was closed for ever stays closed.
        _ = try await door.ledger.apply(yaml: Door.yaml + "\n", context: Door.context(), onlyShow: false)
        #expect(try await door.scan(badges[2]) == .gateClosed(.forEver))
    }

    /// What came before an edit counts by the rules that are in force after it.
    @Test(arguments: [
        ("once", "once per day", 1, Verdict.Code.alreadyAdmitted), ("once", "once per day", 2, .admitted),
        ("once per day", "once", 1, .alreadyAdmitted), ("once per day", "once", 2, .alreadyAdmitted),
        ("once", "in and out, closing 19:00", 1, .alreadyAdmitted), ("once", "in and out, closing 19:00", 2, .admitted),
        ("in and out, closing 19:00", "once", 2, .alreadyAdmitted),
    ])
    func `an entry counts by the rules of now`(before: String, after: String, day: Int, verdict: Verdict.Code)
        async throws
    {
        func yaml(_ frequency: String) -> String {
            Door.yaml.replacing(
                #"closes: "20:00" }"#, with: #"closes: "20:00", frequency: "\#(frequency)" }"#)
        }
        let door = try await Door()
        let badge = try await door.badged()
        _ = try await door.ledger.apply(yaml: yaml(before), context: Door.context(), onlyShow: false)
        #expect(try await door.scan(badge, time: Door.at(day: 1, 9)) == .admitted(.entry))
        _ = try await door.ledger.apply(yaml: yaml(after), context: Door.context(), onlyShow: false)
        #expect(try await door.scan(badge, time: Door.at(day: day, 10)).code == verdict)
    }

    /// The clocks of Toronto go forward on 2015-03-08 at 02:00 and back on 2015-11-01 at 02:00.
    @Test(arguments: [("2015-03-08", 23), ("2015-11-01", 25)])
    func `a day is as long as the clocks make it`(date: String, hours: Int) async throws {
        let folder = try ScratchFolder()
        let day = try CivilDate(date)
        let yaml = Door.yaml.replacing("2015-02-14", with: CivilDate(daysSince1970: day.daysSince1970 - 1).description)
            .replacing("2015-02-15", with: date)
        let store = try await EventStore.create(
            at: folder.file("dst.lanyard"), yaml: yaml, author: "test", time: Door.noon)
        defer { try? store.close() }
        let plan = DoorPlan(try await store.definition())
        // Day 1 begins at 04:00 of the day before; the clocks change within it, at two in the night.
        let start = plan.date(day: 1, minute: 240)
        let next = plan.date(day: 2, minute: 240)
        #expect(next.timeIntervalSince(start) == Double(hours) * 3600)
        #expect(plan.moment(next.addingTimeInterval(-1)).day == 1)
        #expect(plan.moment(next.addingTimeInterval(-1)).minute == 1679)
        #expect(plan.moment(next).day == 2)
        #expect(plan.moment(next).minute == 240)
        #expect(plan.moment(plan.date(day: 2, minute: 720)).minute == 720)
    }
}
