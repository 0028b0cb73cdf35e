import Conference
import LanyardTestSupport
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct RotationTests {
    private struct Pair: Hashable {
        let low: Int
        let high: Int

        init(_ meeting: Rotation.Meeting) {
            low = min(meeting.left, meeting.right)
            high = max(meeting.left, meeting.right)
        }
    }

    @Test(arguments: Array(2...41) + [100, 301])
    func `everybody meets everybody exactly once`(count: Int) {
        let rotation = Rotation(count: count, form: .everybody)
        #expect(rotation.rounds.count == (count.isMultiple(of: 2) ? count - 1 : count))
        let pairs = rotation.rounds.flatMap { $0.meetings.map(Pair.init) }
        #expect(Set(pairs).count == pairs.count)
        #expect(pairs.count == count * (count - 1) / 2)
        check(rotation)
        #expect(rotation.rounds.allSatisfy { $0.resting.count == count % 2 })
    }

    @Test(arguments: Array(2...41) + [100, 301])
    func `in lines everybody meets everybody of the other line exactly once`(count: Int) {
        let rotation = Rotation(count: count, form: .lines)
        let length = (count + 1) / 2
        #expect(rotation.rounds.count == length)
        let pairs = rotation.rounds.flatMap { $0.meetings.map(Pair.init) }
        #expect(Set(pairs).count == pairs.count)
        #expect(pairs.count == length * (count - length))
        #expect(pairs.allSatisfy { $0.low < length && $0.high >= length })
        check(rotation)
    }

    /// In each round everybody is somewhere once, and no place holds two meetings.
    private func check(_ rotation: Rotation) {
        for round in rotation.rounds {
            let people = round.meetings.flatMap { [$0.left, $0.right] } + round.resting
            #expect(people.sorted() == Array(0..<rotation.count))
            #expect(Set(round.meetings.map(\.place)).count == round.meetings.count)
        }
    }

    @Test func `one person has nobody to meet`() {
        #expect(Rotation(count: 1, form: .everybody).rounds.isEmpty)
    }

    @Test func `the pages have everybody's rounds with times, and leave out who is absent`() async throws {
        try await PartyDesk.run(people: 4) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            _ = try await party.desk.note(absent: true, number: 4, context: PartyDesk.context)
            let plan = try await party.desk.rotation(
                version: 1, form: .everybody, begins: try TimeOfDay("23:58"), minutesPerRound: 3)
            #expect(plan.people.map(\.numbers) == [[1], [2], [3]])
            let stops = plan.stops()
            #expect(stops.map(\.count) == [3, 3, 3])
            #expect(stops[0].map { $0.time?.description } == ["23:58", "00:01", "00:04"])
            #expect(stops.allSatisfy { $0.filter { $0.partner == nil }.count == 1 })
            for (person, own) in zip(plan.people, stops) {
                #expect(Set(own.compactMap { $0.partner }) == Set(plan.people).subtracting([person]))
            }
            let short = try await errorCode {
                _ = try await party.desk.rotation(version: 1, form: .lines, begins: nil, minutesPerRound: 0)
            }
            #expect(short == "rotation_minutes_invalid")
        }
    }
}
