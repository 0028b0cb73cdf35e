internal import Foundation
internal import FoundationXML
internal import Typesetting

/// Reads what a template says about its fields. Drawing the template is librsvg's job.
final class TemplateReader: NSObject {
    private(set) var size: Size?
    /// Whether the root has no view box, so that its size says what its units are.
    private(set) var lacksViewBox = false
    private(set) var placements: [BadgeTemplate.Placement] = []
    private(set) var conditions: [BadgeField.ID] = []
    private(set) var problems: [TemplateProblem] = []
    /// The fonts that fields and artwork ask for, each list of families once.
    private(set) var fonts: [BadgeTemplate.FontRequest] = []

    /// Where an element's children are.
    private struct Level {
        /// User units to points on the page.
        var transform: Transform
        /// The element below which no fields are looked for, because its content is not drawn in place.
        var obstacle: String?
    }

    private var levels: [Level] = []
    private var hasRoot = false
    private var ids: Set<String> = []
    /// Who looks at the artwork in the same pass.
    private let artwork: ArtworkReader?

    init(_ document: Data, artwork: ArtworkReader? = nil) {
        self.artwork = artwork
        super.init()
        let parser = XMLParser(data: document)
        parser.delegate = self
        // Foundation's parser takes an empty or truncated file for a complete one.
        if !parser.parse() || !hasRoot || !levels.isEmpty {
            problems = [.init(code: .notSVG, line: max(parser.lineNumber, 1), id: "", value: "")]
        } else if problems.isEmpty, placements.isEmpty {
            problems.append(.init(code: .noFields, line: 1, id: "", value: ""))
        }
        artwork?.finish()
    }
}

extension TemplateReader: XMLParserDelegate {
    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let name = String(elementName.split(separator: ":").last ?? "")
        let id = attributes["id"] ?? ""
        let line = parser.lineNumber
        artwork?.open(name, attributes, line: line)
        func report(_ code: TemplateProblem.Code, _ value: String) {
            problems.append(.init(code: code, line: line, id: id, value: value))
        }

        guard let parent = levels.last else {
            hasRoot = true
            levels.append(Level(transform: page(name, attributes, report), obstacle: nil))
            return
        }
        var level = parent
        if let text = attributes["transform"] {
            if let transform = SVGSyntax.transform(text) {
                level.transform = parent.transform(transform)
            } else {
                level.obstacle = "transform=\"\(text)\""
            }
        }
        if !["g", "a", "switch", "rect"].contains(name) { level.obstacle = level.obstacle ?? name }
        levels.append(level)

        for reference in ["href", "xlink:href"].compactMap({ attributes[$0] })
        where name != "a" && !reference.hasPrefix("#") && !reference.hasPrefix("data:") {
            report(.externalReference, reference)
        }
        readClasses(attributes["class"] ?? "", report)
        for text in [attributes["data-font"], attributes["font-family"]].compactMap({ $0 }) {
            addFonts(text, line: line, id: id)
        }
        readFonts(attributes["style"] ?? "", line: line, id: id)
        readField(name, id: id, attributes, level, line: line, report)
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        levels.removeLast()
        artwork?.close()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { take(text, line: parser.lineNumber) }

    func parser(_ parser: XMLParser, foundCDATA data: Data) {
        take(String(decoding: data, as: UTF8.self), line: parser.lineNumber)
    }

    func parser(_ parser: XMLParser, foundProcessingInstructionWithTarget target: String, data: String?) {
        artwork?.instruct(target, line: parser.lineNumber)
    }

    private func take(_ text: String, line: Int) {
        readFonts(text, line: line, id: "")
        artwork?.take(text, line: line)
    }
}

extension TemplateReader {
    private typealias Report = (TemplateProblem.Code, String) -> Void

    /// What may appear in a style sheet's selector unescaped.
    private static func isIDByte(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return scalar.properties.isAlphabetic && scalar.isASCII || ("0"..."9").contains(scalar) || scalar == "-"
            || scalar == "_"
    }

