import Conference
package import Foundation

/// Until when all that was acknowledged lies in a copy as well: in a backup, or where `ReplicaFollower` copies to.
///
/// Whoever copies notes it in a file beside the event's, `NAME.copied`, and the server tells it to the doors, which keep what was
/// acknowledged later. A note that is lost or old costs nothing: the doors keep more.
package struct CopiedMark: Codable, Sendable, Hashable {
    /// Of the event's file that was copied.
    package let incarnation: Int
    /// By this machine's clock, in milliseconds since 1970.
    package let untilMs: Int64

    package init(incarnation: Int, untilMs: Int64) {
        self.incarnation = incarnation
        self.untilMs = untilMs
    }

    private static func file(of event: URL) -> URL {
        event.deletingPathExtension().appendingPathExtension("copied")
    }

    /// What is noted of an event's file; nil for nothing.
    package static func of(_ event: URL) -> CopiedMark? {
        (try? Data(contentsOf: file(of: event))).flatMap { try? JSONDecoder().decode(CopiedMark.self, from: $0) }
    }

    /// Notes it, unless somebody has noted a later one. Where it cannot be written nothing is noted.
    package func note(beside event: URL) {
        if let known = Self.of(event), known.incarnation == incarnation, known.untilMs >= untilMs { return }
        guard let data = try? JSONEncoder().encode(self) else { return }
        try? OutputFile.write(data, to: Self.file(of: event), isSynced: false)
    }
}
