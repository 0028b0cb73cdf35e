import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// /organizer/erasures: who asked to be forgotten and still has money open.
struct ErasurePages {
    private static let path = Paths.erasuresPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize(Self.path, answeringWith: Self.page) { visit, form in
            try form.confirm()
            _ = try await visit.services.erase(try form.registration("number"), context: try visit.write(form))
            return [DeskNotice(visit.words("erasures_done"))]
        }
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let requests = try await visit.services.ledger.erasureRequests()
        return try visit.organizerPage(
            "erasures",
            [
                "has_people": .flag(!requests.isEmpty),
                "people": .list(
                    requests.map { request in
                        let (registration, due) = (request.summary.registration, request.summary.due)
                        return [
                            "number": .number(registration.id.rawValue),
                            "code": .text(registration.code.description), "name": .text(registration.person.name),
                            "owes": .flag(due > .zero), "is_owed": .flag(due < .zero),
                            "due": .text(visit.format.money(due < .zero ? -due : due)),
                            "since": .text(visit.format.moment(request.since)),
                        ]
                    }),
            ],
            notices: notices, at: path)
    }
}
