/// Sets texts in the fonts of a collection.
///
/// A text is measured once, at its larger size. What is too wide is broken at the places Unicode allows (UAX #14, with
/// dictionaries for Thai), into the number of lines that makes it largest, with lines as even as they can be. Sizes
/// scale linearly because hinting is off, so a smaller text is the same layout drawn smaller; this also saves asking
/// fontconfig again for every size.
///
/// It may be used on any thread; texts of one collection are set one after another.
package struct TextSetter: Sendable {
    private let fonts: SettingFonts

    package init(fonts: FontCollection) { self.fonts = fonts.setting }

    /// Sets `text` for a box of this size; line breaks in it are set as spaces, and noncharacters, which Cairo refuses
    /// together with the whole page, as replacement characters.
    ///
    /// `language` is a BCP 47 tag that chooses between the national forms of characters, or nil if it is not known.
    package func set(_ text: String, style: TextStyle, box: Size, language: String? = nil) -> SetText {
        let text = (Self.hasLineBreak(text) ? String(text.map { $0.isNewline ? " " : $0 }) : text).forCairo
        let language = TextLanguage.resolve(language, for: text)
        return fonts.use { workplace in
            let draft = Draft(text: text, style: style, box: box, workplace: &workplace, language: language)
            return draft.fit(&workplace)
        }
    }

    /// True for what `Character.isNewline` says, without looking for characters.
    private static func hasLineBreak(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            (0x0A...0x0D).contains(scalar.value) || [0x85, 0x2028, 0x2029].contains(scalar.value)
        }
    }
}

extension String {
    /// With a replacement character for each noncharacter (U+FFFF and the like): Cairo takes such a text for an error.
    var forCairo: String {
        guard unicodeScalars.contains(where: \.properties.isNoncharacterCodePoint) else { return self }
        return unicodeScalars.reduce(into: "") { clean, scalar in
            clean.unicodeScalars.append(scalar.properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar)
        }
    }
}
