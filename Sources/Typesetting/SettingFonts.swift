internal import CPangoCairo
internal import Synchronization

/// The fonts of a collection as Pango measures texts in them.
///
/// This is the one part of typesetting that is safe outside `TypesettingActor`: these fonts use a FreeType library of
/// their own, not the one that cairo shares, so that a text can be set while another is drawn. Pango requires that only
/// one thread at a time uses a font map; the lock ensures it.
final class SettingFonts: Sendable {
    /// What it takes to set a text; lives as long as the process, as collections do.
    struct Workplace {
        fileprivate(set) var context: OpaquePointer
        fileprivate var descriptions: [TextStyle: OpaquePointer] = [:]
        fileprivate var fonts: [OpaquePointer: SetFont] = [:]
    }

    /// Styles and fonts that are remembered; an event has a few dozen.
    private static let remembered = 256

    private let workplace: Mutex<Workplace>

    /// Makes the process's current configuration an empty one: Pango 1.50 asks it first, and otherwise it would be the
    /// system's, which the environment can change.
    private static let hasNeutralConfiguration = FcConfigSetCurrent(FcConfigCreate()) != 0

    /// Nil if there is no memory for it. Keeps a reference to the configuration.
    init?(_ config: OpaquePointer) {
        guard Self.hasNeutralConfiguration, let map = pango_ft2_font_map_new() else { return nil }
        lanyard_font_map_set_config(map, config)
        // A point is a pixel.
        lanyard_font_map_set_resolution(map, 72)
        lanyard_font_map_set_options(map, SetFont.makeOptions())
        guard let context = pango_font_map_create_context(map) else { return nil }
        pango_context_set_round_glyph_positions(context, 0)
        // Otherwise it would be that of the process's locale.
        pango_context_set_language(context, pango_language_from_string(TextLanguage.undetermined))
        // The configuration, which others share, is only read from now on.
        // Unsafe only to hand it over: map and context were made here, and whoever uses them from now on holds the lock.
        nonisolated(unsafe) let made = Workplace(context: context)  // Safe: nobody else has it yet.
        workplace = Mutex(made)
    }

    func use<Result: Sendable>(_ body: (inout Workplace) -> Result) -> Result {
        workplace.withLock { workplace in
            if workplace.descriptions.count > Self.remembered {
                workplace.descriptions.values.forEach { pango_font_description_free($0) }
                workplace.descriptions.removeAll()
            }
            if workplace.fonts.count > Self.remembered { workplace.fonts.removeAll() }
            return body(&workplace)
        }
    }
}

extension SettingFonts.Workplace {
    /// The style as Pango expects it; kept here.
    mutating func description(of style: TextStyle) -> OpaquePointer {
        if let known = descriptions[style] { return known }
        let description: OpaquePointer = pango_font_description_new()
        pango_font_description_set_family(description, (style.families + ["sans-serif"]).joined(separator: ","))
        pango_font_description_set_weight(description, style.weight.pango)
        pango_font_description_set_style(description, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
        pango_font_description_set_absolute_size(description, style.sizeMax * Double(PANGO_SCALE))
        descriptions[style] = description
        return description
    }

    /// The font that Pango chose, as cairo can draw it.
    mutating func font(_ font: UnsafeMutablePointer<PangoFont>) -> SetFont? {
        guard let pattern = lanyard_font_get_pattern(font) else { return nil }
        if let known = fonts[pattern] { return known }
        let made = SetFont(pattern)
        fonts[pattern] = made
        return made
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
