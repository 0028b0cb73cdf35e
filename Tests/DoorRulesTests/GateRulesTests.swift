import DoorRules
import Testing

@Suite struct GateRulesTests {
    static let mornings = GateRules.Hours(days: DayMask(days: [1, 2]), opens: 480, closes: 720)
    static let evenings = GateRules.Hours(days: DayMask(days: [2]), opens: 1140, closes: 1500)

    /// The day, the minute, and how the gate is closed then.
    static let hours: [(Int?, Int, Verdict.Closure?)] = [
        (1, 479, .until(minute: 480)), (1, 480, nil), (1, 719, nil), (1, 720, .since(minute: 720)),
        (2, 479, .until(minute: 480)), (2, 720, .until(minute: 1140)), (2, 1140, nil), (2, 1499, nil),
        (2, 1500, .since(minute: 1500)), (3, 600, .notToday), (nil, 600, .notToday),
    ]

    @Test(arguments: hours)
    func `hours hold from their first minute to before their last, past midnight too`(
        day: Int?, minute: Int, closure: Verdict.Closure?
    ) {
        var gate = Situation().gate
        gate.schedule = .during([Self.evenings, Self.mornings])
        #expect(gate.closure(at: Situation.moment(day: day, minute: minute)) == closure)
    }

    @Test func `a gate without hours is open before the event too, until it is closed for ever`() {
        var gate = Situation().gate
        gate.schedule = .always
        #expect(gate.closure(at: Situation.moment(day: nil, minute: 240)) == nil)
        gate.isClosed = true
        #expect(gate.closure(at: Situation.moment(day: nil, minute: 240)) == .forEver)
    }

    /// Frequency, day and minute of the earlier admission, day and minute of the new scan, whether it is used up.
    static let frequencies: [(GateRules.Frequency, Int, Int, Int, Int, Bool)] = [
        (.once, 1, 600, 1, 601, true),
        (.once, 1, 600, 2, 600, true),
        (.oncePerDay, 1, 600, 1, 1679, true),
        (.oncePerDay, 1, 600, 2, 240, false),
        (.inAndOut(closing: 1200), 1, 600, 1, 1199, true),
        (.inAndOut(closing: 1200), 1, 600, 1, 1200, false),
        (.inAndOut(closing: 1200), 1, 1200, 1, 1300, true),
        (.inAndOut(closing: 1200), 1, 1300, 2, 600, false),
        // Clocks of doors differ: an admission may lie a little ahead of the scan that meets it.
        (.oncePerDay, 1, 601, 1, 600, true),
        (.inAndOut(closing: 1200), 1, 601, 1, 600, true),
    ]

    @Test(arguments: frequencies)
    func `an earlier admission stands as long as the frequency says`(
        frequency: GateRules.Frequency, day: Int, minute: Int, newDay: Int, newMinute: Int, isUsedUp: Bool
    ) {
        let earlier = Situation.admission(day: day, minute: minute)
        let situation = Situation.with {
            $0.gate.schedule = .always
            $0.gate.frequency = frequency
            $0.attempt.moment = Situation.moment(day: newDay, minute: newMinute)
            $0.open = [earlier]
        }
        #expect(situation.verdict == (isUsedUp ? .alreadyAdmitted(earlier) : .admitted(.entry)))
    }

    @Test func `of several admissions the first that stands is named`() {
        let today = Situation.admission(day: 2, minute: 500, device: 1)
        let situation = Situation.with {
            $0.open = [Situation.admission(day: 1, minute: 600), today, Situation.admission(day: 2, minute: 501)]
        }
        #expect(situation.verdict == .alreadyAdmitted(today))
    }

    @Test func `an exit closes the standing entry, and the person may come in again`() {
        let inside = Situation.admission(day: 2, minute: 600)
        var situation = Situation.with {
            $0.gate.frequency = .inAndOut(closing: 1200)
            $0.attempt.direction = .exit
            $0.open = [inside]
        }
        #expect(situation.verdict == .admitted(.exit(inside)))
        situation.open = []
        #expect(situation.verdict == .admitted(.exitOnly))
        situation.attempt.direction = .entry
        #expect(situation.verdict == .admitted(.entry))
    }

    @Test(arguments: [.once, .oncePerDay] as [GateRules.Frequency])
    func `an exit changes nothing at a gate that does not count who is inside`(frequency: GateRules.Frequency) {
        let situation = Situation.with {
            $0.gate.frequency = frequency
            $0.attempt.direction = .exit
            $0.open = [Situation.admission(day: 2, minute: 600)]
        }
        #expect(situation.verdict == .admitted(.exitOnly))
    }

    @Test func `an exit after the daily closing finds nobody inside`() {
        let situation = Situation.with {
            $0.gate.frequency = .inAndOut(closing: 700)
            $0.attempt.direction = .exit
            $0.open = [Situation.admission(day: 2, minute: 600)]
        }
        #expect(situation.verdict == .admitted(.exitOnly))
    }

    @Test(arguments: DecisionTests.obstacles.indices)
    func `an exit is stopped by a bad or revoked badge and by nothing else`(index: Int) {
        let obstacle = DecisionTests.obstacles[index]
        let situation = Situation.with {
            obstacle.put(&$0)
            $0.attempt.direction = .exit
        }
        #expect(situation.verdict == (index < 2 ? obstacle.verdict : .admitted(.exitOnly)))
    }
}
