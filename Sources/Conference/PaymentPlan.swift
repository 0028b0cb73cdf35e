/// How people pay before they come: what `payments` says in an event's description.
package struct PaymentPlan: Sendable, Hashable {
    /// Who takes cards for the event; nil where nobody does.
    package let provider: Provider?
    /// The address of the provider's interface, without a path.
    package let api: String
    /// How long the provider's page stays open for one payment, in minutes.
    package let minutes: Int
    /// The account to which people transfer money; nil where invoices say it in words alone.
    package let account: BankAccount?
    /// Where Interac e-Transfers are sent (Canada); nil where none are taken.
    package let interac: Mailbox?
    /// For how many days a place is held for whoever may pay online; nil for without an end.
    package let holdOnlineDays: Int?
    /// The same for whoever may transfer the money.
    package let holdTransferDays: Int?

    package init(
        provider: Provider? = nil, api: String = Provider.stripe.api, minutes: Int = 60, account: BankAccount? = nil,
        interac: Mailbox? = nil, holdOnlineDays: Int? = nil, holdTransferDays: Int? = nil
    ) {
        self.provider = provider
        self.api = api
        self.minutes = minutes
        self.account = account
        self.interac = interac
        self.holdOnlineDays = holdOnlineDays
        self.holdTransferDays = holdTransferDays
    }

    /// Who takes cards and the like.
    package enum Provider: String, Sendable, Hashable, CaseIterable, Codable {
        case stripe

        /// Where its interface is, unless the description says otherwise.
        package var api: String {
            switch self {
            case .stripe: "https://api.stripe.com"
            }
        }

        /// What people call it.
        package var name: String {
            switch self {
            case .stripe: "Stripe"
            }
        }
    }
}

/// An account in the single euro payments area.
package struct BankAccount: Sendable, Hashable {
    /// Whose it is, at most 70 characters.
    package let holder: String
    package let iban: IBAN
    /// Eight or eleven characters; empty where it is not needed.
    package let bic: String

    package init(holder: String, iban: IBAN, bic: String) {
        self.holder = holder
        self.iban = iban
        self.bic = bic
    }
}

/// An international bank account number (ISO 13616), whose check digits are right.
package struct IBAN: Sendable, Hashable, CustomStringConvertible {
    /// Without blanks, in capitals.
    package let description: String

    /// - Throws: `iban_invalid` for another length than 15 to 34, other characters, and wrong check digits (ISO 7064, MOD 97-10).
    package init(_ text: String) throws(ConferenceError) {
        let folded = text.uppercased().filter { $0 != " " }
        let refusal = ConferenceError(.ibanInvalid, ErrorDetail("value", String(text.prefix(40))))
        guard folded.wholeMatch(of: #/[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}/#) != nil else { throw refusal }
        var remainder = 0
        for character in folded.dropFirst(4) + folded.prefix(4) {
            // A letter counts as two digits, from 10.
            guard let value = Int(String(character), radix: 36) else { throw refusal }
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
        }
        guard remainder == 1 else { throw refusal }
        description = folded
    }

    /// In groups of four, as people read it.
    package var grouped: String {
        stride(from: 0, to: description.count, by: 4).map { offset in
            let start = description.index(description.startIndex, offsetBy: offset)
            return String(description[start...].prefix(4))
        }.joined(separator: " ")
    }
}
