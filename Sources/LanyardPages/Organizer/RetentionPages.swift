import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP

/// /organizer/retention: what is erased and when, and erasing it.
struct RetentionPages {
    private static let path = Paths.retentionPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/purge", answeringWith: Self.page) { visit, form in
            try form.confirm()
            let outcome = try await visit.services.purge(context: try visit.write(form))
            let done = visit.words(
                "retention_done",
                [
                    "answers": visit.format.number(outcome.answers), "people": visit.format.number(outcome.people),
                    "documents": visit.format.number(outcome.documents),
                ])
            return [DeskNotice(done)]
        }
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let items = try await visit.services.retention()
        return try visit.organizerPage(
            "retention",
            [
                "is_due": .flag(items.contains(where: \.isDue)),
                "items": .list(
                    items.map { item in
                        let state = item.count == 0 ? "none" : item.isDue ? "due" : item.date == nil ? "never" : "waits"
                        return [
                            "what": .text(what(item, visit)),
                            "date": .text(item.date?.description ?? visit.words("retention_never")),
                            "count": .text(visit.format.number(item.count)),
                            "state": .text(visit.words("retention_\(state)")),
                        ]
                    }),
            ],
            notices: notices, at: path)
    }

    private static func what(_ item: RetentionItem, _ visit: PageVisit) -> String {
        switch item.subject {
        case .people: return visit.words("retention_people")
        case .documents: return visit.words("retention_documents")
        case .answers(let id):
            let label = visit.event.questions.first { $0.id == id }?.labels[visit.words.language]
            return visit.words("retention_answers", ["question": label ?? id.rawValue])
        }
    }
}
