package import Conference

/// What a bank's statement brings, line by line: what would be booked or, after booking, what was.
package struct StatementReport: Sendable, Hashable {
    package let rows: [Row]

    package struct Row: Sendable, Hashable {
        package let line: StatementLine
        package let fate: Fate
        /// Whom the line is about, where that is clear.
        package let person: Person?
        /// The invoice that a line pays for several people, with whose it is.
        package var party: Party?
        /// The number under which it is kept; nil for what is not kept, or not yet.
        package var id: BankLine.ID?
    }

    /// What becomes of a line.
    package enum Fate: Sendable, Hashable {
        /// A payment of that person.
        case booked
        /// An earlier statement brought it.
        case known
        /// A person has to look at it, for this reason.
        case waits(LedgerError)
        /// A payment that came back; the entry is the one to be reversed.
        case returned(entry: Int64)
        /// Money that went out.
        case wentOut
        /// It has not moved yet.
        case pending
        case cancelled
        case otherCurrency

        /// The stable word of it, as JSON and pages have it.
        package var word: String {
            switch self {
            case .booked: "booked"
            case .known: "known"
            case .waits: "waits"
            case .returned: "returned"
            case .wentOut: "went_out"
            case .pending: "pending"
            case .cancelled: "cancelled"
            case .otherCurrency: "other_currency"
            }
        }
    }

    package struct Party: Sendable, Hashable {
        /// The label of the invoice.
        package let invoice: String
        /// Empty where it is not clear whose the money is.
        package let shares: [Share]
    }

    package struct Share: Sendable, Hashable {
        package let person: Person
        package let amount: Money
    }

    package struct Person: Sendable, Hashable {
        package let registration: Registration.ID
        package let code: RegistrationCode
        package let name: String
        /// What is still due, after all lines of the statement before and including this one.
        package let due: Money
    }

    /// How many lines have a fate of that word.
    package func count(_ word: String) -> Int { rows.count { $0.fate.word == word } }
}

/// A line of a statement that is kept, with how it was settled.
package struct BankLine: Sendable, Hashable {
    package typealias ID = Identifier<BankLine, Int64>

    package let id: ID
    package let dated: CivilDate
    /// Negative where a payment came back.
    package let amount: Money
    package let bankReference: String
    package let counterparty: String
    package let words: String
    /// The registration whose code stands in it.
    package let registration: Registration.ID?
    package let state: State
    /// The entries that its settlement made, with whose they are.
    package let shares: [Share]
    /// For a payment that came back: the entry to be reversed; nil where that is not clear.
    package let returns: Int64?
    /// How it came: by the bank, or through a payment provider.
    package let method: PaymentMethod
    /// Why it was not booked at once, if it came through a payment provider.
    package let doubt: OnlineDoubt?

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Nobody has said yet what it is.
        case waits
        case booked
        /// It has nothing to do with the event.
        case notOurs = "not_ours"
        /// A payment that came back was taken from the books.
        case reversed
    }

    package struct Share: Sendable, Hashable {
        package let entry: Int64
        package let registration: Registration.ID
        package let code: RegistrationCode
        package let name: String
        package let amount: Money
    }
}

/// What one person gets of a line that is settled by hand.
package struct BankLineShare: Sendable, Hashable {
    package let registration: Registration.ID
    package let amount: Money

    /// - Throws: `amount_not_positive`.
    package init(registration: Registration.ID, amount: Money) throws(ConferenceError) {
        guard amount > .zero else { throw ConferenceError(.amountNotPositive, ErrorDetail("value", amount)) }
        self.registration = registration
        self.amount = amount
    }
}
