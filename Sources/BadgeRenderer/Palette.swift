internal import Conference
internal import Typesetting

/// The colours derived from a category's.
struct Palette: Sendable, Hashable {
    /// Names of colours, as templates use them in `data-color` and in classes.
    enum Shade: String, Sendable, CaseIterable {
        /// The category's own colour.
        case category
        /// Black or white, whichever is easier to read on it.
        case onCategory = "on-category"
        /// The category's colour, darkened until it reads well on white.
        case categoryInk = "category-ink"
        /// A pale tint of the category's colour.
        case categoryTint = "category-tint"

        /// Its name, and the one that older templates use: `role`, `on-role`, `role-ink`, `role-tint`.
        var names: [String] { [rawValue, rawValue.replacing("category", with: "role")] }

        init?(named name: String) {
            guard let shade = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
            self = shade
        }
    }

    let category: Color
    private let onCategory: Color
    private let categoryInk: Color
    private let categoryTint: Color

    init(_ color: HexColor) throws(TypesettingError) {
        category = try Color(hex: color.description)
        onCategory = Self.text(on: category)
        // 4.5 to 1 is what WCAG 2.2 (1.4.3) asks of text.
        var ink = category
        while ink.contrast(with: .white) < 4.5 { ink = ink.mixed(with: .black, share: 0.05) }
        categoryInk = ink
        categoryTint = category.mixed(with: .white, share: 0.88)
    }

    subscript(shade: Shade) -> Color {
        switch shade {
        case .category: category
        case .onCategory: onCategory
        case .categoryInk: categoryInk
        case .categoryTint: categoryTint
        }
    }

    /// Nearly black or white, whichever stands out more.
    static func text(on background: Color) -> Color {
        let dark = Color(red: 0.07, green: 0.07, blue: 0.09)
        return background.contrast(with: dark) >= background.contrast(with: .white) ? dark : .white
    }
}
