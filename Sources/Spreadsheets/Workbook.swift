package import Conference
package import Foundation

/// The first sheet with anything in it of an Office Open XML workbook (ECMA-376, part 1, 18): `.xlsx`, as spreadsheets write it.
///
/// Read within bounds: no part grows beyond `partSizeMax`, no document type, no entities, no links that are followed. Numbers are
/// as they are stored; a number that its style shows as a date is written as one.
package struct Workbook: Sendable {
    /// The largest part of the archive, in bytes, once it is unpacked.
    static let partSizeMax = 64 << 20
    /// How many rows and columns at the most.
    static let rowsMax = 200_000
    static let columnsMax = 1_000

    /// The name on the sheet's tab.
    package let sheet: String
    /// Names of sheets that were not read though they are not hidden.
    package let otherSheets: [String]
    /// The rows from the first that has anything in it; `line` is the number that the spreadsheet shows.
    package let rows: [DelimitedText.Row]

    /// - Parameter name: the sheet to read; nil for the first that has anything in it.
    /// - Throws: `WorkbookFlaw`.
    package init(_ data: Data, sheet name: String? = nil) throws(WorkbookFlaw) {
        guard data.count <= DelimitedText.sizeMax else { throw .tooLarge }
        let archive = try ZipArchive(Array(data))
        guard let book = try Self.xml(archive, "xl/workbook.xml") else { throw .broken }
        let targets = try Self.targets(archive)
        let texts = try Self.sharedTexts(archive)
        let dates = try DateStyles(Self.xml(archive, "xl/styles.xml"), epoch1904: Self.isEpoch1904(book))
        // 18.18.68: `visible` is what a sheet is that says nothing of it.
        let sheets = (book.first("sheets")?.all("sheet") ?? []).filter { sheet in
            name != nil || sheet.attributes["state"].map { $0 == "visible" } ?? true
        }
        var read: (name: String, rows: [DelimitedText.Row])?
        for sheet in sheets {
            let title = sheet.attributes["name"] ?? ""
            guard read == nil, name == nil || title == name, let target = targets[sheet.attributes["id"] ?? ""],
                let content = try Self.xml(archive, target)
            else { continue }
            let rows = try Self.rows(content, texts, dates)
            if !rows.isEmpty { read = (title, rows) }
        }
        guard let read else { throw .empty }
        (self.sheet, rows) = (read.name, read.rows)
        otherSheets = sheets.compactMap { $0.attributes["name"] }.filter { $0 != read.name }
    }

    private static func xml(_ archive: ZipArchive, _ name: String) throws(WorkbookFlaw) -> PlainXMLElement? {
        guard let bytes = try archive.part(name, sizeMax: partSizeMax) else { return nil }
        do throws(PlainXML.Flaw) { return try PlainXML.root(of: Data(bytes)) } catch { throw .broken }
    }

    private static func isEpoch1904(_ book: PlainXMLElement) -> Bool {
        ["1", "true"].contains(book.first("workbookPr")?.attributes["date1904"] ?? "")
    }

    /// Which part each sheet's id stands for, within the archive alone.
    private static func targets(_ archive: ZipArchive) throws(WorkbookFlaw) -> [String: String] {
        guard let links = try xml(archive, "xl/_rels/workbook.xml.rels") else { throw .broken }
        var targets: [String: String] = [:]
        for link in links.all("Relationship") where link.attributes["TargetMode"] != "External" {
            guard let id = link.attributes["Id"], let target = link.attributes["Target"] else { continue }
            targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        }
        return targets
    }

    /// 18.4.9: texts that cells name by their number. What is only shown above a text (`rPh`) is none of it.
    private static func sharedTexts(_ archive: ZipArchive) throws(WorkbookFlaw) -> [String] {
        guard let shared = try xml(archive, "xl/sharedStrings.xml") else { return [] }
        return shared.all("si").map(text)
    }

    private static func text(_ item: PlainXMLElement) -> String {
        item.children.map { child in
            switch child.name {
            case "t": unescaped(child.text)
            case "r": child.all("t").map { unescaped($0.text) }.joined()
            default: ""
            }
        }.joined()
    }

    /// 22.9.2.19: `_x000D_` is a character that XML cannot hold.
    private static func unescaped(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.0)
        }
    }

    private static func rows(
        _ sheet: PlainXMLElement, _ texts: [String], _ dates: DateStyles
    ) throws(WorkbookFlaw) -> [DelimitedText.Row] {
        var rows: [DelimitedText.Row] = []
        var next = 1
        for row in sheet.first("sheetData")?.all("row") ?? [] {
            let line = row.attributes["r"].flatMap { Int($0) } ?? next
            next = line + 1
            var cells: [String] = []
            for cell in row.all("c") {
                let column = cell.attributes["r"].flatMap(Self.column) ?? cells.count
                guard column < columnsMax else { throw .tooLarge }
                while cells.count < column { cells.append("") }
                let text = text(cell, texts, dates)
                guard text.utf8.count <= DelimitedText.cellMax else { throw .cellTooLong(row: line) }
                if cells.count == column { cells.append(text) } else { cells[column] = text }
            }
            if cells.contains(where: { !$0.isEmpty }) {
                guard rows.count < rowsMax else { throw .tooLarge }
                rows.append(.init(line: line, cells: cells.map { .init(text: $0, line: line) }))
            }
        }
        // A spreadsheet leaves out empty cells at the end of a row.
        let width = rows.map(\.cells.count).max() ?? 0
        return rows.map { row in
            let missing = (row.cells.count..<max(width, row.cells.count)).map { _ in
                DelimitedText.Cell(text: "", line: row.line)
            }
            return .init(line: row.line, cells: row.cells + missing)
        }
    }

    private static func text(_ cell: PlainXMLElement, _ texts: [String], _ dates: DateStyles) -> String {
        let value = cell.text("v")
        switch cell.attributes["t"] ?? "n" {
        case "s": return Int(value).flatMap { texts.indices.contains($0) ? texts[$0] : nil } ?? ""
        case "inlineStr": return cell.first("is").map(text) ?? ""
        case "b": return value == "1" ? "yes" : "no"
        // #N/A and the like say nothing.
        case "e": return ""
        case "str", "d": return cell.first("v").map { unescaped($0.text) } ?? ""
        default:
            if let date = dates.date(value, style: cell.attributes["s"]) { return date }
            return plainNumber(value)
        }
    }

    /// `350`, not `350.0`; `3.5E2` and the like in full; what is no number as it is.
    private static func plainNumber(_ text: String) -> String {
        guard text.contains(where: { "eE.".contains($0) }), let number = Decimal(string: text) else { return text }
        return number.description
    }

    /// The number of a column from 0: `A1` is 0, `AB7` 27.
    private static func column(_ name: String) -> Int? {
        let letters = name.utf8.prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        guard (1...3).contains(letters.count) else { return nil }
        return letters.reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) + 1 } - 1
    }
}

