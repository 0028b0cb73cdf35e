internal import CPangoCairo

/// A font file at a size, chosen for a text and drawn by cairo.
// Unchecked, as the pattern is a bare pointer: nobody changes it, and fontconfig counts its references atomically (since 2.10).
final class SetFont: @unchecked Sendable {  // Safe: nobody changes what it points to.
    /// Owned.
    private let pattern: OpaquePointer

    /// Keeps a reference of its own to a pattern that names a file.
    init(_ pattern: OpaquePointer) {
        FcPatternReference(pattern)
        self.pattern = pattern
    }

    deinit { FcPatternDestroy(pattern) }

    /// How glyphs are drawn: as their outlines are.
    static func makeOptions() -> OpaquePointer {
        let options: OpaquePointer = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        return options
    }

    @TypesettingActor private static let options = makeOptions()
    /// Fonts that are kept ready to draw with; the entry keeps the font, so that its address is not reused.
    private static let keptMax = 256
    @TypesettingActor private static var kept: [ObjectIdentifier: (font: SetFont, scaled: OpaquePointer)] = [:]

    /// The font as cairo knows it; cairo stays the owner.
    @TypesettingActor
    var scaled: OpaquePointer {
        if let known = Self.kept[ObjectIdentifier(self)] { return known.scaled }
        if Self.kept.count >= Self.keptMax {
            Self.kept.values.forEach { cairo_scaled_font_destroy($0.scaled) }
            Self.kept.removeAll()
        }
        let made = makeScaled()
        Self.kept[ObjectIdentifier(self)] = (self, made)
        return made
    }

    @TypesettingActor
    private func makeScaled() -> OpaquePointer {
        var size = 0.0
        FcPatternGetDouble(pattern, FC_PIXEL_SIZE, 0, &size)
        var matrix = cairo_matrix_t()
        cairo_matrix_init_identity(&matrix)
        var slant: UnsafeMutablePointer<FcMatrix>?
        if FcPatternGetMatrix(pattern, FC_MATRIX, 0, &slant) == FcResultMatch, let slant = slant?.pointee {
            // fontconfig's y axis points upwards.
            cairo_matrix_init(&matrix, slant.xx, -slant.yx, -slant.xy, slant.yy, 0, 0)
        }
        cairo_matrix_scale(&matrix, size, size)
        var identity = cairo_matrix_t()
        cairo_matrix_init_identity(&identity)
        let face: OpaquePointer = cairo_ft_font_face_create_for_pattern(pattern)
        defer { cairo_font_face_destroy(face) }
        return cairo_scaled_font_create(face, &matrix, &identity, Self.options)
    }
}
