internal import CPangoCairo
import Conference

/// A surface to draw on: points, origin at the top left, y downwards.
///
/// What is drawn last is on top. Errors of cairo are sticky: they surface when the owner of the canvas finishes.
@TypesettingActor
package final class Canvas {
    /// Owned.
    let cairo: OpaquePointer
    /// True if the next text or code begins the document's structure (ISO 32000-1, 14.8).
    var beginsStructure = false

    init(surface: OpaquePointer) {
        cairo = cairo_create(surface)
    }

    isolated deinit { cairo_destroy(cairo) }

    /// Throws `drawing_failed` if anything drawn so far has failed.
    func check() throws(TypesettingError) {
        try checkStatus(cairo_status(cairo))
    }

    /// Draws in its own coordinates, then restores the state.
    package func transformed<Result>(by transform: Transform, _ draw: () throws -> Result) rethrows -> Result {
        cairo_save(cairo)
        defer { cairo_restore(cairo) }
        var matrix = cairo_matrix_t(
            xx: transform.a, yx: transform.b, xy: transform.c, yy: transform.d, x0: transform.tx, y0: transform.ty)
        cairo_transform(cairo, &matrix)
        return try draw()
    }

    /// Fills a rectangle.
    package func fill(_ rect: Rect, color: Color) {
        setSource(color)
        cairo_rectangle(cairo, rect.minX, rect.minY, rect.size.width, rect.size.height)
        cairo_fill(cairo)
    }

    /// Fills a rectangle with rounded corners.
    package func fill(_ rect: Rect, cornerRadius: Double, color: Color) {
        setSource(color)
        addRounded(rect, radius: cornerRadius)
        cairo_fill(cairo)
    }

    /// Outlines a rectangle with rounded corners; half of the line is outside.
    package func stroke(_ rect: Rect, cornerRadius: Double, color: Color, lineWidth: Double) {
        setSource(color)
        cairo_set_line_width(cairo, lineWidth)
        addRounded(rect, radius: cornerRadius)
        cairo_stroke(cairo)
    }

    /// Draws a straight line.
    package func line(from start: Point, to end: Point, color: Color, lineWidth: Double) {
        setSource(color)
        cairo_set_line_width(cairo, lineWidth)
        cairo_move_to(cairo, start.x, start.y)
        cairo_line_to(cairo, end.x, end.y)
        cairo_stroke(cairo)
    }

    /// Draws a text; `origin` is the top left of the box it was set for.
    package func draw(_ text: SetText, at origin: Point, color: Color) {
        guard !text.lines.isEmpty else { return }
        beginStructure()
        cairo_save(cairo)
        if text.isTooHigh {
            cairo_rectangle(cairo, origin.x, origin.y, text.box.width, text.box.height)
            cairo_clip(cairo)
        }
        setSource(color)
        for line in text.lines {
            cairo_save(cairo)
            cairo_translate(
                cairo, Self.eighths(origin.x + line.x * text.scale),
                Self.eighths(origin.y + line.baseline * text.scale))
            cairo_scale(cairo, text.scale, text.scale)
            line.runs.forEach(draw)
            cairo_restore(cairo)
        }
        cairo_restore(cairo)
    }

    private func draw(_ run: SetText.Run) {
        cairo_set_scaled_font(cairo, run.font.scaled)
        cairo_show_text_glyphs(
            cairo, run.text, Int32(run.text.count), run.glyphs, Int32(run.glyphs.count), run.clusters,
            Int32(run.clusters.count), run.isBackward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t(0)
        )
        for box in run.boxes {
            cairo_set_line_width(cairo, box.size.height / 16)
            cairo_rectangle(cairo, box.minX, box.minY, box.size.width, box.size.height)
            cairo_stroke(cairo)
        }
    }

    /// Draws a recording; in a PDF all uses of one recording share one object.
    ///
    /// It must be wholly on the page: cairo 1.16 puts into that object only what the first page to use it shows. And a
    /// page should use it once, or its resources list the object twice, which readers of PDF warn about.
    package func draw(_ recording: Recording, at origin: Point) {
        cairo_set_source_surface(cairo, recording.surface, origin.x, origin.y)
        cairo_paint(cairo)
    }

    /// Fills the set bits of a mask, stretched to a rectangle with hard edges. In a PDF this is one image mask.
    package func draw(_ mask: BitMask, in rect: Rect, color: Color) {
        guard let pattern = mask.pattern() else { return }
        defer { cairo_pattern_destroy(pattern) }
        beginStructure()
        var matrix = cairo_matrix_t()
        cairo_matrix_init_scale(
            &matrix, Double(mask.width) / Self.hundredths(rect.size.width),
            Double(mask.height) / Self.hundredths(rect.size.height))
        cairo_matrix_translate(&matrix, -Self.hundredths(rect.minX), -Self.hundredths(rect.minY))
        cairo_pattern_set_matrix(pattern, &matrix)
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
        setSource(color)
        cairo_mask(cairo, pattern)
    }

    private func beginStructure() {
        guard beginsStructure else { return }
        cairo_tag_begin(cairo, "Document", "")
        beginsStructure = false
    }

    /// To an eighth of a point, 0.04 mm. Digits that make no visible difference would make a file of badges a fiftieth
    /// larger.
    private static func eighths(_ value: Double) -> Double { (value * 8).rounded() / 8 }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    private func setSource(_ color: Color) {
        cairo_set_source_rgb(cairo, color.red, color.green, color.blue)
    }

    private func addRounded(_ rect: Rect, radius: Double) {
        let radius = min(radius, rect.size.width / 2, rect.size.height / 2)
        cairo_new_sub_path(cairo)
        cairo_arc(cairo, rect.maxX - radius, rect.minY + radius, radius, -.pi / 2, 0)
        cairo_arc(cairo, rect.maxX - radius, rect.maxY - radius, radius, 0, .pi / 2)
        cairo_arc(cairo, rect.minX + radius, rect.maxY - radius, radius, .pi / 2, .pi)
        cairo_arc(cairo, rect.minX + radius, rect.minY + radius, radius, .pi, 3 * .pi / 2)
        cairo_close_path(cairo)
    }
}

/// Throws `drawing_failed` with cairo's own words.
func checkStatus(_ status: cairo_status_t) throws(TypesettingError) {
    guard status == CAIRO_STATUS_SUCCESS else {
        throw TypesettingError(.drawingFailed, .init("cairo", String(cString: cairo_status_to_string(status))))
    }
}
