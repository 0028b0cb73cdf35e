/// What happened at one gate with one person: a door let them in, or out.
package struct Passage: Hashable, Sendable {
    /// The caller's name for it.
    package var id: Int64
    /// When, among everything that happened.
    package var order: Order
    /// When, as the gate's rules see it.
    package var moment: Moment
    /// Which way.
    package var direction: Direction
    /// Whether staff let the person in against the rules.
    package var isForced: Bool

    /// Puts a passage together.
    package init(id: Int64, order: Order, moment: Moment, direction: Direction, isForced: Bool) {
        self.id = id
        self.order = order
        self.moment = moment
        self.direction = direction
        self.isForced = isForced
    }

    /// The place of a passage among all: the earliest corrected time, then the lower device, then the lower number.
    ///
    /// No two passages of one device have the same number and kind, so the order is total.
    package struct Order: Hashable, Comparable, Sendable {
        /// Milliseconds since 1970-01-01 UTC, by the server's clock or corrected to it.
        package var millisecond: Int64
        /// The device that saw it.
        package var device: DeviceNumber
        /// Whether the device decided alone. What one device sent at once comes before what it kept.
        package var isQueued: Bool
        /// The device's own count, or the server's of what it decided.
        package var sequence: Int64

        /// Puts a place together.
        package init(millisecond: Int64, device: DeviceNumber, isQueued: Bool, sequence: Int64) {
            self.millisecond = millisecond
            self.device = device
            self.isQueued = isQueued
            self.sequence = sequence
        }

        /// Earlier places come first.
        package static func < (left: Order, right: Order) -> Bool {
            if left.millisecond != right.millisecond { return left.millisecond < right.millisecond }
            if left.device != right.device { return left.device < right.device }
            if left.isQueued != right.isQueued { return right.isQueued }
            return left.sequence < right.sequence
        }
    }
}

/// What entries count for, once everything that doors reported is in order.
package struct MergedEntry: Hashable, Sendable {
    /// What an entry counts for.
    package enum Standing: Hashable, Sendable {
        /// It stands, and nothing has closed it.
        case open
        /// It stood until this passage: an exit, or the next entry after the daily closing.
        case closed(by: Passage)
        /// Somebody was in on the same badge since this earlier entry.
        case conflict(with: Passage)
        /// Staff let in somebody who was in.
        case repeated
    }

    /// The passage that let the person in.
    package var entry: Passage
    /// What it counts for.
    package var standing: Standing

    /// Puts the two together.
    package init(entry: Passage, standing: Standing) {
        self.entry = entry
        self.standing = standing
    }
}

extension GateRules {
    /// Says what each entry of one person at this gate counts for.
    ///
    /// A pure function of the set of passages: neither their order nor repeated passages make a difference, so devices
    /// may send what they kept late, in pieces, twice, and in any order. The first scan wins.
    ///
    /// - Returns: one for each entry, in order of time.
    package func merge(_ passages: some Sequence<Passage>) -> [MergedEntry] {
        var entries: [MergedEntry] = []
        var standing: Int?
        var last: Passage?
        for passage in passages.sorted(by: { $0.order < $1.order }) where passage != last {
            last = passage
            let holding = standing.flatMap { holds(entries[$0].entry, at: passage.moment) ? $0 : nil }
            switch passage.direction {
            case .entry:
                if let holding {
                    let rival = entries[holding].entry
                    entries.append(
                        MergedEntry(entry: passage, standing: passage.isForced ? .repeated : .conflict(with: rival)))
                } else {
                    if let stale = standing, sharesDay(entries[stale].entry, passage) {
                        entries[stale].standing = .closed(by: passage)
                    }
                    standing = entries.count
                    entries.append(MergedEntry(entry: passage, standing: .open))
                }
            case .exit:
                guard case .inAndOut = frequency, let holding else { continue }
                entries[holding].standing = .closed(by: passage)
                standing = nil
            }
        }
        return entries
    }

    private func holds(_ entry: Passage, at moment: Moment) -> Bool {
        standing(
            among: [Admission(moment: entry.moment, gate: gate, device: entry.order.device)], at: moment) != nil
    }

    private func sharesDay(_ first: Passage, _ second: Passage) -> Bool {
        frequency == .once || first.moment.day == second.moment.day
    }
}
