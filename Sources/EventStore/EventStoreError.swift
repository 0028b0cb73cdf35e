package import Conference

/// What went wrong with an event's file, its keys or its definition.
package struct EventStoreError: DescribedError {
    package let code: String
    package let details: [ErrorDetail]
    package let underlying: (any Error)?

    package init(_ code: String, _ details: ErrorDetail..., underlying: (any Error)? = nil) {
        self.code = code
        self.details = details
        self.underlying = underlying
    }
}
