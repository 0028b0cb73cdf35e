package import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation

/// What an offline door holds, as JSON: numbers and masks as in `DoorRules`, and no name in the clear.
package struct SnapshotBody: Encodable, Sendable {
    let cursor: Int64
    let more: Bool
    /// The event's tag, eight hexadecimal digits.
    let event: String
    /// Whoever learned from another incarnation of the file begins anew, without a cursor.
    let incarnation: Int
    let keys: [Key]
    let timeZone: String
    let dayStart: Int
    /// Days since 1970-01-01.
    let dates: [Int]
    let offsets: [Offset]
    let gates: [Gate]
    let addOns: [String]
    let categories: [String]
    let people: [Person]

    struct Key: Encodable {
        let id: UInt8
        /// Base64 of 32 bytes.
        let publicKey: String
        /// Of a key that signs no more: the highest registration and issue that it may have signed.
        let registrationsMax: UInt32?
        let issuesMax: UInt16?
    }

    struct Offset: Encodable {
        let from: Int64
        let seconds: Int
    }

    struct Gate: Encodable {
        let id: String
        let number: UInt32
        let name: String
        let hours: [Hours]
        let wantsPassForDay: Bool
        /// The number of the add-on that it wants.
        let addOn: UInt32?
        /// The categories that it wants, as a mask.
        let categories: UInt32?
        let admitsUnpaid: Bool
        let frequency: String
        /// The closing minute of a gate that counts people in and out.
        let closing: Int?
        let closed: Bool
        /// How many people have room; left out for no limit. A door that is alone keeps nobody out for it.
        let capacity: Int?
        /// How much room was left; left out for no limit.
        let crowding: String?
    }

    struct Hours: Encodable {
        let days: UInt16
        let opens: Int
        let closes: Int
    }

    struct Person: Encodable {
        let registration: UInt32
        let code: String
        let standing: String
        let blocked: Bool
        /// Whether something is due for passes; how much, no door knows.
        let owes: Bool
        /// The numbers of the add-ons for which something is due: their own gates ask for that.
        let owesAddOns: [UInt32]
        let days: UInt16
        let category: UInt32
        let addOns: [UInt32]
        let issue: UInt16
        let issueRevoked: Bool
        let open: [Entry]
        /// The entries of whoever had the place before; left out where there are none.
        let earlier: [Entry]?
        /// Base64; opened with the badge's 78 bytes.
        let sealedName: String?
    }

    struct Entry: Encodable {
        let gate: UInt32
        let device: UInt32
        let second: Int64
        let day: Int?
        let minute: Int
    }

    package init(_ snapshot: DoorSnapshot) {
        cursor = snapshot.cursor
        more = snapshot.hasMore
        let tag = String(snapshot.event.rawValue, radix: 16)
        event = String(repeating: "0", count: 8 - tag.count) + tag
        incarnation = snapshot.incarnation
        keys = snapshot.keys.map { key in
            Key(
                id: key.id, publicKey: key.publicKey.base64EncodedString(),
                registrationsMax: key.ceiling?.registration, issuesMax: key.ceiling?.issue)
        }
        timeZone = snapshot.timeZone
        dayStart = snapshot.calendar.dayStart
        dates = snapshot.calendar.dates
        offsets = snapshot.offsets.map { Offset(from: $0.from, seconds: $0.seconds) }
        gates = snapshot.gates.map(Gate.init)
        addOns = snapshot.addOns.map(\.id.rawValue)
        categories = snapshot.categories.map(\.rawValue)
        people = snapshot.people.map(Person.init)
    }
}

extension SnapshotBody.Gate {
    fileprivate init(_ gate: DoorSnapshot.DoorGate) {
        id = gate.id.rawValue
        name = gate.name
        let rules = gate.rules
        number = rules.gate.rawValue
        hours =
            if case .during(let hours) = rules.schedule {
                hours.map { SnapshotBody.Hours(days: $0.days.rawValue, opens: $0.opens, closes: $0.closes) }
            } else {
                []
            }
        wantsPassForDay = rules.wantsPassForDay
        addOn = if case .addOn(let number) = rules.entitlement { number.rawValue } else { nil }
        categories = if case .categories(let mask) = rules.entitlement { mask.rawValue } else { nil }
        admitsUnpaid = rules.admitsUnpaid
        switch rules.frequency {
        case .once: (frequency, closing) = ("once", nil)
        case .oncePerDay: (frequency, closing) = ("once_per_day", nil)
        case .inAndOut(let minute): (frequency, closing) = ("in_and_out", minute)
        }
        closed = rules.isClosed
        capacity = rules.capacity
        crowding = gate.crowding?.word
    }
}

extension SnapshotBody.Person {
    fileprivate init(_ person: DoorSnapshot.DoorPerson) {
        let facts = person.facts
        registration = facts.registration.rawValue
        code = person.code.description
        standing =
            switch facts.standing {
            case .active: "active"
            case .cancelled: "cancelled"
            case .transferred: "transferred"
            }
        blocked = facts.block != nil
        owes = facts.due > 0
        owesAddOns = facts.addOnDues.map(\.addOn.rawValue)
        days = facts.days.rawValue
        category = facts.category.rawValue
        addOns = facts.addOns.map(\.rawValue)
        issue = facts.latestIssue.rawValue
        issueRevoked = facts.isLatestIssueRevoked
        open = person.open.map(SnapshotBody.Entry.init)
        earlier = person.earlier.isEmpty ? nil : person.earlier.map(SnapshotBody.Entry.init)
        sealedName = person.sealedName?.base64EncodedString()
    }
}

extension SnapshotBody.Entry {
    fileprivate init(_ entry: Admission) {
        self.init(
            gate: entry.gate.rawValue, device: entry.device.rawValue, second: entry.moment.second,
            day: entry.moment.day, minute: entry.moment.minute)
    }
}
