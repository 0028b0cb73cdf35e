/// How a text is set: its font, its two sizes and how it lies in its box.
package struct TextStyle: Sendable, Hashable {
    package enum Alignment: String, Sendable, CaseIterable { case left, center, right }

    /// Where the text sits in a box that is taller than it.
    package enum VerticalAlignment: String, Sendable, CaseIterable {
        /// The ink touches the upper edge.
        case top
        /// The ink is centred.
        case middle
        /// The ink touches the lower edge.
        case bottom
        /// The last line sits on the lower edge; what hangs below the baseline hangs below the box.
        case baseline
    }

    package enum Weight: String, Sendable, CaseIterable { case regular, medium, semibold, bold, black }

    /// Font families that are tried before those of the configuration.
    package var families: [String]
    package var weight: Weight
    package var isItalic: Bool
    /// Font sizes in points: the text has the larger one if it fits, and never less than the smaller one.
    package var sizeMax: Double
    package var sizeMin: Double
    /// How many lines the text may be broken into.
    package var linesMax: Int
    /// The least distance of two baselines, in font sizes. Lines whose ink would touch move further apart.
    package var leading: Double
    /// Additional space after each letter, in font sizes.
    package var tracking: Double
    package var alignment: Alignment
    package var verticalAlignment: VerticalAlignment
    /// What touches the left and right edges: the ink, or the characters with their own margins, which keeps the
    /// figures in a column aligned.
    package var alignsInk: Bool
    /// Whether lines are filled one after another at the larger size, as in a letter; otherwise they are as even as they can be.
    package var fillsLines: Bool

    package init(
        families: [String] = [], weight: Weight = .regular, isItalic: Bool = false, sizeMax: Double, sizeMin: Double,
        linesMax: Int = 1, leading: Double = 1.1, tracking: Double = 0, alignment: Alignment = .left,
        verticalAlignment: VerticalAlignment = .middle, alignsInk: Bool = true, fillsLines: Bool = false
    ) {
        precondition(sizeMin > 0 && sizeMax >= sizeMin && linesMax >= 1)
        self.families = families
        self.weight = weight
        self.isItalic = isItalic
        self.sizeMax = sizeMax
        self.sizeMin = sizeMin
        self.linesMax = linesMax
        self.leading = leading
        self.tracking = tracking
        self.alignment = alignment
        self.verticalAlignment = verticalAlignment
        self.alignsInk = alignsInk
        self.fillsLines = fillsLines
    }
}
