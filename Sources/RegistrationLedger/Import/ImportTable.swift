import Conference
import Foundation
import Spreadsheets

/// A table with a header that somebody gives: CSV in whatever encoding and with whatever separator, or a workbook's first sheet.
///
/// Rows and columns in which nothing stands are left out. What had to be guessed is told in `notes`.
struct ImportTable {
    /// The longest file, in bytes.
    static let sizeLimit = DelimitedText.sizeMax
    /// The longest cell, in bytes.
    static let cellLimit = DelimitedText.cellMax

    typealias Cell = DelimitedText.Cell
    typealias Row = DelimitedText.Row

    let header: [String]
    let rows: [Row]
    /// What was guessed of the file or not read of it.
    private(set) var notes: [ImportProblems.Problem] = []

    init(header: [String], rows: [Row], notes: [ImportProblems.Problem] = []) {
        self.header = header
        self.rows = rows
        self.notes = notes
    }

    /// - Parameter isOfPeople: whether a list of people is looked for behind a first sheet that is none.
    /// - Throws: `ImportProblems` with one of `file_too_large`, `file_empty`, `cell_too_long`, `quote_unclosed`,
    ///   `quote_misplaced`; `file_form_unread` for another kind of file, `workbook_broken`.
    init(_ data: Data, isOfPeople: Bool = false) throws(ImportProblems) {
        guard data.count <= Self.sizeLimit else {
            throw ImportProblems(code: ConferenceErrorCode.fileTooLarge, line: 1)
        }
        let form = TableForm(data)
        switch form {
        case .text: try self.init(text: data)
        case .workbook: try self.init(workbook: data, isOfPeople: isOfPeople)
        default: throw ImportProblems(code: LedgerErrorCode.fileFormUnread, line: 1, ErrorDetail("form", form.rawValue))
        }
    }

    private init(text data: Data) throws(ImportProblems) {
        let text: DelimitedText
        do throws(DelimitedText.Flaw) { text = try DelimitedText(data, .lenient) } catch { throw Self.problems(error) }
        self.init(
            trimming: text.rows.map { row in
                Row(line: row.line, cells: row.cells.map { Cell(text: CSVText.rearmed($0.text), line: $0.line) })
            })
        if text.encoding != .utf8 {
            notes.append(.note(LedgerErrorCode.encodingRead, ErrorDetail("encoding", text.encoding.rawValue)))
        }
    }

    private init(workbook data: Data, isOfPeople: Bool) throws(ImportProblems) {
        let book: Workbook
        do throws(WorkbookFlaw) {
            book = try Workbook(data)
        } catch {
            switch error {
            case .tooLarge: throw ImportProblems(code: ConferenceErrorCode.fileTooLarge, line: 1)
            case .empty: throw ImportProblems(code: LedgerErrorCode.fileEmpty, line: 1)
            case .cellTooLong(let row): throw ImportProblems(code: LedgerErrorCode.cellTooLong, line: row)
            case .encrypted:
                throw ImportProblems(
                    code: LedgerErrorCode.fileFormUnread, line: 1, ErrorDetail("form", TableForm.locked.rawValue))
            case .broken: throw ImportProblems(code: LedgerErrorCode.workbookBroken, line: 1)
            }
        }
        let sheets = [book.sheet] + book.otherSheets
        let isFound = !isOfPeople || Self.namesColumns(book.rows)
        let chosen = isFound ? book : Self.sheet(of: data, among: book.otherSheets) ?? book
        self.init(trimming: chosen.rows)
        if sheets.count > 1 {
            notes.append(
                .note(
                    LedgerErrorCode.sheetsPassedOver, ErrorDetail("sheet", chosen.sheet),
                    ErrorDetail("others", sheets.filter { $0 != chosen.sheet }.joined(separator: ", "))))
        }
    }

    /// The first of some sheets that is a list of people: a cover or notes may lie before it.
    private static func sheet(of data: Data, among names: [String]) -> Workbook? {
        names.prefix(titlesMax).lazy.compactMap { try? Workbook(data, sheet: $0) }.first { namesColumns($0.rows) }
    }

    private static func namesColumns(_ rows: [Row]) -> Bool {
        rows.prefix(titlesMax + 1).contains { isHeading($0.cells.map(\.text)) }
    }

    /// Without rows that are empty, and without columns at the end that have neither a heading nor anything in them.
    private init(trimming all: [Row]) {
        let rows = all.filter { row in row.cells.contains { !Self.isBlank($0.text) } }
        let headings = (rows.first?.cells ?? []).map(\.text)
        func used(_ cells: [String]) -> Int { (cells.lastIndex { !Self.isBlank($0) } ?? -1) + 1 }
        let width = max(used(headings), rows.dropFirst().map { used($0.cells.map(\.text)) }.max() ?? 0)
        header = Array(headings.prefix(max(used(headings), min(width, headings.count))))
        let columns = header.count
        self.rows = rows.dropFirst().map { row in
            guard row.cells.count > columns, row.cells[columns...].allSatisfy({ Self.isBlank($0.text) }) else {
                return row
            }
            return Row(line: row.line, cells: Array(row.cells.prefix(columns)))
        }
    }

    /// The same table from the row on that names columns, where a title or the like stands above it.
    func beginningAtHeading() -> ImportTable {
        guard !header.contains(where: { ImportField(header: $0) != nil }), !Self.isHeading(header),
            let place = rows.prefix(Self.titlesMax).firstIndex(where: { Self.isHeading($0.cells.map(\.text)) })
        else { return self }
        var table = ImportTable(trimming: Array(rows[place...]))
        table.notes = notes + [.note(LedgerErrorCode.rowsAboveHeading, ErrorDetail("count", place + 1))]
        return table
    }

    /// Whether cells are the headings of a list of people.
    private static func isHeading(_ cells: [String]) -> Bool {
        if ImportSource(header: cells) != .own { return true }
        let fields = Set(cells.compactMap { ImportField(header: $0) })
        return fields.count > 1 && !fields.isDisjoint(with: [.name, .givenName, .familyName])
    }

    /// How many rows a title may have.
    private static let titlesMax = 10

    static func isBlank(_ text: String) -> Bool { text.allSatisfy { $0.isWhitespace || $0 == "\u{FEFF}" } }

    private static func problems(_ flaw: DelimitedText.Flaw) -> ImportProblems {
        let code =
            switch flaw.kind {
            case .tooLarge: AnyErrorCode(ConferenceErrorCode.fileTooLarge)
            case .notUTF8: AnyErrorCode(LedgerErrorCode.fileNotUTF8)
            case .empty: AnyErrorCode(LedgerErrorCode.fileEmpty)
            case .cellTooLong: AnyErrorCode(LedgerErrorCode.cellTooLong)
            case .quoteUnclosed: AnyErrorCode(LedgerErrorCode.quoteUnclosed)
            case .quoteMisplaced: AnyErrorCode(LedgerErrorCode.quoteMisplaced)
            }
        return ImportProblems([.init(line: flaw.line, column: nil, code: code, details: [])])
    }
}

extension ImportProblems.Problem {
    /// Something about the whole file, which keeps nobody from going on.
    static func note(_ code: LedgerErrorCode, _ details: ErrorDetail...) -> Self {
        .init(line: 0, column: nil, code: code, details: details)
    }
}
