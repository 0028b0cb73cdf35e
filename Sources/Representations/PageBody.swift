/// Part of a list, and the cursor of the next part if there is one.
package struct PageBody<Item: Encodable, Cursor: Encodable>: Encodable {
    let items: [Item]
    let next: Cursor?

    /// A page of results: one more than the limit means that there is a next page.
    package init<Found>(
        _ found: [Found], _ limit: PageLimit, cursor: (Found) -> Cursor, _ item: (Found) throws -> Item
    ) rethrows {
        let page = found.prefix(limit.count)
        items = try page.map(item)
        next = found.count > limit.count ? page.last.map(cursor) : nil
    }
}
