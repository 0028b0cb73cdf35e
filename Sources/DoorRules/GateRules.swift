/// What a gate asks of people.
package struct GateRules: Hashable, Sendable {
    /// A stretch of time, on some of the event's days, in which a gate is open.
    package struct Hours: Hashable, Sendable {
        /// The days it is for.
        package var days: DayMask
        /// The first open minute, counted as in `Moment.minute`.
        package var opens: Int
        /// The first minute that is closed again, counted as in `Moment.minute`: 1500 is one in the morning.
        package var closes: Int

        /// Puts hours together; `opens` comes before `closes`.
        package init(days: DayMask, opens: Int, closes: Int) {
            precondition(opens < closes, "a gate opens before it closes")
            self.days = days
            self.opens = opens
            self.closes = closes
        }
    }

    /// When a gate is open.
    package enum Schedule: Hashable, Sendable {
        /// Day and night, before and after the event too.
        case always
        /// At any of these hours.
        case during([Hours])
    }

    /// Whom a gate lets in, apart from the days of the pass.
    package enum Entitlement: Hashable, Sendable {
        /// Everybody.
        case anyone
        /// Those who have an add-on.
        case addOn(AddOnNumber)
        /// Those whose category is one of these.
        case categories(CategoryMask)
    }

    /// How often a gate lets the same person in.
    package enum Frequency: Hashable, Sendable {
        /// Once in the whole event.
        case once
        /// Once on each of the event's days.
        case oncePerDay
        /// Again after each exit. At the closing minute of each day, counted as in `Moment.minute`, and at the end of
        /// the day everybody counts as gone.
        case inAndOut(closing: Int)
    }

    /// Which gate this is.
    package var gate: GateNumber
    /// When it is open.
    package var schedule: Schedule
    /// Whether the pass must cover the day.
    package var wantsPassForDay: Bool
    /// Whom it lets in.
    package var entitlement: Entitlement
    /// Whether people who still owe money may pass.
    package var admitsUnpaid: Bool
    /// How often it lets the same person in.
    package var frequency: Frequency
    /// Whether it was closed for ever.
    package var isClosed: Bool
    /// How many people have room behind it; nil for no limit.
    package var capacity: Int?

    /// Puts a gate's rules together.
    package init(
        gate: GateNumber, schedule: Schedule, wantsPassForDay: Bool, entitlement: Entitlement, admitsUnpaid: Bool,
        frequency: Frequency, isClosed: Bool, capacity: Int? = nil
    ) {
        self.gate = gate
        self.schedule = schedule
        self.wantsPassForDay = wantsPassForDay
        self.entitlement = entitlement
        self.admitsUnpaid = admitsUnpaid
        self.frequency = frequency
        self.isClosed = isClosed
        self.capacity = capacity
    }
}

/// How much room is left behind a gate.
package enum Crowding: UInt8, CaseIterable, Hashable, Sendable {
    /// Nobody has to think of it.
    case roomy
    /// Nine tenths are taken, or more.
    case nearlyFull
    /// Nobody more is let in.
    case full

    /// The word in the interface.
    package var word: String {
        switch self {
        case .roomy: "roomy"
        case .nearlyFull: "nearly_full"
        case .full: "full"
        }
    }
}

extension GateRules {
    /// How much room is left when so many are inside.
    package func crowding(inside: Int) -> Crowding {
        guard let capacity else { return .roomy }
        if inside >= capacity { return .full }
        // Not in percent of the capacity, which may be small: the last tenth begins with its last place.
        return (capacity - inside) * 10 <= capacity ? .nearlyFull : .roomy
    }
}

extension GateRules {
    /// Why the gate is closed at a moment; nil if it is open.
    package func closure(at moment: Moment) -> Verdict.Closure? {
        if isClosed { return .forEver }
        guard case .during(let allHours) = schedule else { return nil }
        guard let day = moment.day else { return .notToday }
        var next: Int?
        var last: Int?
        for hours in allHours where hours.days.contains(day: day) {
            if moment.minute < hours.opens {
                next = min(next ?? hours.opens, hours.opens)
            } else if moment.minute < hours.closes {
                return nil
            } else {
                last = max(last ?? hours.closes, hours.closes)
            }
        }
        if let next { return .until(minute: next) }
        if let last { return .since(minute: last) }
        return .notToday
    }

    /// The admission that keeps somebody from being admitted again at a moment, by the gate's frequency.
    ///
    /// - Parameter open: the person's admissions at this gate that no exit closed.
    package func standing(among open: [Admission], at moment: Moment) -> Admission? {
        for admission in open where isStanding(admission, at: moment) { return admission }
        return nil
    }

    private func isStanding(_ admission: Admission, at moment: Moment) -> Bool {
        switch frequency {
        case .once:
            true
        case .oncePerDay:
            admission.moment.day == moment.day
        case .inAndOut(let closing):
            admission.moment.day == moment.day && (admission.moment.minute < closing) == (moment.minute < closing)
        }
    }
}
