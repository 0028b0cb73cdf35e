/// What somebody is at the conference.
package enum Category: String, Sendable, Hashable, CaseIterable, Codable {
    case attendee, speaker, organizer, volunteer, youth, sponsor, press
}

/// How an event treats a category: its label and colour on badges, and whether its passes are free of charge.
package struct CategoryRule: Sendable, Hashable {
    package let category: Category
    package let labels: LocalizedName
    package var label: String { labels.english }
    package let color: HexColor
    /// Whether passes cost this category nothing.
    package let comesFree: Bool

    package init(category: Category, label: String, french: String? = nil, color: HexColor, comesFree: Bool) {
        self.category = category
        labels = LocalizedName(label, french: french)
        self.color = color
        self.comesFree = comesFree
    }
}

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
