package import Conference
import Yams

/// What an organizer changes of a gate, as the event's file writes it; nil leaves a value as it is.
package struct GateEdit: Sendable, Hashable {
    package var name: String?
    /// `1-3`, `all`.
    package var days: String?
    package var opens: String?
    package var closes: String?
    /// How many people have room; empty for no limit.
    package var capacity: String?
    package var admitsUnpaid: Bool?

    package init() {}

    fileprivate var values: [(key: String, text: String?)] {
        let all: [(key: String, text: String?)] = [
            ("name", name), ("days", days), ("opens", opens), ("closes", closes),
            ("capacity", capacity), ("unpaid", admitsUnpaid.map { $0 ? "admit" : "refuse" }),
        ]
        return all.filter { $0.text != nil }
    }
}

/// A gate's values in the place of others, in the text that the organizer wrote: its comments and its order stay.
extension EventFile {
    /// The file with a gate's values changed.
    ///
    /// Whether the values are right is found out when the new file is read.
    /// - Throws: `gate_unknown`; `definition_not_editable` where the text is laid out in a way that is not known here;
    ///   `text_too_long`, `text_has_controls`.
    package static func editing(_ yaml: String, _ gate: Gate.ID, _ edit: GateEdit) throws -> String {
        var edited = yaml
        for (key, text) in edit.values {
            let line = try Person.line(text ?? "", field: key, limit: 100)
            edited = try GateText(edited, gate).setting(key, to: line)
        }
        // Nothing but this gate may have changed, whatever the layout.
        guard changes(from: yaml, to: edited).allSatisfy({ $0.path.hasPrefix("gates[\(gate)].") }) else {
            throw EventStoreError(.definitionNotEditable, ErrorDetail("gate", gate))
        }
        return edited
    }
}

/// The text of an event's file with the place of one gate in it.
private struct GateText {
    private let gate: Gate.ID
    private let keys: Node.Mapping
    /// In Unicode scalars, as YAML counts columns.
    private var lines: [[Unicode.Scalar]]

    /// - Throws: `gate_unknown`.
    init(_ yaml: String, _ gate: Gate.ID) throws {
        self.gate = gate
        lines = yaml.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
        let root = try? Yams.compose(yaml: yaml)
        let items = root?.mapping?.first { $0.key.string == "gates" }?.value.sequence
        let found = items?.compactMap(\.mapping).first { keys in
            keys.contains { $0.key.string == "id" && $0.value.string == gate.rawValue }
        }
        guard let found else { throw EventStoreError(.gateUnknown, ErrorDetail("gate", gate)) }
        keys = found
    }

    /// Whether the gate stands between braces; Yams takes a mapping's style from its end, which has none.
    private var isFlow: Bool {
        guard let mark = keys.mark, lines.indices.contains(mark.line - 1) else { return false }
        let line = lines[mark.line - 1]
        return line.indices.contains(mark.column - 1) && line[mark.column - 1] == "{"
    }
    private var refusal: EventStoreError { EventStoreError(.definitionNotEditable, ErrorDetail("gate", gate)) }

    /// The whole text with a key's value in the place of another; an empty one takes the key away.
    func setting(_ key: String, to text: String) throws -> String {
        var copy = self
        if let pair = keys.first(where: { $0.key.string == key }) {
            guard pair.value.scalar != nil, let (line, start) = Self.place(of: pair.value),
                let end = end(of: line, from: start)
            else { throw refusal }
            if text.isEmpty {
                try copy.remove(pair.key, line: line, end: end)
            } else {
                copy.lines[line].replaceSubrange(start..<end, with: Self.written(text))
            }
        } else if !text.isEmpty {
            try copy.insert(key, text)
        }
        return copy.lines.map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line)
            return String(text)
        }.joined(separator: "\n")
    }

    private mutating func insert(_ key: String, _ text: String) throws {
        guard let id = keys.first(where: { $0.key.string == "id" }), let (line, start) = Self.place(of: id.value),
            let end = end(of: line, from: start), let column = Self.place(of: id.key)?.column
        else { throw refusal }
        let pair = Array("\(key): ".unicodeScalars) + Self.written(text)
        if isFlow {
            lines[line].insert(contentsOf: Array(", ".unicodeScalars) + pair, at: end)
        } else {
            let ending: [Unicode.Scalar] = lines[line].last == "\r" ? ["\r"] : []
            lines.insert([Unicode.Scalar](repeating: " ", count: column) + pair + ending, at: line + 1)
        }
    }

    private mutating func remove(_ key: Node, line: Int, end: Int) throws {
        guard let (keyLine, column) = Self.place(of: key), keyLine == line else { throw refusal }
        let before = lines[line][..<column]
        if isFlow {
            guard let comma = before.lastIndex(of: ",") else { throw refusal }
            lines[line].removeSubrange(comma..<end)
        } else {
            // The first key of an item stands behind the hyphen that begins it.
            guard before.allSatisfy({ $0 == " " }) else { throw refusal }
            lines.remove(at: line)
        }
    }

    /// Where a value on one line ends; nil where it goes on in the next.
    private func end(of line: Int, from start: Int) -> Int? {
        let text = lines[line]
        guard start < text.count else { return nil }
        let quote = text[start]
        if quote == "\"" || quote == "'" {
            var index = start + 1
            while index < text.count {
                if quote == "\"", text[index] == "\\" {
                    index += 2
                } else if text[index] == quote {
                    guard quote == "'", index + 1 < text.count, text[index + 1] == "'" else { return index + 1 }
                    index += 2
                } else {
                    index += 1
                }
            }
            return nil
        }
        guard quote != "|", quote != ">", quote != "&", quote != "*", quote != "!" else { return nil }
        var end = start
        while end < text.count {
            if isFlow, text[end] == "," || text[end] == "}" { break }
            if text[end] == "#", end > start, text[end - 1] == " " { break }
            end += 1
        }
        while end > start, text[end - 1] == " " || text[end - 1] == "\r" { end -= 1 }
        return end
    }

    private static func place(of node: Node) -> (line: Int, column: Int)? {
        node.mark.map { (line: $0.line - 1, column: $0.column - 1) }
    }

    /// Numbers stay numbers; every other text is quoted, so that nothing in it is taken for YAML.
    private static func written(_ text: String) -> [Unicode.Scalar] {
        guard !text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return Array(text.unicodeScalars)
        }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return Array("\"\(escaped)\"".unicodeScalars)
    }
}
