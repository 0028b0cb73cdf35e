import Conference
package import Outbox

extension FeedPosition {
    /// A cursor as somebody sends it; nil for one that begins.
    ///
    /// - Throws: `cursor_invalid`.
    package static func read(_ text: String?) throws -> FeedPosition? {
        guard let text, !text.isEmpty else { return nil }
        guard let position = FeedPosition(text) else { throw ServerError(.cursorInvalid) }
        return position
    }
}

extension FeedEvent.Kind {
    /// Kinds by their words, separated by commas or blanks; all for none.
    ///
    /// - Throws: `choice_unknown`.
    package static func read(_ text: String?) throws -> Set<FeedEvent.Kind> {
        let words = (text ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        guard !words.isEmpty else { return Set(told) }
        return Set(try words.map { try Choice.read($0, among: told, word: \.rawValue) })
    }
}

extension EventServices {
    /// Where somebody begins who names a cursor, or none for now.
    ///
    /// - Throws: `cursor_invalid`.
    package func beginning(at cursor: String?) async throws -> FeedPosition {
        if let position = try FeedPosition.read(cursor) { return position }
        return try await feedEnd()
    }
}
