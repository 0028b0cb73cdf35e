extension Catalogue {
    /// What an entry of somebody's account is, as one tells them: `Payment, card`.
    ///
    /// - Parameters:
    ///   - kind: the stable word of it: `charge`, `payment` …
    ///   - method: how money changed hands; nil where none did.
    package func booking(_ kind: String, by method: String?) -> String {
        let words = text("account_\(kind)") ?? kind
        guard let method = method.flatMap({ text("document_method_\($0)") }) else { return words }
        return "\(words), \(method.lowercased())"
    }
}
