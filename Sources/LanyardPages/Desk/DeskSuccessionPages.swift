import Catalogues
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// What ends a record or leads it into another: transfer, merge, erase. Each asks for a word before it is done.
struct DeskSuccessionPages {
    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/people/:number/transfer", for: DeskPages.roles) { visit, form in
            try await Self.answer(visit, form) { action in
                try action.confirm()
                let person = try Person(
                    name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"],
                    email: form["email"])
                let place = try await action.services.transfer(
                    action.id, to: person, language: Language(rawValue: form["language"]) ?? .english,
                    context: try action.context())
                let used = place.entries.map { entry in
                    DeskNotice(
                        visit.words(
                            "transfer_used",
                            ["time": visit.format.moment(entry.entered), "gate": visit.gateName(entry.gate)]),
                        mood: .warn, advice: visit.words("transfer_used_advice"))
                }
                let done = DeskNotice(
                    visit.words("transfer_done", ["number": action.id.description]),
                    advice: visit.words("transfer_done_advice"))
                return try await PersonPage(visit, place.registration.id).answer([done] + used)
            }
        }
        pages.post("\(Paths.deskPage)/people/:number/merge", for: DeskPages.roles) { visit, form in
            try await Self.answer(visit, form) { action in
                let ledger = action.services.ledger
                let second = try await ledger.registration(named: form["second"]).id
                // Codes look alike: first it is shown whose record it is.
                guard form.has("sure") || second == action.id else {
                    let found = try await ledger.story(of: second).summary
                    return try await PersonPage(visit, action.id).answer(duplicate: found)
                }
                _ = try await ledger.merge(second, into: action.id, context: try action.context())
                return try await PersonPage(visit, action.id).answer([
                    DeskNotice(visit.words("merge_done", ["number": second.description]))
                ])
            }
        }
        pages.act("erase", for: []) { action in
            try action.confirm()
            _ = try await action.services.erase(action.id, context: try action.context())
            return [DeskNotice(action.words("erase_done"))]
        }
    }

    /// Does what a form asks for; a refusal is shown above the person's page.
    private static func answer(
        _ visit: PageVisit, _ form: PageForm, _ body: (DeskAction) async throws -> Response
    ) async throws -> Response {
        let id = try await DeskPages.person(visit)
        do {
            return try await body(DeskAction(visit: visit, form: form, id: id))
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await PersonPage(visit, id).answer([DeskNotice(error, visit.words)])
        }
    }
}
