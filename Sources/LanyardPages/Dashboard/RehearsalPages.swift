import Catalogues
import CheckIn
import Conference
import EventDesk
import Hummingbird
import LanyardHTTP
import Wording

/// /dashboard/drill: the organizer tries everything that can happen at a gate, on a copy of the event.
struct RehearsalPages {
    private static let path = "\(Paths.dashboardPage)/drill"

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: []) { visit in try Self.page(visit) }
        pages.post(Self.path, for: []) { visit, form in
            let gate = Gate.ID(rawValue: form.exactly("gate"))
            do {
                return try Self.page(visit, gate, steps: try await visit.services.drill(at: gate))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try Self.page(visit, gate, problem: DeskNotice(error, visit.words))
            }
        }
    }

    private static func page(
        _ visit: PageVisit, _ gate: Gate.ID? = nil, steps: [DoorDrill.Step] = [], problem: DeskNotice? = nil
    ) throws -> Response {
        let isRight = steps.allSatisfy(\.isRight)
        let verdict = DeskNotice(visit.words(isRight ? "drill_right" : "drill_wrong"), mood: isRight ? .good : .bad)
        let notices = problem.map { [$0] } ?? (steps.isEmpty ? [] : [verdict])
        return try visit.page(
            "rehearsal",
            [
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
                "gates": .list(
                    visit.event.gates.map { one in
                        [
                            "gate": .text(one.id.rawValue), "name": .text(one.names[visit.words.language]),
                            "is_chosen": .flag(one.id == gate),
                        ]
                    }),
                "steps": .list(
                    steps.map { step in
                        [
                            "name": .text(visit.words("drill_\(step.trial)")), "expected": .text(step.expected),
                            "found": .text(step.found), "is_right": .flag(step.isRight),
                        ]
                    }),
                "has_steps": .flag(!steps.isEmpty),
            ],
            at: path, status: problem == nil ? .ok : .unprocessableContent)
    }
}
