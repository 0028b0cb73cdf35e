import Catalogues
import Typesetting

/// Rows sign, columns are signed. The page is as large as its cells need: readable numbers on every row and column for
/// thirty people and for three hundred.
@TypesettingActor
struct MatrixLayout {
    private static let margin = 36.0
    private static let dark = Color(red: 0.07, green: 0.33, blue: 0.22)
    private static let light = Color(red: 0.87, green: 0.87, blue: 0.89)

    let size: Size
    private let matrix: MatrixPaper
    private let words: Catalogue
    private let pen: Pen
    /// The side of a cell, in points.
    private let cell: Double
    private let nameWidth: Double
    private let numberHeight: Double
    private let top: Double

    init(_ matrix: MatrixPaper, pen: Pen) {
        self.matrix = matrix
        words = Catalogue.of(matrix.language)
        self.pen = pen
        let count = Double(max(matrix.people.count, 1))
        cell = min(18, max(6, 720 / count))
        nameWidth = cell * 13
        numberHeight = cell * 2.2
        top = Self.margin + 52 + Double(matrix.summary.count) * 15
        let side = cell * count
        size = Size(
            width: max(2 * Self.margin + nameWidth + side, 430),
            height: top + numberHeight + side + 16 + 50 + Self.margin)
    }

    func draw(on canvas: Canvas) {
        drawTitle(on: canvas)
        let count = matrix.people.count
        let left = Self.margin + nameWidth
        let above = top + numberHeight
        let side = Double(count) * cell
        for (index, person) in matrix.people.enumerated() {
            let offset = Double(index) * cell
            let size = cell * 0.72
            let color = (index / 5).isMultiple(of: 2) ? Pen.ink : Pen.faint
            // Set separately, because a right-to-left name would take the number to its end.
            let number = pen.set(person.number, size: size, width: cell * 2, color: color)
            let row = pen.set(
                person.name, size: size, width: nameWidth - cell * 2 - 4, sizeMin: size * 0.9, color: color)
            number.draw(on: canvas, x: Self.margin, top: above + offset + cell * 0.75 - number.height)
            row.draw(on: canvas, x: Self.margin + cell * 2, top: above + offset + cell * 0.75 - row.height)
            let column = pen.set(person.number, size: size, width: numberHeight, color: color)
            let turned = Transform.translation(left + offset + cell * 0.75, above - 3)(.rotation(degrees: -90))
            canvas.transformed(by: turned) { column.draw(on: canvas, x: 0, top: -column.height) }
            canvas.fill(Rect(x: left + offset, y: above + offset, width: cell, height: cell), color: Self.light)
        }
        for line in 0...count {
            let at = Double(line) * cell
            let isTenth = line.isMultiple(of: 10) || line == count
            let color = isTenth ? Pen.faint : Pen.hairline
            let width = isTenth ? 0.7 : 0.25
            canvas.line(
                from: Point(x: left, y: above + at), to: Point(x: left + side, y: above + at), color: color,
                lineWidth: width)
            canvas.line(
                from: Point(x: left + at, y: above), to: Point(x: left + at, y: above + side), color: color,
                lineWidth: width)
        }
        for (row, marks) in matrix.marks.enumerated() {
            for (column, mark) in marks.enumerated() {
                guard let mark else { continue }
                draw(
                    mark, on: canvas,
                    in: Rect(
                        x: left + Double(column) * cell, y: above + Double(row) * cell, width: cell, height: cell))
            }
        }
        drawLegend(on: canvas, y: above + side + 16)
    }

    private func drawTitle(on canvas: Canvas) {
        let width = size.width - 2 * Self.margin
        var y = Self.margin - 6
        for piece in [
            pen.set(
                words("ksp_paper_matrix_title", ["event": matrix.event]), size: 18, weight: .bold, width: width,
                sizeMin: 8),
            pen.set(words("ksp_paper_matrix_how"), size: 10, width: width, sizeMin: 6, color: Pen.faint),
        ] + matrix.summary.map({ pen.set($0, size: 10, width: width, sizeMin: 6) }) {
            piece.draw(on: canvas, x: Self.margin, top: y)
            y += piece.height + 1
        }
    }

    /// Size and shape say it without colour: a large square was returned, a small one was not, a frame is older.
    private func draw(_ mark: MatrixPaper.Mark, on canvas: Canvas, in rect: Rect) {
        switch mark {
        case .signed(let share, let isReturned):
            let color = share >= 1 ? Self.dark : Self.dark.mixed(with: .white, share: 0.45)
            canvas.fill(rect.inset(by: isReturned ? cell * 0.06 : cell * 0.28), color: color)
        case .before:
            let line = cell * 0.12
            canvas.stroke(rect.inset(by: cell * 0.24), cornerRadius: 0, color: Self.dark, lineWidth: line)
        }
    }

    private func drawLegend(on canvas: Canvas, y: Double) {
        let entries: [(MatrixPaper.Mark, String)] = [
            (.signed(share: 1, isReturned: true), words("ksp_paper_returned")),
            (.signed(share: 1, isReturned: false), words("ksp_paper_not_returned")),
            (.signed(share: 0.5, isReturned: true), words("ksp_paper_not_all")),
            (.before, words("ksp_paper_before")),
        ]
        var (x, y) = (Self.margin, y)
        let side = min(cell, 12)
        for (mark, legend) in entries {
            let width = Double(legend.count) * 5.2 + 26
            if x + width > size.width - Self.margin {
                x = Self.margin
                y += 16
            }
            let scaled = Rect(x: x, y: y, width: side, height: side)
            canvas.stroke(scaled, cornerRadius: 0, color: Pen.hairline, lineWidth: 0.4)
            let scale = side / cell
            canvas.transformed(by: Transform(a: scale, b: 0, c: 0, d: scale, tx: x, ty: y)) {
                draw(mark, on: canvas, in: Rect(x: 0, y: 0, width: cell, height: cell))
            }
            pen.set(legend, size: 9.5, width: width).draw(on: canvas, x: x + 16, top: y - 2.5)
            x += width
        }
    }
}
