package import Conference
package import Typesetting

/// The sheets and rolls that shops sell, by their makers' names.
///
/// Measures are those that the makers print on the boxes and give in their templates and drivers: of Avery's sheets compared with
/// gLabels' table of templates (Debian's glabels-data 3.4.1), where it gives L4784 to L4787 in whole millimetres; of Dymo's rolls
/// with the paper sizes of Dymo's own driver (Debian's printer-driver-dymo 1.4.0), of Brother's with those of printer-driver-ptouch
/// and Brother's raster command reference, of Zebra's with CUPS' own driver.
extension Sheet.Preset {
    /// Avery 5392: six inserts of 4 × 3 in without gaps, an inch above and below, a quarter beside.
    package static let letter6up = Sheet.Preset(
        "letter-6up", "Letter, 6 inserts of 4 × 3 in (Avery 5392, 74459)", paper: .letter, label: .inches(4, 3),
        columns: 2, rows: 3, origin: Point(x: 18, y: 72), pitch: .inches(4, 3))

    /// Avery 5395: eight stick-on name badges of 3 3/8 × 2 1/3 in, 3 3/4 in apart across and 2 1/2 in down.
    package static let letter8up = Sheet.Preset(
        "letter-8up", "Letter, 8 name labels of 3⅜ × 2⅓ in (Avery 5395, 8395)", paper: .letter,
        label: .inches(3.375, 7.0 / 3), columns: 2, rows: 4, origin: Point(x: 49.5, y: 42), pitch: .inches(3.75, 2.5))

    /// Avery 5390: eight inserts of 3 1/2 × 2 1/4 in without gaps, an inch above and below, three quarters beside.
    package static let letter8inserts = Sheet.Preset.centered(
        "letter-8up-insert", "Letter, 8 inserts of 3½ × 2¼ in (Avery 5390)", paper: .letter,
        label: .inches(3.5, 2.25), columns: 2, rows: 4)

    /// Card stock for badges folded in the middle: two of 4 × 6 in.
    package static let letter2up = Sheet.Preset.centered(
        "letter-2up", "Letter, 2 fold-over badges of 4 × 6 in (card stock)", paper: .letter, label: .inches(4, 6),
        columns: 2, rows: 1)

    /// Avery L4784 to L4787: ten stick-on name badges of 80 × 50 mm, 95 mm apart across and 55 mm down, in the middle.
    package static let a4of10 = Sheet.Preset.centered(
        "a4-10up", "A4, 10 name labels of 80 × 50 mm (Avery L4784–L4787)", paper: .a4, label: .millimeters(80, 50),
        columns: 2,
        rows: 5, gap: .millimeters(15, 5))

    /// Card stock for the holders of 90 × 55 mm that are common in Europe.
    package static let a4of8 = Sheet.Preset.centered(
        "a4-8up", "A4, 8 inserts of 90 × 55 mm (card stock)", paper: .a4, label: .millimeters(90, 55), columns: 2,
        rows: 4)

    /// Card stock: a sheet of A4 cut twice.
    package static let a4of4 = Sheet.Preset.centered(
        "a4-4up", "A4, 4 inserts of A6 (card stock)", paper: .a4, label: .millimeters(105, 148), columns: 2, rows: 2)

    /// Card stock for cards of the size of a bank card (ISO/IEC 7810, ID-1).
    package static let a4of10cards = Sheet.Preset.centered(
        "a4-10up-cr80", "A4, 10 cards of 85.6 × 54 mm (card stock)", paper: .a4, label: .millimeters(85.6, 53.98),
        columns: 2, rows: 5)

    /// Card stock for cards of the size of a bank card (ISO/IEC 7810, ID-1).
    package static let letter10cards = Sheet.Preset.centered(
        "letter-10up-cr80", "Letter, 10 cards of 85.6 × 54 mm (card stock)", paper: .letter,
        label: .millimeters(85.6, 53.98), columns: 2, rows: 5)

