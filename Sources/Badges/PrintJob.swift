package import Conference
package import Foundation

/// One run of badges to paper, and how it stands.
package struct PrintJob: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<PrintJob, Int64>

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Recorded, and not handed to its queue yet.
        case waiting
        case queued, held, printing
        /// The printer wants something.
        case stopped
        case done, cancelled, failed
        /// The queue does not know it any more; it may have been printed.
        case forgotten

        /// Whether it stays that way.
        package var isFinal: Bool {
            switch self {
            case .waiting, .queued, .held, .printing, .stopped: false
            case .done, .cancelled, .failed, .forgotten: true
            }
        }
    }

    /// How it stood at one time.
    package struct Standing: Sendable, Hashable {
        /// Grows with each change of any job.
        package let change: Int64
        package let state: State
        /// The queue's own number of it.
        package let queueNumber: Int?
        /// Keywords of IPP (`media-empty-error`), or the code of an error.
        package let reasons: [String]
        package let author: String
        package let time: Date
    }

    package let id: ID
    package let kind: BadgeRunKind
    package let medium: BadgeMedium
    package let reason: String
    package let badges: Int
    package let sheets: Int
    package let author: String
    package let origin: String
    package let time: Date
    package let standing: Standing
}

/// A thing that happened to a person's badges.
package struct BadgeHappening: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The issue was made; from the second on it took the place of the one before.
        case made
        /// It was sent to paper: for which time, and in which run, if known.
        case printed(copy: Int, job: PrintJob?)
        /// It was revoked without another in its place.
        case voided
    }

    package let kind: Kind
    /// 0 for the e-ticket.
    package let issue: Int
    package let reason: String
    package let author: String
    package let origin: String
    package let time: Date
}
