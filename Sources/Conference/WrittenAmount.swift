/// The sign before the cents: what a file uses for all its amounts.
package enum DecimalSign: String, Sendable, Hashable, CaseIterable {
    case point, comma

    /// The sign that the amounts of one file agree on; nil where none of them tells, or where they contradict one another.
    package static func settled(by amounts: some Sequence<WrittenAmount>) -> DecimalSign? {
        let told = Set(amounts.compactMap(\.evidence))
        return told.count == 1 ? told.first : nil
    }
}

/// An amount of money as somebody wrote it: the one reader of amounts for commands, pages, the API, CSV files and statements.
///
/// It takes what spreadsheets, banks and people write: a point or a comma before the cents; thousands grouped by commas,
/// points, blanks of any width or apostrophes, in the Indian way as well; digits of any script; a plus or minus on either
/// side, parentheses, CR and DR; a currency by its sign or its code. `350.5` is 350.50, `350.-` is 350.00. What would be two
/// different amounts under the two decimal signs (`350.000`) is `amount_ambiguous` until the sign is known. More than two
/// decimals are read only where all beyond the second are zero; a power of ten (`3.5E2`) is not read.
package struct WrittenAmount: Sendable, Hashable {
    private let text: String
    package let isNegative: Bool
    /// Whether CR stands beside it; false for DR, nil where neither does.
    package let isMarkedCredit: Bool?
    /// The ISO 4217 codes that the currency beside the amount may mean; nil where none stands there.
    package let currencies: Set<String>?
    private let ifPoint: Reading
    private let ifComma: Reading

    private enum Reading: Sendable, Hashable {
        /// The sign does not allow this text.
        case none
        /// It does, but the amount has a fraction of a cent.
        case fraction
        case cents(Int64)
    }

    /// - Throws: `amount_invalid`.
    package init(_ text: String) throws(ConferenceError) {
        let invalid = ConferenceError(.amountInvalid, ErrorDetail("value", String(text.prefix(80))))
        var scanner = AmountScanner(text)
        guard let parts = scanner.parts() else { throw invalid }
        self.text = String(text.prefix(80))
        isNegative = parts.isNegative
        isMarkedCredit = parts.isCredit
        currencies = parts.currencies
        ifPoint = Self.reading(parts, sign: ".")
        ifComma = Self.reading(parts, sign: ",")
        if ifPoint == .none, ifComma == .none { throw invalid }
    }

    /// The decimal sign that this amount can only have been written with.
    package var evidence: DecimalSign? {
        switch (ifPoint, ifComma) {
        case (.none, _): .comma
        case (_, .none): .point
        default: nil
        }
    }

    /// The amount, negative where it says so.
    ///
    /// - Parameter sign: what its file settled; nil where it stands alone.
    /// - Throws: `amount_ambiguous`, `amount_invalid` for a fraction of a cent, `amount_too_large`.
    package func money(_ sign: DecimalSign? = nil) throws(ConferenceError) -> Money {
        let reading: Reading
        switch sign {
        case .point: reading = ifPoint
        case .comma: reading = ifComma
        case nil:
            if ifPoint != .none, ifComma != .none, ifPoint != ifComma { throw ambiguous }
            reading = ifPoint == .none ? ifComma : ifPoint
        }
        guard case .cents(let cents) = reading else {
            throw ConferenceError(.amountInvalid, ErrorDetail("value", text))
        }
        guard cents <= Money.entryLimit.cents else {
            throw ConferenceError(
                .amountTooLarge, ErrorDetail("value", text), ErrorDetail("limit", Money.entryLimit))
        }
        return Money(cents: isNegative ? -cents : cents)
    }

    private var ambiguous: ConferenceError {
        let readings = [ifPoint, ifComma].compactMap { reading -> Int64? in
            if case .cents(let cents) = reading { cents } else { nil }
        }
        return ConferenceError(
            .amountAmbiguous, ErrorDetail("value", text),
            ErrorDetail("example", readings.min().map { Money(cents: $0).description } ?? "350.00"))
    }

    // MARK: - Under one decimal sign

    private static func reading(_ parts: AmountScanner.Parts, sign: Character) -> Reading {
        var whole: [UInt8] = []
        var groups: [Int] = []
        var fraction: [UInt8] = []
        var grouping: Character?
        var isFraction = false
        var length = 0
        for symbol in parts.body {
            switch symbol {
            case .digit(let digit) where isFraction: fraction.append(digit)
            case .digit(let digit):
                whole.append(digit)
                length += 1
            case .separator(let separator) where separator == sign || separator == AmountScanner.arabicDecimal:
                if isFraction { return .none }
                isFraction = true
            case .separator(let separator):
                // Only one kind of sign groups, and never the decimals.
                if isFraction || grouping ?? separator != separator { return .none }
                grouping = separator
                groups.append(length)
                length = 0
            }
        }
        groups.append(length)
        if let grouping, !isGrouped(groups, whole, by: grouping) { return .none }
        if parts.hasNoCents, isFraction { return .none }
        guard whole.count <= 12, !whole.isEmpty || !fraction.isEmpty else { return .none }
        guard fraction.dropFirst(2).allSatisfy({ $0 == 0 }) else { return .fraction }
        let hundredths = (fraction + [0, 0]).prefix(2)
        return .cents((whole + hundredths).reduce(0) { $0 * 10 + Int64($1) })
    }

    /// Groups of three behind one to three digits; or, with commas, of two before the last three, as in India.
    private static func isGrouped(_ groups: [Int], _ digits: [UInt8], by separator: Character) -> Bool {
        guard groups.count > 1, let first = groups.first, first > 0, digits.first != 0, groups.last == 3 else {
            return false
        }
        let between = groups.dropFirst().dropLast()
        if first <= 3, between.allSatisfy({ $0 == 3 }) { return true }
        return separator == "," && first <= 2 && !between.isEmpty && between.allSatisfy { $0 == 2 }
    }
}

extension Money {
    /// Reads one amount that stands alone, as it is typed or sent: `350`, `350.5`, `1 234,50`, `-3.20`; see `WrittenAmount`.
    ///
    /// - Parameter currency: the event's; nil where no currency may stand beside the amount.
    /// - Throws: `amount_invalid`; `amount_ambiguous` for what could be two amounts; `amount_currency_differs`;
    ///   `amount_too_large` beyond `entryLimit`.
    package init(decimal text: String, in currency: Currency? = nil) throws(ConferenceError) {
        let written = try WrittenAmount(text)
        if let named = written.currencies {
            guard let currency else { throw ConferenceError(.amountInvalid, ErrorDetail("value", text)) }
            guard named.contains(currency.code) else {
                throw ConferenceError(
                    .amountCurrencyDiffers, ErrorDetail("value", String(text.prefix(80))),
                    ErrorDetail("currency", currency))
            }
        }
        self = try written.money()
    }
}
