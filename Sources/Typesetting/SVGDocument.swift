import Conference
package import Foundation
internal import FoundationXML

/// An SVG document that is fit to be drawn: what it makes librsvg hold in memory, and how deep it makes it go, has bounds.
///
/// A picture of a few kilobytes may unpack to gigabytes, a filter covers what it likes, and elements that refer to each
/// other multiply; librsvg finds out when it draws.
package struct SVGDocument: Sendable {
    /// How deep elements may be nested.
    package static let depthMax = 200
    /// Pixels of all pictures together, in millions: a page of A4 at 600 dots an inch has 35.
    package static let megapixelsMax = 50
    /// How many times the page, or what it is applied to, a filter's region may be wide or high.
    package static let filterMax = 4
    /// Elements, with those that `use` repeats.
    package static let elementsMax = 100_000

    let data: Data

    /// - Throws: `svg_unreadable`, `artwork_nested_too_deep`, `artwork_picture_too_large`, `artwork_filter_too_large`,
    ///   `artwork_repeats_too_much`.
    package init(_ data: Data) throws(TypesettingError) {
        _ = try SVGMeasure(of: data, nesting: 0)
        self.data = data
    }
}

/// Goes through a document once, and stops at the first bound that it breaks.
private final class SVGMeasure: NSObject, XMLParserDelegate {
    /// A drawing may hold drawings as pictures, and these others.
    private static let nestingMax = 3

    private struct Element {
        var parent: Int?
        /// Its name among those that `use` repeats.
        var reference: String?
    }

    private let nesting: Int
    private var failure: TypesettingError?
    private var elements: [Element] = []
    private var open: [Int] = []
    private var ids: [String: Int] = [:]
    private var pixels = 0
    private var page: (width: Double, height: Double)?

