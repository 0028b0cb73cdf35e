internal import Foundation
internal import Typesetting

/// The few pieces of SVG's grammar that say where a rectangle is.
enum SVGSyntax {
    /// A length in points: a number and `in`, `mm`, `cm`, `pt`, `pc` or `px`; bare numbers are CSS pixels of 1/96 inch.
    static func length(_ text: String) -> Double? {
        let text = text.filter { $0 != " " }
        let points: [(String, Double)] = [
            ("in", 72), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("pt", 1), ("pc", 12), ("px", 0.75),
        ]
        for (unit, factor) in points where text.hasSuffix(unit) {
            return finite(text.dropLast(unit.count)).map { $0 * factor }
        }
        return finite(text).map { $0 * 0.75 }
    }

    /// A number of user units; nil for percentages and other units.
    static func userUnits(_ text: String) -> Double? {
        finite(text.hasSuffix("px") ? text.dropLast(2) : text[...])
    }

    /// Numbers separated by spaces and commas; nil if there is anything else.
    static func numbers(_ text: some StringProtocol) -> [Double]? {
        var numbers: [Double] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let number = finite(part) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    /// A `transform` attribute (SVG 1.1, 7.6); nil if it is malformed.
    static func transform(_ text: String) -> Transform? {
        var result = Transform.identity
        var rest = text[...]
        while let open = rest.firstIndex(of: "(") {
            guard let close = rest.firstIndex(of: ")"), close > open,
                let values = numbers(rest[rest.index(after: open)..<close])
            else { return nil }
            let name = rest[..<open].filter { !$0.isWhitespace && $0 != "," }
            guard let step = transform(name, values) else { return nil }
            result = result(step)
            rest = rest[rest.index(after: close)...]
        }
        return rest.allSatisfy(\.isWhitespace) ? result : nil
    }

    private static func transform(_ name: String, _ values: [Double]) -> Transform? {
        switch (name, values.count) {
        case ("matrix", 6):
            Transform(a: values[0], b: values[1], c: values[2], d: values[3], tx: values[4], ty: values[5])
        case ("translate", 1): .translation(values[0], 0)
        case ("translate", 2): .translation(values[0], values[1])
        case ("scale", 1): .scale(values[0], values[0])
        case ("scale", 2): .scale(values[0], values[1])
        case ("rotate", 1): .rotation(degrees: values[0])
        case ("rotate", 3):
            Transform.translation(values[1], values[2])(.rotation(degrees: values[0]))(
                .translation(-values[1], -values[2]))
        case ("skewX", 1): Transform(a: 1, b: 0, c: tan(values[0] * .pi / 180), d: 1, tx: 0, ty: 0)
        case ("skewY", 1): Transform(a: 1, b: tan(values[0] * .pi / 180), c: 0, d: 1, tx: 0, ty: 0)
        default: nil
        }
    }

    /// A part of a style sheet without the blanks and line breaks around it.
    static func trimmed(_ part: Substring.UTF8View) -> Substring {
        var part = part.drop(while: isBlank)
        while let last = part.last, isBlank(last) { part.removeLast() }
        return Substring(part)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func finite(_ text: some StringProtocol) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
