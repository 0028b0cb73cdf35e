import Foundation

/// Text made comparable for the search box: lower case, without diacritics, one space between words.
package enum SearchText {
    /// Letters that Unicode does not decompose although people type them without their stroke.
    private static let letters: [Unicode.Scalar: String] = [
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i",
        "ŋ": "n", "ŧ": "t", "ĸ": "k", "ς": "σ", "’": "'", "ʼ": "'",
    ]

    /// The folded form of a text.
    package static func fold(_ text: String) -> String { foldLatin(text) ?? foldUnicode(text) }

    /// What most names and all addresses are: letters that Latin alphabets have as one character each, which need no look at
    /// their neighbours; nil for other texts.
    private static func foldLatin(_ text: String) -> String? {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        func append(_ byte: UInt8) {
            if byte != 0x20 || folded.last.map({ $0 != 0x20 }) ?? false { folded.append(byte) }
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x00...0x20, 0x7F: append(0x20)
            case 0x41...0x5A: folded.append(UInt8(scalar.value) | 0x20)
            case ..<0x80: folded.append(UInt8(scalar.value))
            case latinLetters: for byte in foldedLatin[Int(scalar.value) - 0x80] { append(byte) }
            default: return nil
            }
        }
        if folded.last == 0x20 { folded.removeLast() }
        return String(decoding: folded, as: UTF8.self)
    }

    private static let latinLetters: Range<UInt32> = 0x80..<0x250

    /// What each of those letters is folded to, by its number.
    private static let foldedLatin: [[UInt8]] = latinLetters.map { value in
        Unicode.Scalar(value).map { Array(unmarked(String($0)).utf8) } ?? []
    }

    /// The folding of every script.
    static func foldUnicode(_ text: String) -> String {
        unmarked(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func unmarked(_ text: String) -> String {
        var folded = ""
        for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
        where !isMark(scalar) {
            if let replacement = letters[scalar] {
                folded += replacement
            } else if scalar.properties.generalCategory == .control {
                // SQLite ends a text at a zero byte, and an empty word would be found in every name.
                folded += " "
            } else {
                folded.unicodeScalars.append(scalar)
            }
        }
        // Recomposed, so that Hangul and Indic scripts compare as they are typed.
        return folded.precomposedStringWithCompatibilityMapping
    }

    /// What else a word may stand for: Müller is written Mueller too, Søren Soeren, Ångström Aangstroem. The word itself comes first.
    package static func spellings(_ word: String) -> [String] {
        let folded = fold(word)
        var spellings = [folded]
        func add(_ spelling: String) {
            if !spelling.isEmpty, !spellings.contains(spelling) { spellings.append(spelling) }
        }
        var contracted = folded
        for (long, short) in [("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")] {
            contracted.replace(long, with: short)
        }
        add(contracted)
        var expanded = word.lowercased().precomposedStringWithCanonicalMapping
        for (letter, long) in [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa")] {
            expanded.replace(letter, with: long)
        }
        add(fold(expanded))
        return spellings
    }

    /// The words of a folded text that have an apostrophe, a hyphen or a full stop within them, written without: `obrien`.
    static func squeezed(_ folded: String) -> [String] {
        folded.split(separator: " ").compactMap { word in
            guard word.contains(where: isJoint), !word.contains("@") else { return nil }
            let squeezed = String(word.filter { !isJoint($0) })
            return squeezed.count > 1 && squeezed.count < word.count && squeezed.contains(where: \.isLetter)
                ? squeezed : nil
        }
    }

    /// A name whose parts are Han, kana or Hangul, written without the blank between them, as it is at home; nil for others.
    static func unspaced(_ name: String) -> String? {
        let words = fold(name).split(separator: " ")
        guard words.count > 1, words.allSatisfy({ $0.unicodeScalars.allSatisfy(isEastAsian) }) else { return nil }
        return words.joined()
    }

    private static func isEastAsian(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFD: true
        default: false
        }
    }

    private static func isJoint(_ character: Character) -> Bool { "'-.".contains(character) }

    /// Whether a word of a search stands in what is known of somebody, as it is typed, as it may be spelt, or with a slip.
    package static func contains(_ word: String, in known: String) -> Bool {
        let text = fold(known)
        let words = ([text] + squeezed(text)).joined(separator: " ")
        if spellings(word).contains(where: { words.contains($0) }) { return true }
        let letters = Array(fold(word).unicodeScalars)
        return letters.count >= WordShelf.lengthMin
            && words.split(separator: " ").contains { SlipDistance.isOne(letters, Array($0.unicodeScalars)) }
    }

    /// Diacritics of Latin, Greek and Cyrillic, Hebrew points and Arabic vowel signs: what people leave out.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5, 0x064B...0x065F, 0x0670: true
        default: false
        }
    }
}
