internal import Foundation

/// Goes through a template's artwork once, for what its designer sees and paper does not show: what librsvg leaves out or draws
/// otherwise, and rectangles that look like fields and are none, or are fields and do not look like it.
///
/// Found by drawing each of these with librsvg 2.54, Debian's. None of it keeps a badge from being printed. `TemplateReader` reads
/// the file and tells of each element.
final class ArtworkReader {
    /// More than anybody reads of one file.
    private static let problemsMax = 100

    private(set) var problems: [TemplateProblem] = []

    /// Whether nothing was found for which a drawing cannot be used.
    var isSound: Bool { !problems.contains { $0.code.isError } }

    private struct Level {
        let name: String
        let id: String
        /// What hides the element: the label of a layer, else an id.
        var hiddenBy: String?
        /// Whether blanks stay as they are (`xml:space`).
        var keepsBlanks = false
    }

    private var levels: [Level] = []
    /// The ids of elements that are or hold fields.
    private var holders: Set<String> = []
    /// Patterns and filters, and what the drawing refers to as paint or filter.
    private var coarse: [(id: String, name: String, line: Int)] = []
    private var references: Set<String> = []
    private var clones: [(target: String, line: Int, id: String)] = []
    /// A text that asks to be wrapped, until one of its lines says where it stands.
    private var wrapped: (property: String, line: Int, id: String)?
    /// A text whose style keeps blanks, which only `xml:space` does here.
    private var blanks: (value: String, line: Int, id: String)?
    private var isInStyle = false

    /// To be called behind the last element.
    func finish() {
        for element in coarse where references.contains(element.id) {
            report(.drawnCoarsely, line: element.line, id: element.id, element.name)
        }
        for clone in clones where holders.contains(clone.target) {
            report(.fieldCloned, line: clone.line, id: clone.id, clone.target)
        }
    }

    private func report(_ code: TemplateProblem.Code, line: Int, id: String, _ value: String) {
        guard problems.count < Self.problemsMax else { return }
        problems.append(.init(code: code, line: line, id: id, value: value))
    }
}

extension ArtworkReader {
    /// - Parameter name: without the prefix of its name space.
    func open(_ name: String, _ attributes: [String: String], line: Int) {
        let id = attributes["id"] ?? ""
        let isRoot = levels.isEmpty
        let style = Self.declarations(attributes)
        var level = Level(
            name: name, id: id, hiddenBy: levels.last?.hiddenBy,
            keepsBlanks: attributes["xml:space"].map { $0 == "preserve" } ?? levels.last?.keepsBlanks ?? false)
        let isHidden =
            style["display"] == "none" || style["visibility"] == "hidden"
            || style["opacity"].flatMap { Double($0) } == 0
        if isHidden, level.hiddenBy == nil {
            level.hiddenBy = Self.label(attributes) ?? (id.isEmpty ? name : id)
        }
        levels.append(level)
        isInStyle = name == "style"
        if isRoot {
            readSize(attributes, line: line, id: id)
            return
        }
        if name == "pattern" || name == "filter", !id.isEmpty { coarse.append((id, name, line)) }
        readElement(name, attributes, line: line, id: id)
        readDeclarations(style, name, line: line, id: id)
        if let kept = style["white-space"], kept.hasPrefix("pre") || kept == "break-spaces", !level.keepsBlanks {
            blanks = (kept, line, id)
        }
        readField(name, attributes, level, line: line, id: id)
    }

    func close() {
        let level = levels.popLast()
        isInStyle = false
        if level?.name == "text", let wrapped {
            report(.textFlowed, line: wrapped.line, id: wrapped.id, wrapped.property)
            self.wrapped = nil
        }
        if level?.name == "text" { blanks = nil }
    }

    func take(_ text: String, line: Int) {
        if isInStyle { readSheet(text, line: line) }
        if let kept = blanks, text.contains("  ") || text.contains("\t") {
            report(.textStyleIgnored, line: kept.line, id: kept.id, "white-space: \(kept.value)")
            blanks = nil
        }
    }

    /// `<?xml-stylesheet href="style.css"?>` asks for a file of its own.
    func instruct(_ target: String, line: Int) {
        if target == "xml-stylesheet" { report(.styleIgnored, line: line, id: "", target) }
    }
}

// MARK: - What is not drawn

extension ArtworkReader {
    private static let flowed: Set<String> = ["flowRoot", "flowPara", "flowRegion", "flowDiv", "flowSpan", "flowLine"]
    private static let paints: Set<String> = [
        "meshgradient", "meshGradient", "mesh", "hatch", "solidcolor", "solidColor",
    ]
    private static let foreign: Set<String> = [
        "foreignObject", "altGlyph", "glyphRef", "font", "video", "audio", "iframe", "canvas", "embed", "object",
    ]
    /// The kinds of picture that are read.
    private static let pictures: Set<String> = [
        "image/png", "image/jpeg", "image/jpg", "image/gif", "image/svg+xml", "image/x-png", "image/pjpeg", "",
    ]
    /// The filter primitives that librsvg knows.
    private static let filters: Set<String> = [
        "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
        "feDisplacementMap", "feDistantLight", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
        "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
        "feSpotLight", "feTile", "feTurbulence",
    ]

