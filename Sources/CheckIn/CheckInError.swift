package import Conference

/// What badges, gates and scans refuse, and why. A scan that is turned away is a verdict, not an error.
package struct CheckInError: DescribedError, Hashable {
    package let code: String
    package let details: [ErrorDetail]
    package var underlying: (any Error)? { nil }

    package init(_ code: String, _ details: ErrorDetail...) {
        self.code = code
        self.details = details
    }
}