/// Which styles show a number as a date (18.8.30).
private struct DateStyles {
    private let isDate: [Bool]
    private let epoch1904: Bool

    init(_ styles: PlainXMLElement?, epoch1904: Bool) {
        self.epoch1904 = epoch1904
        let own = (styles?.first("numFmts")?.all("numFmt") ?? []).compactMap { format -> (Int, String)? in
            format.attributes["numFmtId"].flatMap { Int($0) }.map { ($0, format.attributes["formatCode"] ?? "") }
        }
        let codes = Dictionary(own) { first, _ in first }
        isDate = (styles?.first("cellXfs")?.all("xf") ?? []).map { format in
            let id = format.attributes["numFmtId"].flatMap { Int($0) } ?? 0
            // What stands in quotation marks or brackets is text or a colour.
            let code = codes[id]?.replacing(/"[^"]*"|\[[^\]]*\]|\\./, with: "").lowercased()
            return (14...17).contains(id) || id == 22 || code?.contains(where: { "yd".contains($0) }) ?? false
        }
    }

    /// `2015-02-14`, with the time if there is one, for a number of days since the last day of 1899 (or of 1904).
    func date(_ text: String, style: String?) -> String? {
        guard let style = style.flatMap({ Int($0) }), isDate.indices.contains(style), isDate[style],
            let days = Double(text), (1..<2_958_466).contains(days)
        else { return nil }
        // 1900 was no leap year, and spreadsheets believe it was: from March on they are one day ahead.
        let start = epoch1904 ? -24_107.0 : days < 60 ? -25_568.0 : -25_569.0
        let seconds = ((days + start) * 86_400).rounded()
        let stamp = Date(timeIntervalSince1970: seconds).formatted(.iso8601)
        let (date, time) = (stamp.prefix(10), stamp.dropFirst(11).prefix(8))
        return time == "00:00:00" ? String(date) : "\(date) \(time)"
    }
}
