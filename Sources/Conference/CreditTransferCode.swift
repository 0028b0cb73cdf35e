/// What the QR code of a SEPA credit transfer says (EPC069-12, version 002): whoever reads it with the app of a bank has only to
/// confirm.
package struct CreditTransferCode: Sendable, Hashable {
    /// The lines of the code, LF between them; at most 331 bytes.
    package let text: String

    /// - Parameters:
    ///   - message: what the recipient reads, at most 140 characters.
    /// - Returns: nil for another currency than the euro, and for an amount that cannot be transferred.
    package init?(to account: BankAccount, _ amount: Money, in currency: Currency, message: String) {
        guard currency.code == "EUR", amount > .zero, amount.cents <= 99_999_999_999 else { return nil }
        let text = [
            "BCD", "002", "1", "SCT", account.bic, account.holder, account.iban.description, "EUR\(amount)", "", "",
            String(message.prefix(140)),
        ].joined(separator: "\n")
        guard text.utf8.count <= 331 else { return nil }
        self.text = text
    }
}

extension BankAccount {
    /// As it is printed.
    package var lines: [String] {
        [holder, "IBAN \(iban.grouped)"] + (bic.isEmpty ? [] : ["BIC \(bic)"])
    }

    /// The account that stands in printed lines; nil for none. A document keeps the lines, whatever the description says later.
    package init?(in lines: [String]) {
        func value(_ line: String, _ word: String) -> String? {
            line.hasPrefix(word + " ") ? String(line.dropFirst(word.count + 1)) : nil
        }
        for (index, line) in lines.enumerated().dropFirst() {
            guard let text = value(line, "IBAN"), let iban = try? IBAN(text) else { continue }
            let next = lines.dropFirst(index + 1).first.flatMap { value($0, "BIC") }
            self.init(holder: String(lines[index - 1].prefix(70)), iban: iban, bic: next ?? "")
            return
        }
        return nil
    }
}

extension EventDefinition {
    /// For how many days a place is held for whoever registers by themselves and does not pay: as long as the slowest way of paying
    /// that is offered may take. Nil for without an end.
    package var holdDays: Int? {
        guard let payments else { return nil }
        let ways =
            (payments.provider == nil ? [] : [payments.holdOnlineDays])
            + (payTo.isEmpty ? [] : [payments.holdTransferDays])
        let days = ways.compactMap(\.self)
        return days.count == ways.count ? days.max() : nil
    }

    /// Where money is transferred to, line by line, in no language in particular; empty where nobody transfers any.
    package var payTo: [String] {
        invoices.payTo + (payments?.account?.lines ?? [])
            + (payments?.interac.map { ["Interac e-Transfer: \($0.address)"] } ?? [])
    }
}
