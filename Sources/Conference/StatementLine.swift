/// What a bank's file is, or who else tells of movements.
package enum StatementForm: String, Sendable, Hashable, CaseIterable {
    /// Rows of a spreadsheet, in any layout.
    case csv
    /// ISO 20022, camt.052, camt.053 or camt.054.
    case camt
    /// SWIFT's customer statement message.
    case mt940
    /// Open Financial Exchange, which Quicken and others write; `.qfx` too.
    case ofx
    /// What a payment provider says, movement by movement.
    case online
}

/// One movement on an account, as a bank's statement tells it.
package struct StatementLine: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case posted, pending, cancelled
    }

    /// Line of the file, from 1.
    package let line: Int
    /// When the bank booked it.
    package let dated: CivilDate
    /// The other date that the text could mean, where the file did not settle which part is the month.
    package var otherDate: CivilDate?
    /// What came in or, negative, went out.
    package let amount: Money
    /// An ISO 4217 code; nil where the file does not say.
    package var currency: String?
    package var status = Status.posted
    /// The bank's own number of the movement; empty where it gives none.
    package var bankReference = ""
    /// Whom the money came from or went to; empty where that is not told apart from the text.
    package var counterparty = ""
    /// All else that the bank or the payer says.
    package var text = ""
    /// Whether the file says that it gives an earlier movement back.
    package var isReturn = false

    package init(line: Int, dated: CivilDate, amount: Money) {
        self.line = line
        self.dated = dated
        self.amount = amount
    }
}
