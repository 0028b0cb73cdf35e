/// A text that is not the value it claims to be, or values that contradict one another.
package struct ConferenceError: DescribedError, Hashable {
    package let code: String
    package let details: [ErrorDetail]
    package var underlying: (any Error)? { nil }

    package init(_ code: String, _ details: ErrorDetail...) {
        self.code = code
        self.details = details
    }
}
