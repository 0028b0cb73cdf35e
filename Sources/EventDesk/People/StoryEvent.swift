package import Badges
package import CheckIn
package import Conference
package import EventStore
package import Foundation
package import RegistrationLedger

/// Something that happened to a person: to their place, to their badge, or at a gate.
package struct StoryEvent: Sendable {
    package enum Matter: Sendable {
        case place(Happening)
        case badge(BadgeHappening)
        case scan(ScanOutcome)
        /// A scan was taken back.
        case takenBack(ScanOutcome, ScanOutcome.Correction)
    }

    /// Where it stands in the story: by its time, then by what kind of thing it is.
    package struct Position: Sendable, Hashable, Comparable, CustomStringConvertible {
        fileprivate let milliseconds: Int64
        fileprivate let kind: Int
        fileprivate let number: Int64

        fileprivate init(_ time: Date, kind: Int, number: Int64) {
            (milliseconds, self.kind, self.number) = (time.milliseconds, kind, number)
        }

        /// Reads what `description` writes.
        ///
        /// - Throws: `cursor_invalid`.
        package init(_ text: String) throws {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
            guard parts.count == 3, let milliseconds = parts[0], let kind = parts[1], let number = parts[2] else {
                throw ServerError(.cursorInvalid)
            }
            (self.milliseconds, self.kind, self.number) = (milliseconds, Int(clamping: kind), number)
        }

        package var description: String { "\(milliseconds)-\(kind)-\(number)" }

        package static func < (one: Position, other: Position) -> Bool {
            (one.milliseconds, one.kind, one.number) < (other.milliseconds, other.kind, other.number)
        }
    }

    package let matter: Matter
    package let position: Position
    package let time: Date
    package let author: String
    package let origin: String

    init(_ happening: Happening) {
        matter = .place(happening)
        position = Position(happening.time, kind: 0, number: happening.id.rawValue)
        (time, author, origin) = (happening.time, happening.author, happening.origin)
    }

    init(_ happening: BadgeHappening) {
        let step: Int64 =
            switch happening.kind {
            case .made: 0
            case .printed(let copy, _): Int64(copy)
            case .voided: 999_999
            }
        matter = .badge(happening)
        position = Position(happening.time, kind: 1, number: Int64(happening.issue) * 1_000_000 + step)
        (time, author, origin) = (happening.time, happening.author, happening.origin)
    }

    init(_ scan: ScanOutcome) {
        matter = .scan(scan)
        position = Position(scan.time, kind: 2, number: scan.scan.rawValue)
        (time, author, origin) = (scan.time, scan.override?.author ?? "device:\(scan.device)", "")
    }

    init(_ scan: ScanOutcome, takenBack undo: ScanOutcome.Correction) {
        matter = .takenBack(scan, undo)
        position = Position(undo.time, kind: 3, number: scan.scan.rawValue)
        (time, author, origin) = (undo.time, undo.author, "")
    }

    /// What happened, in order.
    static func story(_ places: [Happening], _ badges: PersonBadges) -> [StoryEvent] {
        var events = places.map { StoryEvent($0) }
        events += badges.happenings.map { StoryEvent($0) }
        for scan in badges.scans {
            events.append(StoryEvent(scan))
            if let undo = scan.undo { events.append(StoryEvent(scan, takenBack: undo)) }
        }
        return events.sorted { $0.position < $1.position }
    }
}

/// A part of a person's story, with what the devices are called that it names.
package struct PersonStory: Sendable {
    package let events: [StoryEvent]
    package let deviceNames: [Device.ID: String]
}

extension EventServices {
    /// What happened to a person, to their badges and at the gates, in order.
    ///
    /// - Parameters:
    ///   - after: what came after that alone.
    ///   - limit: how much at the most.
    /// - Throws: `registration_unknown`.
    package func personStory(
        of id: Registration.ID, after position: StoryEvent.Position? = nil, limit: Int = .max
    ) async throws -> PersonStory {
        let happenings = try await ledger.story(of: id).history
        return try await store.read { db in
            let registration = try RegistrationLedger.registration(db, id)
            let story = StoryEvent.story(happenings, try CheckInService.badges(db, of: registration))
            return PersonStory(
                events: Array(story.drop { event in position.map { event.position <= $0 } ?? false }.prefix(limit)),
                deviceNames: try EventStore.deviceNames(db))
        }
    }
}
