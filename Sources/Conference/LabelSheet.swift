/// A width and a height, in millimetres.
package struct PaperExtent: Sendable, Hashable {
    package let width: Double
    package let height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Reads `80 x 50 mm`, `3.5 x 2.25 in`, or the name of a paper: `letter`, `a4`, `a5`, `a6`.
    ///
    /// - Parameter smallest: of each side, in millimetres; negative for offsets.
    /// - Throws: `size_invalid` for anything else, and for a side that is smaller or above 2 m.
    package init(_ text: String, smallest: Double = 1) throws(ConferenceError) {
        let lower = text.lowercased()
        if let paper = Self.papers[lower] {
            self = paper
            return
        }
        let form = #/\s*(-?[0-9]{1,4}(?:\.[0-9]{1,3})?)\s*[x×]\s*(-?[0-9]{1,4}(?:\.[0-9]{1,3})?)\s*(mm|cm|in)\s*/#
        guard let found = lower.wholeMatch(of: form), let width = Double(found.1), let height = Double(found.2) else {
            throw ConferenceError(.sizeInvalid, ErrorDetail("value", text))
        }
        let units: [Substring: Double] = ["mm": 1, "cm": 10, "in": 25.4]
        let unit = units[found.3] ?? 1
        self.init(width: width * unit, height: height * unit)
        guard [self.width, self.height].allSatisfy({ (smallest...2_000).contains($0) }) else {
            throw ConferenceError(.sizeInvalid, ErrorDetail("value", text))
        }
    }

    /// ANSI A and ISO 216.
    private static let papers = [
        "letter": PaperExtent(width: 215.9, height: 279.4), "a4": PaperExtent(width: 210, height: 297),
        "a5": PaperExtent(width: 148, height: 210), "a6": PaperExtent(width: 105, height: 148),
    ]
}

/// A sheet of labels, or a roll, that the organizer describes.
package struct LabelSheet: Sendable, Hashable, Identifiable {
    /// What commands and the API call it; unique in the event.
    package typealias ID = Identifier<LabelSheet, String>

    package let id: ID
    /// What the box says.
    package let name: String
    package let paper: PaperExtent
    package let label: PaperExtent
    package let columns: Int
    package let rows: Int
    /// From the paper's left and top edge to the first label.
    package let margins: PaperExtent
    /// From one label's left (top) edge to the next one's.
    package let pitch: PaperExtent
    /// A roll that is cut after each badge.
    package let isEndless: Bool

    /// - Parameters:
    ///   - margins: nil for labels in the middle of the paper.
    ///   - pitch: nil for labels without gaps.
    /// - Throws: `labels_do_not_fit` where they overlap or reach over the paper.
    package init(
        id: ID, name: String, paper: PaperExtent, label: PaperExtent, columns: Int, rows: Int,
        margins: PaperExtent?, pitch: PaperExtent?, isEndless: Bool
    ) throws(ConferenceError) {
        let pitch = pitch ?? label
        let width = pitch.width * Double(columns - 1) + label.width
        let height = pitch.height * Double(rows - 1) + label.height
        let margins =
            margins ?? PaperExtent(width: (paper.width - width) / 2, height: (paper.height - height) / 2)
        // A twentieth of a millimetre is how well makers' measures are rounded.
        let slack = 0.05
        guard columns == 1 || pitch.width >= label.width - slack, rows == 1 || pitch.height >= label.height - slack,
            margins.width >= -slack, margins.height >= -slack, margins.width + width <= paper.width + slack,
            margins.height + height <= paper.height + slack
        else { throw ConferenceError(.labelsDoNotFit) }
        self.id = id
        self.name = name
        self.paper = paper
        self.label = label
        self.columns = columns
        self.rows = rows
        self.margins = margins
        self.pitch = pitch
        self.isEndless = isEndless
    }
}

/// By how much a printer misses, and what is done about it.
package struct PrinterAdjustment: Sendable, Hashable {
    /// The name of its queue.
    package let queue: String
    /// To the right and down, in millimetres.
    package let offset: PaperExtent
    /// Of everything, from the paper's top left; 1 for as it is.
    package let scale: Double

    package init(queue: String, offset: PaperExtent, scale: Double) {
        self.queue = queue
        self.offset = offset
        self.scale = scale
    }
}
