import Conference
import EventDesk

/// How much of a list a request asks for: `?limit=50&after=17`.
package struct PageLimit {
    private static let max = 100

    /// How many at the most.
    package let count: Int
    private let after: Substring?

    /// One more than asked for, to see whether there is a next page.
    package var fetchCount: Int { count + 1 }

    /// - Parameters:
    ///   - limit: as it was asked for; nil for 20.
    ///   - after: the cursor of the previous page; nil for the first page.
    /// - Throws: `limit_invalid`.
    package init(limit: Substring?, after: Substring?) throws {
        self.after = after
        guard let limit else {
            count = 20
            return
        }
        guard let limit = Int(limit), (1...Self.max).contains(limit) else {
            throw ServerError(.limitInvalid, ErrorDetail("limit", Self.max))
        }
        count = limit
    }

    /// The number that the page follows; nil for the first page.
    ///
    /// - Throws: `cursor_invalid`.
    package func number() throws -> Int64? {
        guard let after else { return nil }
        guard let number = Int64(after), number >= 0 else { throw ServerError(.cursorInvalid) }
        return number
    }

    /// The text that the page follows; nil for the first page.
    package func text() -> String? { after.map(String.init) }
}