    /// The root's size, and the map of its view box to it.
    private func page(_ name: String, _ attributes: [String: String], _ report: Report) -> Transform {
        guard name == "svg" else {
            report(.notSVG, name)
            return .identity
        }
        guard let width = attributes["width"].flatMap(SVGSyntax.length), width >= 18, width <= 14_400,
            let height = attributes["height"].flatMap(SVGSyntax.length), height >= 18, height <= 14_400
        else {
            report(.sizeMissing, "width=\"\(attributes["width"] ?? "")\" height=\"\(attributes["height"] ?? "")\"")
            return .identity
        }
        lacksViewBox = attributes["viewBox"] == nil
        // Without one a user unit is a pixel of 1/96 inch (SVG 2, section 8.2).
        let pixels = [0, 0, width / 0.75, height / 0.75]
        guard let box = attributes["viewBox"].map({ SVGSyntax.numbers($0) }) ?? pixels, box.count == 4, box[2] > 0,
            box[3] > 0
        else {
            report(.viewBoxMissing, attributes["viewBox"] ?? "")
            return .identity
        }
        // One scale for both directions, or circles in the drawing would not be circles on the badge.
        guard abs(width / box[2] * box[3] / height - 1) < 0.001 else {
            report(.aspectDiffers, attributes["viewBox"] ?? "")
            return .identity
        }
        size = Size(width: width, height: height)
        return Transform.scale(width / box[2], height / box[3])(.translation(-box[0], -box[1]))
    }

    private func readClasses(_ classes: String, _ report: Report) {
        for name in classes.split(whereSeparator: \.isWhitespace) {
            if let field = TemplateStyle.condition(ofClass: name) {
                guard BadgeField.named(field.rawValue) != nil else {
                    report(.unknownClass, String(name))
                    continue
                }
                if !conditions.contains(field) { conditions.append(field) }
            } else if !TemplateStyle.isKnown(class: name) {
                report(.unknownClass, String(name))
            }
        }
    }

    /// The families that CSS asks for, in a `style` attribute or element.
    private func readFonts(_ css: String, line: Int, id: String) {
        // `;`, `{` and `}`.
        for rule in css.utf8.split(whereSeparator: { $0 == 0x3B || $0 == 0x7B || $0 == 0x7D }) {
            guard let colon = rule.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = SVGSyntax.trimmed(rule[..<colon])
            guard name == "font-family" || name == "font" else { continue }
            let value = SVGSyntax.trimmed(rule[rule.index(after: colon)...])
            // `italic bold 12px/30px Georgia, serif`: the families stand behind the size.
            let families = name == "font" ? value.firstMatch(of: /\d[\w.%]*(?:\/\S+)?\s+(.+)$/)?.1 : value
            if let families { addFonts(String(families), line: line, id: id) }
        }
    }

    private func addFonts(_ list: String, line: Int, id: String) {
        let families = list.split(separator: ",").map { family in
            family.trimmingCharacters(in: CharacterSet(charactersIn: " \t\n'\""))
        }.filter { !$0.isEmpty }
        guard !families.isEmpty, !fonts.contains(where: { $0.families == families }) else { return }
        fonts.append(.init(families: families, line: line, id: id))
    }

    private func readField(
        _ name: String, id: String, _ attributes: [String: String], _ level: Level, line: Int, _ report: Report
    ) {
        guard let field = BadgeField.shown(by: id) else {
            // Rectangles of the artwork have ids as well; only a field has such attributes.
            if name == "rect", let attribute = attributes.keys.sorted().first(where: { $0.hasPrefix("data-") }) {
                report(.unknownField, attribute)
            }
            return
        }
        guard name == "rect" else { return report(.fieldNotRectangle, name) }
        guard ids.insert(id).inserted else { return report(.fieldRepeated, id) }
        guard id.utf8.allSatisfy(Self.isIDByte) else { return report(.attributeMalformed, "id=\"\(id)\"") }
        if let obstacle = level.obstacle { return report(.fieldMisplaced, obstacle) }
        guard let size else { return }

        func units(_ name: String) -> Double? { SVGSyntax.userUnits(attributes[name] ?? "0") }
        guard let x = units("x"), let y = units("y"), let width = units("width"), let height = units("height"),
            width > 0, height > 0
        else { return report(.fieldWithoutArea, "") }

        let map = level.transform(.translation(x, y))
        let (scaleX, scaleY) = (hypot(map.a, map.b), hypot(map.c, map.d))
        // Text can be turned, but not slanted or mirrored.
        guard scaleX > 0, scaleY > 0, abs(map.a * map.c + map.b * map.d) < 1e-4 * scaleX * scaleY,
            map.a * map.d - map.b * map.c > 0
        else { return report(.fieldSkewed, attributes["transform"] ?? "") }

        let placement = BadgeTemplate.Placement(
            field: field, id: id, line: line, style: FieldStyle(attributes, for: field, report: report),
            transform: Transform(
                a: map.a / scaleX, b: map.b / scaleX, c: map.c / scaleY, d: map.d / scaleY, tx: map.tx, ty: map.ty),
            size: Size(width: width * scaleX, height: height * scaleY))
        let bounds = placement.bounds
        if bounds.minX < -0.5 || bounds.minY < -0.5 || bounds.maxX > size.width + 0.5
            || bounds.maxY > size.height + 0.5
        {
            report(.fieldOutsidePage, "")
        }
        placements.append(placement)
    }
}
