/// Takes apart a question to the door: a row of integers, read from the front.
///
/// Questions and answers of a phone are such rows, because a page and a WebAssembly module share nothing but memory.
/// `DoorQuestion` defines them.
struct NumberReader {
    private let numbers: [Int64]
    private var position = 0

    /// Why a row cannot be read: it is too short or too long, or a number lies outside its range.
    struct Flaw: Error {}

    init(_ numbers: [Int64]) { self.numbers = numbers }

    mutating func next() throws(Flaw) -> Int64 {
        guard position < numbers.count else { throw Flaw() }
        position += 1
        return numbers[position - 1]
    }

    /// A number that an integer type can hold.
    mutating func next<Number: FixedWidthInteger>(as type: Number.Type) throws(Flaw) -> Number {
        guard let number = Number(exactly: try next()) else { throw Flaw() }
        return number
    }

    /// A number within limits, which must fit 32 bits: that is what `Int` has in WebAssembly.
    mutating func next(in range: ClosedRange<Int>) throws(Flaw) -> Int {
        let number = try next(as: Int.self)
        guard range.contains(number) else { throw Flaw() }
        return number
    }

    /// A minute of a day, with room on both sides.
    mutating func nextMinute() throws(Flaw) -> Int { try next(in: -100_000...100_000) }

    /// 0 or 1.
    mutating func nextFlag() throws(Flaw) -> Bool { try next(in: 0...1) == 1 }

    /// How many things follow; never more than the numbers that are left.
    mutating func nextCount() throws(Flaw) -> Int { try next(in: 0...numbers.count - position) }

    /// Refuses leftover numbers.
    func end() throws(Flaw) {
        guard position == numbers.count else { throw Flaw() }
    }
}

extension NumberReader {
    /// `second`, `day` (0 outside of all), `minute`.
    mutating func nextMoment() throws(Flaw) -> Moment {
        let second = try next()
        let day = try next(in: 0...16)
        return Moment(second: second, day: day == 0 ? nil : day, minute: try nextMinute())
    }

    /// A moment, `gate`, `device`.
    mutating func nextAdmission() throws(Flaw) -> Admission {
        let moment = try nextMoment()
        let gate = GateNumber(rawValue: try next(as: UInt32.self))
        return Admission(moment: moment, gate: gate, device: DeviceNumber(rawValue: try next(as: UInt32.self)))
    }

    /// The rules of a gate, as `DoorQuestion` lays them out.
    mutating func nextGate() throws(Flaw) -> GateRules {
        let gate = GateNumber(rawValue: try next(as: UInt32.self))
        let isClosed = try nextFlag()
        let wantsPassForDay = try nextFlag()
        let admitsUnpaid = try nextFlag()
        let frequency: GateRules.Frequency
        switch (try next(in: 0...2), try nextMinute()) {
        case (0, _): frequency = .once
        case (1, _): frequency = .oncePerDay
        case (_, let closing): frequency = .inAndOut(closing: closing)
        }
        let entitlement: GateRules.Entitlement
        switch (try next(in: 0...2), try next(as: UInt32.self)) {
        case (0, _): entitlement = .anyone
        case (1, let addOn): entitlement = .addOn(AddOnNumber(rawValue: addOn))
        case (_, let categories): entitlement = .categories(CategoryMask(rawValue: categories))
        }
        let capacity = try next(in: 0...1_000_000)
        return GateRules(
            gate: gate, schedule: try nextSchedule(), wantsPassForDay: wantsPassForDay, entitlement: entitlement,
            admitsUnpaid: admitsUnpaid, frequency: frequency, isClosed: isClosed,
            capacity: capacity == 0 ? nil : capacity)
    }

    private mutating func nextSchedule() throws(Flaw) -> GateRules.Schedule {
        if try nextFlag() { return .always }
        var hours: [GateRules.Hours] = []
        for _ in 0..<(try nextCount()) {
            let days = DayMask(rawValue: try next(as: UInt16.self))
            let (opens, closes) = (try nextMinute(), try nextMinute())
            guard opens < closes else { throw Flaw() }
            hours.append(GateRules.Hours(days: days, opens: opens, closes: closes))
        }
        return .during(hours)
    }

    /// 0, or 1 and a person's facts, as `DoorQuestion` lays them out.
    mutating func nextHolder() throws(Flaw) -> Holder? {
        guard try nextFlag() else { return nil }
        let registration = RegistrationNumber(rawValue: try next(as: UInt32.self))
        let standing: Holder.Standing
        switch try next(in: 0...2) {
        case 0: standing = .active
        case 1: standing = .cancelled
        default: standing = .transferred
        }
        let isBlocked = try nextFlag()
        let block = BlockReference(rawValue: try next(as: UInt32.self))
        let due = try next()
        let days = DayMask(rawValue: try next(as: UInt16.self))
        let category = CategoryMask(rawValue: try next(as: UInt32.self))
        let latestIssue = IssueNumber(rawValue: try next(as: UInt16.self))
        let isLatestIssueRevoked = try nextFlag()
        var addOns: [AddOnNumber] = []
        for _ in 0..<(try nextCount()) { addOns.append(AddOnNumber(rawValue: try next(as: UInt32.self))) }
        var addOnDues: [AddOnDue] = []
        for _ in 0..<(try nextCount()) {
            let addOn = AddOnNumber(rawValue: try next(as: UInt32.self))
            addOnDues.append(AddOnDue(addOn: addOn, due: try next()))
        }
        return Holder(
            registration: registration, standing: standing, block: isBlocked ? block : nil, due: due, days: days,
            category: category, addOns: addOns, addOnDues: addOnDues, latestIssue: latestIssue,
            isLatestIssueRevoked: isLatestIssueRevoked)
    }

    /// What was presented, the direction, the moment.
    mutating func nextAttempt() throws(Flaw) -> Attempt {
        let presented: Presented
        switch (try next(in: 0...3), try next(as: UInt16.self)) {
        case (0, let number):
            guard let flaw = CredentialFlaw(number: Int(number)) else { throw Flaw() }
            presented = .flawed(flaw)
        case (1, let issue): presented = .badge(IssueNumber(rawValue: issue))
        case (3, let issue): presented = .supersededBadge(IssueNumber(rawValue: issue))
        default: presented = .person
        }
        let direction: Direction = try nextFlag() ? .exit : .entry
        return Attempt(presented: presented, direction: direction, moment: try nextMoment())
    }

    /// `id`, `millisecond`, `device`, `queued`, `sequence`, a moment, `direction`, `forced`.
    mutating func nextPassage() throws(Flaw) -> Passage {
        let id = try next()
        let millisecond = try next()
        let device = DeviceNumber(rawValue: try next(as: UInt32.self))
        let isQueued = try nextFlag()
        let order = Passage.Order(
            millisecond: millisecond, device: device, isQueued: isQueued, sequence: try next())
        let moment = try nextMoment()
        let direction: Direction = try nextFlag() ? .exit : .entry
        return Passage(id: id, order: order, moment: moment, direction: direction, isForced: try nextFlag())
    }
}
