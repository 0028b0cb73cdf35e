/// Which way somebody wants to go through a gate.
package enum Direction: UInt8, Hashable, Sendable {
    /// In.
    case entry = 0
    /// Out.
    case exit = 1
}

/// What somebody came with, after it was read and examined.
package enum Presented: Hashable, Sendable {
    /// A credential with a flaw.
    case flawed(CredentialFlaw)
    /// A genuine credential of this issue.
    case badge(IssueNumber)
    /// No credential: staff typed the short code or found the person in a search.
    case person
    /// A genuine credential of this issue, by a key that signs no more.
    case supersededBadge(IssueNumber)
}

/// One attempt to pass a gate.
package struct Attempt: Hashable, Sendable {
    /// What was presented.
    package var presented: Presented
    /// Which way.
    package var direction: Direction
    /// When.
    package var moment: Moment

    /// Puts an attempt together.
    package init(presented: Presented, direction: Direction, moment: Moment) {
        self.presented = presented
        self.direction = direction
        self.moment = moment
    }
}

extension GateRules {
    /// Decides an attempt. The checks run in their order; the first that fails is the verdict.
    ///
    /// Ask `Replay` first whether the scan was already answered.
    ///
    /// Only a bad or revoked badge stops an exit, because it says nothing about who is leaving: nobody is kept inside
    /// because of money, hours or rules. An exit without an open entry, or at a gate that is not in-and-out, is
    /// admitted and changes nothing, because a missed scan at the entry is our fault and not the guest's.
    ///
    /// A badge newer than `holder.latestIssue` is good: it is genuine, so the facts must be older than the reprint. Not so where
    /// its key signs no more: then a machine made it whose last doings were lost, and nobody knows of it.
    ///
    /// - Parameters:
    ///   - attempt: what happens at the gate.
    ///   - holder: the person's facts; nil if no registration was found.
    ///   - open: the person's admissions at this gate that no exit closed, in order of time.
    ///   - inside: how many people are inside; nil where that is not known, as at a door that is alone: then the capacity keeps
    ///     nobody out.
    package func decide(_ attempt: Attempt, holder: Holder?, open: [Admission], inside: Int? = nil) -> Verdict {
        if case .flawed(let flaw) = attempt.presented { return .invalid(.credential(flaw)) }
        guard let holder else { return .invalid(.unknownRegistration) }
        if let refusal = refusal(of: attempt.presented, holder: holder) { return refusal }
        switch attempt.direction {
        case .exit: return .admitted(exit(at: attempt.moment, open: open))
        case .entry: return entry(at: attempt.moment, holder: holder, open: open, inside: inside)
        }
    }

    private func refusal(of presented: Presented, holder: Holder) -> Verdict? {
        let issue: IssueNumber
        switch presented {
        case .badge(let number): issue = number
        case .supersededBadge(let number):
            if number > holder.latestIssue { return .invalid(.credential(.superseded)) }
            issue = number
        case .flawed, .person: return nil
        }
        if issue == .ticket { return .invalid(.ticket) }
        if issue < holder.latestIssue {
            return .revoked(good: holder.isLatestIssueRevoked ? nil : holder.latestIssue)
        }
        if issue == holder.latestIssue && holder.isLatestIssueRevoked { return .revoked(good: nil) }
        return nil
    }

    private func exit(at moment: Moment, open: [Admission]) -> Verdict.Passage {
        guard case .inAndOut = frequency, let standing = standing(among: open, at: moment) else { return .exitOnly }
        return .exit(standing)
    }

    private func entry(at moment: Moment, holder: Holder, open: [Admission], inside: Int?) -> Verdict {
        if holder.standing != .active { return .cancelled(transferred: holder.standing == .transferred) }
        if let block = holder.block { return .blocked(block) }
        let due = due(from: holder)
        if due > 0 && !admitsUnpaid { return .unpaid(due: due) }
        if let closure = closure(at: moment) { return .gateClosed(closure) }
        if wantsPassForDay && !holder.days.contains(day: moment.day ?? 0) { return .wrongDay(covered: holder.days) }
        if let lack = lack(of: holder) { return .notEntitled(lack) }
        if let standing = standing(among: open, at: moment) { return .alreadyAdmitted(standing) }
        if let capacity, let inside, crowding(inside: inside) == .full { return .full(capacity: capacity) }
        return .admitted(.entry)
    }

    /// What somebody still has to pay of what this gate asks for, in cents: an unpaid dinner does not shut the main door.
    package func due(from holder: Holder) -> Int64 {
        guard case .addOn(let wanted) = entitlement else { return holder.due }
        for due in holder.addOnDues where due.addOn == wanted { return due.due }
        return 0
    }

    private func lack(of holder: Holder) -> Verdict.Lack? {
        switch entitlement {
        case .anyone: nil
        case .addOn(let addOn): holder.addOns.contains(addOn) ? nil : .addOn(addOn)
        case .categories(let categories): categories.isDisjoint(with: holder.category) ? .categories(categories) : nil
        }
    }
}
