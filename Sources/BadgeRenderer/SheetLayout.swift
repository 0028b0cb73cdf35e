internal import Conference
internal import Typesetting

/// A sheet for badges of one size: which label the n-th badge comes on, on the front and on the back.
struct SheetLayout: Sendable, Hashable {
    /// Points between a badge's edge and its crop marks, and the marks' length.
    private static let cropGap = 3.0
    private static let cropLength = 12.0

    enum Side: Sendable, Hashable { case front, back }

    let paper: Size
    let labelsPerPage: Int
    private let labels: Sheet.Preset
    /// The badge as it lies on the paper, turned by a quarter if it fits only so.
    private let badge: Size
    private let isTurned: Bool
    /// The labels of the first page to print on, from 0.
    private let firstPage: [Int]
    private let hasCropMarks: Bool
    /// The axis about which the paper turns is upright.
    private let turnsAboutUpright: Bool

    /// Throws `template_larger_than_label`, `first_label_out_of_range`, `skipped_label_out_of_range` or `no_label_left`.
    init(_ sheet: Sheet, badge: Size) throws(BadgeRendererError) {
        let margin = sheet.preset == nil && sheet.hasCropMarks ? Self.cropGap + Self.cropLength + 3 : 0
        let labels = sheet.preset?.cut(for: badge) ?? .single(badge, margin: margin)
        if badge.fits(in: labels.label) {
            isTurned = false
            self.badge = badge
        } else if badge.turned.fits(in: labels.label) {
            isTurned = true
            self.badge = badge.turned
        } else {
            throw BadgeRendererError(.templateLargerThanLabel, ErrorDetail("sheet", labels.id))
        }
        let count = labels.columns * labels.rows
        guard (1...count).contains(sheet.firstLabel) else {
            throw BadgeRendererError(
                .firstLabelOutOfRange, ErrorDetail("sheet", labels.id), ErrorDetail("label", sheet.firstLabel),
                ErrorDetail("labels", count))
        }
        if let label = sheet.skippedLabels.sorted().first(where: { !(1...count).contains($0) }) {
            throw BadgeRendererError(
                .skippedLabelOutOfRange, ErrorDetail("sheet", labels.id), ErrorDetail("label", label),
                ErrorDetail("labels", count))
        }
        firstPage = (sheet.firstLabel...count).filter { !sheet.skippedLabels.contains($0) }.map { $0 - 1 }
        guard !firstPage.isEmpty else { throw BadgeRendererError(.noLabelLeft, ErrorDetail("sheet", labels.id)) }
        self.labels = labels
        labelsPerPage = count
        paper = labels.paper
        hasCropMarks = sheet.hasCropMarks
        turnsAboutUpright = (sheet.flip == .longEdge) == (paper.height >= paper.width)
    }

    /// How many sheets of paper this many badges need.
    func sheetCount(badges: Int) -> Int {
        badges <= firstPage.count ? min(badges, 1) : 1 + (badges - firstPage.count + labelsPerPage - 1) / labelsPerPage
    }

    /// The badges of a sheet of paper, from 0, each with its label, from 0.
    func badges(onSheet sheet: Int, of count: Int) -> [(index: Int, label: Int)] {
        if sheet == 0 { return Array(zip(0..<min(count, firstPage.count), firstPage)).map { ($0, $1) } }
        let first = firstPage.count + (sheet - 1) * labelsPerPage
        return (first..<min(first + labelsPerPage, count)).map { ($0, $0 - first) }
    }

    /// Where a badge is on a side of its label: from the badge's own coordinates to the page's.
    ///
    /// Fronts and backs coincide and have the same way up, however the paper is turned.
    func transform(ofLabel label: Int, side: Side) -> Transform {
        let place = rect(ofLabel: label)
        switch side {
        case .front:
            return upright(at: place, turn: 90)
        case .back:
            let mirrored = Rect(
                x: paper.width - place.maxX, y: place.minY, width: place.size.width, height: place.size.height)
            let transform = upright(at: mirrored, turn: -90)
            return turnsAboutUpright
                ? transform
                : Transform.translation(paper.width, paper.height)(.rotation(degrees: 180))(transform)
        }
    }

    /// The badge is centred on its label.
    func rect(ofLabel label: Int) -> Rect {
        let place = labels.place(ofLabel: label)
        return Rect(
            x: place.midX - badge.width / 2, y: place.midY - badge.height / 2, width: badge.width,
            height: badge.height)
    }

    private func upright(at place: Rect, turn degrees: Double) -> Transform {
        guard isTurned else { return .translation(place.minX, place.minY) }
        // Turned clockwise, the badge's top left ends up at the top right; the other way, at the bottom left.
        let corner = degrees > 0 ? Point(x: place.maxX, y: place.minY) : Point(x: place.minX, y: place.maxY)
        return Transform.translation(corner.x, corner.y)(.rotation(degrees: degrees))
    }

    /// Draws the marks in the margins around all labels, where no badge is.
    @TypesettingActor
    func drawCropMarks(on canvas: Canvas) {
        guard hasCropMarks else { return }
        let first = rect(ofLabel: 0)
        let last = rect(ofLabel: labelsPerPage - 1)
        let edgesX = (0..<labels.columns).flatMap { column in
            [0, badge.width].map { first.minX + Double(column) * labels.pitch.width + $0 }
        }
        let edgesY = (0..<labels.rows).flatMap { row in
            [0, badge.height].map { first.minY + Double(row) * labels.pitch.height + $0 }
        }
        func mark(_ start: Point, _ end: Point) {
            canvas.line(from: start, to: end, color: .black, lineWidth: 0.25)
        }
        let (near, far) = (Self.cropGap, Self.cropGap + Self.cropLength)
        for x in Set(edgesX).sorted() {
            mark(Point(x: x, y: first.minY - far), Point(x: x, y: first.minY - near))
            mark(Point(x: x, y: last.maxY + near), Point(x: x, y: last.maxY + far))
        }
        for y in Set(edgesY).sorted() {
            mark(Point(x: first.minX - far, y: y), Point(x: first.minX - near, y: y))
            mark(Point(x: last.maxX + near, y: y), Point(x: last.maxX + far, y: y))
        }
    }
}

extension Size {
    fileprivate var turned: Size { Size(width: height, height: width) }

    /// To half a point: designers round.
    fileprivate func fits(in label: Size) -> Bool {
        width <= label.width + 0.5 && height <= label.height + 0.5
    }
}
