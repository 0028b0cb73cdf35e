import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer: what an organizer does that no desk does, without a terminal.
struct OrganizerPages {
    /// Organizers alone.
    static let roles: Set<Device.Role> = []

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.organizerPage, for: Self.roles) { visit in try visit.page("organizer", [:]) }
        DevicePages().addRoutes(to: pages)
        GatePages().addRoutes(to: pages)
        BadgeRunPages().addRoutes(to: pages)
        ImportPages().addRoutes(to: pages)
        ListingPages().addRoutes(to: pages)
        ReportPages().addRoutes(to: pages)
        DefinitionPages().addRoutes(to: pages)
        BarredPages().addRoutes(to: pages)
        RetentionPages().addRoutes(to: pages)
        ErasurePages().addRoutes(to: pages)
        AdmissionPages().addRoutes(to: pages)
        MailPages().addRoutes(to: pages)
        LetterPages().addRoutes(to: pages)
        WebhookPages().addRoutes(to: pages)
        SharePages().addRoutes(to: pages)
        PaymentsPage().addRoutes(to: pages)
        WhereaboutsPage().addRoutes(to: pages)
        ExhibitorPages().addRoutes(to: pages)
    }
}

extension PageRouter {
    /// A form of an organizer's page: what was done or refused stands above the page, and a refused form keeps what was typed.
    ///
    /// - Parameters:
    ///   - page: the page as it is then; it gets the form where it was refused.
    ///   - body: does what the form asks for.
    func organize(
        _ path: String,
        answeringWith page: @escaping @Sendable (PageVisit, [DeskNotice], PageForm?) async throws -> Response,
        _ body: @escaping @Sendable (PageVisit, PageForm) async throws -> [DeskNotice]
    ) {
        post(path, for: OrganizerPages.roles) { visit, form in
            do {
                return try await page(visit, try await body(visit, form), nil)
            } catch let error as EventFileProblems {
                let notices = error.problems.prefix(20).map { problem in
                    DeskNotice(problem.sentence(in: visit.words.language, to: .desk), mood: .bad)
                }
                return try await page(visit, Array(notices), form)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await page(visit, [DeskNotice(error, visit.words)], form)
            }
        }
    }
}

extension PageVisit {
    /// A page of the organizer, with what is said above it.
    func organizerPage(
        _ template: String, _ fields: [String: PageValue], notices: [DeskNotice], at path: String
    ) throws -> Response {
        let isRefused = notices.contains { $0.mood == .bad }
        let said: [String: PageValue] = [
            "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
        ]
        return try page(
            template, fields.merging(said) { own, _ in own }, at: path, status: isRefused ? .unprocessableContent : .ok)
    }
}