    private func readElement(_ name: String, _ attributes: [String: String], line: Int, id: String) {
        if Self.flowed.contains(name) {
            // One word for all that is in it.
            if !levels.dropLast().contains(where: { Self.flowed.contains($0.name) }) {
                report(.textFlowed, line: line, id: id, name)
            }
        } else if name == "textPath" {
            report(.textOnPath, line: line, id: id, name)
        } else if Self.paints.contains(name) {
            report(.paintNotDrawn, line: line, id: id, name)
        } else if Self.foreign.contains(name) {
            // Where an extension is asked for that nobody has, what stands beside it is drawn instead.
            if attributes["requiredExtensions"] == nil { report(.elementNotDrawn, line: line, id: id, name) }
        } else if name.hasPrefix("fe"), !Self.filters.contains(name) {
            report(.filterNotDrawn, line: line, id: id, name)
        } else if name.hasPrefix("fe") {
            for input in ["in", "in2"] {
                guard let source = attributes[input], source.hasPrefix("Background") else { continue }
                report(.filterNotDrawn, line: line, id: id, "\(input)=\"\(source)\"")
            }
        } else if name == "text" || name == "tspan" {
            readPositions(name, attributes, line: line, id: id)
        } else if name == "image", let picture = attributes["href"] ?? attributes["xlink:href"],
            picture.hasPrefix("data:")
        {
            let kind = picture.dropFirst("data:".count).prefix { $0 != ";" && $0 != "," }.lowercased()
            if !Self.pictures.contains(kind) { report(.pictureNotRead, line: line, id: id, kind) }
        } else if name == "use", let reference = attributes["href"] ?? attributes["xlink:href"],
            reference.hasPrefix("#")
        {
            clones.append((String(reference.dropFirst()), line, id))
        }
    }

    /// One place is one place; a list of them is a place for each letter, which librsvg does not know.
    private func readPositions(_ name: String, _ attributes: [String: String], line: Int, id: String) {
        func numbers(_ attribute: String) -> [Substring] {
            (attributes[attribute] ?? "").split { $0 == "," || $0.isWhitespace }
        }
        for attribute in ["x", "y", "dx", "dy"] where numbers(attribute).count > 1 {
            return report(.textPositions, line: line, id: id, attribute)
        }
        if numbers("rotate").contains(where: { Double($0) != 0 }) {
            return report(.textPositions, line: line, id: id, "rotate")
        }
        if attributes["textLength"] != nil { report(.textPositions, line: line, id: id, "textLength") }
        if name == "tspan", attributes["x"] != nil { wrapped = nil }
    }
}

// MARK: - What is drawn otherwise

extension ArtworkReader {
    /// Properties that texts have and librsvg passes over, with the values that change nothing.
    private static let textProperties: [String: Set<String>] = [
        "word-spacing": ["normal"], "text-transform": ["none"], "text-shadow": ["none"],
        "dominant-baseline": ["auto", "alphabetic"], "alignment-baseline": ["auto", "baseline", "alphabetic"],
        "text-orientation": ["mixed", "sideways"], "font-feature-settings": ["normal"],
        "font-variant-caps": ["normal"], "font-variant-numeric": ["normal"], "font-variation-settings": ["normal"],
        "text-indent": [],
    ]
    private static let otherProperties: [String: Set<String>] = [
        "vector-effect": ["none"], "transform-origin": ["0", "0 0", "top left", "left top"],
        "transform-box": ["view-box"],
        "d": ["none"],
    ]
    private static let functions = ["var(", "calc(", "lab(", "lch(", "oklab(", "oklch(", "color(", "device-cmyk("]

    /// The properties that something is said about below.
    private static let watched = Set(textProperties.keys).union(otherProperties.keys).union([
        "display", "visibility", "opacity", "white-space", "clip-path", "mask", "shape-inside", "inline-size",
    ])

    /// The declarations that matter here, of the `style` attribute and of attributes of their own. A drawing has hundreds of
    /// thousands of others.
    private static func declarations(_ attributes: [String: String]) -> [String: String] {
        var found: [String: String] = [:]
        for (name, value) in attributes
        where name != "d" && watched.contains(name) || value.utf8.starts(with: "url(".utf8) {
            found[name] = value.trimmingCharacters(in: .whitespaces)
        }
        for rule in (attributes["style"] ?? "").utf8.split(separator: UInt8(ascii: ";")) {
            guard let colon = rule.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = SVGSyntax.trimmed(rule[..<colon])
            let value = rule[rule.index(after: colon)...]
            guard value.contains(UInt8(ascii: "(")) || watched.contains(String(name)) else { continue }
            found[String(name)] = String(SVGSyntax.trimmed(value))
        }
        return found
    }

