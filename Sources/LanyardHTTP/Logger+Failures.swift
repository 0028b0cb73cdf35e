import Logging
package import Wording

extension Logger {
    /// Notes a request that was not served through no fault of whoever made it.
    ///
    /// Only the kind of error: its text could hold something personal.
    package func note(_ error: any Error, _ words: Words, request: String? = nil) {
        var metadata: Metadata = ["type": "\(type(of: error))", "code": "\(words.code)"]
        if let request { metadata["id"] = "\(request)" }
        switch words.status {
        case ..<500: return
        case 500: self.error("internal error", metadata: metadata)
        // Another server does not answer, or there is too much to do at once.
        default: warning("not served", metadata: metadata)
        }
    }
}
