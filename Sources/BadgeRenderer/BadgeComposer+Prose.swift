internal import Conference
internal import Typesetting

@TypesettingActor
extension BadgeComposer {
    /// A text in as many lines as it needs.
    private struct Paragraph {
        let text: PreparedText
        /// In points, with the room around its lines.
        let height: Double
    }

    /// How much smaller each try is, in points.
    private static let step = 0.5
    /// Higher than any page, in font sizes: it is the width that breaks lines.
    private static let roomHeight = 400.0
    /// What hangs below a baseline, in font sizes.
    private static let depth = 0.24

    /// Texts below each other, all of one size: as large as all of them fit. What does not fit at the smaller size is reported.
    func proseElements(
        _ texts: [String], gap: Double, _ placement: BadgeTemplate.Placement, color: Color, badge: BadgeContent,
        log: inout PreflightLog
    ) -> [Composition.Element] {
        guard let style = placement.style.text, !texts.isEmpty else { return [] }
        var size = style.sizeMax
        var paragraphs = set(texts, style, at: size, placement, badge)
        func height() -> Double { paragraphs.reduce(gap * size * Double(texts.count - 1)) { $0 + $1.height } }
        while size > style.sizeMin, height() > placement.size.height {
            size = max(style.sizeMin, size - Self.step)
            paragraphs = set(texts, style, at: size, placement, badge)
        }
        var elements: [Composition.Element] = []
        var y = 0.0
        for paragraph in paragraphs {
            guard y + paragraph.height <= placement.size.height + size / 4 else {
                log.add(
                    PreflightFinding(.textEllipsized, badge.registration, placement.field, ErrorDetail("size", size)))
                break
            }
            y += paragraph.height
            // The last baseline lies on the lower edge of the room in which the text was set.
            let baseline = y - size * (Self.depth + (style.leading - 1) / 2)
            elements +=
                textElement(
                    paragraph.text, placement, at: Point(x: 0, y: baseline - Self.roomHeight * size), color: color,
                    badge: badge, log: &log
                ).map { [$0] } ?? []
            y += gap * size
        }
        return elements
    }

    private func set(
        _ paragraphs: [String], _ style: TextStyle, at size: Double, _ placement: BadgeTemplate.Placement,
        _ badge: BadgeContent
    ) -> [Paragraph] {
        var style = style
        style.sizeMax = size
        style.sizeMin = size
        style.alignsInk = false
        style.fillsLines = true
        style.verticalAlignment = .baseline
        let room = Size(width: placement.size.width, height: Self.roomHeight * size)
        return paragraphs.map { paragraph in
            let text = PreparedText(
                paragraph, placement, style: style, box: room, language: badge.language, on: texts)
            let lines = Double(text.set?.lineCount ?? 1) * size * style.leading
            // Tall scripts push their lines apart.
            return Paragraph(
                text: text, height: max(lines, (text.set?.ink.size.height ?? 0) + size * (style.leading - 1)))
        }
    }
}
