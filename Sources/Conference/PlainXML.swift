package import Foundation

/// An element of an XML file: its name without a prefix, its attributes, what stands in it.
package final class PlainXMLElement {
    package let name: String
    package let line: Int
    package let attributes: [String: String]
    package fileprivate(set) var children: [PlainXMLElement] = []
    package fileprivate(set) var text = ""

    fileprivate init(name: String, line: Int, attributes: [String: String]) {
        self.name = name
        self.line = line
        self.attributes = attributes
    }

    /// The first element at the end of a path of names.
    package func first(_ path: String...) -> PlainXMLElement? {
        path.reduce(Optional(self)) { element, name in element?.children.first { $0.name == name } }
    }

    /// All children of that name.
    package func all(_ name: String) -> [PlainXMLElement] { children.filter { $0.name == name } }

    /// The text at the end of a path, without blanks around it; empty where there is none.
    package func text(_ path: String...) -> String {
        let found = path.reduce(Optional(self)) { element, name in element?.children.first { $0.name == name } }
        return (found?.text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Reads XML that describes nothing but itself: elements, attributes, text, the five entities of XML and numbered characters.
///
/// A document type is refused, so that there are no entities to expand and no other files to fetch; neither a bank's file nor a
/// workbook has one.
/// Depth and number of elements are bounded. Decided against Foundation's parser, which is libxml2: what it does with a
/// hostile file depends on how that was built and set.
package struct PlainXML {
    /// What a file cannot be read for, and on which line.
    package enum Flaw: Error, Sendable, Hashable {
        case broken(line: Int)
        /// It has a document type.
        case unsafe(line: Int)
    }

    private static let depthMax = 64
    private static let elementsMax = 4_000_000

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var count = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A text as it stands in an element or an attribute, of HTML as well.
    package static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    /// The element that holds all others.
    package static func root(of data: Data) throws(Flaw) -> PlainXMLElement {
        let bytes = Array(data)
        // Latin-1 is taken as it says; everything else is known by itself.
        let decoded = TextEncoding.decode(bytes)
        var reader = PlainXML(decoded.bytes)
        return try reader.document()
    }

    private mutating func document() throws(Flaw) -> PlainXMLElement {
        var open: [PlainXMLElement] = []
        var root: PlainXMLElement?
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let text = try self.text()
                if let last = open.last {
                    last.text += text
                } else if !text.allSatisfy(\.isWhitespace), text != "\u{FEFF}" {
                    throw broken
                }
                continue
            }
            if skips("<?", until: "?>") || skips("<!--", until: "-->") { continue }
            if starts(with: "<![CDATA[") {
                guard let last = open.last else { throw broken }
                advance(9)
                let start = position
                guard let end = find("]]>") else { throw broken }
                last.text += String(decoding: bytes[start..<end], as: UTF8.self)
                advance(end + 3 - start)
                continue
            }
            if starts(with: "<!") { throw Flaw.unsafe(line: line) }
            if starts(with: "</") {
                advance(2)
                let name = self.name()
                skipBlanks()
                guard let last = open.popLast(), last.name == name, take(">") else { throw broken }
                continue
            }
            let (element, isEmpty) = try self.element()
            if let last = open.last {
                last.children.append(element)
            } else {
                guard root == nil else { throw broken }
                root = element
            }
            if !isEmpty { open.append(element) }
            guard open.count <= Self.depthMax else { throw broken }
        }
        guard open.isEmpty, let root else { throw broken }
        return root
    }

    /// An element from its `<`, and whether it ends with `/>`.
    private mutating func element() throws(Flaw) -> (PlainXMLElement, isEmpty: Bool) {
        let start = line
        count += 1
        guard take("<"), count <= Self.elementsMax else { throw broken }
        let name = self.name()
        guard !name.isEmpty else { throw broken }
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if take("/>") { return (PlainXMLElement(name: name, line: start, attributes: attributes), true) }
            if take(">") { return (PlainXMLElement(name: name, line: start, attributes: attributes), false) }
            let attribute = self.name()
            skipBlanks()
            guard !attribute.isEmpty, attributes.count < 32, take("=") else { throw broken }
            skipBlanks()
            guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position]) else {
                throw broken
            }
            let quote = bytes[position]
            advance(1)
            guard let end = bytes[position...].firstIndex(of: quote) else { throw broken }
            let value = bytes[position..<end]
            guard !value.contains(UInt8(ascii: "<")) else { throw broken }
            attributes[attribute] = try decoded(value)
            advance(end + 1 - position)
        }
    }

    private mutating func text() throws(Flaw) -> String {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
        let text = try decoded(bytes[position..<end])
        advance(end - position)
        return text
    }

    /// Text with its entities put in.
    private func decoded(_ raw: ArraySlice<UInt8>) throws(Flaw) -> String {
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        var result: [UInt8] = []
        var index = raw.startIndex
        while index < raw.endIndex {
            guard raw[index] == UInt8(ascii: "&") else {
                result.append(raw[index])
                index += 1
                continue
            }
            guard let end = raw[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = PlainEntities.scalar(String(decoding: raw[(index + 1)..<end], as: UTF8.self))
            else { throw broken }
            result.append(contentsOf: String(Character(scalar)).utf8)
            index = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: - Bytes

    private var broken: Flaw { .broken(line: line) }

    /// A name without the prefix of its name space.
    private mutating func name() -> String {
        let start = position
        while position < bytes.count, Self.isNamePart(bytes[position]) { position += 1 }
        let name = bytes[start..<position]
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...0xFF:
            true
        default: false
        }
    }

    private func starts(with text: StaticString) -> Bool {
        bytes[position...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(with: text) else { return false }
        advance(text.utf8CodeUnitCount)
        return true
    }

    private mutating func skips(_ start: StaticString, until end: StaticString) -> Bool {
        guard starts(with: start), let found = find(end) else { return false }
        advance(found + end.utf8CodeUnitCount - position)
        return true
    }

    private func find(_ text: StaticString) -> Int? {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return bytes[position...].indices.first { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { advance(1) }
    }

    private mutating func advance(_ count: Int) {
        let end = min(position + count, bytes.count)
        while position < end {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
    }
}

/// The entities that need no document type.
package enum PlainEntities {
    /// The character of an entity; nil for one that a document type would have to say.
    ///
    /// - Parameter name: what stands between `&` and `;`.
    package static func scalar(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case "nbsp": return "\u{a0}"
        default:
            guard name.hasPrefix("#") else { return nil }
            let number = name.dropFirst()
            let value = number.hasPrefix("x") ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
            return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        }
    }
}
