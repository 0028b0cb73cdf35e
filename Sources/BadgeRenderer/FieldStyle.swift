internal import Typesetting

/// How a template wants a field to look: its `data-` attributes, read.
struct FieldStyle: Sendable, Hashable {
    enum Ink: Sendable, Hashable {
        case fixed(Color)
        case shade(Palette.Shade)

        func color(in palette: Palette) -> Color {
            switch self {
            case .fixed(let color): color
            case .shade(let shade): palette[shade]
            }
        }
    }

    enum Shape: String, Sendable, CaseIterable { case text, chips }

    /// Nil for fields that are not text.
    var text: TextStyle?
    var ink = Ink.fixed(.black)
    var isUppercased = false
    var shape = Shape.text
}

extension FieldStyle {
    /// The attributes that a rectangle may have.
    static let attributes = [
        "data-font", "data-weight", "data-slant", "data-size-max", "data-size-min", "data-lines", "data-leading",
        "data-tracking", "data-align", "data-vertical", "data-color", "data-case", "data-shape",
    ]

    /// Reads the attributes of a field's rectangle; `report` gets everything that is wrong with them.
    init(_ attributes: [String: String], for field: BadgeField, report: (TemplateProblem.Code, String) -> Void) {
        func value<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
            guard let text = attributes[name] else { return nil }
            if let value = read(text) { return value }
            report(.attributeMalformed, "\(name)=\"\(text)\"")
            return nil
        }
        func number(_ name: String, _ range: ClosedRange<Double>) -> Double? {
            value(name) { text in Double(text).flatMap { range.contains($0) ? $0 : nil } }
        }

        for name in attributes.keys.sorted() where name.hasPrefix("data-") && !Self.attributes.contains(name) {
            report(.unknownAttribute, name)
        }
        ink = value("data-color", Self.ink) ?? ink
        isUppercased = value("data-case") { ["as-is": false, "upper": true][$0] } ?? false
        shape = value("data-shape", Shape.init(rawValue:)) ?? .text

        switch field.value {
        case .code, .dot: return
        case .text, .prose, .days, .schedule: break
        }
        guard attributes["data-size-max"] != nil else {
            report(.sizeMaxMissing, "data-size-max")
            return
        }
        guard let sizeMax = number("data-size-max", 1...400) else { return }
        text = TextStyle(
            families: attributes["data-font"].map { $0.split(separator: ",").map(Self.trimmed) } ?? [],
            weight: value("data-weight", TextStyle.Weight.init(rawValue:)) ?? .regular,
            isItalic: value("data-slant") { ["upright": false, "italic": true][$0] } ?? false,
            sizeMax: sizeMax, sizeMin: number("data-size-min", 1...sizeMax) ?? sizeMax,
            linesMax: value("data-lines") { text in Int(text).flatMap { (1...20).contains($0) ? $0 : nil } } ?? 1,
            leading: number("data-leading", 0.5...4) ?? 1.1, tracking: number("data-tracking", -0.2...2) ?? 0,
            alignment: value("data-align", TextStyle.Alignment.init(rawValue:)) ?? .left,
            verticalAlignment: value("data-vertical", TextStyle.VerticalAlignment.init(rawValue:)) ?? .middle)
    }

    private static func ink(_ text: String) -> Ink? {
        if let shade = Palette.Shade(named: text) { return .shade(shade) }
        return (try? Color(hex: text)).map { .fixed($0) }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}
