/// The language a text is set for, if a script alone does not say how its characters look.
enum TextLanguage {
    /// Undetermined (ISO 639-2). Pango knows nothing about it and so does not ask the environment for a language that
    /// fits the script, as it would for any other.
    static let undetermined = "und"

    /// The tag fontconfig and HarfBuzz know: the caller's (BCP 47), or what the text's own characters tell.
    ///
    /// Kana are Japanese, Hangul is Korean, Bopomofo is Taiwanese; Han alone says nothing, and the order of
    /// `fonts.conf` decides.
    static func resolve(_ tag: String?, for text: String) -> String {
        if let tag, !tag.isEmpty { return fontconfigTag(tag.lowercased()) }

        // Below these, in the order of Unicode, nothing needs telling apart.
        for scalar in text.unicodeScalars where scalar.value >= 0x1100 {
            switch scalar.value {
            case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: return "ja"
            case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7FF: return "ko"
            case 0x3100...0x312F, 0x31A0...0x31BF: return "zh-tw"
            default: continue
            }
        }
        return undetermined
    }

    /// fontconfig names Chinese by territory, not by script.
    private static func fontconfigTag(_ tag: String) -> String {
        let parts = tag.split(separator: "-")
        guard parts.first == "zh" else { return tag }
        if parts.contains("hk") || parts.contains("mo") { return "zh-hk" }
        if parts.contains("tw") || parts.contains("hant") { return "zh-tw" }
        return "zh-cn"
    }
}
