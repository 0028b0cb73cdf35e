internal import CPangoCairo

/// A text that has been set for a box: its size and lines are decided, and it can be drawn any number of times.
@TypesettingActor
package final class SetText {
    /// One line: where its baseline begins, before scaling.
    struct Line {
        let number: Int32
        let x: Double
        let baseline: Double
    }

    /// The font size it came out at, in points.
    package let fontSize: Double
    /// True if it did not fit at its smaller size and ends in an ellipsis.
    package let isEllipsized: Bool
    /// True if a word had to be broken where no line may break.
    package let isWordBroken: Bool
    /// True if a single line at the smaller size is higher than the box; drawing is clipped to the box.
    package let isTooHigh: Bool
    /// The characters that no font has, in the order of the text, each once.
    package let missing: [Unicode.Scalar]
    /// The ink's bounds in the box.
    package let ink: Rect

    let box: Size
    let lines: [Line]
    let scale: Double
    /// Owned; set at the style's larger size and drawn scaled.
    let layout: OpaquePointer

    init(
        adopting layout: OpaquePointer, box: Size, lines: [Line], ink: Rect, scale: Double, fontSize: Double,
        isEllipsized: Bool, isWordBroken: Bool, isTooHigh: Bool, missing: [Unicode.Scalar]
    ) {
        self.layout = layout
        self.box = box
        self.lines = lines
        self.ink = ink
        self.scale = scale
        self.fontSize = fontSize
        self.isEllipsized = isEllipsized
        self.isWordBroken = isWordBroken
        self.isTooHigh = isTooHigh
        self.missing = missing
    }

    isolated deinit { lanyard_object_release(UnsafeMutableRawPointer(layout)) }

    /// How many lines it was broken into; 0 if there is nothing to see.
    package var lineCount: Int { lines.count }
}
