import Conference

/// What the ledger needs from an event's file beyond passes and add-ons: taxes, vouchers, refunds, the seller.
extension EventFile {
    /// `from` and `until` of a mapping; a wrong window has no end, since the problem is reported anyway.
    static func readWindow(_ section: MappingReader) -> SaleWindow {
        let from = section.value("from", default: nil) { try CivilDate($0) }
        let until = section.value("until", default: nil) { text in
            let until = try CivilDate(text)
            if let from, until < from { throw ConferenceError(.endsBeforeItBegins) }
            return until
        }
        return SaleWindow(from: from, until: until)
    }

    /// The identifier of a pass or an add-on; `cancellation` is the account for what is kept from a cancelled
    /// registration.
    static func readItem(_ text: String) throws(ConferenceError) -> String {
        let id = try readIdentifier(text)
        guard id != "cancellation" else { throw ConferenceError(.identifierReserved) }
        return id
    }

    static func readCashStep(_ text: String) throws(ConferenceError) -> CashStep {
        try readChoice(text, ["0.01": .oneCent, "0.05": .fiveCents])
    }

    static func readIssuer(_ section: MappingReader) -> Issuer? {
        let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
        let address = section.value("address", default: "") { try DocumentPayer.lines($0) }
        section.finish()
        guard let name, let address else { return nil }
        return Issuer(name: name, address: address)
    }

    static func readInvoices(_ section: MappingReader) -> InvoicePlan? {
        let dueDays = section.value("due_days", default: "30") { try readCount($0, 0...365) }
        let payTo = section.value("pay_to", default: "") { try DocumentPayer.lines($0) }
        section.finish()
        guard let dueDays, let payTo else { return nil }
        return InvoicePlan(dueDays: dueDays, payTo: payTo)
    }

    static func readTaxes(_ section: MappingReader) -> TaxPlan? {
        let prices = section.value("prices") { text in
            try readChoice(text, Dictionary(uniqueKeysWithValues: TaxPlan.Prices.allCases.map { ($0.rawValue, $0) }))
        }
        let sections = section.sections("components", 1...8)
        let components = sections.compactMap { section -> TaxPlan.Component? in
            let id = section.value("id", readIdentifier)
            let name = section.value("name") { try readLine($0, field: "name", limit: 40) }
            let rate = section.value("rate") { try TaxRate(percent: $0) }
            let number = section.value("number", default: "") { try Person.line($0, field: "number", limit: 40) }
            section.finish()
            guard let id, let name, let rate, let number else { return nil }
            return TaxPlan.Component(
                id: TaxPlan.Component.ID(rawValue: id), name: name, rate: rate, registrationNumber: number)
        }
        MappingReader.refuseRepeats(of: "id", in: sections)
        section.finish()
        return prices.map { TaxPlan(prices: $0, components: components) }
    }

    /// - Parameters:
    ///   - items: the identifiers of passes and add-ons that a voucher may name.
    ///   - categories: those that it may name.
    static func readVoucher(
        _ section: MappingReader, items known: Set<String>, categories rules: [CategoryRule]
    ) -> Voucher? {
        let id = section.value("id", readIdentifier)
        let percent = section.value("percent", default: nil) { Voucher.Reduction.percent(try TaxRate(percent: $0)) }
        let amount = section.value("amount", default: nil) { Voucher.Reduction.amount(try readPrice($0)) }
        let free = section.value("free", default: nil) { try readFlag($0) ? Voucher.Reduction.free : nil }
        let given = ["percent", "amount", "free"].filter { section.text($0) != nil }
        // A voucher with `free: false` says nothing about the price.
        let isIdle = if case .some(.none) = free { true } else { false }
        if given.count != 1 || isIdle { section.refuse(EventStoreErrorCode.voucherReduction) }
        let uses = section.value("uses", default: nil) { try readCount($0, 1...1_000_000) }
        let valid = readWindow(section)
        let categories = section.value("categories", default: "") { try readCategories($0, of: rules) }
        let items = section.value("items", default: "") { text in
            let words = Set(words(text))
            guard words.isSubset(of: known) else {
                throw ConferenceError(.itemUnknown, ErrorDetail("choices", known.sorted().joined(separator: ", ")))
            }
            return words
        }
        section.finish()
        guard let id, let categories, let items, let reduction = percent ?? amount ?? free.flatMap({ $0 }) else {
            return nil
        }
        return Voucher(
            id: Voucher.ID(rawValue: id), reduction: reduction, uses: uses, valid: valid, categories: categories,
            items: items)
    }

    static func readRefunds(_ sections: [MappingReader]) -> RefundRule {
        var steps: [RefundRule.Step] = []
        for section in sections {
            let until = section.value("until") { text in
                let until = try CivilDate(text)
                if let last = steps.last, until <= last.until { throw ConferenceError(.daysOutOfOrder) }
                return until
            }
            let rate = section.value("percent") { try TaxRate(percent: $0) }
            section.finish()
            if let until, let rate { steps.append(RefundRule.Step(until: until, rate: rate)) }
        }
        return RefundRule(steps: steps)
    }

    static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    }
}
