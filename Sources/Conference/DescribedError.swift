/// A stable word for one way of failing: one `String` enumeration per module, so that all codes can be listed.
///
/// Scripts and API clients may rely on `rawValue`, snake_case; docs/error-codes.md lists all of them.
package protocol ErrorCode: RawRepresentable<String>, CaseIterable, Hashable, Sendable, CustomStringConvertible {}

extension ErrorCode {
    package var description: String { rawValue }
}

/// An error that a person can be told about: a stable code, the facts in order, and the underlying error.
///
/// The sentences for people are made from `code` and `details` by `Words`; nothing here is meant to be shown as is.
package protocol DescribedError: Error {
    associatedtype Code: ErrorCode
    /// Which failure it is.
    var code: Code { get }
    /// The facts of this occurrence, in the order in which a sentence would name them.
    var details: [ErrorDetail] { get }
    /// The underlying error, for a developer's log; never shown to a person.
    var underlying: (any Error)? { get }
}

/// The error of a module: one of its codes with the facts of the occurrence.
package struct CodedError<Code: ErrorCode>: DescribedError, Hashable {
    package let code: Code
    package let details: [ErrorDetail]
    package let underlying: (any Error)?

    package init(_ code: Code, _ details: ErrorDetail..., underlying: (any Error)? = nil) {
        self.init(code, details: details, underlying: underlying)
    }

    package init(_ code: Code, details: [ErrorDetail], underlying: (any Error)? = nil) {
        self.code = code
        self.details = details
        self.underlying = underlying
    }

    /// The same failure with the same facts, whatever caused it.
    package static func == (one: Self, other: Self) -> Bool {
        one.code == other.code && one.details == other.details
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(details)
    }
}

/// A code of whichever module, for lists of problems that come from several.
package struct AnyErrorCode: Hashable, Sendable, CustomStringConvertible {
    /// Snake_case, as `ErrorCode.rawValue`.
    package let rawValue: String

    /// - Note: There is no other way to make one, so everything in a list is a case of some enumeration.
    package init(_ code: some ErrorCode) { rawValue = code.rawValue }

    package var description: String { rawValue }
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
