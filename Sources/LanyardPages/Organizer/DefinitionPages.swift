import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/event: the event's description as its organizer writes it; changes are shown before they are stored.
struct DefinitionPages {
    private static let path = Paths.definitionPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.post(
            "\(Self.path)/sessions", for: OrganizerPages.roles, bodyMax: EventServices.programmeMax + 65_536
        ) { visit, form in try await Self.programme(visit, form) }
        // In a form most of its characters take three bytes.
        pages.post(Self.path, for: OrganizerPages.roles, bodyMax: EventFile.sizeLimit * 6) { visit, form in
            // A browser ends the lines of a form with CR LF.
            let (yaml, base) = (Self.text(form.exactly("yaml")), Self.text(form.exactly("base")))
            let stores = form["action"] == "store"
            let stored = try await visit.services.store.yaml()
            do {
                let changes = try await visit.services.ledger.apply(
                    yaml: yaml, editing: Self.text(stored) == base ? stored : base, context: try visit.write(form),
                    onlyShow: !stores)
                let said = changes.isEmpty ? "definition_same" : stores ? "definition_stored" : "definition_would"
                return try await Self.page(
                    visit, [DeskNotice(visit.words(said), mood: changes.isEmpty || stores ? .good : .warn)],
                    stores ? nil : (yaml: yaml, base: base), changes: changes, mayStore: !stores && !changes.isEmpty)
            } catch let error as EventFileProblems {
                let notices = error.problems.prefix(20).map { problem in
                    DeskNotice(problem.sentence(in: visit.words.language, to: .desk), mood: .bad)
                }
                return try await Self.page(visit, Array(notices), (yaml: yaml, base: base))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], (yaml: yaml, base: base))
            }
        }
    }

    /// A programme's sessions as gates, in the description as it would be with them.
    private static func programme(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        do {
            guard let file = form.file("file"), !file.isEmpty else { throw ServerError(.scheduleUnreadable) }
            let rooms = text(form.exactly("rooms")).split(separator: "\n").map(String.init)
            let programme = try await visit.services.programme(
                file, minutesBefore: Int(form["before"]) ?? 15, rooms: rooms)
            let changes = try await visit.services.ledger.apply(
                yaml: programme.description, editing: programme.base, context: try visit.write(form), onlyShow: true)
            let count = visit.format.number(programme.made.gates.count)
            var notices = [DeskNotice(visit.words("definition_sessions_made", ["count": count]), mood: .warn)]
            if !programme.made.leftOut.isEmpty {
                notices.append(
                    DeskNotice(
                        visit.words("definition_sessions_left"), mood: .warn,
                        advice: programme.made.leftOut.prefix(20).joined(separator: " · ")))
            }
            return try await page(
                visit, notices, (yaml: text(programme.description), base: text(programme.base)), changes: changes,
                mayStore: !changes.isEmpty)
        } catch let error as EventFileProblems {
            let notices = error.problems.prefix(20).map { problem in
                DeskNotice(problem.sentence(in: visit.words.language, to: .desk), mood: .bad)
            }
            return try await page(visit, Array(notices), nil)
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await page(visit, [DeskNotice(error, visit.words)], nil)
        }
    }

    private static func text(_ sent: String) -> String { sent.replacing("\r\n", with: "\n") }

    /// - Parameter typed: what was typed, and the description that was edited; nil for the one in force.
    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ typed: (yaml: String, base: String)?,
        changes: [DefinitionChange] = [], mayStore: Bool = false
    ) async throws -> Response {
        let inForce = text(try await visit.services.store.yaml())
        return try visit.organizerPage(
            "definition",
            [
                "yaml": .text(typed?.yaml ?? inForce), "base": .text(typed?.base ?? inForce),
                "may_store": .flag(mayStore), "has_changes": .flag(!changes.isEmpty),
                "changes": .list(
                    changes.map { change in
                        [
                            "path": .text(change.path), "before": .text(change.before ?? "–"),
                            "after": .text(change.after ?? "–"),
                        ]
                    }),
            ],
            notices: notices, at: path)
    }
}
