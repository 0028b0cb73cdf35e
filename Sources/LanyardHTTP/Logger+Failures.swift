import Logging
package import Wording

extension Logger {
    /// Logs a request that failed through no fault of its sender.
    ///
    /// Logs only the kind of error: its text could contain something personal.
    package func note(_ error: any Error, _ words: Words, request: String? = nil) {
        var metadata: Metadata = ["type": "\(type(of: error))", "code": "\(words.code)"]
        if let request { metadata["id"] = "\(request)" }
        switch words.status {
        case ..<500: return
        case 500: self.error("internal error", metadata: metadata)
        // Another server does not answer, or there is too much to do.
        default: warning("not served", metadata: metadata)
        }
    }
}
