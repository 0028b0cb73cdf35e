import Typesetting

/// Blocks from top to bottom, on as many pages as they need.
@TypesettingActor
struct PageFlow {
    nonisolated static let paper = Size.inches(8.5, 11)
    nonisolated static let margin = 54.0
    nonisolated static let width = paper.width - 2 * margin
    private static let footerHeight = 30.0

    /// Something that is not split between pages.
    struct Block {
        let height: Double
        /// Draws at that distance from the top of the paper.
        let draw: @TypesettingActor (_ canvas: Canvas, _ top: Double) -> Void
    }

    private(set) var blocks: [Block] = []
    /// Repeated at the top of every page but the first.
    let heading: Block
    /// The foot of a page.
    let footer: @TypesettingActor (_ canvas: Canvas, _ top: Double, _ page: Int, _ pageCount: Int) -> Void

    init(
        heading: Block,
        footer: @escaping @TypesettingActor (_ canvas: Canvas, _ top: Double, _ page: Int, _ pageCount: Int) -> Void
    ) {
        self.heading = heading
        self.footer = footer
    }

    mutating func add(_ block: Block) { blocks.append(block) }

    mutating func addSpace(_ height: Double) { blocks.append(Block(height: height) { _, _ in }) }

    /// A line across the page.
    static func rule(_ canvas: Canvas, _ y: Double, width: Double, color: Color = Typist.hairline) {
        canvas.line(
            from: Point(x: margin, y: y), to: Point(x: margin + Self.width, y: y), color: color, lineWidth: width)
    }

    func draw(on document: PDFDocument) throws {
        let pages = pages()
        for (index, blocks) in pages.enumerated() {
            try document.page(Self.paper) { canvas in
                var top = Self.margin
                for block in blocks {
                    block.draw(canvas, top)
                    top += block.height
                }
                footer(canvas, Self.paper.height - Self.margin - 12, index + 1, pages.count)
            }
        }
    }

    private func pages() -> [[Block]] {
        let room = Self.paper.height - 2 * Self.margin - Self.footerHeight
        var pages: [[Block]] = [[]]
        var used = 0.0
        for block in blocks {
            if used + block.height > room {
                pages.append([heading])
                used = heading.height
            }
            pages[pages.count - 1].append(block)
            used += block.height
        }
        return pages
    }
}
