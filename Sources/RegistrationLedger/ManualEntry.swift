package import Conference
import Foundation

/// What a treasurer books by hand: a deposit at the bank, a fee, a payout of the card acquirer, an opening balance. It names
/// accounts that no desk and no statement books to the cent, and never what registrations owe, cost or were taxed.
package struct ManualEntry: Sendable, Hashable {
    /// One account, debited or credited.
    package struct Side: Sendable, Hashable {
        package let account: Account
        /// A debit is positive, a credit negative.
        package let amount: Money

        package init(_ account: Account, _ amount: Money) {
            self.account = account
            self.amount = amount
        }
    }

    /// How many accounts one entry may name.
    package static let sidesMax = 20

    let postings: [Posting]
    let reason: String
    let dated: CivilDate?

    /// - Parameters:
    ///   - sides: of one account several are one.
    ///   - reason: what it is, at most 200 characters. It is kept for ever: no personal data belongs in it.
    ///   - dated: when it happened, as the bank says; nil for the day on which it is booked.
    /// - Throws: `entry_sides_missing` for fewer than two accounts or more than 20, `entry_sides_differ` where debits and
    ///   credits differ, `reason_missing`, `text_too_long`, `text_has_controls`.
    package init(_ sides: [Side], because reason: String, dated: CivilDate? = nil) throws {
        var sums: [Account: Money] = [:]
        for side in sides { sums[side.account, default: .zero] += side.amount }
        let sorted = sums.filter { $0.value != .zero }.sorted { $0.key < $1.key }
            .map { Posting(account: $0.key, amount: $0.value) }
        // Debits stand first, as people write them.
        postings = sorted.filter { $0.amount > .zero } + sorted.filter { $0.amount < .zero }
        guard (2...Self.sidesMax).contains(postings.count) else { throw LedgerError(.entrySidesMissing) }
        let debits = postings.map { max($0.amount, .zero) }.total()
        let credits = -postings.map { min($0.amount, .zero) }.total()
        guard debits == credits else {
            throw LedgerError(.entrySidesDiffer, ErrorDetail("debits", debits), ErrorDetail("credits", credits))
        }
        self.reason = try RegistrationLedger.reason(reason)
        self.dated = dated
    }

    var content: [String] {
        postings.flatMap { [$0.account.description, $0.amount.description] } + [reason, dated?.description ?? ""]
    }
}

extension Account {
    /// The accounts that a treasurer may name as they are.
    private static let manual: [Account] = [
        .money(.bank), .money(.card), .money(.cash), .money(.cheque), .money(.online), .opening, .rounding,
        .tillDifference,
    ]
    /// The kinds of account that a treasurer may name with a word of their own behind a colon: `fee:card`.
    private static let manualKinds = ["asset", "expense", "fee", "income", "liability"]
    /// How long that word may be.
    private static let wordMax = 40

    /// What was there before the first entry.
    package static let opening = Account(stored: "opening")

    /// What may be named, for those who have to.
    package static var manualNames: [String] {
        (manual.map(\.description) + manualKinds.map { "\($0):…" }).sorted()
    }

    /// An account that a treasurer names.
    ///
    /// - Throws: `account_not_manual` for one that registrations, tills and taxes are booked to, and for other names.
    package init(typed text: String) throws {
        let name = text.trimmingCharacters(in: .whitespaces).lowercased()
        let account = Account(stored: name)
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let isWord =
            parts.count == 2 && Self.manualKinds.contains(String(parts[0]))
            && (1...Self.wordMax).contains(parts[1].utf8.count) && !parts[1].hasPrefix("-")
            && parts[1].utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
        guard isWord || Self.manual.contains(account) else {
            throw LedgerError(
                .accountNotManual, ErrorDetail("account", String(text.prefix(63))),
                ErrorDetail("known", Self.manualNames.joined(separator: ", ")))
        }
        self = account
    }
}
