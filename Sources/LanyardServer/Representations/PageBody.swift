import Conference
import Hummingbird

/// Part of a list, and the cursor of the next part where there is one.
struct PageBody<Item: Encodable, Cursor: Encodable>: Encodable {
    let items: [Item]
    let next: Cursor?

    /// A page of what was found: one more than the limit tells that there is a next page.
    init<Found>(
        _ found: [Found], _ limit: PageLimit, cursor: (Found) -> Cursor, _ item: (Found) throws -> Item
    ) rethrows {
        let page = found.prefix(limit.count)
        items = try page.map(item)
        next = found.count > limit.count ? page.last.map(cursor) : nil
    }
}

/// How much of a list a request asks for: `?limit=50&after=17`.
struct PageLimit {
    private static let max = 100

    /// How many at the most.
    let count: Int
    private let after: Substring?

    /// One more than asked for, which tells whether there is a next page.
    var fetchCount: Int { count + 1 }

    /// - Throws: `limit_invalid`.
    init(_ request: Request) throws {
        let query = request.uri.queryParameters
        after = query["after"]
        guard let text = query["limit"] else {
            count = 20
            return
        }
        guard let limit = Int(text), (1...Self.max).contains(limit) else {
            throw ServerError(.limitInvalid, ErrorDetail("limit", Self.max))
        }
        count = limit
    }

    /// The number that the page follows; nil for the first page.
    ///
    /// - Throws: `cursor_invalid`.
    func number() throws -> Int64? {
        guard let after else { return nil }
        guard let number = Int64(after), number >= 0 else { throw ServerError(.cursorInvalid) }
        return number
    }

    /// The text that the page follows; nil for the first page.
    func text() -> String? { after.map(String.init) }
}
