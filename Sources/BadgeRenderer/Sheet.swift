internal import Conference
package import Typesetting

/// How badges are laid on paper.
package struct Sheet: Sendable, Hashable {
    /// A kind of label sheet, as its maker cuts it.
    package struct Preset: Sendable, Hashable {
        /// What commands and the API call it.
        package let id: String
        /// What the box says.
        package let title: String
        package let paper: Size
        package let label: Size
        package let columns: Int
        package let rows: Int
        /// The top left of the first label.
        package let origin: Point
        /// From one label's left (top) edge to the next one's.
        package let pitch: Size

        init(
            _ id: String, _ title: String, paper: Size, label: Size, columns: Int, rows: Int, origin: Point, pitch: Size
        ) {
            self.id = id
            self.title = title
            self.paper = paper
            self.label = label
            self.columns = columns
            self.rows = rows
            self.origin = origin
            self.pitch = pitch
        }
    }

    /// Nil for pages of the badge's own size.
    package var preset: Preset?
    /// The first label to print on, from 1: sheets that were begun can be used up.
    package var firstLabel: Int
    /// Marks around the badges that show where to cut; pages of the badge's own size grow by them.
    package var hasCropMarks: Bool

    package init(preset: Preset?, firstLabel: Int = 1, hasCropMarks: Bool = false) {
        self.preset = preset
        self.firstLabel = firstLabel
        self.hasCropMarks = hasCropMarks
    }

    /// One badge, one page.
    package static let single = Sheet(preset: nil)
    package static let letter6up = Sheet(preset: .letter6up)
}

extension Sheet.Preset {
    /// Avery's own template for 5392: six inserts of 4 × 3 in without gaps, an inch above and below, a quarter beside.
    package static let letter6up = Sheet.Preset(
        "letter-6up", "Letter, 6 of 4 × 3 in (Avery 5392, 74459)", paper: .inches(8.5, 11), label: .inches(4, 3),
        columns: 2, rows: 3, origin: Point(x: 18, y: 72), pitch: .inches(4, 3))

    /// Every kind there is.
    package static let all: [Sheet.Preset] = [.letter6up]
}

/// A sheet for badges of one size: which label the n-th badge comes on.
struct SheetLayout: Sendable, Hashable {
    /// Points between a badge's edge and its crop marks, and the marks' length.
    private static let cropGap = 3.0
    private static let cropLength = 12.0

    let paper: Size
    let labelsPerPage: Int
    private let labels: Sheet.Preset
    private let badge: Size
    private let firstLabel: Int
    private let hasCropMarks: Bool

    /// Throws `template_larger_than_label` or `first_label_out_of_range`.
    init(_ sheet: Sheet, badge: Size) throws(BadgeRendererError) {
        let margin = sheet.preset == nil && sheet.hasCropMarks ? Self.cropGap + Self.cropLength + 3 : 0
        labels =
            sheet.preset
            ?? Sheet.Preset(
                "single", "", paper: Size(width: badge.width + 2 * margin, height: badge.height + 2 * margin),
                label: badge, columns: 1, rows: 1, origin: Point(x: margin, y: margin), pitch: badge)
        // Half a point: designers round.
        guard badge.width <= labels.label.width + 0.5, badge.height <= labels.label.height + 0.5 else {
            throw BadgeRendererError("template_larger_than_label", ErrorDetail("sheet", labels.id))
        }
        labelsPerPage = labels.columns * labels.rows
        guard (1...labelsPerPage).contains(sheet.firstLabel) else {
            throw BadgeRendererError(
                "first_label_out_of_range", ErrorDetail("sheet", labels.id), ErrorDetail("label", sheet.firstLabel),
                ErrorDetail("labels", labelsPerPage))
        }
        self.badge = badge
        paper = labels.paper
        firstLabel = sheet.firstLabel
        hasCropMarks = sheet.hasCropMarks
    }

    func pageCount(badges: Int) -> Int {
        (badges + firstLabel - 1 + labelsPerPage - 1) / labelsPerPage
    }

    /// The badges of a page, from 0, each with the top left of where it goes.
    func badges(onPage page: Int, of count: Int) -> [(index: Int, origin: Point)] {
        let first = page * labelsPerPage - (firstLabel - 1)
        return (max(first, 0)..<min(first + labelsPerPage, count)).map { ($0, origin(ofLabel: $0 - first)) }
    }

    /// The badge is centred on its label.
    private func origin(ofLabel label: Int) -> Point {
        let (row, column) = label.quotientAndRemainder(dividingBy: labels.columns)
        return Point(
            x: labels.origin.x + Double(column) * labels.pitch.width + (labels.label.width - badge.width) / 2,
            y: labels.origin.y + Double(row) * labels.pitch.height + (labels.label.height - badge.height) / 2)
    }

    /// Draws the marks in the margins around all labels, where no badge is.
    @TypesettingActor
    func drawCropMarks(on canvas: Canvas) {
        guard hasCropMarks else { return }
        let first = origin(ofLabel: 0)
        let last = origin(ofLabel: labelsPerPage - 1)
        let edgesX = (0..<labels.columns).flatMap { column in
            [0, badge.width].map { first.x + Double(column) * labels.pitch.width + $0 }
        }
        let edgesY = (0..<labels.rows).flatMap { row in
            [0, badge.height].map { first.y + Double(row) * labels.pitch.height + $0 }
        }
        let (right, bottom) = (last.x + badge.width, last.y + badge.height)
        func mark(_ start: Point, _ end: Point) {
            canvas.line(from: start, to: end, color: .black, lineWidth: 0.25)
        }
        let (near, far) = (Self.cropGap, Self.cropGap + Self.cropLength)
        for x in Set(edgesX).sorted() {
            mark(Point(x: x, y: first.y - far), Point(x: x, y: first.y - near))
            mark(Point(x: x, y: bottom + near), Point(x: x, y: bottom + far))
        }
        for y in Set(edgesY).sorted() {
            mark(Point(x: first.x - far, y: y), Point(x: first.x - near, y: y))
            mark(Point(x: right + near, y: y), Point(x: right + far, y: y))
        }
    }
}
