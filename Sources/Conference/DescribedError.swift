/// An error that a person can be told about: a stable code, the facts in order, and what lies beneath.
///
/// Each module has one struct of this shape. The sentences for people are made from `code` and `details` in the
/// commands and the server; nothing here is meant to be shown as it is.
package protocol DescribedError: Error {
    /// A stable snake_case word; scripts and API clients may rely on it. Listed in `docs/error-codes.md`.
    var code: String { get }
    /// The facts of this occurrence, in the order in which a sentence would name them.
    var details: [ErrorDetail] { get }
    /// The error beneath, for the log of a developer; never shown to a person.
    var underlying: (any Error)? { get }
}

/// One named fact of an error.
package struct ErrorDetail: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: some CustomStringConvertible) {
        self.name = name
        self.value = value.description
    }
}

extension [ErrorDetail] {
    /// The value of the first detail of that name.
    package subscript(name: String) -> String? { first { $0.name == name }?.value }
}
