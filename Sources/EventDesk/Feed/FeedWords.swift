import Conference
package import Outbox

extension FeedPosition {
    /// A cursor as somebody sends it; nil for one that begins.
    ///
    /// - Throws: `cursor_invalid`.
    fileprivate static func read(_ text: String?) throws -> FeedPosition? {
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
        if let position = try await position(named: cursor) { return position }
        return try await feedEnd()
    }

    /// Where somebody goes on who names a cursor, or none for everything.
    ///
    /// - Throws: `cursor_invalid`.
    package func goingOn(at cursor: String?) async throws -> FeedPosition {
        try await position(named: cursor) ?? .start
    }

    /// Nobody was given a cursor of what has not happened: it is of another event, or of a machine that had more. To go on from
    /// there would be to hear nothing, unsaid.
    private func position(named cursor: String?) async throws -> FeedPosition? {
        guard let position = try FeedPosition.read(cursor) else { return nil }
        let end = try await feedEnd()
        guard position.history <= end.history, position.more <= end.more, position.scans <= end.scans else {
            throw ServerError(.cursorInvalid)
        }
        return position
    }
}
