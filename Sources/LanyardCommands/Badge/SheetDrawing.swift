import BadgeRenderer
import Typesetting

/// Sheets drawn with terminal characters.
enum SheetDrawing {
    /// The paper with a sign for each label.
    static func small(_ preset: Sheet.Preset) -> [String] {
        let label = preset.label.width >= preset.label.height ? "▭" : "▯"
        let row = "│" + String(repeating: label, count: preset.columns) + "│"
        let edge = String(repeating: "─", count: preset.columns)
        return ["┌\(edge)┐"] + Array(repeating: row, count: preset.rows) + ["└\(edge)┘"]
    }

    /// The paper to scale, each label with its number.
    static func large(_ preset: Sheet.Preset) -> [String] {
        // A character is about twice as tall as it is wide.
        let width = 48
        let scaleX = Double(width) / preset.paper.width
        let height = max(4, Int((preset.paper.height * scaleX / 2).rounded()))
        let scaleY = Double(height) / preset.paper.height
        var grid = LineGrid(width: width, height: height)
        grid.addFrame(left: 0, top: 0, right: width, bottom: height)
        for label in 0..<preset.columns * preset.rows {
            let place = preset.place(ofLabel: label)
            let left = Int((place.minX * scaleX).rounded())
            let right = Int((place.maxX * scaleX).rounded())
            let top = Int((place.minY * scaleY).rounded())
            let bottom = Int((place.maxY * scaleY).rounded())
            grid.addFrame(left: left, top: top, right: right, bottom: bottom)
            grid.write(String(label + 1), x: (left + right) / 2, y: (top + bottom) / 2)
        }
        return grid.lines
    }
}

/// Frames of lines that join where they meet.
private struct LineGrid {
    /// Which of its four arms a character of the grid has.
    private struct Arms: OptionSet {
        let rawValue: Int
        static let up = Arms(rawValue: 1)
        static let down = Arms(rawValue: 2)
        static let left = Arms(rawValue: 4)
        static let right = Arms(rawValue: 8)
    }

    /// By the sum of the arms.
    private static let signs = Array(" ╵╷│╴┘┐┤╶└┌├─┴┬┼")

    private var arms: [[Arms]]
    private var texts: [[Character?]]

    init(width: Int, height: Int) {
        arms = Array(repeating: Array(repeating: [], count: width + 1), count: height + 1)
        texts = Array(repeating: Array(repeating: nil, count: width + 1), count: height + 1)
    }

    mutating func addFrame(left: Int, top: Int, right: Int, bottom: Int) {
        for x in left..<right {
            for y in [top, bottom] {
                arms[y][x].insert(.right)
                arms[y][x + 1].insert(.left)
            }
        }
        for y in top..<bottom {
            for x in [left, right] {
                arms[y][x].insert(.down)
                arms[y + 1][x].insert(.up)
            }
        }
    }

    mutating func write(_ text: String, x: Int, y: Int) {
        for (offset, sign) in text.enumerated() { texts[y][x + offset] = sign }
    }

    var lines: [String] {
        zip(arms, texts).map { row, texts in
            String(zip(row, texts).map { arms, sign in sign ?? Self.signs[arms.rawValue] })
        }
    }
}
