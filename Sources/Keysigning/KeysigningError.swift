package import Conference
package import OpenPGP

/// What the keysigning desk refuses, and why: its own rules, and those of `OpenPGPError`, by the same codes.
package struct KeysigningError: DescribedError {
    /// This module's own reason; nil where the submission itself was refused.
    package let reason: Code?
    /// Why the submission itself was refused; nil for this module's own reasons.
    package let refusal: OpenPGPError.Code?
    package let details: [ErrorDetail]
    package let underlying: (any Error)?

    package var code: String { reason?.rawValue ?? refusal?.rawValue ?? "" }

    package init(_ reason: Code, _ details: ErrorDetail...) {
        self.reason = reason
        refusal = nil
        self.details = details
        underlying = nil
    }

    /// A refusal of the submission itself.
    package init(_ error: OpenPGPError) {
        reason = nil
        refusal = error.code
        details = error.details.map { ErrorDetail($0.name, $0.value) }
        underlying = error.underlying
    }
}
