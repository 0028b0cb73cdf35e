import Conference
import DoorRules
import Testing

/// What many doors reported, put together.
@Suite struct PassageMergeTests {
    static let lounge = Situation.with { $0.gate.frequency = .inAndOut(closing: 1080) }.gate

    static func passage(
        _ id: Int64, _ minute: Int, day: Int = 1, device: UInt32 = 1, _ direction: Direction = .entry,
        isForced: Bool = false, sequence: Int64? = nil
    ) -> Passage {
        let moment = Situation.moment(day: day, minute: minute)
        return Passage(
            id: id,
            order: Passage.Order(
                millisecond: moment.second * 1000, device: DeviceNumber(rawValue: device), isQueued: true,
                sequence: sequence ?? id),
            moment: moment, direction: direction, isForced: isForced)
    }

    @Test func `the earliest entry wins and a later one is in conflict with it`() {
        let (first, second) = (Self.passage(1, 600), Self.passage(2, 540, device: 2))
        #expect(
            Situation().gate.merge([first, second]) == [
                MergedEntry(entry: second, standing: .open),
                MergedEntry(entry: first, standing: .conflict(with: second)),
            ])
    }

    @Test func `ties go to the lower device, then to the lower number`() {
        let late = Self.passage(1, 600, device: 2, sequence: 1)
        let next = Self.passage(2, 600, device: 1, sequence: 9)
        let winner = Self.passage(3, 600, device: 1, sequence: 8)
        let merged = Situation().gate.merge([late, next, winner])
        #expect(merged.map(\.entry) == [winner, next, late])
        #expect(merged.map(\.standing) == [.open, .conflict(with: winner), .conflict(with: winner)])
    }

    @Test func `an exit closes the entry, and another entry may follow`() {
        let passages = [
            Self.passage(1, 540), Self.passage(2, 600, .exit), Self.passage(3, 660), Self.passage(4, 670, .exit),
            Self.passage(5, 680, .exit),
        ]
        #expect(
            Self.lounge.merge(passages).map(\.standing) == [
                .closed(by: passages[1]), .closed(by: passages[3]),
            ])
    }

    @Test func `the daily closing ends an entry without an exit`() {
        let (before, after, nextDay) = (Self.passage(1, 540), Self.passage(2, 1090), Self.passage(3, 540, day: 2))
        #expect(Self.lounge.merge([before, after, nextDay]).map(\.standing) == [.closed(by: after), .open, .open])
    }

    @Test func `an entry that staff forced is not a conflict`() {
        let (first, forced) = (Self.passage(1, 540), Self.passage(2, 600, isForced: true))
        #expect(Situation().gate.merge([forced, first]).map(\.standing) == [.open, .repeated])
        #expect(Situation().gate.merge([forced]).map(\.standing) == [.open])
    }

    @Test(arguments: [
        (GateRules.Frequency.once, 1), (.oncePerDay, 2), (.inAndOut(closing: 1080), 2),
    ])
    func `a day of its own or the whole event`(frequency: GateRules.Frequency, open: Int) {
        let gate = Situation.with { $0.gate.frequency = frequency }.gate
        let merged = gate.merge([Self.passage(1, 540), Self.passage(2, 600, day: 2)])
        #expect(merged.count { $0.standing == .open } == open)
    }

    /// A gate of each frequency in turn.
    static func gate(_ number: Int) -> GateRules {
        let frequencies: [GateRules.Frequency] = [.once, .oncePerDay, .inAndOut(closing: 1080)]
        return Situation.with { $0.gate.frequency = frequencies[number % 3] }.gate
    }

    /// What up to five devices reported of one person around the daily closing, on two days.
    static func history(using generator: inout SplitMix64) -> [Passage] {
        let devices = UInt32.random(in: 1...5, using: &generator)
        var sequences: [UInt32: Int64] = [:]
        return (1...Int.random(in: 1...12, using: &generator)).map { id in
            // Few minutes, so that ties are common.
            let device = UInt32.random(in: 1...devices, using: &generator)
            sequences[device, default: 0] += 1
            return passage(
                Int64(id), 1060 + Int.random(in: 0...20, using: &generator) * 2,
                day: Int.random(in: 1...2, using: &generator), device: device,
                Bool.random(using: &generator) ? .entry : .exit,
                isForced: Int.random(in: 0...5, using: &generator) == 0,
                sequence: sequences[device])
        }
    }

    /// The same reports, in any pieces, any order and any number of times.
    @Test(arguments: 1...200)
    func `no order, no partition and no repetition of uploads makes a difference`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let gate = Self.gate(seed)
        let history = Self.history(using: &generator)
        let expected = gate.merge(history)
        #expect(expected.count == history.count { $0.direction == .entry })
        var received: Set<Passage> = []
        for batch in 0..<40 {
            let size = Int.random(in: 0...3, using: &generator)
            received.formUnion(history.shuffled(using: &generator).prefix(batch < 39 ? size : history.count))
        }
        #expect(gate.merge(received) == expected, "seed \(seed)")
        #expect(gate.merge((history + history).shuffled(using: &generator)) == expected, "seed \(seed)")
        for entry in expected {
            if case .conflict(let rival) = entry.standing { #expect(rival.order < entry.entry.order, "seed \(seed)") }
        }
    }

    /// Where nobody goes out, doors that are alone end with the entries that one door would have let in.
    @Test(arguments: 1...100)
    func `doors that decide alone let in, in the end, whom one door would have let in`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let gate = Situation.with { $0.gate.frequency = seed % 2 == 0 ? .once : .oncePerDay }.gate
        let attempts = (1...10).map {
            Self.passage($0, 500 + Int($0) * 7, day: Int.random(in: 1...2, using: &generator))
        }
        .sorted { $0.order < $1.order }
        func letIn(_ doors: Int) -> [Passage] {
            var seen: [[Admission]] = Array(repeating: [], count: doors)
            return attempts.filter { attempt in
                let door = Int.random(in: 0..<doors, using: &generator)
                guard gate.standing(among: seen[door], at: attempt.moment) == nil else { return false }
                seen[door].append(Admission(moment: attempt.moment, gate: gate.gate, device: attempt.order.device))
                return true
            }
        }
        let alone = letIn(4)
        let together = letIn(1)
        let standing = gate.merge(alone.shuffled(using: &generator)).filter { $0.standing == .open }.map(\.entry)
        #expect(standing == together, "seed \(seed)")
    }
}
