import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
package import Outbox
import RegistrationLedger

/// Some of what happened, in order, and where the next look goes on.
package struct FeedPage: Sendable {
    package let events: [FeedEvent]
    package let next: FeedPosition
    /// Whether more follows at once.
    package let hasMore: Bool
}

extension EventServices {
    /// How many events one look gives at the most.
    package static let feedMax = 500

    /// What happened after a position, from all tables that tell of something, the earliest first.
    ///
    /// Two things of one table keep their order. Between tables the times decide, as far as they are known when somebody looks: a
    /// late upload of a door comes when it arrives, with the time at which it happened.
    /// - Parameters:
    ///   - kinds: what is told; the position moves past all else.
    ///   - limit: how many are looked at, at most `feedMax`.
    package func feed(
        after position: FeedPosition, kinds: Set<FeedEvent.Kind> = Set(FeedEvent.Kind.told), limit: Int
    ) async throws -> FeedPage {
        let limit = min(max(limit, 1), Self.feedMax)
        let lines = try await ledger.historyLines(after: position.history, limit: limit + 1)
        let rows = try await outbox.feedRows(after: position.more, limit: limit + 1)
        let scans = try await checkIn.notices(
            after: ScanOutcome.ScanID(rawValue: position.scans), limit: limit + 1)
        var (line, row, scan) = (lines[...], rows[...], scans[...])
        var place = position
        var events: [FeedEvent] = []
        var seen = 0
        while seen < limit {
            let times = [line.first?.time, row.first?.time, scan.first?.time]
            guard let earliest = times.compactMap(\.self).min() else { break }
            let event: FeedEvent
            if let first = line.first, first.time == earliest {
                line.removeFirst()
                place.history = first.id
                event = FeedEvent(first, at: place)
            } else if let first = row.first, first.time == earliest {
                row.removeFirst()
                place.more = first.id
                event = FeedEvent(first, at: place)
            } else if let first = scan.popFirst() {
                place.scans = first.scan.rawValue
                event = FeedEvent(first, at: place)
            } else {
                break
            }
            seen += 1
            if kinds.contains(event.kind) { events.append(event) }
        }
        return FeedPage(events: events, next: place, hasMore: !line.isEmpty || !row.isEmpty || !scan.isEmpty)
    }

    /// Where everything that happened so far has been read.
    package func feedEnd() async throws -> FeedPosition {
        FeedPosition(
            history: try await ledger.lastHistoryLine(), more: try await outbox.lastFeedRow(),
            scans: try await checkIn.lastScan().rawValue)
    }
}

extension FeedEvent {
    fileprivate init(_ line: HistoryLine, at position: FeedPosition) {
        let kind: Kind =
            switch line.kind {
            case .registered, .tookOver: .registrationMade
            case .cancelled, .transferred, .merged: .registrationCancelled
            case .paid: .registrationPaid
            default: .registrationChanged
            }
        self.init(
            kind, time: line.time, registration: line.registration,
            particulars: [("what", .word(line.kind?.rawValue ?? "unknown"))], position: position)
    }

    fileprivate init(_ row: FeedRow, at position: FeedPosition) {
        self.init(
            row.kind, time: row.time, registration: row.registration,
            particulars: [(row.kind == .badgeIssued ? "issue" : "number", .number(row.number))], position: position)
    }

    fileprivate init(_ scan: ScanNotice, at position: FeedPosition) {
        self.init(
            scan.verdict == .admitted ? .scanAdmitted : .scanRefused, time: scan.time,
            registration: scan.registration,
            particulars: [
                ("scan", .number(scan.scan.rawValue)), ("verdict", .word(scan.verdict.word)),
                ("gate", .word(scan.gate.rawValue)), ("direction", .word(scan.direction.word)),
                ("device", .number(scan.device.rawValue)),
            ], position: position)
    }
}
