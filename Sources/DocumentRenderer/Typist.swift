import Typesetting

/// Sets the texts of a document in its few styles.
@TypesettingActor
struct Typist {
    /// Black enough to copy well.
    static let ink = Color(red: 0.1, green: 0.1, blue: 0.12)
    static let faint = Color(red: 0.38, green: 0.38, blue: 0.42)
    static let hairline = Color(red: 0.78, green: 0.78, blue: 0.8)

    let setter: TextSetter
    /// BCP 47.
    let language: String

    /// A text that knows its height.
    struct Piece {
        let text: SetText
        let height: Double
    }

    /// Sets a text in a column of that width: on one line if it fits at the full size, or else on several, or else
    /// smaller.
    func set(
        _ text: String, size: Double, weight: TextStyle.Weight = .regular, width: Double,
        alignment: TextStyle.Alignment = .left, linesMax: Int = 1
    ) -> Piece {
        let lineHeight = size * 1.4
        func attempt(_ lines: Int, sizeMin: Double) -> SetText {
            let style = TextStyle(
                weight: weight, sizeMax: size, sizeMin: sizeMin, linesMax: lines, leading: 1.3, alignment: alignment,
                verticalAlignment: .baseline)
            // Room for letters with marks above and below; the box only says where the last baseline is.
            let box = Size(width: width, height: Double(lines) * lineHeight)
            return setter.set(text, style: style, box: box, language: language)
        }
        for lines in 1...linesMax {
            let sizeMin = lines == linesMax ? size * 0.7 : size
            let set = attempt(lines, sizeMin: sizeMin)
            if lines == linesMax || !set.isEllipsized { return Piece(text: set, height: Double(lines) * lineHeight) }
        }
        preconditionFailure("a text has at least one line")
    }

    /// A text in a column of a row.
    struct Cell {
        let text: String
        let x: Double
        let width: Double
        let alignment: TextStyle.Alignment
        let linesMax: Int

        init(
            _ text: String, _ column: (x: Double, width: Double), _ alignment: TextStyle.Alignment = .left,
            linesMax: Int = 1
        ) {
            self.text = text
            x = column.x
            width = column.width
            self.alignment = alignment
            self.linesMax = linesMax
        }
    }

    /// Texts side by side, as high as the tallest of them; columns are counted from the left margin.
    func row(
        _ cells: [Cell], size: Double, weight: TextStyle.Weight = .regular, color: Color = Typist.ink, padding: Double
    ) -> PageFlow.Block {
        let pieces = cells.map { cell in
            (
                x: PageFlow.margin + cell.x,
                piece: set(
                    cell.text, size: size, weight: weight, width: cell.width, alignment: cell.alignment,
                    linesMax: cell.linesMax)
            )
        }
        return PageFlow.Block(height: (pieces.map(\.piece.height).max() ?? 0) + padding) { canvas, top in
            for (x, piece) in pieces { canvas.draw(piece.text, at: Point(x: x, y: top + 2), color: color) }
        }
    }
}
