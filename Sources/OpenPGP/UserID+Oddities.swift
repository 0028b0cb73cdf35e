extension UserID {
    /// What the eye may miss in the text, for the desk: none of it is a reason to refuse.
    package var oddities: [CertificateWarning.Code] {
        guard let decoded = String(validating: bytes, as: UTF8.self) else { return [.userIDNotUTF8] }
        var codes: [CertificateWarning.Code] = []
        if Self.isDoubleEncoded(decoded) { codes.append(.userIDDoubleEncoded) }
        if decoded.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            codes.append(.userIDControlCharacters)
        }
        if decoded.unicodeScalars.contains(where: Self.isInvisible) || Self.hasMarkWithoutLetter(decoded) {
            codes.append(.userIDInvisibleCharacters)
        }
        if Self.mixesScripts(decoded) {
            codes.append(.userIDMixedScripts)
        } else if Self.hasLookAlikes(decoded) {
            codes.append(.userIDLookAlikes)
        }
        if Self.stacksMarks(decoded) { codes.append(.userIDStackedMarks) }
        return codes
    }

    /// The text with every invisible character made visible, such as `<U+202E>`, and stacks of marks cut short, such as
    /// `<118 marks>`; for display, never for a list.
    ///
    /// The result does not affect the text around it: neither its direction nor the lines above and below.
    package var markedText: String {
        var marked = ""
        var marks = 0
        var hasLetter = false
        func close() {
            if marks > Self.marksMax { marked += "<\(marks - Self.marksMax) marks>" }
            marks = 0
        }
        for scalar in text.unicodeScalars {
            let isMark = Self.isMark(scalar)
            if isMark, hasLetter, !Self.isInvisible(scalar) {
                marks += 1
                if marks <= Self.marksMax { marked.unicodeScalars.append(scalar) }
                continue
            }
            close()
            hasLetter = !isMark && Self.carriesMarks(scalar)
            if isMark || Self.isInvisible(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                marked += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
            } else {
                marked.unicodeScalars.append(scalar)
            }
        }
        close()
        return marked
    }

    /// No script needs more on one letter.
    private static let marksMax = 4

    /// A character that stands on or around the one before it (general categories Mn and Me).
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Whether a mark stands upon a letter there, not upon a blank or what is beside the text.
    private static func carriesMarks(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && !isInvisible(scalar)
    }

    private static func hasMarkWithoutLetter(_ text: String) -> Bool {
        var hasLetter = false
        for scalar in text.unicodeScalars where !(isMark(scalar) && hasLetter) {
            if isMark(scalar) { return true }
            hasLetter = carriesMarks(scalar)
        }
        return false
    }

    private static func stacksMarks(_ text: String) -> Bool {
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            if marks > marksMax { return true }
        }
        return false
    }

    /// Bidirectional controls, zero-width characters and the like (general category Cf), line separators, what programs
    /// are told to ignore (joiners, fillers, variation selectors), blanks of other kinds, but for that of East Asia, what no
    /// font has (unassigned, private use), and lines through letters.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        case .nonspacingMark where overlays.contains(scalar.value): true
        case .spaceSeparator: scalar != " " && scalar != "\u{3000}"
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}"
        }
    }

    /// Marks that are drawn across the letter (canonical combining class 1).
    private static let overlays: Set<UInt32> = [
        0x334, 0x335, 0x336, 0x337, 0x338, 0x20D2, 0x20D3, 0x20D8, 0x20D9, 0x20DA, 0x20E5, 0x20E6, 0x20EA, 0x20EB,
    ]

    /// Whether the characters, taken as Latin-1 bytes, are UTF-8 again, such as `GÃ¼rkan`.
    private static func isDoubleEncoded(_ text: String) -> Bool {
        guard text.unicodeScalars.contains(where: { $0.value >= 0xC2 && $0.value <= 0xF4 }) else { return false }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return false }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self) != nil
    }

    /// Scripts whose letters are mistaken for one another.
    private enum Script { case latin, greek, cyrillic, armenian, cherokee, coptic, lisu, deseret, other }

    private static func script(of scalar: Unicode.Scalar) -> Script {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF5A: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F, 0x1C80...0x1C8F, 0xA640...0xA69F: .cyrillic
        case 0x530...0x58F: .armenian
        case 0x13A0...0x13FF, 0xAB70...0xABBF: .cherokee
        case 0x2C80...0x2CFF: .coptic
        case 0xA4D0...0xA4FF: .lisu
        case 0x10400...0x1044F: .deseret
        default: .other
        }
    }

    /// Whether one word has letters of two scripts that look alike.
    private static func mixesScripts(_ text: String) -> Bool {
        words(of: text).contains { word in
            Set(word.filter { $0.properties.isAlphabetic }.map(script)).subtracting([.other]).count > 1
        }
    }

    /// Whether a word among Latin ones consists only of letters that look Latin, or letters have mathematical, full-width,
    /// phonetic, raised or Roman forms.
    private static func hasLookAlikes(_ text: String) -> Bool {
        let words = words(of: text)
        let isForm = text.unicodeScalars.contains { scalar in forms.contains { $0.contains(scalar.value) } }
        return isForm || words.contains { $0.count > 1 && $0.allSatisfy { latinLookAlikes.contains($0) } }
    }

    /// Letters that were made to look like others, the at sign, and the letters of Lisu, all of which look Latin.
    private static let forms: [ClosedRange<UInt32>] = [
        0x251...0x251, 0x261...0x261, 0x2B0...0x2B8, 0x1D00...0x1D6A, 0x2090...0x209C, 0x210A...0x2113, 0x2115...0x2115,
        0x2119...0x211D, 0x2124...0x2124, 0x2128...0x2128, 0x212C...0x2139, 0x2160...0x2188, 0x24B6...0x24E9,
        0xA4D0...0xA4F7, 0xFE6B...0xFE6B, 0xFF20...0xFF3A, 0xFF41...0xFF5A, 0x1D400...0x1D7FF, 0x1F130...0x1F189,
    ]

    private static func words(of text: String) -> [[Unicode.Scalar]] {
        text.unicodeScalars.split { !$0.properties.isAlphabetic && !isMark($0) }.map(Array.init)
    }

    /// Letters of Cyrillic, Greek and Armenian that no eye tells from Latin ones.
    private static let latinLookAlikes = Set(
        ("\u{430}\u{435}\u{43E}\u{440}\u{441}\u{443}\u{445}\u{456}\u{458}\u{455}\u{4BB}\u{501}\u{51B}\u{51D}"
            + "\u{410}\u{412}\u{415}\u{41A}\u{41C}\u{41D}\u{41E}\u{420}\u{421}\u{422}\u{425}\u{405}\u{406}\u{408}"
            + "\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39A}\u{39C}\u{39D}\u{39F}\u{3A1}\u{3A4}\u{3A5}\u{3A7}"
            + "\u{3BF}\u{3BD}\u{585}\u{578}\u{57D}").unicodeScalars)
}
