import Conference
import QRCode
import Typesetting

/// The few styles in which the papers are set.
@TypesettingActor
struct Pen {
    /// Black enough to copy well.
    static let ink = Color(red: 0.08, green: 0.08, blue: 0.1)
    static let faint = Color(red: 0.38, green: 0.38, blue: 0.42)
    static let hairline = Color(red: 0.72, green: 0.72, blue: 0.75)

    let setter: TextSetter

    enum Face: Hashable {
        case mono
        case sans
    }

    /// A text that knows its height; its last baseline is at the bottom.
    struct Piece {
        let text: SetText
        let height: Double
        let color: Color

        @TypesettingActor
        func draw(on canvas: Canvas, x: Double, top: Double) {
            canvas.draw(text, at: Point(x: x, y: top), color: color)
        }
    }

    /// Sets a text in a column, on as many lines as it needs, never smaller unless a smaller size is given.
    func set(
        _ text: String, _ face: Face = .sans, size: Double, weight: TextStyle.Weight = .regular, width: Double,
        alignment: TextStyle.Alignment = .left, linesMax: Int = 1, sizeMin: Double? = nil, color: Color = ink
    ) -> Piece {
        let lineHeight = size * 1.38
        for lines in 1...linesMax {
            let isLast = lines == linesMax
            let style = TextStyle(
                families: face == .mono ? ["Noto Sans Mono"] : [], weight: weight, sizeMax: size,
                sizeMin: isLast ? sizeMin ?? size : size, linesMax: lines, leading: 1.3, alignment: alignment,
                verticalAlignment: .baseline)
            let height = Double(lines) * lineHeight
            let set = setter.set(text, style: style, box: Size(width: width, height: height))
            if isLast || !set.isEllipsized { return Piece(text: set, height: height, color: color) }
        }
        preconditionFailure("a text has at least one line")
    }

    /// A square to tick.
    static func box(_ canvas: Canvas, x: Double, y: Double, side: Double) {
        canvas.stroke(
            Rect(x: x, y: y, width: side, height: side), cornerRadius: 0, color: ink, lineWidth: 0.9)
    }

    /// The code of a key; nothing for one that has none.
    static func qr(_ canvas: Canvas, _ uri: String?, in rect: Rect) {
        guard let uri, let matrix = try? QRMatrix(uri) else { return }
        canvas.draw(
            BitMask(width: matrix.side, height: matrix.side, pixels: matrix.modules), in: rect, color: .black)
    }
}

extension PaperSize {
    var size: Size { self == .letter ? .inches(8.5, 11) : .millimeters(210, 297) }
}

/// Millimetres in points.
func millimeters(_ length: Double) -> Double { length * 72 / 25.4 }
