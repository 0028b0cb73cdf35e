internal import Conference
internal import Typesetting

/// The colours that follow from a role's.
struct Palette: Sendable, Hashable {
    /// Names of colours, as templates use them in `data-color` and in classes.
    enum Shade: String, Sendable, CaseIterable {
        /// The role's own colour.
        case role
        /// Black or white, whichever is easier to read on it.
        case onRole = "on-role"
        /// The role's colour, darkened until it reads well on white.
        case roleInk = "role-ink"
        /// A breath of the role's colour.
        case roleTint = "role-tint"
    }

    let role: Color
    private let onRole: Color
    private let roleInk: Color
    private let roleTint: Color

    init(_ color: HexColor) throws(TypesettingError) {
        role = try Color(hex: color.description)
        onRole = Self.text(on: role)
        // 4.5 to 1 is what WCAG 2.2 (1.4.3) asks of text.
        var ink = role
        while ink.contrast(with: .white) < 4.5 { ink = ink.mixed(with: .black, share: 0.05) }
        roleInk = ink
        roleTint = role.mixed(with: .white, share: 0.88)
    }

    subscript(shade: Shade) -> Color {
        switch shade {
        case .role: role
        case .onRole: onRole
        case .roleInk: roleInk
        case .roleTint: roleTint
        }
    }

    /// Nearly black or white, whichever stands out more.
    static func text(on background: Color) -> Color {
        let dark = Color(red: 0.07, green: 0.07, blue: 0.09)
        return background.contrast(with: dark) >= background.contrast(with: .white) ? dark : .white
    }
}
