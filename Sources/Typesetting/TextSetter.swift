internal import CPangoCairo

/// Sets texts in the fonts of a collection.
///
/// A text is measured once, at its larger size. What is too wide is broken at the places Unicode allows (UAX #14, with
/// dictionaries for Thai), into the number of lines that lets it be largest, the lines as even as they can be. Sizes scale
/// linearly because hinting is off, so a smaller text is the same layout drawn smaller; this also keeps fontconfig from
/// being asked anew for every size.
@TypesettingActor
package final class TextSetter {
    let fonts: FontCollection
    private let context: OpaquePointer
    private var descriptions: [TextStyle: OpaquePointer] = [:]

    package init(fonts: FontCollection) {
        self.fonts = fonts
        context = pango_font_map_create_context(fonts.map)

        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        // Otherwise it would be that of the process's locale.
        pango_context_set_language(context, pango_language_from_string(TextLanguage.undetermined))
    }

    isolated deinit {
        descriptions.values.forEach { pango_font_description_free($0) }
        lanyard_object_release(UnsafeMutableRawPointer(context))
    }

    /// Sets `text` for a box of this size; line breaks in it are set as spaces.
    ///
    /// `language` is a BCP 47 tag that chooses between the national forms of characters, or nil if it is not known.
    package func set(_ text: String, style: TextStyle, box: Size, language: String? = nil) -> SetText {
        let text = Self.hasLineBreak(text) ? String(text.map { $0.isNewline ? " " : $0 }) : text
        let draft = Draft(
            text: text, style: style, box: box, context: context, description: description(of: style),
            language: TextLanguage.resolve(language, for: text))
        return draft.fit()
    }

    /// True for what `Character.isNewline` says, without looking for characters.
    private static func hasLineBreak(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            (0x0A...0x0D).contains(scalar.value) || [0x85, 0x2028, 0x2029].contains(scalar.value)
        }
    }

    private func description(of style: TextStyle) -> OpaquePointer {
        if let known = descriptions[style] { return known }
        let description: OpaquePointer = pango_font_description_new()
        pango_font_description_set_family(description, (style.families + ["sans-serif"]).joined(separator: ","))
        pango_font_description_set_weight(description, style.weight.pango)
        pango_font_description_set_style(description, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
        pango_font_description_set_absolute_size(description, style.sizeMax * Double(PANGO_SCALE))
        descriptions[style] = description
        return description
    }
}

extension TextStyle.Weight {
    fileprivate var pango: PangoWeight {
        switch self {
        case .regular: PANGO_WEIGHT_NORMAL
        case .medium: PANGO_WEIGHT_MEDIUM
        case .semibold: PANGO_WEIGHT_SEMIBOLD
        case .bold: PANGO_WEIGHT_BOLD
        case .black: PANGO_WEIGHT_HEAVY
        }
    }
}
