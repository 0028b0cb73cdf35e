package import Conference
package import DoorRules
package import EventStore
package import Foundation

/// The answer to a scan.
package struct ScanOutcome: Sendable, Hashable {
    /// A scan's number in the event, in the order in which they were answered.
    package typealias ScanID = Identifier<ScanOutcome, Int64>

    package let scan: ScanID
    package let verdict: ScanVerdict
    /// Whether this is the stored answer to a scan that was sent before.
    package let isReplayed: Bool
    package let time: Date
    package let gate: Gate.ID
    package let device: Device.ID
    package let direction: Direction
    /// The event's day, or nil outside of all.
    package let day: Int?
    /// The badge that was shown; nil when none was, or it was not genuine.
    package let issue: IssueNumber?
    /// Who it is, as far as anybody was found, whatever the verdict.
    package let person: Registration?
    /// What the door should notice about somebody who is let in: the desk's notes in the order in which they were made.
    package let notices: [String]
    /// That somebody else came in on the same place that day, before it was passed on or since.
    package let sharedPlace: ScanVerdict.Entry?
    /// Whether the door answered alone and sent it later.
    package let isQueued: Bool
    /// The refusal in spite of which staff let the person in, and why.
    package let override: Override?
    /// That the scan was taken back.
    package let undo: Correction?

    /// That staff let somebody in anyway.
    package struct Override: Sendable, Hashable {
        package let refused: ScanID
        package let reason: String
        /// The device, and the person at it where several share it.
        package let author: String
    }

    /// Something done to a scan afterwards.
    package struct Correction: Sendable, Hashable {
        package let reason: String
        package let author: String
        package let time: Date
    }
}

/// A verdict in the conference's words.
package enum ScanVerdict: Sendable, Hashable {
    /// Nothing that counts was presented; the stable name of the reason is one of `CredentialFlaw.code`,
    /// `ticket_not_badge`, `unknown_registration`.
    case invalid(reason: String)
    /// Another badge took this one's place, or none did.
    case revoked(good: GoodBadge?)
    case cancelled(transferred: Bool)
    /// With the desk's reason; nil when it has been lifted since.
    case blocked(because: String?)
    case unpaid(due: Money)
    case gateClosed(Closure)
    case wrongDay(covered: DaySet)
    case addOnMissing(AddOn.ID)
    /// Any of these categories would do.
    case categoryMissing([Category])
    /// With the entry that used up the gate's rule; nil where a door that was alone did not name it.
    case alreadyAdmitted(Entry?)
    /// As many are inside as there is room for.
    case full(capacity: Int)
    case admitted(Passage)

    /// The badge that is good instead.
    package struct GoodBadge: Sendable, Hashable {
        package let number: IssueNumber
        package let author: String
        /// Where it was made; empty for the machine that holds the event's file.
        package let origin: String
        package let time: Date
    }

    /// How a gate is closed.
    package enum Closure: Sendable, Hashable {
        case forEver
        case notToday
        /// It opens later today.
        case until(WallTime)
        /// It closed for today.
        case since(WallTime)
    }

    /// A time of one of the event's days, which may lie after midnight.
    package struct WallTime: Sendable, Hashable, CustomStringConvertible {
        /// Minutes since midnight of the day's date.
        package let minutes: Int
        /// As the clock on the wall shows it: `19:00`.
        package var description: String {
            let (hour, minute) = (minutes % 1440).quotientAndRemainder(dividingBy: 60)
            return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        }
    }

    /// When, where and by which device somebody was let in.
    package struct Entry: Sendable, Hashable {
        package let scan: ScanOutcome.ScanID
        package let time: Date
        package let gate: Gate.ID
        package let device: Device.ID
        package let deviceName: String
    }

    /// What an admission changed.
    package enum Passage: Sendable, Hashable {
        case entry
        /// Somebody left who came in with this entry.
        case exit(Entry)
        /// Somebody left of whom no entry is known, or where nobody is counted.
        case exitOnly
    }

    /// The verdict's stable code.
    package var code: Verdict.Code {
        switch self {
        case .invalid: .invalid
        case .revoked: .revoked
        case .cancelled: .cancelled
        case .blocked: .blocked
        case .unpaid: .unpaid
        case .gateClosed: .gateClosed
        case .wrongDay: .wrongDay
        case .addOnMissing, .categoryMissing: .notEntitled
        case .alreadyAdmitted: .alreadyAdmitted
        case .full: .full
        case .admitted: .admitted
        }
    }
}
