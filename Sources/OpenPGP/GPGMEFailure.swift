/// GPGME's own account of a failure, for the log.
struct GPGMEFailure: Error, Sendable, Hashable {
    /// The function that failed.
    let operation: String
    /// GPGME's text.
    let text: String
}
