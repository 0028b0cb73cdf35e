import Badges
import CheckIn
package import Conference
import DoorRules
package import EventDesk
package import EventStore
import Foundation
package import RegistrationLedger
package import Wording

/// Something that happened to a person, as JSON: to their place, their badge, or at a gate.
package struct HistoryBody: Encodable, Sendable {
    package let time: String
    package let kind: String
    package let detail: String
    /// A value that was corrected, as it was before and is now; left out for what corrects nothing.
    package let before: String?
    package let after: String?
    /// The number of a scan, by which it can be taken back; left out for what is none.
    package let scan: Int64?
    package let text: String
    package let author: String
    package let origin: String

    /// - Parameter names: what the devices are called.
    package init(
        _ happened: StoryEvent, event: EventDefinition, names: [Device.ID: String], in language: Language
    ) {
        time = Timestamp(happened.time, in: event.zone).description
        text = happened.sentence(in: language, of: event, names: names)
        author = happened.author
        origin = happened.origin
        var correction: Happening.Correction?
        var scanned: ScanOutcome.ScanID?
        switch happened.matter {
        case .place(let happening):
            (kind, detail) = (happening.kind.rawValue, happening.detail)
            correction = happening.correction
        case .badge(let badge):
            kind =
                switch badge.kind {
                case .made: "badge_made"
                case .printed: "badge_printed"
                case .voided: "badge_voided"
                }
            detail = String(badge.issue)
        case .scan(let scan):
            (kind, detail, scanned) = ("scan", scan.verdict.code.word, scan.scan)
        case .takenBack(let scan, _):
            (kind, detail, scanned) = ("scan_undone", scan.verdict.code.word, scan.scan)
        }
        before = correction?.before
        after = correction?.after
        self.scan = scanned?.rawValue
    }
}

/// What something would cost as JSON.
package struct QuoteBody: Encodable, Sendable {
    package let category: String
    package let days: [Int]
    /// The calculation, line by line, from the first pass to what is due.
    package let lines: [PriceQuote.Explained]
    package let total: Money
    package let charged: Money
    package let difference: Money
    package let due: Money
    package let dueInCash: Money
    /// What was asked for and is full: `day:1`, `add-on:dinner`.
    package let full: [String]

    package init(_ quote: PriceQuote, event: EventDefinition, in language: Language) {
        category = quote.category.rawValue
        days = quote.days.numbers
        lines = quote.explanation(in: language, of: event)
        total = quote.total
        charged = quote.charged
        difference = quote.difference
        due = quote.due
        dueInCash = quote.dueInCash
        full = quote.full.map(\.description)
    }
}

/// A payment or refund as JSON.
package struct PaymentBody: Encodable, Sendable {
    package let entry: Int64
    package let amount: Money
    package let change: Money
    package let rounding: Money
    package let due: Money

    package init(_ booked: BookedPayment) {
        entry = booked.entry
        amount = booked.amount
        change = booked.change
        rounding = booked.rounding
        due = booked.due
    }
}

/// Somebody who is waiting, as JSON.
package struct WaitingBody: Encodable, Sendable {
    package let place: String
    package let position: Int
    package let registration: UInt32
    package let since: String
    /// Until when a seat is held for them; left out where none was offered.
    package let offeredUntil: String?

    package init(_ waiting: Waiting, event: EventDefinition) {
        place = waiting.place.description
        position = waiting.position
        registration = waiting.registration.rawValue
        since = Timestamp(waiting.since, in: event.zone).description
        offeredUntil = waiting.offeredUntil.map { Timestamp($0, in: event.zone).description }
    }
}

/// A till and its takings as JSON.
package struct ShiftBody: Encodable, Sendable {
    package let shift: Int64
    package let till: String
    package let isOpen: Bool
    package let openedAt: String
    package let openedBy: String
    package let float: Money
    /// By operator and method.
    package let takings: [Takings]
    /// Of all operators together.
    package let byMethod: [Takings]
    /// What was taken to the safe in mid-shift.
    package let dropped: Money
    package let expectedCash: Money
    package let closedAt: String?
    package let closedBy: String?
    package let counted: Money?
    /// Negative when cash is missing.
    package let difference: Money?

    package struct Takings: Encodable, Sendable {
        package let author: String?
        package let method: String
        package let count: Int
        package let received: Money
        package let returned: Money
        package let net: Money

        init(_ takings: ShiftReport.Takings, author: String?) {
            self.author = author
            method = takings.method.rawValue
            count = takings.count
            received = takings.received
            returned = takings.returned
            net = takings.net
        }
    }

    package init(_ report: ShiftReport, event: EventDefinition) {
        let zone = event.zone
        let till = report.till
        shift = till.id.rawValue
        self.till = till.name
        isOpen = till.isOpen
        openedAt = Timestamp(till.opened, in: zone).description
        openedBy = till.openedBy
        float = till.float
        takings = report.takings.map { Takings($0, author: $0.author) }
        byMethod = report.byMethod.map { Takings($0, author: nil) }
        dropped = report.dropped
        expectedCash = till.closing?.expected ?? report.expectedCash
        closedAt = till.closing.map { Timestamp($0.time, in: zone).description }
        closedBy = till.closing?.author
        counted = till.closing?.counted
        difference = till.closing?.difference
    }
}
