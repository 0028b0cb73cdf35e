import Conference
import Foundation

/// Texts as header fields carry them: ASCII, in lines of at most 76 characters (RFC 5322, section 2.1.1; RFC 2047).
///
/// Whatever the text is, what comes out is one field: line breaks and other controls become blanks.
enum HeaderText {
    private static let columns = 76

    /// A field with its name and its text, folded, with CRLF at its end.
    static func field(_ name: String, text: String) -> String {
        "\(name): \(unstructured(text, after: name.utf8.count + 2))\r\n"
    }

    /// A field whose text was made here, of tokens with blanks between them: folded at those.
    static func field(_ name: String, tokens: String) -> String {
        "\(name): \(folded(oneLine(tokens), after: name.utf8.count + 2))\r\n"
    }

    /// A field with one mailbox.
    static func field(_ name: String, _ mailbox: Mailbox) -> String {
        let address = "<\(oneLine(mailbox.address))>"
        let display = oneLine(mailbox.name)
        guard !display.isEmpty else { return "\(name): \(oneLine(mailbox.address))\r\n" }
        let phrase = phrase(display, after: name.utf8.count + 2)
        let last = phrase.split(separator: "\r\n").last ?? ""
        let isFull =
            last.utf8.count + 1 + address.utf8.count + (phrase.contains("\r\n") ? 0 : name.utf8.count + 2) > columns
        return "\(name): \(phrase)\(isFull ? "\r\n " : " ")\(address)\r\n"
    }

    /// A text that people read: as it is where it is plain, or else in encoded words.
    static func unstructured(_ text: String, after column: Int) -> String {
        let line = oneLine(text)
        return isPrintable(line) && isFoldable(line, after: column)
            ? folded(line, after: column) : encodedWords(line, after: column)
    }

    /// Whether it is of ASCII that is shown. What looks like an encoded word would be read as one.
    private static func isPrintable(_ line: String) -> Bool {
        line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.contains("=?")
    }

    /// Whether its words fit on lines, and whoever puts the lines together again has the same blanks.
    private static func isFoldable(_ line: String, after column: Int) -> Bool {
        !line.contains("  ")
            && line.split(separator: " ").enumerated().allSatisfy { index, word in
                word.utf8.count <= columns - (index == 0 ? column : 1)
            }
    }

    /// The name before an address: atoms, a quoted string, or encoded words.
    private static func phrase(_ name: String, after column: Int) -> String {
        guard isPrintable(name) else { return encodedWords(name, after: column) }
        let isPlain = name.utf8.allSatisfy { byte in
            byte == 0x20 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        // Atoms may stand on several lines; a quoted string is not broken.
        if isPlain, isFoldable(name, after: column) { return folded(name, after: column) }
        let quoted = "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        return quoted.utf8.count + column <= columns ? quoted : encodedWords(name, after: column)
    }

    /// Encoded words of at most 75 characters, none of which splits a character's code.
    private static func encodedWords(_ text: String, after column: Int) -> String {
        // `=?utf-8?B?` and `?=` around groups of four characters for three bytes.
        func room(_ column: Int) -> Int { max(3, (columns - column - 12) / 4 * 3) }
        var words: [Data] = [Data()]
        var limit = room(column)
        for scalar in text.unicodeScalars {
            let bytes = Data(String(scalar).utf8)
            if (words.last?.count ?? 0) + bytes.count > limit {
                words.append(Data())
                limit = room(1)
            }
            words[words.count - 1].append(bytes)
        }
        return words.map { "=?utf-8?B?\($0.base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// Broken before blanks, which begin the next line.
    private static func folded(_ text: String, after column: Int) -> String {
        var lines: [String] = [""]
        var used = column
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: true).enumerated() {
            if index > 0, used + 1 + word.utf8.count > columns {
                lines.append(" " + word)
                used = 1 + word.utf8.count
            } else {
                lines[lines.count - 1] += (index > 0 ? " " : "") + word
                used += (index > 0 ? 1 : 0) + word.utf8.count
            }
        }
        return lines.joined(separator: "\r\n")
    }

    /// Without controls, line breaks of any script, and what turns the direction of writing.
    static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (scalar.properties.generalCategory, scalar.value) {
            case (.control, _), (.lineSeparator, _), (.paragraphSeparator, _): line.append(" ")
            case (_, 0x202A...0x202E), (_, 0x2066...0x2069): break
            default: line.append(scalar)
            }
        }
        return String(line).trimmingCharacters(in: .whitespaces)
    }
}
