import Yams

/// An event's description as JSON: the same keys and values as the YAML, which is read again as well. Comments are not in it.
///
/// Whole numbers, `true` and `false` are JSON's; amounts, dates and times are texts, as they were written.
package struct DefinitionText: Encodable {
    private let node: Node

    /// - Throws: `EventFileProblems` where it is no YAML.
    package init(_ yaml: String) throws(EventFileProblems) {
        do {
            node = try Yams.compose(yaml: yaml) ?? Node("")
        } catch {
            throw EventFileProblems([.init(syntax: error)])
        }
    }

    private init(_ node: Node) { self.node = node }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        switch node {
        case .mapping(let mapping):
            var container = encoder.container(keyedBy: Key.self)
            for (key, value) in mapping {
                try container.encode(DefinitionText(value), forKey: Key(stringValue: key.string ?? ""))
            }
        case .sequence(let sequence):
            var container = encoder.unkeyedContainer()
            for item in sequence { try container.encode(DefinitionText(item)) }
        case .scalar, .alias:
            var container = encoder.singleValueContainer()
            let text = node.scalar?.string ?? ""
            // What stands in quotation marks is a text.
            let isPlain = node.scalar?.style == .plain
            if isPlain, let flag = Bool(text) {
                try container.encode(flag)
            } else if isPlain, let number = Int(text), String(number) == text {
                try container.encode(number)
            } else {
                try container.encode(text)
            }
        }
    }
}
