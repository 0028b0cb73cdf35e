import Conference
import Yams

/// Reads the keys of one YAML mapping and remembers which were asked for, so that a mistyped key is noticed.
final class MappingReader {
    private let node: Node
    private let path: String
    private let problems: ProblemList
    private var known: [String] = []

    init(_ node: Node, path: String, problems: ProblemList) {
        self.node = node
        self.path = path
        self.problems = problems
    }

    /// A required text, parsed.
    func value<Value>(_ key: String, _ parse: (String) throws -> Value) -> Value? {
        guard let child = child(key) else {
            problems.add(.init(at: node, path: full(key), code: EventStoreErrorCode.keyMissing))
            return nil
        }
        return parsed(child, key, parse)
    }

    /// A text that may be left out; then the default is parsed, or nil if that is nil. A default that does not fit the
    /// rest of the mapping is reported like a text that is there.
    func value<Value>(_ key: String, default text: String?, _ parse: (String) throws -> Value) -> Value? {
        if let child = child(key) { return parsed(child, key, parse) }
        return text.flatMap { parsed($0, at: node, key, parse) }
    }

    /// The value of a key, right or wrong, to tell a reference to it from a mistake of its own.
    func text(_ key: String) -> String? { child(key)?.scalar?.string }

    /// All keys that are there, in their order.
    var keys: [String] { node.mapping?.compactMap { $0.key.string } ?? [] }

    /// Whether a list stands under a key.
    func isList(_ key: String) -> Bool { child(key)?.sequence != nil }

    /// A mapping within this one.
    func section(_ key: String, required: Bool = true) -> MappingReader? {
        guard let child = child(key) else {
            if required { problems.add(.init(at: node, path: full(key), code: EventStoreErrorCode.keyMissing)) }
            return nil
        }
        return reader(child, full(key))
    }

    /// A list of mappings; a list that may be empty may also be left out.
    func sections(_ key: String, _ lengths: ClosedRange<Int>) -> [MappingReader] {
        guard let child = child(key) else {
            if lengths.lowerBound > 0 {
                problems.add(.init(at: node, path: full(key), code: EventStoreErrorCode.keyMissing))
            }
            return []
        }
        guard let items = child.sequence else {
            problems.add(.init(at: child, path: full(key), code: EventStoreErrorCode.notAList))
            return []
        }
        guard lengths.contains(items.count) else {
            problems.add(
                .init(
                    at: child, path: full(key), code: EventStoreErrorCode.listLength,
                    details: [ErrorDetail("from", lengths.lowerBound), ErrorDetail("to", lengths.upperBound)]))
            return []
        }
        return items.enumerated().compactMap { index, item in reader(item, "\(full(key))[\(index + 1)]") }
    }

    /// Reports that the mapping as a whole is wrong.
    func refuse(_ code: some ErrorCode, _ details: ErrorDetail...) {
        problems.add(.init(at: node, path: path, code: code, details: details))
    }

    /// Reports every key that nothing asked for.
    func finish() {
        for (key, _) in node.mapping ?? [:] {
            guard let name = key.string, known.contains(name) else {
                problems.add(
                    .init(
                        at: key, path: full(key.string ?? ""), code: EventStoreErrorCode.keyUnknown,
                        value: key.string ?? "",
                        details: [ErrorDetail("known", known.joined(separator: ", "))]))
                continue
            }
        }
    }

    /// Reports every value of that key that an earlier mapping already has.
    static func refuseRepeats(of key: String, in mappings: [MappingReader]) {
        var seen: Set<String> = []
        for mapping in mappings {
            guard let child = mapping.child(key), let name = child.scalar?.string else { continue }
            if !seen.insert(name).inserted {
                mapping.problems.add(
                    .init(at: child, path: mapping.full(key), code: EventStoreErrorCode.valueRepeated, value: name))
            }
        }
    }

    /// The names of keys in older descriptions.
    private static let earlierNames = ["categories": "roles"]

    private func child(_ key: String) -> Node? {
        if !known.contains(key) { known.append(key) }
        if let value = node.mapping?.first(where: { $0.key.string == key })?.value { return value }
        guard let earlier = Self.earlierNames[key],
            let value = node.mapping?.first(where: { $0.key.string == earlier })?.value
        else { return nil }
        known.append(earlier)
        return value
    }

    private func reader(_ child: Node, _ path: String) -> MappingReader? {
        guard child.mapping != nil else {
            problems.add(.init(at: child, path: path, code: EventStoreErrorCode.notAMapping))
            return nil
        }
        return MappingReader(child, path: path, problems: problems)
    }

    private func parsed<Value>(_ child: Node, _ key: String, _ parse: (String) throws -> Value) -> Value? {
        guard let text = child.scalar?.string else {
            problems.add(.init(at: child, path: full(key), code: EventStoreErrorCode.notAValue))
            return nil
        }
        return parsed(text, at: child, key, parse)
    }

    private func parsed<Value>(
        _ text: String, at place: Node, _ key: String, _ parse: (String) throws -> Value
    ) -> Value? {
        do {
            return try parse(text)
        } catch {
            let cause = error as? ConferenceError
            problems.add(
                .init(
                    at: place, path: full(key),
                    code: cause.map { AnyErrorCode($0.code) } ?? AnyErrorCode(EventStoreErrorCode.notAValue),
                    value: text,
                    details: cause?.details.filter { $0.name != "value" } ?? []))
            return nil
        }
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
