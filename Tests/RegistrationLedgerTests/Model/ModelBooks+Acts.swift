import Conference
import Foundation
import RegistrationLedger

/// What each act does to the books, and when it is refused.
extension ModelBooks {
    func active(_ number: Int) throws -> Person {
        let person = try unmoved(number)
        guard person.standing == .active else { throw Refusal(code: "registration_cancelled") }
        return person
    }

    private func unmoved(_ number: Int) throws -> Person {
        guard let person = people[number] else { throw Refusal(code: "registration_unknown") }
        guard person.standing != .moved else { throw Refusal(code: "registration_moved") }
        return person
    }

    private func take(_ place: Place) throws {
        if isFull(place) { throw Refusal(code: place == .dinner ? "add_on_full" : "day_full") }
    }

    // MARK: - People

    mutating func register(
        _ category: Category, _ days: Set<Int>, dinner: Bool, waits: Bool, at time: Date
    ) throws {
        expire(at: time)
        var (days, dinner, full) = (days, dinner, [Place]())
        for place in [Place.secondDay, .dinner] where place == .dinner ? dinner : days.contains(2) {
            if waits, isFull(place) { full.append(place) } else { try take(place) }
        }
        if full.contains(.secondDay) { days.remove(2) }
        if full.contains(.dinner) { dinner = false }
        let number = people.count + 1
        people[number] = Person(category: category, days: days, hasDinner: dinner)
        waiting += full.map { Waiting(person: number, place: $0) }
        settle(number)
    }

    mutating func changeDays(_ number: Int, to days: Set<Int>, at time: Date) throws {
        expire(at: time)
        var person = try active(number)
        guard days != person.days else { return }
        let (gains, loses) = (
            days.contains(2) && !person.days.contains(2), person.days.contains(2) && !days.contains(2)
        )
        if gains {
            stopWaiting(number, for: .secondDay)
            try take(.secondDay)
        }
        person.days = days
        people[number] = person
        settle(number, ruleAt: time)
        if loses { promote(.secondDay, at: time) }
    }

    mutating func addDinner(_ number: Int, at time: Date) throws {
        expire(at: time)
        guard try !active(number).hasDinner else { return }
        stopWaiting(number, for: .dinner)
        try take(.dinner)
        people[number]?.hasDinner = true
        settle(number)
    }

    mutating func removeDinner(_ number: Int, at time: Date) throws {
        guard try active(number).hasDinner else { throw Refusal(code: "add_on_not_held") }
        people[number]?.hasDinner = false
        settle(number, ruleAt: time)
        promote(.dinner, at: time)
    }

    mutating func changeCategory(_ number: Int, to category: Category, at time: Date) throws {
        guard try active(number).category != category else { return }
        people[number]?.category = category
        settle(number, ruleAt: time)
    }

    mutating func cancel(_ number: Int, at time: Date) {
        guard var person = people[number], person.standing == .active else { return }
        let (before, held) = (person.charges, [Place.secondDay, .dinner].filter { Self.holds(person, $0) })
        let kept = person.charges.kept.values.reduce(0, +)
        end(&person, number, as: .cancelled)
        settle(number, ruleAt: time)
        let after = people[number]?.charges.kept.values.reduce(0, +) ?? 0
        people[number]?.keptByCancelling = after - kept
        people[number]?.credited = before
        people[number]?.credited.kept = [:]
        for place in held { promote(place, at: time) }
        for place in [Place.secondDay, .dinner] { promote(place, at: time) }
    }

    /// Seats, waiting and voucher go.
    private mutating func end(
        _ person: inout Person, _ number: Int, as standing: Standing, for successor: Int? = nil
    ) {
        person.standing = standing
        person.successor = successor
        person.voucher = nil
        people[number] = person
        stopWaiting(number)
    }

    mutating func reinstate(_ number: Int, at time: Date) throws {
        let person = try unmoved(number)
        guard person.standing == .cancelled else { throw Refusal(code: "not_cancelled") }
        expire(at: time)
        guard !person.days.isEmpty else { throw Refusal(code: "days_missing") }
        for place in [Place.secondDay, .dinner] where Self.holds(person, place) { try take(place) }
        people[number]?.standing = .active
        people[number]?.waivers = [:]
        settle(number, adding: person.credited, releasing: person.keptByCancelling)
    }

    mutating func giveBackKept(_ number: Int, _ amount: Int?) throws {
        let person = try unmoved(number)
        let kept = person.charges.kept.values.reduce(0, +)
        guard kept > 0 else { throw Refusal(code: "nothing_kept") }
        guard amount ?? kept <= kept else { throw Refusal(code: "kept_less") }
        people[number]?.charges.release(amount ?? kept)
        people[number]?.keptByCancelling = max(0, person.keptByCancelling - (amount ?? kept))
    }