    /// A6 paper or card, one badge on each (ISO 216).
    package static let a6 = Sheet.Preset.centered(
        "a6", "A6 card, one badge", paper: .millimeters(105, 148), label: .millimeters(105, 148), columns: 1, rows: 1)

    /// A plastic card in a card printer (ISO/IEC 7810, ID-1).
    package static let card = Sheet.Preset.centered(
        "cr80", "Plastic card, 85.6 × 54 mm (CR80)", paper: .millimeters(85.6, 53.98),
        label: .millimeters(85.6, 53.98), columns: 1, rows: 1)

    /// Brother's die-cut labels for the QL series.
    package static let roll62x100 = Sheet.Preset.centered(
        "roll-62x100", "Labels of 62 × 100 mm (Brother DK-11202)", paper: .millimeters(62, 100),
        label: .millimeters(62, 100), columns: 1, rows: 1)

    /// Brother's name badges for the QL series; the printer reaches 56.9 × 80.8 mm of them.
    package static let roll60x86 = Sheet.Preset.centered(
        "roll-60x86", "Name badges of 60 × 86 mm (Brother DK-11234)", paper: .millimeters(60, 86),
        label: .millimeters(60, 86), columns: 1, rows: 1)

    /// Dymo's name badges and shipping labels for the LabelWriter: 153.12 × 285.84 pt.
    package static let roll54x101 = Sheet.Preset.centered(
        "roll-54x101", "Labels of 54 × 101 mm (Dymo 99014, 30323)", paper: .millimeters(54, 101),
        label: .millimeters(54, 101), columns: 1, rows: 1)

    /// Dymo's name badges and shipping labels of 2 5/16 × 4 in: 166.56 × 288 pt.
    package static let roll59x102 = Sheet.Preset.centered(
        "roll-59x102", "Labels of 59 × 102 mm (Dymo 30256, 30364, 30857)", paper: .inches(2.3125, 4),
        label: .inches(2.3125, 4), columns: 1, rows: 1)

    /// Dymo's white name badges: 117.12 × 252 pt.
    package static let roll41x89 = Sheet.Preset.centered(
        "roll-41x89", "Name badges of 41 × 89 mm (Dymo 11356)", paper: .inches(1.625, 3.5), label: .inches(1.625, 3.5),
        columns: 1, rows: 1)

    /// Brother's endless paper for the QL series; the printer cuts after each badge.
    package static let roll62 = Sheet.Preset.centered(
        "roll-62mm", "Endless roll, 62 mm (Brother DK-22205, DK-22251)", paper: .millimeters(62, 100),
        label: .millimeters(62, 100), columns: 1, rows: 1, isEndless: true)

    /// Shipping labels, for Zebra's and all other 4 in printers.
    package static let roll4x6 = Sheet.Preset.centered(
        "roll-4x6", "Labels of 4 × 6 in (Zebra, 4 × 6)", paper: .inches(4, 6), label: .inches(4, 6), columns: 1,
        rows: 1)

    /// The sheet of that id, and pages of the badge's own size for `single`.
    ///
    /// - Parameter own: what the event's organizer describes; comes first where it has the name of another.
    /// - Throws: `sheet_unknown`.
    package static func named(
        _ id: String, among own: [LabelSheet] = []
    ) throws(BadgeRendererError) -> Sheet.Preset? {
        if id == Self.singleID { return nil }
        let all = all(with: own)
        guard let preset = all.first(where: { $0.id == id }) else {
            throw BadgeRendererError(
                .sheetUnknown, ErrorDetail("sheet", id),
                ErrorDetail("sheets", ([Self.singleID] + all.map(\.id)).joined(separator: ", ")))
        }
        return preset
    }

    /// What the event's organizer describes, then every kind that has no such name.
    package static func all(with own: [LabelSheet]) -> [Sheet.Preset] {
        let own = own.map(Sheet.Preset.init)
        return own + all.filter { preset in !own.contains { $0.id == preset.id } }
    }

