package import Conference

extension WriteContext {
    /// The context of one of several writes that a call makes: each has a key of its own, so that a call that broke off
    /// goes on where it stopped.
    ///
    /// - Throws: `idempotency_key_invalid` for a key that is too long by then.
    package func step(_ name: String) throws(ConferenceError) -> WriteContext {
        WriteContext(author: author, origin: origin, time: time, key: try IdempotencyKey("\(key):\(name)"))
    }
}
