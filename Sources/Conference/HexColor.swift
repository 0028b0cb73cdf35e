/// A colour as `#rrggbb`.
package struct HexColor: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// The colour of a category to which the organizer gave none.
    package static let grey = HexColor(checked: "#4b5563")

    private init(checked text: String) { description = text }

    /// - Throws: `color_invalid` unless the text is `#` and six hexadecimal digits.
    package init(_ text: String) throws(ConferenceError) {
        guard text.utf8.count == 7, text.hasPrefix("#"), UInt32(text.dropFirst(), radix: 16) != nil,
            text.dropFirst().allSatisfy(\.isHexDigit)
        else { throw ConferenceError(.colorInvalid, ErrorDetail("value", text)) }
        description = text.lowercased()
    }
}