    /// - Parameter entry: under which what was waived stands then.
    mutating func transfer(_ number: Int, at time: Date, waivedBy entry: Int64) throws {
        let person = try active(number)
        let due = due(number)
        var old = person
        end(&old, number, as: .moved, for: people.count + 1)
        var new = person
        new.charges.kept = [:]
        new.credited = ModelCharges()
        (new.keptByCancelling, new.settled) = (0, new.charges.total(plans) - due)
        new.waivers = [:]
        let successor = people.count + 1
        people[successor] = new
        takeAlong(person.waivers.values.reduce(0, +), to: successor, under: entry)
        leave(number, person.charges.kept)
        for place in [Place.secondDay, .dinner] { promote(place, at: time) }
    }

    /// What was waived stands under one entry, by which it can be taken back; under none where it counts no more.
    private mutating func takeAlong(_ waived: Int, to number: Int, under entry: Int64) {
        guard waived > 0, entry > 0 else { return }
        people[number]?.waivers[entry] = waived
        // Where no money moved with the place, it is the entry that it had.
        bookings.removeAll { $0.entry == entry }
        bookings.append(Booking(entry: entry, person: number, isWaiver: true))
    }

    /// A record whose place went to another is charged what was kept there and stays, and has paid that.
    private mutating func leave(_ number: Int, _ kept: [Int: Int]) {
        people[number]?.charges = ModelCharges()
        people[number]?.charges.kept = kept
        people[number]?.settled = kept.values.reduce(0, +)
    }

    /// - Parameter entry: under which what was waived for the second stands then.
    mutating func merge(_ second: Int, into first: Int, at time: Date, waivedBy entry: Int64) throws {
        guard first != second else { throw Refusal(code: "merge_with_itself") }
        let kept = try active(first)
        var dropped = try unmoved(second)
        var merged = kept
        if dropped.standing == .active {
            merged.days.formUnion(dropped.days)
            merged.hasDinner = kept.hasDinner || dropped.hasDinner
            merged.voucher = kept.voucher ?? dropped.voucher
        }
        let waived = dropped.standing == .active ? dropped.waivers.values.reduce(0, +) : 0
        end(&dropped, second, as: .moved, for: first)
        for place in [Place.secondDay, .dinner] where Self.holds(merged, place) && !Self.holds(kept, place) {
            stopWaiting(first, for: place)
        }
        // What was kept of the same person comes along with all that they paid.
        merged.settled += dropped.settled
        people[first] = merged
        takeAlong(waived, to: first, under: entry)
        settle(first, adding: dropped.charges)
        leave(second, [:])
        for place in [Place.secondDay, .dinner] { promote(place, at: time) }
    }

    // MARK: - Reductions

    mutating func redeem(_ voucher: String, for number: Int) throws {
        let person = try active(number)
        if voucher == "half", people.values.count(where: { $0.voucher == "half" }) >= 3 {
            throw Refusal(code: "voucher_used_up")
        }
        guard person.voucher == nil else { throw Refusal(code: "voucher_held") }
        people[number]?.voucher = voucher
        settle(number)
    }

    mutating func handBack(_ voucher: String, of number: Int) throws {
        guard try active(number).voucher == voucher else { throw Refusal(code: "voucher_not_held") }
        people[number]?.voucher = nil
        settle(number)
    }

    mutating func waive(_ amount: Int, for number: Int, entry: Int64) throws {
        let person = try active(number)
        let listed = person.sold.values.reduce(0, +) - person.reduced.values.reduce(0, +)
        guard listed > 0 else { throw Refusal(code: "nothing_to_waive") }
        people[number]?.waivers[entry] = min(amount, listed)
        settle(number)
        bookings.append(Booking(entry: entry, person: number, isWaiver: true))
    }

    // MARK: - Waiting

    mutating func wait(_ number: Int, for place: Place, at time: Date) throws {
        expire(at: time)
        let person = try active(number)
        guard isFull(place) else { throw Refusal(code: "place_free") }
        guard !Self.holds(person, place) else { throw Refusal(code: "place_held") }
        guard !waiting.contains(where: { $0.person == number && $0.place == place }) else {
            throw Refusal(code: "waits_already")
        }
        waiting.append(Waiting(person: number, place: place))
    }

    mutating func leaveList(_ number: Int, for place: Place, at time: Date) throws {
        guard waiting.contains(where: { $0.person == number && $0.place == place }) else {
            throw Refusal(code: "waits_not")
        }
        stopWaiting(number, for: place)
        promote(place, at: time)
    }

    mutating func seat(_ number: Int, at place: Place, _ time: Date) throws {
        expire(at: time)
        _ = try active(number)
        let list = waiting.filter { $0.place == place }
        guard let own = list.firstIndex(where: { $0.person == number }), own == 0 || list[own].until != nil else {
            throw Refusal(code: "waits_not")
        }
        stopWaiting(number, for: place)
        try take(place)
        if place == .dinner { people[number]?.hasDinner = true } else { people[number]?.days.insert(2) }
        settle(number)
    }

