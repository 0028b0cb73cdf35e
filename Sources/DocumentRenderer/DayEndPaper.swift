package import Conference
package import Foundation

/// What the sheet at the end of a date shows on paper, over all tills.
package struct DayEndPaper: Sendable, Hashable {
    /// What one till took by one method.
    package struct Takings: Sendable, Hashable {
        /// Nil for what no till took.
        package let till: String?
        package let method: String
        package let count: Int
        package let received: Money
        /// Positive.
        package let returned: Money

        package init(till: String?, method: String, count: Int, received: Money, returned: Money) {
            self.till = till
            self.method = method
            self.count = count
            self.received = received
            self.returned = returned
        }
    }

    /// The drawer of one shift.
    package struct Drawer: Sendable, Hashable {
        package let number: Int64
        package let till: String
        package let float: Money
        package let dropped: Money
        package let expected: Money
        /// Nil while it is open.
        package let counted: Money?

        package init(number: Int64, till: String, float: Money, dropped: Money, expected: Money, counted: Money?) {
            self.number = number
            self.till = till
            self.float = float
            self.dropped = dropped
            self.expected = expected
            self.counted = counted
        }
    }

    /// What a card terminal says.
    package struct Terminal: Sendable, Hashable {
        package let name: String
        package let amount: Money
        package let reason: String

        package init(name: String, amount: Money, reason: String) {
            self.name = name
            self.amount = amount
            self.reason = reason
        }
    }

    package let event: String
    package let timeZone: EventTimeZone
    package let currency: Currency
    package let date: CivilDate
    /// When it was printed.
    package let time: Date
    package let takings: [Takings]
    package let drawers: [Drawer]
    package let terminals: [Terminal]
    /// What the books say that cards paid.
    package let cards: Money
    package let dropped: Money
    package let safe: Money

    package init(
        event: String, timeZone: EventTimeZone, currency: Currency, date: CivilDate, time: Date, takings: [Takings],
        drawers: [Drawer], terminals: [Terminal], cards: Money, dropped: Money, safe: Money
    ) {
        self.event = event
        self.timeZone = timeZone
        self.currency = currency
        self.date = date
        self.time = time
        self.takings = takings
        self.drawers = drawers
        self.terminals = terminals
        self.cards = cards
        self.dropped = dropped
        self.safe = safe
    }
}
