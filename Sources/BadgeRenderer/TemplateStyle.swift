internal import Typesetting

/// The classes of a template, and what they mean as CSS.
enum TemplateStyle {
    private static let properties = ["fill", "stroke", "stop-color"]

    /// The field that shows or hides elements of this class; nil for other classes.
    static func condition(ofClass name: some StringProtocol) -> BadgeField.ID? {
        if name == BadgeField.ID.greenDot.rawValue { return .greenDot }
        for prefix in ["if-", "unless-"] where name.hasPrefix(prefix) {
            return BadgeField.ID(rawValue: String(name.dropFirst(prefix.count)))
        }
        return nil
    }

    /// False for what looks like one of our classes but is not; designers may have classes of their own.
    static func isKnown(class name: some StringProtocol) -> Bool {
        guard ["category", "on-category", "role", "on-role"].contains(where: name.hasPrefix) else { return true }
        return Palette.Shade.allCases.contains { shade in
            shade.names.contains { shadeName in properties.contains { name == "\(shadeName)-\($0)" } }
        }
    }

    /// Hides what should not be seen and colours what has a category's colour, whatever the document itself says.
    static func sheet(
        hiding elements: [String], conditions: [BadgeField.ID], absent: [BadgeField.ID], palette: Palette
    ) -> String {
        var rules = elements.map { "#\($0){display:none!important}" }
        for field in absent {
            rules.append(".if-\(field){display:none!important}")
            if field == .greenDot { rules.append(".green-dot{display:none!important}") }
        }
        for field in conditions where !absent.contains(field) {
            rules.append(".unless-\(field){display:none!important}")
        }
        for shade in Palette.Shade.allCases {
            for property in properties {
                let classes = shade.names.map { ".\($0)-\(property)" }.joined(separator: ",")
                rules.append("\(classes){\(property):\(palette[shade].hex)!important}")
            }
        }
        return rules.joined(separator: "\n")
    }
}
