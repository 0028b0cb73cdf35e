import Conference

/// A workbook of one sheet that is being written: every cell a text or a number, none a formula.
package struct WorkbookText: Sendable {
    package enum Cell: Sendable, Hashable {
        case text(String)
        /// Digits with a point, as a decimal number is written.
        case number(String)
        case empty
    }

    private var rows = ""
    private var count = 0
    private let sheet: String

    /// - Parameter sheet: the name on its tab, at most 31 characters, without `[]:*?/\`.
    package init(sheet: String, header: [String]) {
        self.sheet = sheet
        append(header.map(Cell.text))
    }

    /// Adds a row.
    package mutating func append(_ cells: [Cell]) {
        count += 1
        rows += "<row r=\"\(count)\">"
        for (index, cell) in cells.enumerated() {
            let place = "r=\"\(Self.column(index))\(count)\""
            switch cell {
            case .empty: break
            case .number(let digits): rows += "<c \(place)><v>\(digits)</v></c>"
            case .text(let text):
                rows += "<c \(place) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(Self.escaped(text))</t></is></c>"
            }
        }
        rows += "</row>"
    }

    /// The file.
    package var bytes: [UInt8] {
        var archive = ZipWriter()
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let package = "http://schemas.openxmlformats.org/package/2006"
        let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        let parts = [
            (
                "[Content_Types].xml",
                """
                <Types xmlns="\(package)/content-types"><Default Extension="rels" \
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="\(type).sheet.main+xml"/>\
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(type).worksheet+xml"/></Types>
                """
            ),
            (
                "_rels/.rels",
                """
                <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
                Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """
            ),
            (
                "xl/workbook.xml",
                """
                <workbook xmlns="\(main)" xmlns:r="\(office)"><sheets><sheet name="\(Self.escaped(sheet))" \
                sheetId="1" r:id="rId1"/></sheets></workbook>
                """
            ),
            (
                "xl/_rels/workbook.xml.rels",
                """
                <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
                Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
                """
            ),
            ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>"),
        ]
        for (name, content) in parts { archive.add(name, Array((head + content).utf8)) }
        return archive.finished()
    }

    private static func column(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
        return index < 26 ? letter : column(index / 26 - 1) + letter
    }

    /// XML holds no control characters (its section 2.2); a workbook writes them as `_x0007_`, and so what looks like that.
    private static func escaped(_ text: String) -> String {
        var written = ""
        for scalar in text.replacing(/_x[0-9A-Fa-f]{4}_/, with: { "_x005F\($0.0)" }).unicodeScalars {
            switch scalar {
            case "\t", "\n": written.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                written += "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
            default: written.unicodeScalars.append(scalar)
            }
        }
        return PlainXML.escaped(written)
    }
}
