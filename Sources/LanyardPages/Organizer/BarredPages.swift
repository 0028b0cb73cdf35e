import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// /organizer/barred: people who must not be registered or let in.
struct BarredPages {
    private static let path = Paths.barredPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/add", answeringWith: Self.page) { visit, form in
            let done = try await visit.services.ledger.bar(
                name: form["name"], email: form["email"], because: form["note"], context: try visit.write(form)
            ).result
            return [Self.notice("barred_done", "barred_blocked", done, visit)]
        }
        pages.organize("\(Self.path)/end", answeringWith: Self.page) { visit, form in
            let done = try await visit.services.ledger.unbar(
                try form.id("barred"), context: try visit.write(form)
            ).result
            return [Self.notice("barred_ended", "barred_freed", done, visit)]
        }
    }

    private static func notice(
        _ word: String, _ advice: String, _ done: BarredResult, _ visit: PageVisit
    ) -> DeskNotice {
        let people = done.registrations.map { "#\($0)" }.joined(separator: ", ")
        return DeskNotice(
            visit.words(word), advice: people.isEmpty ? "" : visit.words(advice, ["people": people]))
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let people = try await visit.services.ledger.barred()
        return try visit.organizerPage(
            "barred",
            [
                "name": .text(form?["name"] ?? ""), "email": .text(form?["email"] ?? ""),
                "note": .text(form?["note"] ?? ""), "has_people": .flag(!people.isEmpty),
                "people": .list(
                    people.map { person in
                        [
                            "barred": .number(person.id.rawValue), "name": .text(person.name),
                            "email": .text(person.email), "note": .text(person.note),
                            "time": .text(visit.format.moment(person.time)),
                        ]
                    }),
            ],
            notices: notices, at: path)
    }
}
