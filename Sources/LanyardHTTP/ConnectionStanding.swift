import Synchronization

/// Whether a connection was used by somebody whom the server knows. When there are too many connections, those go first
/// that were not.
package final class ConnectionStanding: Sendable {
    /// The connection by which the request at hand came; nil in memory.
    @TaskLocal package static var current: ConnectionStanding?

    private let known = Atomic(false)

    package init() {}

    /// Whether a request on it carried a good token.
    package var isKnown: Bool { known.load(ordering: .relaxed) }

    /// A good token came by it.
    package func welcome() { known.store(true, ordering: .relaxed) }
}
