import Catalogues
import Conference
import Foundation
import LanyardHTTP
import RegistrationLedger
import Wording

/// What the cells of a report say on the screen: the program's words and the event's names as the reader's language has
/// them. Files keep the words that programs know.
struct ReportWords {
    let visit: PageVisit
    let table: ReportTable

    func text(_ cell: String, at index: Int, of row: [ReportTable.Cell]) -> String {
        let words = visit.words
        let said: String? =
            switch table.columns[index] {
            case "method": words.text("method_\(cell)")
            case "verdict": words.text("verdict_\(cell)")
            case "direction": words.text("detail_choices_\(cell)")
            case "status": words.text("status_\(cell)")
            case "document": words.text("detail_kind_\(cell)")
            case "item": words.text("item_\(cell)")
            case "state": words.text("report_state_\(cell.replacing(" ", with: "_"))")
            case "taken_back": words.told(reason: cell)
            case "label", "name": name(of: row)
            default: nil
            }
        return said ?? cell
    }

    /// The name of what a row is about, by its first cell; nil where that is no thing of the event.
    private func name(of row: [ReportTable.Cell]) -> String? {
        guard case .text(let id)? = row.first else { return nil }
        let language = visit.words.language
        return switch table.columns.first {
        case "category": Conference.Category(rawValue: id).map { visit.event.rule(of: $0).labels[language] }
        case "gate": visit.event.gates.first { $0.id.rawValue == id }?.names[language]
        case "country":
            id.isEmpty
                ? visit.words("report_country_unknown")
                : Locale(identifier: language.rawValue).localizedString(forRegionCode: id)
        case "product":
            visit.event.prices.passes.first { $0.id.rawValue == id }?.names[language]
                ?? visit.event.addOns.first { $0.id.rawValue == id }?.names[language]
                ?? visit.words.text("report_product_\(id.prefix { $0 != ":" })")
        default: nil
        }
    }
}
