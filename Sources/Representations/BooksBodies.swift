package import Conference
import Foundation
package import RegistrationLedger

/// An entry that a treasurer made, as JSON.
package struct ManualEntryBody: Encodable, Sendable {
    package let entry: Int64
    package let date: String
    package let reason: String
    package let author: String
    package let time: String
    package let postings: [Posting]
    /// The entry that took it back; left out while it stands.
    package let correctedBy: Int64?

    package struct Posting: Encodable, Sendable {
        package let account: String
        package let debit: Money?
        package let credit: Money?
    }

    package init(_ booked: BookedManually, event: EventDefinition) {
        let own = booked.entry
        entry = own.number
        date = (own.valued ?? event.date(at: own.time)).description
        reason = own.memo
        author = own.author
        time = Timestamp(own.time, in: event.zone).description
        postings = own.postings.map { posting in
            Posting(
                account: posting.account.description, debit: posting.amount > .zero ? posting.amount : nil,
                credit: posting.amount < .zero ? -posting.amount : nil)
        }
        correctedBy = booked.correctedBy
    }
}

/// How the desks stood at the end of a date, as JSON.
package struct DayEndBody: Encodable, Sendable {
    package let date: String
    package let takings: [Takings]
    /// What all tills took by each method.
    package let byMethod: [Takings]
    package let shifts: [ShiftBody]
    /// Cash that went from open tills to the safe.
    package let dropped: Money
    package let terminals: [Terminal]
    /// What the books say that cards paid.
    package let cards: Money
    /// How much more the terminals say; left out where nobody noted it.
    package let terminalDifference: Money?
    /// Whether the terminals differ and no terminal's total has a reason.
    package let unexplained: Bool
    package let tillDifference: Money
    /// What the safe should hold.
    package let safe: Money

    package struct Takings: Encodable, Sendable {
        /// Left out for what no till took.
        package let till: String?
        package let method: String
        package let count: Int
        package let received: Money
        package let returned: Money
        package let net: Money

        init(_ takings: DayEnd.Takings) {
            till = takings.till
            method = takings.method.rawValue
            count = takings.count
            received = takings.received
            returned = takings.returned
            net = takings.net
        }
    }

    package struct Terminal: Encodable, Sendable {
        package let terminal: String
        package let amount: Money
        package let reason: String
        package let author: String
    }

    package init(_ sheet: DayEnd, event: EventDefinition) {
        date = sheet.date.description
        takings = sheet.takings.map(Takings.init)
        byMethod = sheet.byMethod.map(Takings.init)
        shifts = sheet.shifts.map { ShiftBody($0, event: event) }
        dropped = sheet.dropped
        terminals = sheet.terminals.map { total in
            Terminal(terminal: total.terminal, amount: total.amount, reason: total.reason, author: total.author)
        }
        cards = sheet.cards
        terminalDifference = sheet.terminalDifference
        unexplained = sheet.isUnexplained
        tillDifference = sheet.tillDifference
        safe = sheet.safe
    }
}
