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
        if Self.mixesScripts(decoded) { codes.append(.userIDMixedScripts) }
        if Self.stacksMarks(decoded) { codes.append(.userIDStackedMarks) }
        return codes
    }

    /// Marks that may stand upon one letter: more than any language writes in a row.
    private static let marksMax = 3

    /// The text with every invisible character made visible, such as `<U+202E>`, and every mark of a stack that is too
    /// high; for showing, never for a list.
    package var markedText: String {
        var marked = ""
        var stack = 0
        for scalar in text.unicodeScalars {
            stack = Self.isMark(scalar) ? stack + 1 : 0
            if Self.isInvisible(scalar) || stack > Self.marksMax {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                marked += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
            } else {
                marked.unicodeScalars.append(scalar)
            }
        }
        return marked
    }

    /// Bidirectional controls, zero-width characters and the like (general category Cf), and line separators.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// A mark that takes no room of its own (general categories Mn and Me).
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func stacksMarks(_ text: String) -> Bool {
        var stack = 0
        return text.unicodeScalars.contains { scalar in
            stack = isMark(scalar) ? stack + 1 : 0
            return stack > marksMax
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

    private static func mixesScripts(_ text: String) -> Bool {
        text.unicodeScalars.split { !$0.properties.isAlphabetic }.contains { word in
            let hasLatin = word.contains { $0.isASCII || (0xC0...0x24F).contains($0.value) }
            let hasLookAlike = word.contains { (0x370...0x52F).contains($0.value) }
            return hasLatin && hasLookAlike
        }
    }
}
