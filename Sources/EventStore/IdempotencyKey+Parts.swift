package import Conference

extension IdempotencyKey {
    /// A key made of another by what stands before or behind it: whose it is, or which step of a call.
    ///
    /// Whoever calls may use all 200 characters. Where the parts are too long together, a digest of all of them stands
    /// behind the beginning of the first.
    /// - Throws: `idempotency_key_invalid` for parts that are no key at all.
    package init(parts: String...) throws(ConferenceError) {
        let text = parts.joined(separator: ":")
        guard text.utf8.count > Self.lengthMax else {
            try self.init(text)
            return
        }
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw ConferenceError(.idempotencyKeyInvalid, ErrorDetail("length", text.utf8.count))
        }
        let owner = String(parts[0].prefix(100))
        try self.init("\(owner):sha256:\(EventStore.digest(of: parts).hexadecimal)")
    }
}
