/// Fills the places of a text: `{name}` stands for the value of that name.
///
/// The text is read once, from its beginning to its end, and a value is never read again: what looks like a place in
/// somebody's name stays as it is. A place without a value vanishes with the blank before it, a `#` before it and the
/// quotation marks around it: `no registration ‘{value}’ #{number}.` becomes `no registration.`
package enum Filler {
    private static let blanks: Set<Character> = [" ", "\u{a0}", "\u{202f}"]
    private static let quotationMarks: [Character: Character] = ["‘": "’", "“": "”", "«": "»"]

    /// - Parameter value: the value of a place; nil where there is none.
    package static func fill(_ text: String, _ value: (Substring) -> String?) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let place = Self.place(rest) else {
                // A brace like any other sign.
                filled.append(rest.removeFirst())
                continue
            }
            rest = rest.dropFirst(place.count + 2)
            if let value = value(place) {
                filled += value
            } else {
                dropSurroundings(before: &filled, after: &rest)
            }
        }
        return filled + rest
    }

    /// The name between the braces at the beginning; nil where that is no place.
    private static func place(_ text: Substring) -> Substring? {
        let name = text.dropFirst().prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
        return !name.isEmpty && text.dropFirst(name.count + 1).first == "}" ? name : nil
    }

    private static func dropSurroundings(before: inout String, after: inout Substring) {
        if before.last == "#" { before.removeLast() }
        let head = Self.withoutBlank(before[...])
        let tail = after.first.map(blanks.contains) == true ? after.dropFirst() : after
        if let mark = head.last, let closing = quotationMarks[mark], tail.first == closing {
            before = String(head.dropLast())
            after = tail.dropFirst()
        }
        before = String(Self.withoutBlank(before[...]))
    }

    private static func withoutBlank(_ text: Substring) -> Substring {
        text.last.map(blanks.contains) == true ? text.dropLast() : text
    }
}
