import Catalogues
import Typesetting

/// One schedule per person: in each round, their place and partner.
@TypesettingActor
struct RotationLayout {
    private static let margin = 40.0
    private static let rowHeight = 15.0
    private static let headHeight = 92.0
    private static let gap = 22.0

    private let rotation: RotationPaper
    private let pen: Pen
    private let paper: Size

    init(_ rotation: RotationPaper, pen: Pen) {
        self.rotation = rotation
        self.pen = pen
        paper = rotation.size.size
    }

    func draw(on document: PDFDocument) throws {
        let rows = Int((paper.height - 2 * Self.margin - Self.headHeight - Self.rowHeight) / Self.rowHeight)
        for schedule in rotation.schedules {
            let words = Catalogue.of(schedule.language)
            let columns = schedule.stops.count <= rows ? 1 : 2
            let perPage = rows * columns
            let pages = max(1, (schedule.stops.count + perPage - 1) / perPage)
            for page in 0..<pages {
                let stops = schedule.stops[
                    min(page * perPage, schedule.stops.count)..<min((page + 1) * perPage, schedule.stops.count)]
                try document.page(paper) { canvas in
                    drawHead(schedule, words, page: page + 1, of: pages, on: canvas)
                    let width =
                        columns == 1
                        ? paper.width - 2 * Self.margin : (paper.width - 2 * Self.margin - Self.gap) / 2
                    for column in 0..<columns {
                        let part = stops.dropFirst(column * rows).prefix(rows)
                        guard !part.isEmpty else { continue }
                        let x = Self.margin + Double(column) * (width + Self.gap)
                        drawColumn(Array(part), words, on: canvas, x: x, width: width)
                    }
                }
            }
        }
    }

    private func drawHead(
        _ schedule: RotationPaper.Schedule, _ words: Catalogue, page: Int, of count: Int, on canvas: Canvas
    ) {
        let width = paper.width - 2 * Self.margin
        let what = words(
            "ksp_paper_rotation",
            ["event": rotation.event, "when": schedule.when, "version": "\(rotation.version)"])
        let number = words("document_page", ["page": "\(page)", "pages": "\(count)"])
        var y = Self.margin - 8
        for piece in [
            pen.set(schedule.label, .mono, size: 22, weight: .bold, width: width, sizeMin: 9),
            pen.set(schedule.name, size: 18, weight: .semibold, width: width, sizeMin: 9),
            pen.set(
                what + (count > 1 ? " · \(number)" : ""), size: 10, width: width, sizeMin: 6, color: Pen.faint),
        ] {
            piece.draw(on: canvas, x: Self.margin, top: y)
            y += piece.height
        }
    }

    /// Where the columns of a row begin, from its left edge.
    private static let starts = (round: 14.0, time: 48.0, place: 84.0, numbers: 120.0)

    private func drawColumn(
        _ stops: [RotationPaper.Stop], _ words: Catalogue, on canvas: Canvas, x: Double, width: Double
    ) {
        let longest = stops.map(\.partnerLabel.count).max() ?? 3
        let name = Self.starts.numbers + min(Double(longest), 21) * 6.1 + 8
        var y = Self.margin + Self.headHeight
        func cell(
            _ text: String, _ face: Pen.Face = .sans, at start: Double, width: Double,
            alignment: TextStyle.Alignment = .left, weight: TextStyle.Weight = .regular, color: Color = Pen.ink
        ) {
            guard !text.isEmpty else { return }
            pen.set(text, face, size: 10, weight: weight, width: width, alignment: alignment, sizeMin: 6, color: color)
                .draw(on: canvas, x: x + start, top: y - 1.5)
        }
        let hasTimes = stops.contains { !$0.time.isEmpty }
        cell(words("ksp_paper_round"), at: Self.starts.round - 14, width: 36, alignment: .right, color: Pen.faint)
        if hasTimes { cell(words("ksp_paper_time"), at: Self.starts.time, width: 30, color: Pen.faint) }
        cell(words("ksp_paper_place"), at: Self.starts.place - 6, width: 30, alignment: .right, color: Pen.faint)
        cell(words("ksp_paper_with"), at: Self.starts.numbers, width: 60, color: Pen.faint)
        y += Self.rowHeight
        for stop in stops {
            canvas.line(
                from: Point(x: x, y: y), to: Point(x: x + width, y: y), color: Pen.hairline, lineWidth: 0.4)
            cell(String(stop.round), at: Self.starts.round, width: 22, alignment: .right)
            cell(stop.time, at: Self.starts.time, width: 32)
            if let place = stop.place {
                Pen.box(canvas, x: x + 0.5, y: y + 3, side: 9)
                cell(String(place), at: Self.starts.place, width: 24, alignment: .right, weight: .bold)
                cell(stop.partnerLabel, .mono, at: Self.starts.numbers, width: name - Self.starts.numbers - 4)
                cell(stop.partnerName, at: name, width: width - name)
            } else {
                cell(words("ksp_paper_rest"), at: Self.starts.numbers, width: 60, color: Pen.faint)
            }
            y += Self.rowHeight
        }
    }
}
