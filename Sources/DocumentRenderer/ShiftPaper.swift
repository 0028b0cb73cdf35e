package import Conference
package import Foundation

/// What the report of a shift shows on paper.
package struct ShiftPaper: Sendable, Hashable {
    package let event: String
    /// An identifier of the IANA time zone database.
    package let timeZone: EventTimeZone
    package let currency: Currency
    package let number: Int64
    package let till: String
    package let opened: Date
    package let openedBy: String
    package let float: Money
    package let takings: [Takings]
    /// The cash that should be in the till.
    /// What was taken to the safe in mid-shift.
    package let dropped: Money
    package let expectedCash: Money
    /// Nil while the till is open.
    package let closed: Closing?

    /// What one operator took by one method.
    package struct Takings: Sendable, Hashable {
        package let author: String
        package let method: String
        package let count: Int
        package let received: Money
        /// Positive.
        package let returned: Money

        package init(author: String, method: String, count: Int, received: Money, returned: Money) {
            self.author = author
            self.method = method
            self.count = count
            self.received = received
            self.returned = returned
        }
    }

    package struct Closing: Sendable, Hashable {
        package let time: Date
        package let author: String
        package let counted: Money
        /// Negative when cash is missing.
        package let difference: Money

        package init(time: Date, author: String, counted: Money, difference: Money) {
            self.time = time
            self.author = author
            self.counted = counted
            self.difference = difference
        }
    }

    package init(
        event: String, timeZone: EventTimeZone, currency: Currency, number: Int64, till: String, opened: Date,
        openedBy: String,
        float: Money, takings: [Takings], dropped: Money = .zero, expectedCash: Money,
        closed: Closing?
    ) {
        self.event = event
        self.timeZone = timeZone
        self.currency = currency
        self.number = number
        self.till = till
        self.opened = opened
        self.openedBy = openedBy
        self.float = float
        self.takings = takings
        self.dropped = dropped
        self.expectedCash = expectedCash
        self.closed = closed
    }
}