    // MARK: - Money

    /// What changes hands for a sum that is open, and what that is rounded by.
    private static func coins(_ method: PaymentMethod, _ amount: Int?, of open: Int) -> (Int, rounding: Int) {
        guard method == .cash else { return (amount ?? open, 0) }
        let payable = 5 * ModelTaxes.share(open, 1, 5)
        return (amount ?? payable, (amount ?? payable) == payable ? open - payable : 0)
    }

    private func drawer(_ method: PaymentMethod, _ till: Bool) throws -> String {
        if till, shift == nil { throw Refusal(code: "till_not_open") }
        return method == .cash && till ? "cash:north" : method.rawValue
    }

    mutating func pay(
        _ number: Int, _ amount: Int?, _ method: PaymentMethod, till: Bool, entry: Int64
    ) throws {
        _ = try unmoved(number)
        let due = due(number)
        if amount == nil, due <= 0 { throw Refusal(code: "nothing_due") }
        let (paid, rounding) = Self.coins(method, amount, of: due)
        try move(paid, rounding, drawer(method, till && method.isTakenAtTill), number, entry)
    }

    mutating func refund(
        _ number: Int, _ amount: Int?, _ method: PaymentMethod, till: Bool, entry: Int64
    ) throws {
        _ = try unmoved(number)
        let owed = -due(number)
        guard owed > 0 else { throw Refusal(code: "nothing_to_refund") }
        let (paid, rounding) = Self.coins(method, amount, of: owed)
        guard paid + rounding <= owed else { throw Refusal(code: "refund_too_large") }
        let account = try drawer(method, till && method.isTakenAtTill)
        if account == "cash:north", paid > money[account] ?? 0 { throw Refusal(code: "till_too_empty") }
        move(-paid, -rounding, account, number, entry)
    }

    private mutating func move(_ amount: Int, _ rounding: Int, _ account: String, _ number: Int, _ entry: Int64) {
        money[account, default: 0] += amount
        money["rounding", default: 0] += rounding
        people[number]?.settled += amount + rounding
        bookings.append(
            Booking(
                entry: entry, person: number, isWaiver: false, account: account, shift: shift, amount: amount,
                rounding: rounding))
    }

    /// - Parameter index: of a booking.
    mutating func correct(_ index: Int) throws {
        let booking = bookings[index]
        guard !booking.isCorrected else { throw Refusal(code: "entry_corrected") }
        // What was paid is due again from whoever has the place; a waiver that went along stands under another entry.
        var holder = booking.person
        while !booking.isWaiver, let next = people[holder]?.successor { holder = next }
        _ = try unmoved(holder)
        bookings[index].isCorrected = true
        guard !booking.isWaiver else {
            people[booking.person]?.waivers[booking.entry] = nil
            guard settle(booking.person) else { throw Refusal(code: "correction_changes_nothing") }
            return
        }
        // The cash of a shift that is over is in the safe.
        let isOver = booking.account == "cash:north" && booking.shift != shift
        if booking.account == "cash:north", !isOver, booking.amount > money["cash:north"] ?? 0 {
            throw Refusal(code: "till_too_empty")
        }
        money[isOver ? "cash" : booking.account, default: 0] -= booking.amount
        money["rounding", default: 0] -= booking.rounding
        people[holder]?.settled -= booking.amount + booking.rounding
    }

    mutating func donate(_ number: Int, _ amount: Int?) throws {
        _ = try unmoved(number)
        let owed = -due(number)
        guard owed > 0 else { throw Refusal(code: "nothing_to_refund") }
        guard amount ?? owed <= owed else { throw Refusal(code: "refund_too_large") }
        money["donation:refund", default: 0] -= amount ?? owed
        people[number]?.settled -= amount ?? owed
    }

    mutating func openTill(float: Int) throws {
        guard shift == nil else { throw Refusal(code: "till_open_already") }
        (shift, shifts) = (shifts + 1, shifts + 1)
        money["cash:north"] = float
        money["cash", default: 0] -= float
    }

    mutating func closeTill(counted: Int) throws {
        guard shift != nil else { throw Refusal(code: "till_not_open") }
        money["till-difference", default: 0] += (money["cash:north"] ?? 0) - counted
        money["cash", default: 0] += counted
        (shift, money["cash:north"]) = (nil, 0)
    }

    mutating func drop(_ amount: Int) throws {
        guard shift != nil else { throw Refusal(code: "till_not_open") }
        guard amount <= money["cash:north"] ?? 0 else { throw Refusal(code: "till_too_empty") }
        money["cash:north", default: 0] -= amount
        money["cash", default: 0] += amount
    }
}
