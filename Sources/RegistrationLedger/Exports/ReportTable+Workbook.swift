import Conference
import Spreadsheets

extension ReportTable {
    /// The table as a workbook (.xlsx). A text stays a text there, whatever it begins with.
    ///
    /// - Parameter sheet: the name on the sheet's tab.
    package func workbook(sheet: String) -> [UInt8] {
        var workbook = WorkbookText(sheet: sheet, header: columns)
        for row in rows {
            workbook.append(
                row.map { cell in
                    switch cell {
                    case .text(let text): text.isEmpty ? .empty : .text(text)
                    case .amount(let amount): .number(amount.description)
                    case .number(let number): .number(String(number))
                    case .empty: .empty
                    }
                })
        }
        return workbook.bytes
    }
}
