package import CheckIn
package import Conference
import DoorRules
import EventStore
import Foundation
import Wording

/// The answer to a scan as JSON: the verdict, what staff need to explain it, and who it is.
package struct ScanBody: Encodable, Sendable {
    /// The scan's number; nil if the request only asked what would happen.
    package let scan: Int64?
    package let verdict: String
    /// One sentence for the person at the door.
    package let message: String
    package let replayed: Bool
    package let gate: String
    package let device: Int64
    package let direction: String
    package let time: String
    /// The event's day; nil outside all days.
    package let day: Int?
    package let issue: UInt16?
    package let person: Person?
    /// Why what was presented does not count.
    package let reason: String?
    package let due: String?
    package let coveredDays: [Int]?
    /// How many people have room, where there is no more.
    package let capacity: Int?
    package let goodBadge: GoodBadge?
    package let firstAdmission: Admission?
    /// That somebody else came in that day on the same place, which was passed on.
    package let sharedPlace: Admission?
    /// What to notice about somebody who comes in: the category, unless it is the usual one, what they answered as far as the
    /// reader may see it, and the desk's notes.
    package let notices: [String]
    /// Whether the door answered offline and sent it later.
    package let answeredAlone: Bool
    package let override: Override?
    package let undone: CorrectionBody?

    package struct Override: Encodable, Sendable {
        package let refused: Int64
        package let reason: String
    }

    package struct Person: Encodable, Sendable {
        package let code: String
        package let name: String
        package let affiliation: String
        package let category: String
        package let days: [Int]
        package let addOns: [String]
    }

    package struct GoodBadge: Encodable, Sendable {
        package let issue: UInt16
        package let madeAt: String
        package let madeBy: String
    }

    package struct Admission: Encodable, Sendable {
        package let scan: Int64
        package let time: String
        package let gate: String
        package let device: Int64
        package let deviceName: String
    }

    /// - Parameters:
    ///   - language: of whoever stands at the door.
    ///   - isSimulated: whether it is only what the answer would be.
    ///   - isAtDoor: whether it is for a door: without amounts, the desk's reasons and what else somebody booked.
    ///   - sight: which answers the reader may see.
    package init(
        _ outcome: ScanOutcome, event: EventDefinition, in language: Language, isSimulated: Bool = false,
        isAtDoor: Bool = false, sight: AnswerSight = .nothing
    ) {
        let zone = event.zone
        func text(_ time: Date) -> String { Timestamp(time, in: zone).description }
        scan = isSimulated ? nil : outcome.scan.rawValue
        verdict = outcome.verdict.code.word
        message = outcome.verdict.sentence(in: language, of: event, isAtDoor: isAtDoor)
        replayed = outcome.isReplayed
        gate = outcome.gate.rawValue
        device = outcome.device.rawValue
        direction = outcome.direction.word
        time = text(outcome.time)
        day = outcome.day
        issue = outcome.issue?.rawValue
        person = outcome.person.map { registration in
            Person(
                code: registration.code.description, name: registration.person.nameOnBadge,
                affiliation: registration.person.affiliation, category: registration.category.rawValue,
                days: registration.days.numbers, addOns: isAtDoor ? [] : registration.addOns.map(\.rawValue).sorted())
        }
        let category = outcome.person.map(\.category).flatMap {
            $0 == .attendee ? nil : event.rule(of: $0).labels[language]
        }
        let answers = outcome.person.map { event.notices(of: $0, seenBy: sight, in: language) } ?? []
        let marks = [category, outcome.letInNotice(in: language)].compactMap(\.self) + answers
        notices = outcome.verdict == .admitted(.entry) ? marks + outcome.notices : []
        answeredAlone = outcome.isQueued
        override = outcome.override.map { Override(refused: $0.refused.rawValue, reason: $0.reason) }
        undone = outcome.undo.map { CorrectionBody($0, event: event) }
        reason = if case .invalid(let reason) = outcome.verdict { reason } else { nil }
        due = if case .unpaid(let due) = outcome.verdict, !isAtDoor { due.description } else { nil }
        coveredDays = if case .wrongDay(let days) = outcome.verdict { days.numbers } else { nil }
        capacity = if case .full(let capacity) = outcome.verdict { capacity } else { nil }
        goodBadge =
            if case .revoked(let good?) = outcome.verdict {
                GoodBadge(issue: good.number.rawValue, madeAt: text(good.time), madeBy: good.author)
            } else {
                nil
            }
        firstAdmission =
            if case .alreadyAdmitted(let entry?) = outcome.verdict {
                Admission(
                    scan: entry.scan.rawValue, time: text(entry.time), gate: entry.gate.rawValue,
                    device: entry.device.rawValue, deviceName: entry.deviceName)
            } else {
                nil
            }
        sharedPlace = outcome.sharedPlace.map { entry in
            Admission(
                scan: entry.scan.rawValue, time: text(entry.time), gate: entry.gate.rawValue,
                device: entry.device.rawValue, deviceName: entry.deviceName)
        }
    }
}
