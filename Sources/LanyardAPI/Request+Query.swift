import Conference
import EventDesk
import Hummingbird
import Keysigning

extension Request {
    /// The value that a query parameter names.
    ///
    /// - Throws: `choice_unknown`.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Value.Type, default fallback: Value
    ) throws -> Value {
        guard let text = uri.queryParameters[Substring(name)] else { return fallback }
        return try Choice.read(String(text))
    }

    /// Whether a query parameter says `true`; it may say `false` or be left out.
    ///
    /// - Throws: `choice_unknown`.
    func isYes(_ name: String) throws -> Bool { try choice(name, Answer.self, default: .no) == .yes }

    /// The number of a list, or on one, that a query parameter gives; nil where it is left out.
    ///
    /// - Throws: `number_unknown`.
    func number(_ name: String) throws -> Int? {
        try uri.queryParameters[Substring(name)].map { try listNumber(String($0)) }
    }
}

private enum Answer: String, CaseIterable { case yes = "true", no = "false" }

extension Parameters {
    /// A parameter that is the number of a list, or on one.
    ///
    /// - Throws: `number_unknown`.
    func number(_ name: String) throws -> Int { try listNumber(try require(name)) }

    /// A parameter that is the number of a row. If it is not a number, there is nothing at that address.
    ///
    /// - Throws: `route_unknown`.
    func row(_ name: String) throws -> Int64 {
        guard let number = Int64(try require(name)) else { throw ServerError(.routeUnknown) }
        return number
    }
}

/// - Throws: `number_unknown`.
private func listNumber(_ text: String) throws -> Int {
    guard let number = Int(text), text.utf8.count <= 9 else {
        throw KeysigningError(.numberUnknown, ErrorDetail("number", String(text.prefix(20))))
    }
    return number
}
