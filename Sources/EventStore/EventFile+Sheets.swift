import Conference

/// The paper that badges are printed on, and the printers that miss it.
extension EventFile {
    static func readSheet(_ section: MappingReader) -> LabelSheet? {
        let id = section.value("id", readIdentifier)
        let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
        let label = section.value("label") { try PaperExtent($0) }
        let isEndless = section.value("endless", default: "false", readFlag)
        let paper = section.value("paper", default: nil) { try PaperExtent($0) }
        let columns = section.value("columns", default: "1") { try readCount($0, 1...50) }
        let rows = section.value("rows", default: "1") { try readCount($0, 1...50) }
        let margins = section.value("margins", default: nil) { try PaperExtent($0, smallest: 0) }
        let pitch = section.value("pitch", default: nil) { try PaperExtent($0) }
        section.finish()
        guard let id, let name, let label, let isEndless, let columns, let rows else { return nil }
        do {
            return try LabelSheet(
                id: LabelSheet.ID(rawValue: id), name: name, paper: paper ?? label, label: label, columns: columns,
                rows: rows, margins: margins, pitch: pitch, isEndless: isEndless)
        } catch {
            section.refuse(error.code)
            return nil
        }
    }

    static func readPrinter(_ section: MappingReader) -> PrinterAdjustment? {
        let queue = section.value("queue") { try readLine($0, field: "queue", limit: 100) }
        let offset = section.value("offset", default: "0 x 0 mm") { text in
            let offset = try PaperExtent(text, smallest: -50)
            guard max(offset.width, offset.height) <= 50 else {
                throw ConferenceError(.sizeInvalid, ErrorDetail("value", text))
            }
            return offset
        }
        let scale = section.value("scale", default: "100%", readScale)
        section.finish()
        guard let queue, let offset, let scale else { return nil }
        return PrinterAdjustment(queue: queue, offset: offset, scale: scale)
    }

    /// `99.5%`; between 90 and 110.
    private static func readScale(_ text: String) throws(ConferenceError) -> Double {
        guard let found = text.wholeMatch(of: #/([0-9]{2,3}(?:\.[0-9]{1,3})?) ?%/#), let percent = Double(found.1),
            (90...110).contains(percent)
        else { throw ConferenceError(.scaleInvalid, ErrorDetail("value", text)) }
        return percent / 100
    }
}
