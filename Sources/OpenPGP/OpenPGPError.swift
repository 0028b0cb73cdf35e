package import Conference

/// Why a submission, a fingerprint or a certificate was refused, or why it could not be examined.
///
/// The same value is thrown by the readers and collected by `CertificatePolicy`. It never carries bytes of what was
/// submitted: only codes, numbers, fingerprints and, where the policy names one, a user id as GnuPG prints it.
package struct OpenPGPError: DescribedError {
    /// What went wrong; stable across versions.
    package let code: Code
    /// The facts that belong to the code, in the order in which they are told.
    package let details: [ErrorDetail]
    /// GPGME's or the system's own error, for the log.
    package let underlying: (any Error)?

    /// An error with its facts in the order in which they are told.
    package init(_ code: Code, _ details: KeyValuePairs<String, String> = [:], underlying: (any Error)? = nil) {
        self.code = code
        self.details = details.map { ErrorDetail($0.key, $0.value) }
        self.underlying = underlying
    }

    /// The value of the first fact of that name.
    package func detail(_ name: String) -> String? { details[name] }
}