    /// Whether a value does nothing: zero, or one of these words.
    private static func isIdle(_ value: String, _ words: Set<String>) -> Bool {
        words.contains(value) || value == "inherit" || value == "initial"
            || value.split(separator: " ").allSatisfy { part in
                Double(part.prefix { $0.isNumber || "+-.".contains($0) }) == 0
            }
    }

    private func readDeclarations(_ style: [String: String], _ name: String, line: Int, id: String) {
        guard !style.isEmpty else { return }
        for (property, value) in style.sorted(by: { $0.key < $1.key }) {
            // Nearly no value has a bracket, and a large drawing has a million values.
            let calls = value.utf8.contains(UInt8(ascii: "("))
            if calls { readReferences(in: value, line: line, id: id) }
            if let idle = Self.textProperties[property] {
                if !Self.isIdle(value, idle) { report(.textStyleIgnored, line: line, id: id, "\(property): \(value)") }
            } else if let idle = Self.otherProperties[property] {
                if !Self.isIdle(value, idle) { report(.styleIgnored, line: line, id: id, property) }
            } else if property == "clip-path" || property == "mask", value != "none", !value.hasPrefix("url(") {
                report(.styleIgnored, line: line, id: id, "\(property): \(value.prefix { $0 != "(" })()")
            } else if property == "filter", value != "none", !value.hasPrefix("url(") {
                report(.drawnCoarsely, line: line, id: id, "\(value.prefix { $0 != "(" })()")
            } else if property == "shape-inside" || property == "inline-size", name == "text",
                !Self.isIdle(value, ["auto", "none"])
            {
                wrapped = (property, line, id)
            } else if calls, let function = Self.functions.first(where: value.contains) {
                report(.styleIgnored, line: line, id: id, "\(property): \(function)…)")
            }
        }
    }

    private func readReferences(in value: String, line: Int, id: String) {
        refer(in: value)
        guard let outside = value.firstMatch(of: /url\(\s*["']?([^"'#)][^"')]*)/), !outside.1.hasPrefix("data:") else {
            return
        }
        report(.externalReference, line: line, id: id, String(outside.1))
    }

    private func refer(in css: String) {
        guard css.utf8.contains(UInt8(ascii: "#")) else { return }
        for match in css.matches(of: /url\(["']?#([^"')]+)/) { references.insert(String(match.1)) }
    }

    /// A style sheet of the file.
    private func readSheet(_ css: String, line: Int) {
        refer(in: css)
        for rule in ["@import", "@media", "@font-face"] where css.contains(rule) {
            report(.styleIgnored, line: line, id: "", rule)
        }
        for function in Self.functions where css.contains(function) {
            report(.styleIgnored, line: line, id: "", "\(function)…)")
        }
    }
}

// MARK: - Fields and the page

extension ArtworkReader {
    private static func label(_ attributes: [String: String]) -> String? {
        attributes["inkscape:label"] ?? attributes.first { $0.key.hasSuffix(":label") }?.value
    }

    private static func isField(_ id: some StringProtocol) -> Bool {
        BadgeField.shown(by: String(id)) != nil
    }

    private func readField(
        _ name: String, _ attributes: [String: String], _ level: Level, line: Int, id: String
    ) {
        if Self.isField(id), name == "rect" {
            holders.formUnion(levels.map(\.id).filter { !$0.isEmpty })
            if let hiddenBy = level.hiddenBy { report(.fieldHidden, line: line, id: id, hiddenBy) }
            return
        }
        // With such attributes a rectangle is refused as a field that is none.
        guard name == "rect", !attributes.keys.contains(where: { $0.hasPrefix("data-") }) else { return }
        let label = (Self.label(attributes) ?? "").trimmingCharacters(in: .whitespaces)
        for text in [label, id] where !text.isEmpty && Self.isField(text.lowercased()) {
            return report(.fieldOnlyLabelled, line: line, id: id, text)
        }
    }

    /// Pixels are 1/96 inch, and some programs write points into them.
    private func readSize(_ attributes: [String: String], line: Int, id: String) {
        func pixels(_ name: String) -> Double? {
            guard let text = attributes[name]?.filter({ $0 != " " }) else { return nil }
            return Double(text.hasSuffix("px") ? String(text.dropLast(2)) : text)
        }
        guard let width = pixels("width"), let height = pixels("height"), width > 0, height > 0 else { return }
        func size(_ perInch: Double) -> String {
            func millimeters(_ length: Double) -> String {
                let tenths = (length / perInch * 254).rounded()
                return tenths.truncatingRemainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10))" : "\(tenths / 10)"
            }
            return "\(millimeters(width)) × \(millimeters(height)) mm"
        }
        guard width < 100_000, height < 100_000 else { return }
        report(.sizeInPixels, line: line, id: id, "\(size(96)) (72: \(size(72)))")
    }
}