    /// A sheet as the organizer describes it.
    private init(_ sheet: LabelSheet) {
        let origin = Size.millimeters(sheet.margins.width, sheet.margins.height)
        self.init(
            sheet.id.rawValue, sheet.name, paper: .millimeters(sheet.paper.width, sheet.paper.height),
            label: .millimeters(sheet.label.width, sheet.label.height), columns: sheet.columns, rows: sheet.rows,
            origin: Point(x: origin.width, y: origin.height),
            pitch: .millimeters(sheet.pitch.width, sheet.pitch.height), isEndless: sheet.isEndless)
    }

    /// The name for pages of the badge's own size.
    package static let singleID = "single"

    /// Letter paper with as many badges of a size as fit, with space between them; nil for badges that do not fit.
    package static func specimens(of badge: Size) -> Sheet.Preset? {
        let (gap, margin) = (12.0, 24.0)
        let columns = Int((Size.letter.width - 2 * margin + gap) / (badge.width + gap))
        let rows = Int((Size.letter.height - 2 * margin + gap) / (badge.height + gap))
        guard columns > 0, rows > 0 else { return nil }
        return .centered(
            "specimens", "Specimens", paper: .letter, label: badge, columns: columns, rows: rows,
            gap: Size(width: gap, height: gap))
    }

    /// Where a label is on the paper; labels are numbered from 0, row by row.
    package func place(ofLabel label: Int) -> Rect {
        let (row, column) = label.quotientAndRemainder(dividingBy: columns)
        return Rect(
            x: origin.x + Double(column) * pitch.width, y: origin.y + Double(row) * pitch.height,
            width: self.label.width, height: self.label.height)
    }

    /// Every kind, in the order in which lists show them.
    package static let all: [Sheet.Preset] = [
        .letter6up, .letter8up, .letter8inserts, .letter2up, .letter10cards, .a4of10, .a4of8, .a4of4, .a4of10cards, .a6,
        .card, .roll62, .roll62x100, .roll60x86, .roll59x102, .roll54x101, .roll41x89, .roll4x6,
    ]
}

extension Sheet.Preset {
    /// Labels in the middle of the paper, `gap` between one and the next.
    private static func centered(
        _ id: String, _ title: String, paper: Size, label: Size, columns: Int, rows: Int,
        gap: Size = Size(width: 0, height: 0), isEndless: Bool = false
    ) -> Sheet.Preset {
        let pitch = Size(width: label.width + gap.width, height: label.height + gap.height)
        let width = pitch.width * Double(columns) - gap.width
        let height = pitch.height * Double(rows) - gap.height
        return Sheet.Preset(
            id, title, paper: paper, label: label, columns: columns, rows: rows,
            origin: Point(x: (paper.width - width) / 2, y: (paper.height - height) / 2), pitch: pitch,
            isEndless: isEndless)
    }

    /// Pages of the badge's own size and a margin for crop marks.
    static func single(_ badge: Size, margin: Double) -> Sheet.Preset {
        Sheet.Preset(
            singleID, "One badge, one page",
            paper: Size(width: badge.width + 2 * margin, height: badge.height + 2 * margin), label: badge, columns: 1,
            rows: 1, origin: Point(x: margin, y: margin), pitch: badge)
    }

    /// The preset, with paper as long as the roll is cut for this badge.
    func cut(for badge: Size) -> Sheet.Preset {
        guard isEndless else { return self }
        // The side that does not fit across the roll runs along it.
        let length = badge.width <= label.width + 0.5 ? badge.height : badge.width
        return Sheet.Preset(
            id, title, paper: Size(width: paper.width, height: length), label: Size(width: label.width, height: length),
            columns: 1, rows: 1, origin: origin, pitch: pitch, isEndless: true)
    }
}

extension Size {
    /// ANSI A.
    fileprivate static let letter = Size.inches(8.5, 11)
    /// ISO 216.
    fileprivate static let a4 = Size.millimeters(210, 297)
}
