import Conference

/// Reads the rows of one table, after looking at all of them for what only all of them tell.
struct RowReader {
    /// The decimal sign that was said or that the file settles.
    let sign: DecimalSign?
    /// The order of dates that nothing in the file settles.
    let guessedOrder: DateOrder?
    private let order: DateOrder?
    private let currency: Currency
    /// How far the column that may say the direction does.
    private let direction: Direction
    /// Whether only credits are marked, so that an amount without a mark may be either.
    private let marksCreditsOnly: Bool
    /// Whether debits are written with a minus.
    private let negatesDebits: Bool

    private enum Direction {
        /// No cell of it does, or minus signs do.
        case unsaid
        /// Some do, and no amount has a minus: what they leave open may have gone out.
        case partly
        /// Every cell does.
        case wholly
    }

    init(_ rows: [TableRow], _ layout: StatementLayout, _ options: StatementOptions) {
        currency = options.currency
        let amounts = rows.flatMap { row in
            [StatementColumn.amount, .debit, .credit, .balance].flatMap { row.all($0) }
                .compactMap { try? WrittenAmount($0.text) }
        }
        sign = options.decimalSign ?? DecimalSign.settled(by: amounts)
        let signed = rows.flatMap { $0.all(.amount) }.compactMap { try? WrittenAmount($0.text) }
        marksCreditsOnly =
            signed.contains { $0.isMarkedCredit == true } && !signed.contains { $0.isNegative }
        let debits = rows.map { $0[.debit] }.filter { !$0.isEmpty }.compactMap { try? WrittenAmount($0) }
        negatesDebits = debits.contains { $0.isNegative }
        let directions = rows.map { $0[.direction] }.filter { !$0.isEmpty }
        direction =
            if directions.isEmpty {
                .unsaid
            } else if directions.allSatisfy({ DirectionWords.isIncoming($0) != nil }) {
                .wholly
            } else if !signed.contains(where: \.isNegative),
                layout.namesDirection || directions.contains(where: { DirectionWords.leans($0) != nil })
            {
                .partly
            } else {
                .unsaid
            }

        let dates = rows.flatMap { [$0[.date], $0[.valueDate]] }.compactMap { try? WrittenDate($0) }
        let told = Set(dates.compactMap(\.evidence))
        if let said = options.dates {
            (order, guessedOrder) = (said, nil)
        } else if told.count == 1 {
            (order, guessedOrder) = (told.first, nil)
        } else if told.isEmpty {
            // What nothing settles is read as the country does, and said; both readings are looked for among what is known.
            let monthFirst = !layout.isFrench && ["CAD", "USD"].contains(options.currency.code)
            let usual: (DateOrder, DateOrder) = monthFirst ? (.monthFirst, .dayFirst) : (.dayFirst, .monthFirst)
            // A reading by which something is yet to come is not meant, where the other has no such day.
            let isOther =
                Self.comes(dates, usual.0, after: options.today) && !Self.comes(dates, usual.1, after: options.today)
            order = isOther ? usual.1 : usual.0
            guessedOrder = !isOther && dates.contains(where: \.isAmbiguous) ? order : nil
        } else {
            (order, guessedOrder) = (nil, nil)
        }
    }

    /// How many days after today a bank may date something: payments that are under way.
    private static let daysAhead = 5

    private static func comes(_ dates: [WrittenDate], _ order: DateOrder, after today: CivilDate?) -> Bool {
        guard let today else { return false }
        return dates.contains { date in
            date.date(order).map { $0.daysSince1970 > today.daysSince1970 + daysAhead } ?? false
        }
    }

    /// The movement of a row; nil for a row that moves nothing.
    ///
    /// - Throws: `statement_date_missing`, `statement_date_ambiguous`, `date_invalid`, `statement_direction_unclear`,
    ///   `statement_status_unknown`, and what `WrittenAmount` throws.
    func line(_ row: TableRow) throws -> StatementLine? {
        guard let (amount, currency) = try self.amount(row), amount != .zero else { return nil }
        let (dated, other) = try date(row)
        var line = StatementLine(line: row.line, dated: dated, amount: amount)
        line.otherDate = other
        line.currency = currency
        line.status = try status(row[.status])
        line.bankReference = row[.reference]
        line.counterparty = row.all(.name).map(\.text).joined(separator: " ")
        line.text = (row.all(.text) + (direction == .wholly ? [] : row.all(.direction))).map(\.text).joined(
            separator: " ")
        line.isReturn = ReturnWords.areIn(line.text)
        return line
    }

