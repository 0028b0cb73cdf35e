internal import Foundation

/// How names and affiliations are sorted, and which letter a box at the desk has for them.
///
/// The order is that of the Unicode Collation Algorithm (UTS #10) with CLDR's root table, whatever the machine's
/// language: Ł sorts with L, Ø with O, and capitals do not matter. Signs before the first letter do not count: ’t Hooft
/// is under T.
enum NameCollation {
    private static let root = Locale(identifier: "")

    /// What is compared; equal keys are put in order by the caller's next criterion.
    static func key(_ text: String) -> String {
        String(text.drop { !($0.isLetter || $0.isNumber) })
    }

    static func compare(_ left: String, _ right: String) -> ComparisonResult {
        left.compare(right, options: [], range: nil, locale: root)
    }

    /// The letter under which people look for a text; `#` for digits and signs.
    ///
    /// Sorted texts have sorted initials: no letter comes twice.
    static func initial(_ text: String) -> String {
        let key = key(text)
        // The vowels that Thai and Lao write before their consonant are sorted after it (UTS #10, 7.1.1).
        let scalars = key.unicodeScalars.drop { $0.properties.isLogicalOrderException }
        guard let scalar = scalars.first, scalar.properties.isAlphabetic else { return "#" }
        if let syllable = syllableGroup(scalar) { return syllable }
        let first = String(Character(scalar)).folding(
            options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: root)
        guard let base = first.first else { return "#" }
        return withoutStroke[base] ?? String(base).uppercased()
    }

    /// Letters that the collation treats as variants of others although Unicode does not decompose them.
    private static let withoutStroke: [Character: String] = [
        "æ": "A", "ɐ": "A", "đ": "D", "ð": "D", "ħ": "H", "ı": "I", "ł": "L", "ŋ": "N", "ø": "O", "œ": "O", "ŧ": "T",
    ]

    /// Scripts of many signs have groups of them: Kana their rows, Hangul its first consonants, Han one for all.
    private static func syllableGroup(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x31F0...0x31FF, 0xFF66...0xFF9D:
            let kana =
                String(scalar).folding(options: [.diacriticInsensitive, .widthInsensitive], locale: root)
                .applyingTransform(.hiraganaToKatakana, reverse: true) ?? ""
            guard let sign = kana.unicodeScalars.first else { return nil }
            return kanaRows.last { $0.first <= sign }.map { String($0.name) }
        case 0xAC00...0xD7A3:
            return String(Array("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")[Int(scalar.value - 0xAC00) / 588])
        default:
            return scalar.properties.isIdeographic ? "漢" : nil
        }
    }

    /// The ten rows of the Japanese syllabary by the first sign of each in Unicode's order.
    private static let kanaRows: [(first: Unicode.Scalar, name: Character)] = [
        ("ぁ", "あ"), ("か", "か"), ("さ", "さ"), ("た", "た"), ("な", "な"), ("は", "は"), ("ま", "ま"), ("ゃ", "や"),
        ("ら", "ら"), ("ゎ", "わ"),
    ]
}
