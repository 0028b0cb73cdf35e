package import Conference

/// What the server itself refuses, before anything below it is asked.
package struct ServerError: DescribedError, Hashable {
    package let code: String
    package let details: [ErrorDetail]
    package var underlying: (any Error)? { nil }

    package init(_ code: String, _ details: ErrorDetail...) {
        self.code = code
        self.details = details
    }
}
