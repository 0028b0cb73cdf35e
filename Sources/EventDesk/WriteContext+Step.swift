package import Conference
import EventStore

extension WriteContext {
    /// The context of one of several writes in one call: each has its own key, so that a call that broke off carries on
    /// where it stopped.
    package func step(_ name: String) throws(ConferenceError) -> WriteContext {
        WriteContext(author: author, origin: origin, time: time, key: try IdempotencyKey(parts: key.description, name))
    }
}
