import Catalogues
import Typesetting

/// The layout of a list: instructions and boxes for its digest on the first page, then the keys, none split between
/// pages.
@TypesettingActor
struct KeyListLayout {
    private static let margin = 40.0
    private static let footerHeight = 26.0
    private static let codeSide = millimeters(18)
    /// Nothing may be closer to a code than four of its modules (ISO/IEC 18004); it has 29 on a side.
    private static let quiet = codeSide / 29 * 4
    /// Number and boxes.
    private static let leftWidth = 100.0
    private static let padding = 8.0
    /// Nothing of a key is set smaller (docs/keysigning-formats.md, "The list").
    private static let sizeMin = 9.0

    /// Something that is not split.
    struct Block {
        let height: Double
        let draw: @TypesettingActor (_ canvas: Canvas, _ top: Double) -> Void
    }

    private let list: KeyListPaper
    private let words: Catalogue
    private let pen: Pen
    private let paper: Size
    private let width: Double

    init(_ list: KeyListPaper, pen: Pen) {
        self.list = list
        words = Catalogue.of(list.language)
        self.pen = pen
        paper = list.size.size
        width = paper.width - 2 * Self.margin
    }

    func draw(on document: PDFDocument) throws {
        let room = paper.height - 2 * Self.margin - Self.footerHeight
        var pages: [[Block]] = [[]]
        var used = 0.0
        for block in head() + list.keys.flatMap({ blocks(of: $0, room: room) }) {
            if used + block.height > room {
                pages.append([])
                used = 0
            }
            pages[pages.count - 1].append(block)
            used += block.height
        }
        for (index, blocks) in pages.enumerated() {
            let footer = footer(page: index + 1, of: pages.count)
            try document.page(paper) { canvas in
                var top = Self.margin
                for block in blocks {
                    block.draw(canvas, top)
                    top += block.height
                }
                footer(canvas)
            }
        }
    }

    // MARK: - Keys

    /// One block; several only for a key with more user ids than a page holds.
    private func blocks(of key: PaperKey, room: Double) -> [Block] {
        let textWidth = width - Self.leftWidth - Self.codeSide - 2 * Self.quiet
        var pieces = [
            pen.set(key.fingerprint, .mono, size: 10.8, weight: .bold, width: textWidth, sizeMin: Self.sizeMin),
            pen.set(key.description, .mono, size: Self.sizeMin, width: textWidth, linesMax: 3, color: Pen.faint),
        ]
        pieces += key.userIDs.map {
            pen.set($0, .mono, size: Self.sizeMin, width: textWidth, linesMax: 48)
        }
        pieces += key.notes.map {
            pen.set("! " + $0, .mono, size: Self.sizeMin, weight: .bold, width: textWidth, linesMax: 6)
        }
        var groups: [[Pen.Piece]] = [[]]
        var used = 2 * Self.padding
        for piece in pieces {
            if used + piece.height > room, !(groups.last?.isEmpty ?? true) {
                groups.append([])
                used = 2 * Self.padding
            }
            groups[groups.count - 1].append(piece)
            used += piece.height
        }
        return groups.enumerated().map { index, group in
            index == 0 ? block(key, group) : continuation(of: key, group)
        }
    }

    private func block(_ key: PaperKey, _ pieces: [Pen.Piece]) -> Block {
        let texts = pieces.reduce(0) { $0 + $1.height }
        let height = max(texts, Self.codeSide) + 2 * Self.padding + 2
        let number = pen.set(key.numberText, .mono, size: 15, weight: .bold, width: 60)
        let labels = [words("ksp_paper_fingerprint"), words("ksp_paper_identity")].map {
            pen.set($0, size: 9, width: Self.leftWidth - 22)
        }
        return Block(height: height) { [width] canvas, top in
            Self.rule(canvas, top, width: width)
            let first = top + Self.padding
            number.draw(on: canvas, x: Self.margin, top: first - 6)
            for (index, label) in labels.enumerated() {
                let y = first + 21 + Double(index) * 17
                Pen.box(canvas, x: Self.margin + 0.5, y: y, side: 12.5)
                label.draw(on: canvas, x: Self.margin + 19, top: y - 2.4)
            }
            Self.draw(pieces, on: canvas, top: first)
            Pen.qr(
                canvas, key.uri,
                in: Rect(
                    x: Self.margin + width - Self.codeSide, y: first, width: Self.codeSide, height: Self.codeSide))
        }
    }

    private func continuation(of key: PaperKey, _ pieces: [Pen.Piece]) -> Block {
        let number = pen.set(
            words("ksp_paper_continued", ["number": key.numberText]), size: 9, width: Self.leftWidth - 4, sizeMin: 6,
            color: Pen.faint)
        return Block(height: pieces.reduce(2 * Self.padding) { $0 + $1.height }) { [width] canvas, top in
            Self.rule(canvas, top, width: width)
            number.draw(on: canvas, x: Self.margin, top: top + Self.padding - 2)
            Self.draw(pieces, on: canvas, top: top + Self.padding)
        }
    }

