package import Conference

extension WriteContext {
    /// The context of one of several writes in one call: each has its own key, so that a call that broke off carries on
    /// where it stopped.
    ///
    /// - Throws: `idempotency_key_invalid` for a key that this makes too long.
    package func step(_ name: String) throws(ConferenceError) -> WriteContext {
        WriteContext(author: author, origin: origin, time: time, key: try IdempotencyKey("\(key):\(name)"))
    }
}