    func balance(_ row: TableRow) -> Money? { try? WrittenAmount(row[.balance]).money(sign) }

    // MARK: - Date

    private func date(_ row: TableRow) throws -> (CivilDate, CivilDate?) {
        let text = row[.date].isEmpty ? row[.valueDate] : row[.date]
        guard !text.isEmpty else { throw PaymentsError(.statementDateMissing) }
        let written = try WrittenDate(text)
        guard let order else {
            // The dates of the file contradict one another; those stand that can only be one day.
            guard !written.isAmbiguous, let date = written.ifDayFirst ?? written.ifMonthFirst else {
                throw PaymentsError(.statementDateAmbiguous, ErrorDetail("value", text))
            }
            return (date, nil)
        }
        guard let date = written.date(order) else {
            throw ConferenceError(.dateInvalid, ErrorDetail("value", String(text.prefix(40))))
        }
        return (date, guessedOrder == nil ? nil : written.date(order == .dayFirst ? .monthFirst : .dayFirst))
    }

    // MARK: - Amount

    private func amount(_ row: TableRow) throws -> (Money, String?)? {
        let (debits, credits) = (row.all(.debit), row.all(.credit))
        let named = code(row[.currency])
        if !debits.isEmpty || !credits.isEmpty {
            let out = try debits.map { try magnitude($0) }.filter { $0.money != .zero }
            let into = try credits.map { try magnitude($0) }.filter { $0.money != .zero }
            guard out.count + into.count <= 1 else { throw PaymentsError(.statementDirectionUnclear) }
            if let out = out.first {
                // In a column that negates its debits one without a minus may have come back.
                guard !negatesDebits || out.money < .zero else { throw PaymentsError(.statementDirectionUnclear) }
                return (out.money < .zero ? out.money : -out.money, named ?? out.currency)
            }
            if let into = into.first { return (into.money, named ?? into.currency) }
            if row.all(.amount).isEmpty { return nil }
        }
        let given = try row.all(.amount).map { cell in (try magnitude(cell), try WrittenAmount(cell.text)) }
            .filter { $0.0.money != .zero }
        guard given.count <= 1 else { throw PaymentsError(.statementDirectionUnclear) }
        guard let (read, written) = given.first else { return nil }
        var money = read.money
        if direction != .unsaid {
            guard let isIncoming = DirectionWords.leans(row[.direction]) else {
                throw PaymentsError(.statementDirectionUnclear)
            }
            let size = money < .zero ? -money : money
            money = isIncoming ? size : -size
        } else if marksCreditsOnly, written.isMarkedCredit == nil {
            throw PaymentsError(.statementDirectionUnclear)
        }
        return (money, named ?? read.currency)
    }

    private func magnitude(_ cell: (currency: String?, text: String)) throws -> (money: Money, currency: String?) {
        let written = try WrittenAmount(cell.text)
        let money = try written.money(sign)
        guard let possible = written.currencies else { return (money, cell.currency) }
        // A bare `$` in a statement of Canadian dollars is one of them.
        let code = possible.contains(currency.code) ? currency.code : possible.sorted().first
        return (money, cell.currency ?? code)
    }

    /// The code of a currency that a cell names by its code, its sign (`C$`) or its words.
    private func code(_ text: String) -> String? {
        guard !text.isEmpty else { return nil }
        if let possible = try? WrittenAmount("1 \(text)").currencies {
            return possible.contains(currency.code) ? currency.code : possible.sorted().first
        }
        let letters = text.uppercased().filter(\.isLetter)
        return letters.count >= 3 ? String(letters.prefix(3)) : String(text.prefix(10))
    }

    // MARK: - Words

    /// - Throws: `statement_status_unknown`.
    private func status(_ text: String) throws -> StatementLine.Status {
        guard !text.isEmpty else { return .posted }
        guard let status = StatusWords.status(text) else {
            throw PaymentsError(.statementStatusUnknown, ErrorDetail("value", String(text.prefix(40))))
        }
        return status
    }
}
