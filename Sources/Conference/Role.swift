/// What somebody is at the conference.
package enum Role: String, Sendable, Hashable, CaseIterable, Codable {
    case attendee, speaker, organizer, volunteer, youth, sponsor, press
}

/// How an event treats a role: its label and colour on badges, and whether its passes are free of charge.
package struct RoleRule: Sendable, Hashable {
    package let role: Role
    package let labels: LocalizedName
    package var label: String { labels.english }
    package let color: HexColor
    /// Whether passes cost this role nothing.
    package let comesFree: Bool

    package init(role: Role, label: String, french: String? = nil, color: HexColor, comesFree: Bool) {
        self.role = role
        labels = LocalizedName(label, french: french)
        self.color = color
        self.comesFree = comesFree
    }
}

/// A colour as `#rrggbb`.
package struct HexColor: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// The colour of a role that the organiser gave none.
    package static let grey = HexColor(checked: "#4b5563")

    private init(checked text: String) { description = text }

    /// - Throws: `color_invalid` unless the text is `#` and six hexadecimal digits.
    package init(_ text: String) throws(ConferenceError) {
        guard text.utf8.count == 7, text.hasPrefix("#"), UInt32(text.dropFirst(), radix: 16) != nil,
            text.dropFirst().allSatisfy(\.isHexDigit)
        else { throw ConferenceError("color_invalid", ErrorDetail("value", text)) }
        description = text.lowercased()
    }
}
