package import Conference
package import Foundation
package import Payments
package import RegistrationLedger

/// A bank's file that somebody gives, with what they say about it.
package struct StatementOrder: Sendable {
    package let file: Data
    /// As `date,text,debit,credit,balance`; empty to recognise the columns.
    package var columns = ""
    /// `point` or `comma`; empty for what the file settles.
    package var decimalSign = ""
    /// `dmy` or `mdy`; empty for what the file settles.
    package var dates = ""

    package init(file: Data) { self.file = file }

    /// - Throws: `choice_unknown`.
    func options(_ event: EventDefinition, at time: Date) throws(ConferenceError) -> StatementOptions {
        StatementOptions(
            currency: event.currency, columns: columns.isEmpty ? nil : try StatementOptions.columns(columns),
            decimalSign: decimalSign.isEmpty ? nil : try Choice.read(decimalSign, as: DecimalSign.self),
            dates: dates.isEmpty ? nil : try Choice.read(dates, as: DateOrder.self), today: event.date(at: time))
    }
}

/// What a bank's file brings: how it was read, and what becomes of each line.
package struct StatementOutcome: Sendable, Hashable {
    package let form: StatementForm
    package let notes: [BankStatement.Note]
    /// Lines that are not clear enough to be used; they are neither booked nor kept.
    package let unread: [BankStatement.Unread]
    package let rows: [StatementReport.Row]
    /// Whether it was booked; otherwise it says what booking would do.
    package let isBooked: Bool

    /// How many lines have a fate of that word.
    package func count(_ word: String) -> Int { rows.count { $0.fate.word == word } }

    /// Whether a person has to look at some line.
    package var needsPerson: Bool {
        !unread.isEmpty
            || rows.contains { row in
                switch row.fate {
                case .waits, .returned, .otherCurrency: true
                case .booked, .known, .wentOut, .pending, .cancelled: false
                }
            }
    }
}

/// One of those for whom the payment of a line is, and how much of it.
package struct SettlementShare: Sendable, Hashable {
    /// For whom a payment is.
    package enum Holder: Sendable, Hashable {
        case person(Registration.ID)
        /// The people of an invoice.
        case invoice(DocumentID)
    }

    package let holder: Holder
    /// As it was typed; empty for all that the others leave.
    package let amount: String

    package init(_ holder: Holder, amount: String = "") {
        self.holder = holder
        self.amount = amount
    }
}
