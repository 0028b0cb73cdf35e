package import Conference

/// What the print server or a queue refuses, and why.
package struct PrintingError: DescribedError, Hashable {
    package let code: String
    package let details: [ErrorDetail]
    package var underlying: (any Error)? { nil }

    init(_ code: String, _ details: ErrorDetail...) {
        self.code = code
        self.details = details
    }
}
