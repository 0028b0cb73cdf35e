internal import Typesetting

/// One bookmark for each letter under which people look for badges, if the badges are sorted.
@TypesettingActor
struct BadgeBookmarks {
    private let order: Sheet.Order?
    private var last: String?

    init(_ order: Sheet.Order?) { self.order = order }

    /// To be called for each badge while its page is drawn.
    mutating func add(_ badge: BadgeContent, to document: PDFDocument) {
        guard let order else { return }
        let initial = BadgeSequence.initial(of: badge, by: order)
        if initial != last { document.addBookmark(initial) }
        last = initial
    }
}
