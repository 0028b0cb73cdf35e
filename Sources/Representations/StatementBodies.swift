package import Conference
package import EventDesk
import Payments
package import RegistrationLedger
import Wording

/// What a bank's file brings as JSON.
package struct StatementBody: Encodable, Sendable {
    package let form: String
    /// Whether it was booked; otherwise it says what booking would do.
    package let booked: Bool
    package let notes: [Note]
    /// How many lines have which fate.
    package let counts: [String: Int]
    package let lines: [Line]
    package let unread: [Unread]

    package struct Note: Encodable, Sendable {
        package let note: String
        package let value: String
        package let text: String
    }

    package struct Line: Encodable, Sendable {
        /// Line of the file, from 1.
        package let line: Int
        /// The number under which it is kept, for settling it by hand.
        package let id: Int64?
        package let date: String
        package let amount: Money
        package let fate: String
        /// Why a person has to look at it.
        package let reason: Unread?
        package let code: String?
        package let name: String?
        package let due: Money?
        package let entry: Int64?
        /// The invoice that the line pays for several people.
        package let invoice: String?
        /// Whose the money is then; left out for one person.
        package let shares: [Share]?
    }

    package struct Share: Encodable, Sendable {
        package let code: String
        package let name: String
        package let amount: Money
    }

    package struct Unread: Encodable, Sendable {
        package let line: Int
        package let code: String
        package let text: String
    }

    package init(_ outcome: StatementOutcome, in language: Language) {
        form = outcome.form.rawValue
        booked = outcome.isBooked
        notes = outcome.notes.map { Note(note: $0.word, value: $0.value, text: $0.sentence(in: language)) }
        counts = outcome.rows.reduce(into: [:]) { counts, row in counts[row.fate.word, default: 0] += 1 }
        lines = outcome.rows.map { Self.line($0, language) }
        unread = outcome.unread.map {
            Unread(
                line: $0.line, code: $0.code.rawValue,
                text: Words(code: $0.code, details: $0.details, in: language, to: .program).sentence)
        }
    }

    private static func line(_ row: StatementReport.Row, _ language: Language) -> Line {
        var (reason, entry) = (Unread?.none, Int64?.none)
        switch row.fate {
        case .waits(let error):
            reason = Unread(
                line: row.line.line, code: error.code.rawValue,
                text: Words(for: error, in: language, to: .program).sentence)
        case .returned(let returned): entry = returned
        case .booked, .known, .wentOut, .pending, .cancelled, .otherCurrency: break
        }
        return Line(
            line: row.line.line, id: row.id?.rawValue, date: row.line.dated.description, amount: row.line.amount,
            fate: row.fate.word, reason: reason, code: row.person?.code.description, name: row.person?.name,
            due: row.person?.due, entry: entry, invoice: row.party?.invoice,
            shares: row.party?.shares.map { share in
                Share(code: share.person.code.description, name: share.person.name, amount: share.amount)
            })
    }
}

/// A line of a statement that is kept, as JSON.
package struct BankLineBody: Encodable, Sendable {
    package let id: Int64
    package let date: String
    package let amount: Money
    package let reference: String
    package let counterparty: String
    package let text: String
    package let state: String
    package let shares: [Share]
    /// For a payment that came back: the entry to be reversed.
    package let returns: Int64?
    /// bank, or online for what a payment provider tells.
    package let method: String
    /// Why it was not booked at once, for what a payment provider tells.
    package let doubt: String?

    package struct Share: Encodable, Sendable {
        package let entry: Int64
        package let code: String
        package let name: String
        package let amount: Money
    }

    package init(_ line: BankLine) {
        id = line.id.rawValue
        date = line.dated.description
        amount = line.amount
        reference = line.bankReference
        counterparty = line.counterparty
        text = line.words
        state = line.state.rawValue
        shares = line.shares.map {
            Share(entry: $0.entry, code: $0.code.description, name: $0.name, amount: $0.amount)
        }
        returns = line.returns
        method = line.method.rawValue
        doubt = line.doubt?.rawValue
    }
}

/// Whose payment a line is, as a device sends it.
package struct SettlementBody: Decodable, Sendable {
    package struct Share: Decodable, Sendable {
        /// A code, a reference elsewhere, a number, or the label of an invoice.
        package let registration: String
        /// A decimal string; left out for all that the others leave.
        package let amount: String?
    }

    package let shares: [Share]
}
