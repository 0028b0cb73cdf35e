import Conference

/// One row of an imported file, its cells by the name of their column.
struct ImportedRow {
    let line: Int
    private let cells: [String: ImportTable.Cell]
    private(set) var problems: [ImportProblems.Problem] = []

    /// The name of a column by its header: in lower case, with underscores between its words.
    static func columnName(_ header: String) -> String {
        ImportField.key(header)
    }

    /// Finds the columns by their header, in any order and case.
    ///
    /// - Throws: `column_missing`, `column_unknown`, `column_repeated`, all of them at once.
    static func rows(
        of table: ImportTable, required: [String], optional: [String]
    ) throws(ImportProblems) -> [ImportedRow] {
        let names = table.header.map(columnName)
        let known = required + optional
        var problems = required.filter { !names.contains($0) }.map { name in
            ImportProblems.Problem(line: 1, column: name, code: LedgerErrorCode.columnMissing, details: [])
        }
        for (index, name) in names.enumerated() {
            if !known.contains(name) {
                problems.append(
                    .init(
                        line: 1, column: table.header[index], code: LedgerErrorCode.columnUnknown,
                        details: [ErrorDetail("known", known.joined(separator: ", "))]))
            } else if names[..<index].contains(name) {
                problems.append(.init(line: 1, column: name, code: LedgerErrorCode.columnRepeated, details: []))
            }
        }
        guard problems.isEmpty else { throw ImportProblems(problems) }
        return table.rows.map { ImportedRow($0, names: names) }
    }

    init(_ row: ImportTable.Row, names: [String]) {
        line = row.line
        cells = Dictionary(zip(names, row.cells)) { first, _ in first }
        if row.cells.count != names.count {
            problems.append(
                .init(
                    line: row.line, column: nil, code: LedgerErrorCode.rowLength,
                    details: [ErrorDetail("cells", row.cells.count), ErrorDetail("columns", names.count)]))
        }
    }

    /// The text of a column; empty where the file has no such column.
    subscript(column: String) -> String { cells[column]?.text ?? "" }

    /// The text of a column, parsed; nil after noting what is wrong with it.
    mutating func value<Value>(_ column: String, _ parse: (String) throws -> Value) -> Value? {
        do {
            return try parse(self[column])
        } catch {
            note(error, column: column)
            return nil
        }
    }

    /// A text of this row, parsed; nil after noting what is wrong with it.
    mutating func value<Value>(_ text: String, column: String, _ parse: (String) throws -> Value) -> Value? {
        do {
            return try parse(text)
        } catch {
            note(error, column: column)
            return nil
        }
    }

    /// Notes an error of this row, at the cell that it is about where that is known.
    mutating func note(_ error: any Error, column: String? = nil) {
        let described = error as? any DescribedError
        let code = described.map { AnyErrorCode($0.code) } ?? AnyErrorCode(LedgerErrorCode.rowInvalid)
        let column = column ?? described?.details["field"] ?? Self.columns[code]
        problems.append(
            .init(
                line: column.flatMap { cells[$0]?.line } ?? line, column: column, code: code,
                details: described?.details ?? []))
    }

    /// The column that an error can only be about, though it does not say so.
    private static let columns: [AnyErrorCode: String] = [
        AnyErrorCode(ConferenceErrorCode.nameMissing): "name", AnyErrorCode(ConferenceErrorCode.emailInvalid): "email",
        AnyErrorCode(LedgerErrorCode.daysMissing): "days", AnyErrorCode(LedgerErrorCode.dayFull): "days",
        AnyErrorCode(LedgerErrorCode.addOnFull): "add_ons",
        AnyErrorCode(LedgerErrorCode.referenceTaken): "reference",
        AnyErrorCode(LedgerErrorCode.registrationUnknown): "reference",
        AnyErrorCode(ConferenceErrorCode.codeMistyped): "reference",
        AnyErrorCode(ConferenceErrorCode.amountNotPositive): "amount",
    ]
}
