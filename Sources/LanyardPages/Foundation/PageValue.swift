import Mustache

/// What a template can be filled with.
///
/// Everything is escaped when it is written: there is no value that becomes markup.
package enum PageValue: Sendable, Hashable {
    /// An empty one counts as absent in a section.
    case text(String)
    case flag(Bool)
    case list([PageValue])
    case fields([String: PageValue])

    /// The text, or absent.
    package init(_ text: String?) { self = .text(text ?? "") }
    /// Fields, or absent.
    package init(_ fields: [String: PageValue]?) { self = fields.map(PageValue.fields) ?? .flag(false) }

    /// A number as digits.
    package static func number(_ number: some BinaryInteger) -> PageValue { .text(String(number)) }
}

extension PageValue: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
    package init(arrayLiteral elements: PageValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, PageValue)...) {
        self = .fields(Dictionary(uniqueKeysWithValues: elements))
    }
}

extension PageValue {
    /// As the template engine takes it.
    var rendered: Any {
        switch self {
        case .text(let text): Text(renderText: text)
        case .flag(let flag): flag
        case .list(let values): values.map(\.rendered)
        case .fields(let fields): Fields(fields: fields)
        }
    }

    /// A text that is absent when it is empty, and has no fields of its own.
    private struct Text: MustacheCustomRenderable, MustacheParent {
        let renderText: String
        var isNull: Bool { renderText.isEmpty }
        func child(named name: String) -> Any? { nil }
    }

    private struct Fields: MustacheParent {
        let fields: [String: PageValue]
        func child(named name: String) -> Any? { fields[name]?.rendered }
    }
}
