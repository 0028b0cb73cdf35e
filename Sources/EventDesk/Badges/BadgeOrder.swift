package import BadgeRenderer
package import Badges
package import Conference
package import DoorRules
package import Foundation
package import Printing

/// Whose badges are meant; every condition must hold.
package struct BadgeSelection: Sendable, Hashable {
    /// People who are named, in the order in which they are printed, each once; empty for everyone.
    package var registrations: [Registration.ID] = []
    package var categories: Set<Category> = []
    package var affiliations: [String] = []
    package var days: DaySet = .none
    /// People who have no printed badge.
    package var isUnprinted = false
    /// People whose printed badge is out of date.
    package var isChanged = false
    /// Those with the green dot of the keysigning.
    package var hasDot = false

    package init() {}
}

/// What is to be printed, and how.
package struct BadgeOrder: Sendable, Hashable {
    package var selection: BadgeSelection
    package var kind: BadgeRunKind
    /// Why badges are printed again or replaced; empty for first prints. If it is empty for badges that are out of
    /// date, it becomes, for example, `changed: name`.
    package var reason: String
    package var sheet: Sheet
    /// The template by its name; nil for the event's.
    package var template: String?
    /// Whether anything that preflight calls a problem stops the run.
    package var isStrict: Bool
    /// The date in the PDF; nil for the time of the write.
    package var date: Date?

    package init(
        _ selection: BadgeSelection, kind: BadgeRunKind = .print, reason: String = "", sheet: Sheet = .single,
        template: String? = nil, isStrict: Bool = false, date: Date? = nil
    ) {
        self.selection = selection
        self.kind = kind
        self.reason = reason
        self.sheet = sheet
        self.template = template
        self.isStrict = isStrict
        self.date = date
    }
}

/// Where a run goes.
package enum BadgeDestination: Sendable, Hashable {
    /// A file, which appears complete or not at all.
    case file(URL)
    /// The bytes, to whoever asked.
    case answer
    case queue(String, PrintOptions)
}

/// What a run would print.
package struct BadgePlan: Sendable {
    /// How many people were selected but have nothing to print, by the reason's code.
    package let leftOut: [String: Int]
    package let sheetCount: Int
    package let pageCount: Int
    package var badgeCount: Int { contents.count }

    struct Badge: Sendable {
        let candidate: BadgeCandidate
        let isNew: Bool
        let reason: String
    }

    let order: BadgeOrder
    let event: EventDefinition
    let template: BadgeTemplate
    let contents: PlannedBadges
}

/// The result of a run.
package struct BadgeOutcome: Sendable {
    package let job: PrintJob
    /// The issues in the run's order.
    package let issues: [IssueNumber]
    package var badgeCount: Int { issues.count }
    package let pageCount: Int
    package let sheetCount: Int
    /// Problems first.
    package let findings: [PreflightFinding]
    package let leftOut: [String: Int]
    /// The bytes, if they were asked for.
    package let pdf: Data?
    /// Why the queue refused it; then the badges count as not printed.
    package let failure: PrintingError?
}
