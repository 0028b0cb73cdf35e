import DoorRules

/// Everything that a decision depends on; the plain one is a paid attendee at the main door on Sunday at noon.
struct Situation {
    var gate = GateRules(
        gate: GateNumber(rawValue: 7),
        schedule: .during([GateRules.Hours(days: DayMask(days: [1, 2, 3, 4]), opens: 480, closes: 1200)]),
        wantsPassForDay: true, entitlement: .anyone, admitsUnpaid: false, frequency: .oncePerDay, isClosed: false)
    var attempt = Attempt(
        presented: .badge(IssueNumber(rawValue: 2)), direction: .entry, moment: Situation.moment(day: 2, minute: 720))
    var holder: Holder? = Holder(
        registration: RegistrationNumber(rawValue: 42), standing: .active, block: nil, due: 0,
        days: DayMask(days: [1, 2]), category: CategoryMask(index: 0), addOns: [AddOnNumber(rawValue: 5)],
        latestIssue: IssueNumber(rawValue: 2), isLatestIssueRevoked: false)
    var open: [Admission] = []

    var inside: Int?

    var verdict: Verdict { gate.decide(attempt, holder: holder, open: open, inside: inside) }

    /// The plain situation, changed.
    static func with(_ changes: (inout Situation) -> Void) -> Situation {
        var situation = Situation()
        changes(&situation)
        return situation
    }

    /// A minute of a day whose first second is that many days after the beginning of time.
    static func moment(day: Int?, minute: Int) -> Moment {
        Moment(second: Int64((day ?? 0) * 86_400 + minute * 60), day: day, minute: minute)
    }

    /// An admission at the plain gate.
    static func admission(day: Int, minute: Int, device: UInt32 = 3) -> Admission {
        Admission(
            moment: moment(day: day, minute: minute), gate: GateNumber(rawValue: 7),
            device: DeviceNumber(rawValue: device))
    }
}
