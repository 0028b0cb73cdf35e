import Conference
import Foundation

/// One row of a list, its texts by what they mean; of several columns that mean the same the first that says something counts.
struct PersonRow {
    var row: ImportedRow
    /// Side events that have rows of their own, and what they cost.
    var addOns: Set<AddOn.ID> = []
    var addOnPrices: [String] = []
    private var texts: [ImportField: String] = [:]

    init(_ source: ImportTable.Row, _ fields: [ImportField], nameIsFamily: Bool) {
        row = ImportedRow(source, names: fields.map(\.rawValue))
        for (field, cell) in zip(fields, source.cells) where field != .ignore {
            let field = nameIsFamily && field == .name ? ImportField.familyName : field
            var text = cell.text.trimmingCharacters(in: .whitespacesAndNewlines)
            // A line break within a cell parts words; of several people it parts one from the next.
            if field != .companions, text.contains(where: \.isNewline) {
                text = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            }
            if texts[field, default: ""].isEmpty { texts[field] = text }
        }
    }

    subscript(field: ImportField) -> String { texts[field] ?? "" }
}
