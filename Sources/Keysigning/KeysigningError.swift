package import Conference
import OpenPGP

/// What the keysigning desk refuses, and why: its own rules, and those of `OpenPGPError`, by the same codes.
package struct KeysigningError: DescribedError {
    package let code: String
    package let details: [ErrorDetail]
    package let underlying: (any Error)?

    package init(_ code: String, _ details: ErrorDetail...) {
        self.code = code
        self.details = details
        underlying = nil
    }

    /// A refusal of the submission itself.
    init(_ error: OpenPGPError) {
        code = error.code.rawValue
        details = error.details.map { ErrorDetail($0.name, $0.value) }
        underlying = error.underlying
    }
}
