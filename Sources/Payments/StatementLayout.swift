import Conference
import Foundation

/// Where in the rows of a table each thing stands.
struct StatementLayout {
    let columns: [StatementHeader.Column]
    /// The first row that may be a movement.
    let start: Int
    /// The cells of the header, to pass it over where it stands again; empty where there is none.
    var header: [String] = []
    /// Whether the headers are French.
    var isFrench = false
    /// Whether a column says of itself that it tells in from out; a word in it that nobody knows leaves that open.
    var namesDirection = false

    /// How far down a header is looked for, behind what banks put before it.
    private static let preambleRowsMax = 40

    /// - Throws: `statement_columns_unknown`.
    init(_ rows: [DelimitedText.Row], _ options: StatementOptions) throws(PaymentsError) {
        if let columns = options.columns {
            self.columns = columns.map { StatementHeader.Column(role: $0) }
            start = Self.firstMovement(rows, columns) ?? rows.count
            namesDirection = columns.contains(.direction)
            return
        }
        for (index, row) in rows.prefix(Self.preambleRowsMax).enumerated() {
            let columns = row.cells.map { StatementHeader.column($0.text) }
            let roles = Set(columns.compactMap { $0?.role })
            guard !roles.isDisjoint(with: [.date, .valueDate]),
                !roles.isDisjoint(with: [.amount, .debit, .credit])
            else { continue }
            // A column of which nobody knows what it is may hold what the payer wrote.
            header = row.cells.map(\.text)
            self.columns = Self.told(columns, header, rows[(index + 1)...])
            start = index + 1
            isFrench = row.cells.contains { StatementHeader.isFrench($0.text) }
            namesDirection = zip(self.columns, header).contains {
                $0.role == .direction && (StatementHeader.namesDirection($1) || StatementHeader.column($1) == nil)
            }
            return
        }
        guard let inferred = Self.inferred(rows) else {
            throw PaymentsError(
                .statementColumnsUnknown,
                ErrorDetail(
                    "found", rows[0].cells.prefix(12).map { String($0.text.prefix(30)) }.joined(separator: " | ")))
        }
        // A header in an unknown language may still say the currency.
        let above = inferred.start > 0 ? rows[inferred.start - 1].cells.map(\.text) : []
        columns = Self.told(
            inferred.columns.enumerated().map { index, role in
                guard role != .text else { return nil }
                let isMoney = [.amount, .debit, .credit].contains(role) && above.indices.contains(index)
                return StatementHeader.Column(
                    role: role, currency: isMoney ? StatementHeader.currency(in: above[index]) : nil)
            }, [], rows[inferred.start...])
        start = inferred.start
    }

    /// What the columns are that no header names (nil), by all that stands in them: a bank of another language calls them
    /// otherwise, and what went out, is not final or is in another currency must not pass for a payment. What a header calls a
    /// text stays one, unless it says of some rows that money came in and of all others that it went out.
    private static func told(
        _ named: [StatementHeader.Column?], _ header: [String], _ rows: ArraySlice<DelimitedText.Row>
    ) -> [StatementHeader.Column] {
        var columns = named.map { $0 ?? StatementHeader.Column(role: .text) }
        func cells(_ index: Int) -> some Sequence<String> {
            rows.lazy.filter { $0.cells.indices.contains(index) }.map {
                $0.cells[index].text.trimmingCharacters(in: .whitespaces)
            }.filter { !$0.isEmpty && (header.isEmpty || $0 != header[index]) }
        }
        func find(
            _ role: StatementColumn, among candidates: [Int], where isTelling: (String) -> Bool = { _ in true },
            _ isTold: (String) -> Bool
        ) {
            guard !columns.contains(where: { $0.role == role }) else { return }
            let found = candidates.first { index in
                columns[index].role != .ignored && cells(index).allSatisfy(isTold)
                    && cells(index).contains(where: isTelling)
            }
            if let found { columns[found].role = role }
        }
        let unnamed = named.indices.filter { named[$0] == nil }
        // `Valuta` is a currency in some languages and a date in others.
        find(
            .currency, among: unnamed + named.indices.filter { named[$0]?.role == .valueDate },
            StatementHeader.isCurrency)
        find(.status, among: unnamed) { StatusWords.status($0) != nil }
        guard !columns.contains(where: { $0.role == .debit || $0.role == .credit }) else { return columns }
        let amounts = columns.indices.filter { columns[$0].role == .amount }.flatMap { Array(cells($0)) }
        guard !amounts.contains(where: { (try? WrittenAmount($0))?.isNegative ?? false }) else { return columns }
        // What is called a type and says all sorts of things gives way to a column that says one of two.
        let types = columns.indices.filter { columns[$0].role == .direction }
        let unsaid = types.filter { !cells($0).allSatisfy { DirectionWords.isIncoming($0) != nil } }
        for index in unsaid { columns[index].role = .ignored }
        let free = unnamed.filter { columns[$0].role == .text }
        let texts = named.indices.filter { index in
            named[index]?.role == .text && cells(index).allSatisfy { DirectionWords.isIncoming($0) != nil }
                && Set(cells(index).map(DirectionWords.isIncoming)) == [true, false]
        }
        // A column of nothing but hyphens says nothing.
        find(.direction, among: free + texts, where: { $0 != "-" }) { DirectionWords.isIncoming($0) != nil }
        let isFound = columns.indices.contains { columns[$0].role == .direction && !types.contains($0) }
        for index in unsaid { columns[index].role = isFound ? .text : .direction }
        // Two words in a language that nobody knows may be those for in and out: then each line is asked about.
        let hasText = named.contains { $0?.role == .text }
        let pair = free.first { index in
            (hasText || amounts.count > 2) && Set(cells(index)).count == 2 && Array(cells(index)).count == amounts.count
                && cells(index).allSatisfy { $0.allSatisfy { $0.isLetter || "+-.".contains($0) } }
        }
        if !columns.contains(where: { $0.role == .direction }), let pair { columns[pair].role = .direction }
        return columns
    }

