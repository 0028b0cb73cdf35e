import Conference

extension EventFile {
    /// `payments`: who takes cards, and where transfers go.
    static func readPayments(_ section: MappingReader) -> PaymentPlan? {
        let providers = Dictionary(uniqueKeysWithValues: PaymentPlan.Provider.allCases.map { ($0.rawValue, $0) })
        let provider = section.value("provider", default: nil) { try readChoice($0, providers) }
        let api = section.value("api", default: (provider ?? .stripe).api, readSecureOrigin)
        // What Stripe allows for a session of Checkout.
        let minutes = section.value("minutes", default: "60") { try readCount($0, 30...1_440) }
        let holder = section.value("holder", default: nil) { try readLine($0, field: "holder", limit: 70) }
        let iban = section.value("iban", default: nil) { try IBAN($0) }
        let bic = section.value("bic", default: nil, readBIC)
        let interac = section.value("interac", default: nil) { try Mailbox($0) }
        let online = section.value("hold_online_days", default: nil) { try readCount($0, 1...365) }
        let transfer = section.value("hold_transfer_days", default: nil) { try readCount($0, 1...365) }
        section.finish()
        if section.text("iban") != nil, section.text("holder") == nil {
            section.refuse(EventStoreErrorCode.paymentsHolderMissing)
            return nil
        }
        guard let api, let minutes else { return nil }
        var account: BankAccount?
        if let holder, let iban { account = BankAccount(holder: holder, iban: iban, bic: bic ?? "") }
        return PaymentPlan(
            provider: provider, api: api, minutes: minutes, account: account, interac: interac, holdOnlineDays: online,
            holdTransferDays: transfer)
    }

    /// An address to which a secret may be sent: protected, or on this machine.
    private static func readSecureOrigin(_ text: String) throws -> String {
        let origin = try readOrigin(text)
        let isHere = origin.wholeMatch(of: #/http:\/\/(localhost|127\.0\.0\.1)(:[0-9]+)?/#) != nil
        guard origin.hasPrefix("https://") || isHere else {
            throw ConferenceError(.originInvalid, ErrorDetail("value", String(text.prefix(100))))
        }
        return origin
    }

    /// The identifier of a bank (ISO 9362).
    private static func readBIC(_ text: String) throws(ConferenceError) -> String {
        guard text.wholeMatch(of: #/[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?/#) != nil else {
            throw ConferenceError(.bicInvalid, ErrorDetail("value", String(text.prefix(40))))
        }
        return text
    }
}
