import Catalogues
import Foundation
import Typesetting

/// Two by four slips on a page, with lines to cut along.
@TypesettingActor
struct SlipLayout {
    private static let perPage = 8
    private static let codeSide = millimeters(20)

    private let slips: SlipPaper
    private let words: Catalogue
    private let pen: Pen

    init(_ slips: SlipPaper, pen: Pen) {
        self.slips = slips
        words = Catalogue.of(slips.language)
        self.pen = pen
    }

    func draw(on document: PDFDocument) throws {
        let paper = slips.size.size
        let cell = Size(width: paper.width / 2, height: paper.height / 4)
        for start in stride(from: 0, to: slips.keys.count, by: Self.perPage) {
            let keys = slips.keys[start..<min(start + Self.perPage, slips.keys.count)]
            try document.page(paper) { canvas in
                for row in 1..<4 {
                    let y = Double(row) * cell.height
                    cut(canvas, from: Point(x: 0, y: y), to: Point(x: paper.width, y: y))
                }
                cut(canvas, from: Point(x: cell.width, y: 0), to: Point(x: cell.width, y: paper.height))
                for (index, key) in keys.enumerated() {
                    let area = Rect(
                        x: Double(index % 2) * cell.width, y: Double(index / 2) * cell.height, width: cell.width,
                        height: cell.height)
                    draw(key, on: canvas, in: area.inset(by: 20))
                }
            }
        }
    }

    private func draw(_ key: PaperKey, on canvas: Canvas, in area: Rect) {
        // The text above the code must stay out of its quiet zone.
        let textWidth = area.size.width - Self.codeSide - 12
        let code = Rect(x: area.maxX - Self.codeSide, y: area.minY, width: Self.codeSide, height: Self.codeSide)
        Pen.qr(canvas, key.uri, in: code)
        var y = area.minY - 5
        for piece in [
            pen.set(key.numberText, .mono, size: 20, weight: .bold, width: textWidth),
            pen.set(slips.event, size: 9, width: textWidth, linesMax: 2, sizeMin: 6, color: Pen.faint),
            pen.set(
                words("ksp_paper_version", ["version": "\(slips.version)"]), size: 9, width: textWidth, sizeMin: 6,
                color: Pen.faint),
        ] {
            piece.draw(on: canvas, x: area.minX, top: y)
            y += piece.height
        }
        // The fingerprint in two lines, large enough to read aloud.
        y = code.maxY + 5
        let halves = key.fingerprint.components(separatedBy: "  ")
        for half in halves {
            let piece = pen.set(half, .mono, size: 14, weight: .bold, width: area.size.width, sizeMin: 9)
            piece.draw(on: canvas, x: area.minX, top: y)
            y += piece.height
        }
        let description = pen.set(
            key.description, .mono, size: 8, width: area.size.width, sizeMin: 6, color: Pen.faint)
        description.draw(on: canvas, x: area.minX, top: y + 1)
        y += description.height + 2
        for (index, userID) in key.userIDs.enumerated() {
            let piece = pen.set(userID, size: 9, width: area.size.width, linesMax: 2, sizeMin: 7)
            let rest = key.userIDs.count - index
            guard y + piece.height <= area.maxY - (rest > 1 ? 12 : 0) else {
                let more = words("ksp_paper_more", ["count": "\(rest)"])
                pen.set(more, size: 9, width: area.size.width, color: Pen.faint)
                    .draw(on: canvas, x: area.minX, top: min(y, area.maxY - 12))
                return
            }
            piece.draw(on: canvas, x: area.minX, top: y)
            y += piece.height
        }
    }

    private func cut(_ canvas: Canvas, from start: Point, to end: Point) {
        canvas.line(from: start, to: end, color: Pen.hairline, lineWidth: 0.4)
    }
}
