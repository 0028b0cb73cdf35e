package import Conference
package import Foundation

/// One thing that happened, as other programs are told of it: ids and kinds alone, nobody's name.
package struct FeedEvent: Sendable, Hashable {
    /// What happened.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case registrationMade = "registration.made"
        case registrationChanged = "registration.changed"
        case registrationCancelled = "registration.cancelled"
        case registrationPaid = "registration.paid"
        case badgeIssued = "badge.issued"
        case keyListed = "key.listed"
        case scanAdmitted = "scan.admitted"
        case scanRefused = "scan.refused"
        /// That somebody tries a webhook; in no feed.
        case test = "webhook.test"

        /// Those that one can ask for.
        package static let told = allCases.filter { $0 != .test }
    }

    /// Where a particular of an event comes from.
    package enum Particular: Sendable, Hashable {
        case number(Int64)
        case word(String)
    }

    package let kind: Kind
    package let time: Date
    /// The number of the person's registration; nil where nobody was found.
    package let registration: Registration.ID?
    /// Further ids and codes by their names, in order.
    package let particulars: [(name: String, value: Particular)]
    /// Where it stands: whoever goes on from here hears of everything after it.
    package let position: FeedPosition

    package init(
        _ kind: Kind, time: Date, registration: Registration.ID?,
        particulars: [(name: String, value: Particular)] = [], position: FeedPosition
    ) {
        self.kind = kind
        self.time = time
        self.registration = registration
        self.particulars = particulars
        self.position = position
    }

    package static func == (one: Self, other: Self) -> Bool { one.kind == other.kind && one.position == other.position }

    package func hash(into hasher: inout Hasher) { hasher.combine(position) }
}

/// How far somebody has read what happened: a place in each of the tables that it is told from.
///
/// As text it is a cursor: `17.4.230`.
package struct FeedPosition: Sendable, Hashable, CustomStringConvertible {
    /// Of registrations' history.
    package var history: Int64
    /// Of `feed_event`.
    package var more: Int64
    /// Of scans.
    package var scans: Int64

    package static let start = FeedPosition(history: 0, more: 0, scans: 0)

    package init(history: Int64, more: Int64, scans: Int64) {
        self.history = history
        self.more = more
        self.scans = scans
    }

    /// Nil for a text that is no cursor.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 3, let history = parts[0], let more = parts[1], let scans = parts[2],
            history >= 0, more >= 0, scans >= 0
        else { return nil }
        self.init(history: history, more: more, scans: scans)
    }

    package var description: String { "\(history).\(more).\(scans)" }
}
