import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /books: the end of a day, entries by hand, periods and the audit; its bar leads to the reports as well.
struct BooksPages {
    /// The treasurer reads all of it; the organizer writes.
    static let roles: Set<Device.Role> = [.reports]

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.booksPage, for: [.desk, .reports]) { visit in visit.goes(to: BooksDayPages.path) }
        BooksDayPages().addRoutes(to: pages)
        BooksEntryPages().addRoutes(to: pages)
        BooksPeriodPages().addRoutes(to: pages)
    }

    /// One of the pages, with the bar that leads to the others.
    static func page(
        _ visit: PageVisit, _ template: String, at path: String, notices: [DeskNotice] = [],
        _ fields: [String: PageValue]
    ) throws -> Response {
        let role = visit.session?.device.role
        let frame: [String: PageValue] = [
            "is_organizer": .flag(role == .organizer), "reads_books": .flag(role == .organizer || role == .reports),
            "at_day": .flag(path == BooksDayPages.path), "at_entries": .flag(path == BooksEntryPages.path),
            "at_periods": .flag(path == BooksPeriodPages.path),
            "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
        ]
        return try visit.page(template, fields.merging(frame) { own, _ in own }, at: path)
    }

    /// Does what a form asks for; what is refused is told above the page.
    static func answer(
        _ visit: PageVisit, _ page: ([DeskNotice]) async throws -> Response,
        doing body: () async throws -> DeskNotice
    ) async throws -> Response {
        do {
            return try await page([try await body()])
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await page([DeskNotice(error, visit.words)])
        }
    }

    /// A field of the address, without blanks around it; nil where it is empty.
    static func field(_ name: String, of visit: PageVisit) -> String? {
        let text = visit.request.uri.queryParameters[Substring(name)].map(String.init) ?? ""
        return text.isEmpty ? nil : text
    }
}
