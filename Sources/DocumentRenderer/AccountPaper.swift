package import Conference
package import Foundation

/// What a statement of account shows on paper.
package struct AccountPaper: Sendable, Hashable {
    /// The event and who sells for it, as they are now.
    package let event: LedgerDocument.Event
    package let time: Date
    /// Whose account it is: who pays, or the person; empty for somebody who was erased.
    package let name: String
    /// What stands below that name.
    package let details: [String]
    package let lines: [Line]
    /// What is due; negative when money is owed.
    package let balance: Money
    package let payTo: [String]
    /// What goes into the transfer of what is due.
    package let code: RegistrationCode

    package struct Line: Sendable, Hashable {
        package let date: CivilDate
        /// The kind of the entry: `charge`, `payment` …
        package let kind: String
        /// How money changed hands: `cash`, `card` …; nil where none did.
        package let method: String?
        /// Whose it is; empty on the account of one person.
        package let who: String
        /// The document that it stands on; empty for none.
        package let document: String
        package let amount: Money
        package let balance: Money

        package init(
            date: CivilDate, kind: String, method: String?, who: String, document: String, amount: Money, balance: Money
        ) {
            self.date = date
            self.kind = kind
            self.method = method
            self.who = who
            self.document = document
            self.amount = amount
            self.balance = balance
        }
    }

    package init(
        event: LedgerDocument.Event, time: Date, name: String, details: [String], lines: [Line],
        balance: Money, payTo: [String], code: RegistrationCode
    ) {
        self.event = event
        self.time = time
        self.name = name
        self.details = details
        self.lines = lines
        self.balance = balance
        self.payTo = payTo
        self.code = code
    }
}
