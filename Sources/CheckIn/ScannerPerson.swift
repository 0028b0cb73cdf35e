package import Conference
package import DoorRules
package import EventStore
package import Foundation
package import RegistrationLedger

/// A gate with the number by which scanners of other makers know it.
package struct NumberedGate: Sendable, Hashable {
    package let number: Int64
    package let gate: Gate
    package let isClosed: Bool

    package init(number: Int64, gate: Gate, isClosed: Bool) {
        self.number = number
        self.gate = gate
        self.isClosed = isClosed
    }
}

/// How many people a gate is for, and how many of them it let in, in all and of each category.
package struct GateAttendance: Sendable, Hashable {
    package struct Count: Sendable, Hashable {
        package fileprivate(set) var people = 0
        package fileprivate(set) var admitted = 0
    }

    package private(set) var all = Count()
    /// Of categories of which nobody is meant there is none.
    package private(set) var categories: [Category: Count] = [:]

    init(_ places: [HeldPlace], admitted: Set<Registration.ID>) {
        for place in places {
            let isAdmitted = admitted.contains(place.registration)
            all.add(isAdmitted)
            categories[place.category, default: Count()].add(isAdmitted)
        }
    }
}

extension GateAttendance.Count {
    fileprivate mutating func add(_ isAdmitted: Bool) {
        people += 1
        if isAdmitted { admitted += 1 }
    }
}

/// Somebody passing a gate, as it counts.
package struct Passing: Sendable, Hashable {
    package let scan: ScanOutcome.ScanID
    package let gate: Int64
    package let device: Device.ID
    package let direction: Direction
    package let time: Date
}

/// A person as a scanner of another maker holds them.
package struct ScannerPerson: Sendable, Hashable {
    package let registration: Registration
    package let made: Date
    /// What they owe; doors are not told.
    package let due: Money
    /// What is due for the pass, and what for each add-on, at a gate that asks for it.
    package let isPassPaid: Bool
    package let unpaidAddOns: Set<AddOn.ID>
    /// The text of the badge that is good; nil where there is none.
    package let badge: String?
    package let badgeMade: Date?
    /// Passings that count, at the gates asked for, in order of time.
    package let passings: [Passing]
    /// What apps printed for them.
    package let prints: [AppPrint]
    /// The desk's notes about them that a door shows.
    package let notes: [String]
}

/// A badge that is good no more.
package struct WithdrawnBadge: Sendable, Hashable {
    package let registration: Registration.ID
    package let issue: IssueNumber
    package let text: String
    package let since: Date
}

/// Some of those whom scanners hold.
package struct ScannerPeople: Sendable {
    package let people: [ScannerPerson]
    /// How many there are in all.
    package let count: Int
    /// Where the next part goes on; nil after the last.
    package let next: Int64?
}