    private static func draw(_ pieces: [Pen.Piece], on canvas: Canvas, top: Double) {
        var y = top - 4
        for piece in pieces {
            piece.draw(on: canvas, x: margin + leftWidth, top: y)
            y += piece.height
        }
    }

    private static func rule(_ canvas: Canvas, _ y: Double, width: Double) {
        canvas.line(
            from: Point(x: margin, y: y), to: Point(x: margin + width, y: y), color: Pen.hairline, lineWidth: 0.6)
    }

    // MARK: - The first page and the foot

    private func head() -> [Block] {
        let count =
            list.keys.count == 1 ? words("ksp_paper_key") : words("ksp_paper_keys", ["count": "\(list.keys.count)"])
        var blocks = [
            line(list.event, size: 22, weight: .bold, after: 2),
            line(
                words("ksp_paper_list", ["version": "\(list.version)"]), size: 14, weight: .semibold, after: 2),
            line("\(list.when) · \(count) · \(list.organizer)", size: 10, color: Pen.faint, lines: 3, after: 14),
        ]
        let steps = [
            words("ksp_paper_compute", ["command": "gpg --print-md SHA256 \(list.fileName)"]),
            words("ksp_paper_fill_in"), words("ksp_paper_compare"), words("ksp_paper_tick"), words("ksp_paper_sign"),
        ]
        for (index, step) in steps.enumerated() {
            blocks.append(line("\(index + 1).  \(step)", size: 10, lines: 3, after: 1))
        }
        blocks.append(space(14))
        blocks += digestBlocks()
        if !list.changes.isEmpty {
            blocks.append(space(10))
            blocks += list.changes.map { line($0, size: 10, lines: 12, after: 1) }
        }
        blocks.append(space(16))
        return blocks
    }

    /// Two rows of eight groups of four boxes to write a SHA-256 into.
    private func digestBlocks() -> [Block] {
        let gap = 8.0
        let side = (width - 7 * gap) / 32
        let height = 19.0
        let label = pen.set("SHA256", .mono, size: 10, weight: .bold, width: 60)
        let checked = pen.set(words("ksp_paper_checked"), size: 9, width: 140, sizeMin: 6)
        let title = Block(height: 20) { [width] canvas, top in
            label.draw(on: canvas, x: Self.margin, top: top)
            Pen.box(canvas, x: Self.margin + width - 138, y: top + 2, side: 11)
            checked.draw(on: canvas, x: Self.margin + width - 121, top: top - 0.5)
        }
        let rows = (0..<2).map { _ in
            Block(height: height + 7) { canvas, top in
                for group in 0..<8 {
                    let x = Self.margin + Double(group) * (4 * side + gap)
                    canvas.stroke(
                        Rect(x: x, y: top, width: 4 * side, height: height), cornerRadius: 0, color: Pen.ink,
                        lineWidth: 0.8)
                    for digit in 1..<4 {
                        let at = x + Double(digit) * side
                        canvas.line(
                            from: Point(x: at, y: top), to: Point(x: at, y: top + height), color: Pen.hairline,
                            lineWidth: 0.6)
                    }
                }
            }
        }
        return [title] + rows
    }

    private func footer(page: Int, of count: Int) -> @TypesettingActor (Canvas) -> Void {
        let digest = list.digestPrefix.map { "SHA256 \($0)…" } ?? "SHA256 ____ ____ …"
        let version = words("ksp_paper_version", ["version": "\(list.version)"])
        let left = pen.set(
            "\(list.event) · \(version)", size: 9, width: width - 250, sizeMin: 6, color: Pen.faint)
        let middle = pen.set(digest, .mono, size: 9, width: 150, color: Pen.faint)
        let right = pen.set(
            words("document_page", ["page": "\(page)", "pages": "\(count)"]), size: 9, width: 90,
            alignment: .right, color: Pen.faint)
        let y = paper.height - Self.margin - 12
        return { [width] canvas in
            Self.rule(canvas, y - 2, width: width)
            left.draw(on: canvas, x: Self.margin, top: y)
            middle.draw(on: canvas, x: Self.margin + width - 245, top: y)
            right.draw(on: canvas, x: Self.margin + width - 90, top: y)
        }
    }

    private func line(
        _ text: String, size: Double, weight: TextStyle.Weight = .regular, color: Color = Pen.ink, lines: Int = 2,
        after: Double
    ) -> Block {
        let piece = pen.set(text, size: size, weight: weight, width: width, linesMax: lines, sizeMin: 6, color: color)
        return Block(height: piece.height + after) { canvas, top in
            piece.draw(on: canvas, x: Self.margin, top: top - size * 0.2)
        }
    }

    private func space(_ height: Double) -> Block { Block(height: height) { _, _ in } }
}