    init(of data: Data, nesting: Int) throws(TypesettingError) {
        self.nesting = nesting
        super.init()
        let parser = XMLParser(data: data)
        parser.delegate = self
        let isWhole = parser.parse()
        if let failure { throw failure }
        // Foundation's parser takes a truncated file for a complete one.
        guard isWhole, !elements.isEmpty, open.isEmpty else {
            throw TypesettingError(.svgUnreadable, ErrorDetail("reason", "no XML"))
        }
        guard expandedCount() <= SVGDocument.elementsMax else {
            throw TypesettingError(.artworkRepeatsTooMuch, ErrorDetail("limit", SVGDocument.elementsMax))
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        do throws(TypesettingError) {
            let name = String(elementName.split(separator: ":").last ?? "")
            let reference = attributes["href"] ?? attributes["xlink:href"]
            if elements.isEmpty { page = Self.page(attributes) }
            let number = elements.count
            elements.append(
                Element(parent: open.last, reference: name == "use" ? reference.map { String($0.dropFirst()) } : nil))
            open.append(number)
            if let id = attributes["id"] { ids[id] = number }
            guard open.count <= SVGDocument.depthMax else {
                throw TypesettingError(.artworkNestedTooDeep, ErrorDetail("limit", SVGDocument.depthMax))
            }
            guard elements.count <= SVGDocument.elementsMax else {
                throw TypesettingError(.artworkRepeatsTooMuch, ErrorDetail("limit", SVGDocument.elementsMax))
            }
            if name == "image" || name == "feImage", let reference { try measurePicture(reference) }
            if name == "filter" { try measureFilter(attributes) }
        } catch {
            failure = error
            parser.abortParsing()
        }
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        _ = open.popLast()
    }

    // MARK: - Pictures

    private func measurePicture(_ reference: String) throws(TypesettingError) {
        guard reference.hasPrefix("data:"), let comma = reference.firstIndex(of: ",") else { return }
        let kind = reference[..<comma].lowercased()
        let text = reference[reference.index(after: comma)...]
        let bytes =
            kind.hasSuffix(";base64")
            ? Data(base64Encoded: String(text), options: .ignoreUnknownCharacters)
            : text.removingPercentEncoding.map { Data($0.utf8) }
        guard let bytes else { throw TypesettingError(.svgUnreadable, ErrorDetail("reason", "a picture's data")) }
        if let size = PictureSize(of: bytes) {
            pixels += size.width * size.height
        } else if bytes.prefix(1_024).contains(UInt8(ascii: "<")) {
            guard nesting < Self.nestingMax else {
                throw TypesettingError(.artworkNestedTooDeep, ErrorDetail("limit", SVGDocument.depthMax))
            }
            pixels += try SVGMeasure(of: bytes, nesting: nesting + 1).pixels
        } else {
            throw TypesettingError(.svgUnreadable, ErrorDetail("reason", "a picture that is neither PNG, JPEG nor GIF"))
        }
        guard pixels <= SVGDocument.megapixelsMax * 1_000_000 else {
            throw TypesettingError(.artworkPictureTooLarge, ErrorDetail("limit", SVGDocument.megapixelsMax))
        }
    }

    // MARK: - Filters

    /// A filter's region (Filter Effects Module Level 1, section 8.1): shares of what it is applied to, or user units.
    private func measureFilter(_ attributes: [String: String]) throws(TypesettingError) {
        let isUserSpace = attributes["filterUnits"] == "userSpaceOnUse"
        for (name, side) in [("width", page?.width), ("height", page?.height)] {
            guard let text = attributes[name]?.filter({ !$0.isWhitespace }) else { continue }
            let share: Double?
            if text.hasSuffix("%") {
                share = Double(text.dropLast()).map { $0 / 100 }
            } else if isUserSpace {
                let units = Double(text.prefix { $0.isNumber || "+-.eE".contains($0) })
                share = units.map { $0 / (side ?? 1_000) }
            } else {
                share = Double(text)
            }
            // A number that is none is librsvg's to refuse.
            guard share.map({ abs($0) <= Double(SVGDocument.filterMax) }) ?? true else {
                throw TypesettingError(.artworkFilterTooLarge, ErrorDetail("limit", SVGDocument.filterMax))
            }
        }
    }

    /// The page in user units: its view box, else its size.
    private static func page(_ attributes: [String: String]) -> (width: Double, height: Double)? {
        let box = (attributes["viewBox"] ?? "").split { $0 == "," || $0.isWhitespace }.compactMap { Double($0) }
        if box.count == 4, box[2] > 0, box[3] > 0 { return (box[2], box[3]) }
        func length(_ name: String) -> Double? {
            attributes[name].flatMap { text in Double(text.prefix { $0.isNumber || $0 == "." }) }
        }
        guard let width = length("width"), let height = length("height"), width > 0, height > 0 else { return nil }
        return (width, height)
    }

    // MARK: - Repetitions

    /// How many elements are drawn when each `use` is replaced by what it names; at most one over the limit.
    private func expandedCount() -> Int {
        var counts = Array(repeating: 0, count: elements.count)
        var isOpen = Array(repeating: false, count: elements.count)
        var children: [[Int]] = Array(repeating: [], count: elements.count)
        for (number, element) in elements.enumerated() {
            if let parent = element.parent { children[parent].append(number) }
        }
        let most = SVGDocument.elementsMax + 1
        func count(_ number: Int, depth: Int) -> Int {
            if counts[number] > 0 { return counts[number] }
            // Circles are librsvg's to refuse; a chain as long as this one is one, or worse.
            if isOpen[number] { return 1 }
            guard depth < SVGDocument.depthMax * 4 else { return most }
            isOpen[number] = true
            var sum = 1
            for child in children[number] { sum = min(most, sum + count(child, depth: depth + 1)) }
            if let target = elements[number].reference.flatMap({ ids[$0] }) {
                sum = min(most, sum + count(target, depth: depth + 1))
            }
            isOpen[number] = false
            counts[number] = sum
            return sum
        }
        return count(0, depth: 0)
    }
}

/// The size of a picture as its first bytes say, in pixels.
struct PictureSize {
    /// Far above the limit of a document, so that nothing overflows.
    private static let sideMax = 1_000_000

    let width: Int
    let height: Int

    /// Nil for what is neither PNG, JPEG nor GIF.
    init?(of bytes: Data) {
        let bytes = [UInt8](bytes)
        func number(_ offset: Int, _ count: Int) -> Int {
            bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
        }
        if bytes.count >= 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            (width, height) = (min(Self.sideMax, number(16, 4)), min(Self.sideMax, number(20, 4)))
        } else if bytes.count >= 10, bytes.starts(with: [0x47, 0x49, 0x46, 0x38]) {
            (width, height) = (Int(bytes[6]) | Int(bytes[7]) << 8, Int(bytes[8]) | Int(bytes[9]) << 8)
        } else if bytes.count >= 4, bytes.starts(with: [0xFF, 0xD8]) {
            // Segment by segment to the start of a frame (ITU-T T.81, annex B.1.1.4).
            var offset = 2
            while offset + 9 <= bytes.count, bytes[offset] == 0xFF {
                let marker = bytes[offset + 1]
                if marker == 0xFF {
                    offset += 1
                } else if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                    (width, height) = (number(offset + 7, 2), number(offset + 5, 2))
                    return
                } else {
                    offset += 2 + number(offset + 2, 2)
                }
            }
            return nil
        } else {
            return nil
        }
    }
}
