extension UserID {
    /// What the eye may miss in the text, for the desk: none of it is a reason to refuse.
    package var oddities: [CertificateWarning.Code] {
        guard let decoded = String(validating: bytes, as: UTF8.self) else { return [.userIDNotUTF8] }
        var codes: [CertificateWarning.Code] = []
        if Self.isDoubleEncoded(decoded) { codes.append(.userIDDoubleEncoded) }
        if decoded.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            codes.append(.userIDControlCharacters)
        }
        if decoded.unicodeScalars.contains(where: Self.isInvisible) { codes.append(.userIDInvisibleCharacters) }
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
        func close() {
            if marks > Self.marksMax { marked += "<\(marks - Self.marksMax) marks>" }
            marks = 0
        }
        for scalar in text.unicodeScalars {
            if Self.isMark(scalar), !Self.isInvisible(scalar) {
                marks += 1
                if marks <= Self.marksMax { marked.unicodeScalars.append(scalar) }
                continue
            }
            close()
            if Self.isInvisible(scalar) {
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

    private static func stacksMarks(_ text: String) -> Bool {
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            if marks > marksMax { return true }
        }
        return false
    }

    /// Bidirectional controls, zero-width characters and the like (general category Cf), line separators, what programs
    /// are told to ignore (joiners, fillers, variation selectors), and blanks of other kinds, but for that of East Asia.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: scalar != " " && scalar != "\u{3000}"
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}"
        }
    }

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
    private enum Script { case latin, greek, cyrillic, armenian, cherokee, other }

    private static func script(of scalar: Unicode.Scalar) -> Script {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF5A: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F, 0x1C80...0x1C8F, 0xA640...0xA69F: .cyrillic
        case 0x530...0x58F: .armenian
        case 0x13A0...0x13FF, 0xAB70...0xABBF: .cherokee
        default: .other
        }
    }

    /// Whether one word has letters of two scripts that look alike.
    private static func mixesScripts(_ text: String) -> Bool {
        words(of: text).contains { word in
            Set(word.filter { $0.properties.isAlphabetic }.map(script)).subtracting([.other]).count > 1
        }
    }

    /// Whether a word among Latin ones consists only of letters that look Latin, or letters have mathematical or
    /// full-width forms.
    private static func hasLookAlikes(_ text: String) -> Bool {
        let words = words(of: text)
        let isForm = text.unicodeScalars.contains {
            (0x1D400...0x1D7FF).contains($0.value) || (0xFF21...0xFF5A).contains($0.value)
                || (0x24B6...0x24E9).contains($0.value)
        }
        return isForm || words.contains { $0.count > 1 && $0.allSatisfy { latinLookAlikes.contains($0) } }
    }

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