    private static func firstMovement(_ rows: [DelimitedText.Row], _ columns: [StatementColumn]) -> Int? {
        rows.firstIndex { row in
            zip(columns, row.cells).contains { role, cell in
                (role == .date || role == .valueDate) && (try? WrittenDate(cell.text)) != nil
            }
        }
    }

    // MARK: - Without a header

    /// What the columns can only be, judged by their cells and proved by the balance; nil where that is not certain.
    private static func inferred(_ rows: [DelimitedText.Row]) -> (columns: [StatementColumn], start: Int)? {
        let width =
            Dictionary(grouping: rows.prefix(200).map(\.cells.count)) { $0 }
            .max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key ?? 0
        guard width >= 2,
            let start = rows.firstIndex(where: { row in
                row.cells.count == width && row.cells.contains { isDate($0.text) }
            })
        else { return nil }
        let data = rows[start...].filter { $0.cells.count == width }.prefix(500)
        let cells = (0..<width).map { column in data.map(\.cells[column].text).filter { !$0.isEmpty } }
        let dates = (0..<width).filter { !cells[$0].isEmpty && cells[$0].allSatisfy(isDate) }
        let amounts = (0..<width).filter { column in
            !dates.contains(column) && !cells[column].isEmpty
                && cells[column].allSatisfy { (try? WrittenAmount($0)) != nil }
                && cells[column].contains { $0.contains { ".,-$".contains($0) } }
        }
        guard let date = dates.first else { return nil }
        var columns = [StatementColumn](repeating: .text, count: width)
        columns[date] = .date
        for other in dates.dropFirst() { columns[other] = .valueDate }
        if amounts.count == 1 {
            columns[amounts[0]] = .amount
            return (columns, start)
        }
        let proved = candidates(amounts).map { candidate in
            candidate.reduce(into: columns) { columns, choice in columns[choice.key] = choice.value }
        }.filter { isProved($0, Array(data)) }
        guard proved.count == 1 else { return nil }
        return (proved[0], start)
    }

    /// All that two or three columns of amounts can be.
    private static func candidates(_ columns: [Int]) -> [[Int: StatementColumn]] {
        switch columns.count {
        case 2:
            [[columns[0]: .amount, columns[1]: .balance], [columns[0]: .balance, columns[1]: .amount]]
        case 3:
            columns.flatMap { balance -> [[Int: StatementColumn]] in
                let others = columns.filter { $0 != balance }
                return [
                    [balance: .balance, others[0]: .debit, others[1]: .credit],
                    [balance: .balance, others[0]: .credit, others[1]: .debit],
                ]
            }
        default: []
        }
    }

    /// Whether every balance is the one before it plus the amount, from the top down or from the bottom up.
    private static func isProved(_ columns: [StatementColumn], _ rows: [DelimitedText.Row]) -> Bool {
        func money(_ row: DelimitedText.Row, _ role: StatementColumn) -> Money? {
            columns.firstIndex(of: role).flatMap { column in
                Self.money(row.cells[column].text)
            }
        }
        let steps = rows.map { row -> BalanceCheck.Step in
            let (debit, credit) = (money(row, .debit), money(row, .credit))
            let amount =
                money(row, .amount) ?? (debit == nil && credit == nil ? nil : (credit ?? .zero) - (debit ?? .zero))
            return BalanceCheck.Step(line: row.line, amount: amount, balance: money(row, .balance))
        }
        return rows.count > 1 && BalanceCheck(steps).isProved
    }

    private static func money(_ text: String) -> Money? {
        guard let written = try? WrittenAmount(text) else { return nil }
        return (try? written.money(.point)) ?? (try? written.money(.comma))
    }

    private static func isDate(_ text: String) -> Bool {
        guard text.contains(where: { "-/.".contains($0) }) || text.utf8.count == 8 else { return false }
        return (try? WrittenDate(text)) != nil
    }
}

/// Whether the balances of a statement fit its amounts.
struct BalanceCheck {
    struct Step {
        let line: Int
        let amount: Money?
        let balance: Money?
    }

    /// Whether there are balances, and all of them fit.
    let isProved: Bool
    /// The first line whose balance does not fit in the direction that most of them follow; nil where all do.
    let firstBad: Int?

    /// - Parameter steps: in the order of the file, which may begin with the latest.
    init(_ steps: [Step]) {
        var (down, up) = ([Bool](), [Bool]())
        var lines: [Int] = []
        for (before, after) in zip(steps, steps.dropFirst()) {
            guard let old = before.balance, let new = after.balance, let first = before.amount,
                let second = after.amount
            else { continue }
            down.append(old + second == new)
            up.append(new + first == old)
            lines.append(after.line)
        }
        isProved = !lines.isEmpty && (!down.contains(false) || !up.contains(false))
        let best = down.count { $0 } >= up.count { $0 } ? down : up
        // Where hardly any fits the column is something else than a balance.
        firstBad = best.count { $0 } * 2 > best.count ? best.firstIndex(of: false).map { lines[$0] } : nil
    }
}
