/// Puts together an answer of the door, or a question to it: a row of integers, as `DoorQuestion` defines it.
package struct NumberWriter {
    /// The row so far.
    package private(set) var numbers: [Int64] = []

    /// An empty row.
    package init() {}

    /// Any whole number.
    package mutating func add(_ number: some BinaryInteger) { numbers.append(Int64(number)) }

    /// 0 or 1.
    package mutating func add(_ flag: Bool) { numbers.append(flag ? 1 : 0) }

    /// How many bytes, then each.
    package mutating func add(bytes: [UInt8]) {
        add(bytes.count)
        for byte in bytes { add(byte) }
    }

    /// `second`, `day` (0 outside of all), `minute`.
    package mutating func add(_ moment: Moment) {
        add(moment.second)
        add(moment.day ?? 0)
        add(moment.minute)
    }

    /// A moment, `gate`, `device`.
    package mutating func add(_ admission: Admission) {
        add(admission.moment)
        add(admission.gate.rawValue)
        add(admission.device.rawValue)
    }

    /// A kind and a number that belongs to it.
    mutating func add(_ kind: Int, _ number: some BinaryInteger) {
        add(kind)
        add(number)
    }

    /// The rules of a gate.
    package mutating func add(_ gate: GateRules) {
        add(gate.gate.rawValue)
        add(gate.isClosed)
        add(gate.wantsPassForDay)
        add(gate.admitsUnpaid)
        switch gate.frequency {
        case .once: add(0, 0)
        case .oncePerDay: add(1, 0)
        case .inAndOut(let closing): add(2, closing)
        }
        switch gate.entitlement {
        case .anyone: add(0, 0)
        case .addOn(let addOn): add(1, addOn.rawValue)
        case .categories(let categories): add(2, categories.rawValue)
        }
        add(gate.capacity ?? 0)
        guard case .during(let hours) = gate.schedule else { return add(true) }
        add(false)
        add(hours.count)
        for hours in hours {
            add(hours.days.rawValue)
            add(hours.opens)
            add(hours.closes)
        }
    }

    /// A person's facts, or that there is nobody.
    package mutating func add(_ holder: Holder?) {
        guard let holder else { return add(false) }
        add(true)
        add(holder.registration.rawValue)
        switch holder.standing {
        case .active: add(0)
        case .cancelled: add(1)
        case .transferred: add(2)
        }
        add(holder.block != nil)
        add(holder.block?.rawValue ?? 0)
        add(holder.due)
        add(holder.days.rawValue)
        add(holder.category.rawValue)
        add(holder.latestIssue.rawValue)
        add(holder.isLatestIssueRevoked)
        add(holder.addOns.count)
        for addOn in holder.addOns { add(addOn.rawValue) }
        add(holder.addOnDues.count)
        for due in holder.addOnDues {
            add(due.addOn.rawValue)
            add(due.due)
        }
    }

    /// What was presented, the direction, the moment.
    package mutating func add(_ attempt: Attempt) {
        switch attempt.presented {
        case .flawed(let flaw): add(0, flaw.number)
        case .badge(let issue): add(1, issue.rawValue)
        case .person: add(2, 0)
        case .supersededBadge(let issue): add(3, issue.rawValue)
        }
        add(attempt.direction.rawValue)
        add(attempt.moment)
    }

    /// One passage of a merge.
    package mutating func add(_ passage: Passage) {
        add(passage.id)
        add(passage.order.millisecond)
        add(passage.order.device.rawValue)
        add(passage.order.isQueued)
        add(passage.order.sequence)
        add(passage.moment)
        add(passage.direction.rawValue)
        add(passage.isForced)
    }

    /// The verdict's code, then its particulars.
    package mutating func add(_ verdict: Verdict) {
        add(verdict.code.rawValue)
        switch verdict {
        case .invalid(.credential(let flaw)): add(flaw.number)
        case .invalid(.ticket): add(CredentialFlaw.count)
        case .invalid(.unknownRegistration): add(CredentialFlaw.count + 1)
        case .revoked(let good): add(good?.rawValue ?? 0)
        case .cancelled(let wasTransferred): add(wasTransferred)
        case .blocked(let reference): add(reference.rawValue)
        case .unpaid(let due): add(due)
        case .gateClosed(.forEver): add(0, 0)
        case .gateClosed(.notToday): add(1, 0)
        case .gateClosed(.until(let minute)): add(2, minute)
        case .gateClosed(.since(let minute)): add(3, minute)
        case .wrongDay(let covered): add(covered.rawValue)
        case .notEntitled(.addOn(let addOn)): add(0, addOn.rawValue)
        case .notEntitled(.categories(let categories)): add(1, categories.rawValue)
        case .alreadyAdmitted(let admission): add(admission)
        case .full(let capacity): add(capacity)
        case .admitted(.entry): add(0)
        case .admitted(.exit(let admission)):
            add(1)
            add(admission)
        case .admitted(.exitOnly): add(2)
        }
    }

    /// How many entries, then for each its passage and what it counts for.
    package mutating func add(_ entries: [MergedEntry]) {
        add(entries.count)
        for entry in entries {
            add(entry.entry.id)
            switch entry.standing {
            case .open: add(0, 0)
            case .closed(let closing): add(1, closing.id)
            case .conflict(let rival): add(2, rival.id)
            case .repeated: add(3, 0)
            }
        }
    }
}

extension CredentialFlaw {
    /// How many flaws there are.
    static let count = 9

    /// The flaw's number, from 0, in the order in which they are declared.
    var number: Int {
        switch self {
        case .notACredential: 0
        case .wrongLength: 1
        case .notBase45: 2
        case .unknownVersion: 3
        case .wrongEvent: 4
        case .unknownKey: 5
        case .notGenuine: 6
        case .keyboardLayout: 7
        case .superseded: 8
        }
    }

    init?(number: Int) {
        switch number {
        case 0: self = .notACredential
        case 1: self = .wrongLength
        case 2: self = .notBase45
        case 3: self = .unknownVersion
        case 4: self = .wrongEvent
        case 5: self = .unknownKey
        case 6: self = .notGenuine
        case 7: self = .keyboardLayout
        case 8: self = .superseded
        default: return nil
        }
    }
}
