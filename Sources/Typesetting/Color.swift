import Conference
internal import Foundation

/// An opaque sRGB colour.
package struct Color: Sendable, Hashable {
    /// Components from 0 to 1.
    package let red: Double
    package let green: Double
    package let blue: Double

    package init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rgb` or `#rrggbb` (CSS Color Module Level 4, 5.2). Throws `color_malformed`.
    package init(hex: some StringProtocol) throws(TypesettingError) {
        var digits = hex.dropFirst().compactMap(\.hexDigitValue)
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard hex.first == "#", hex.utf8.count == 4 || hex.utf8.count == 7, digits.count == 6 else {
            throw TypesettingError(.colorMalformed, .init("color", String(hex)))
        }
        red = Double(digits[0] * 16 + digits[1]) / 255
        green = Double(digits[2] * 16 + digits[3]) / 255
        blue = Double(digits[4] * 16 + digits[5]) / 255
    }

    package static let black = Color(red: 0, green: 0, blue: 0)
    package static let white = Color(red: 1, green: 1, blue: 1)

    /// `#rrggbb`, lower case.
    package var hex: String {
        "#"
            + [red, green, blue].map {
                let byte = String(Int(($0 * 255).rounded()), radix: 16)
                return byte.utf8.count == 1 ? "0" + byte : byte
            }.joined()
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    package var luminance: Double {
        func linear(_ component: Double) -> Double {
            component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Contrast ratio, 1 to 21 (WCAG 2.2).
    package func contrast(with other: Color) -> Double {
        let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }

    /// This colour with a share of another in it; 0 leaves it, 1 replaces it.
    package func mixed(with other: Color, share: Double) -> Color {
        Color(
            red: red + (other.red - red) * share, green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share)
    }
}
