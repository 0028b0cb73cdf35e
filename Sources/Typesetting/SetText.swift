internal import CPangoCairo

/// A text that has been set for a box: its size and lines are decided, and it can be drawn any number of times.
package struct SetText: Sendable {
    /// One line: where its baseline begins, before scaling.
    struct Line {
        let runs: [Run]
        let x: Double
        let baseline: Double
    }

    /// A stretch of a line in one font. Lengths are those at the style's larger size, from the line's beginning.
    struct Run {
        let font: SetFont
        let glyphs: [cairo_glyph_t]
        /// The characters, in UTF-8, and which glyphs stand for which of them.
        let text: [CChar]
        let clusters: [cairo_text_cluster_t]
        let isBackward: Bool
        /// Drawn where there is no glyph.
        let boxes: [Rect]
    }

    /// The font size it came out at, in points.
    package let fontSize: Double
    /// True if it did not fit at its smaller size and ends in an ellipsis.
    package let isEllipsized: Bool
    /// True if a word had to be broken where no line may break.
    package let isWordBroken: Bool
    /// True if a single line at the smaller size is taller than the box; drawing is clipped to the box.
    package let isTooHigh: Bool
    /// The characters that no font has, in the order of the text, each once.
    package let missing: [Unicode.Scalar]
    /// The ink's bounds in the box.
    package let ink: Rect

    let box: Size
    let lines: [Line]
    /// What the lines are drawn at: they are set at the style's larger size.
    let scale: Double

    /// How many lines it was broken into; 0 if there is nothing to see.
    package var lineCount: Int { lines.count }
}
