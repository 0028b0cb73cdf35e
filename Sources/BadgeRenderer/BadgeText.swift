internal import Foundation

/// A text from outside, cleaned for printing and otherwise left as given.
struct BadgeText: Sendable, Hashable {
    /// In normalization form C (UAX #15), without characters that are not text, with runs of spaces collapsed.
    let text: String
    /// What was taken out, each once.
    let removed: [Unicode.Scalar]

    init(_ raw: String) {
        // Most texts are printable ASCII with single spaces between words.
        var last: UInt8 = 0x20
        let isPlain = raw.utf8.allSatisfy { byte in
            defer { last = byte }
            return (0x21...0x7E).contains(byte) || byte == 0x20 && last != 0x20
        }
        if isPlain, last != 0x20 || raw.isEmpty {
            text = raw
            removed = []
            return
        }
        var removed: [Unicode.Scalar] = []
        var kept = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars {
            if scalar.properties.isWhitespace {
                kept.append(" ")
            } else if Self.isText(scalar) {
                kept.append(scalar)
            } else if !removed.contains(scalar) {
                removed.append(scalar)
            }
        }
        text = String(kept).split(separator: " ").joined(separator: " ").precomposedStringWithCanonicalMapping
        self.removed = removed
    }

    /// Not controls, and nothing that turns the direction of what follows (UAX #9): it could disguise a name.
    /// Joiners and direction marks stay, because Persian, Hindi and others need them.
    private static func isText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: false
        default: scalar.properties.generalCategory != .control && !scalar.properties.isNoncharacterCodePoint
        }
    }
}
