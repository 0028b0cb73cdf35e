import Badges
import Catalogues
import CheckIn
import Conference
import EventDesk
import EventStore
import Hummingbird
import Keysigning
import LanyardHTTP
import RegistrationLedger

/// What the desk puts right on a person's page: who they are, when they come, what they get.
struct DeskChangePages {
    func addRoutes(to pages: PageRouter) {
        addPerson(to: pages)
        addAnswers(to: pages)
        addPlaces(to: pages)
        addDoorMatters(to: pages)
        pages.act("dot") { action in
            let confirmed = try await action.services.confirmKey(
                action.form["fingerprint"], of: action.id, context: try action.context())
            return [DeskNotice(confirmed, action.words)]
        }
        pages.act("key") { action in
            [try await KeysigningDeskPages.takeIn(action.visit, action.form, registration: action.id)]
        }
        pages.act("invite") { action in
            let token = try await action.services.keysigning.invite(
                registration: action.id, context: try action.context())
            return [KeysigningDeskPages.link(token, action.visit)]
        }
        pages.act("hand-over") { action in
            let text = action.form.exactly("item")
            if text == "*" {
                try await action.services.handOverRest(
                    to: action.id, collector: action.form["collector"], context: try action.context())
                return []
            }
            guard let sign = text.first, sign == "+" || sign == "-" else { throw ServerError(.formUnreadable) }
            try await action.services.handOver(
                HandOverItem(rawValue: String(text.dropFirst())), handed: sign == "+", to: action.id,
                collector: action.form["collector"], context: try action.context())
            return []
        }
    }

    private func addPerson(to pages: PageRouter) {
        pages.act("person") { action in
            let form = action.form
            let change = try await action.services.correct(
                action.id,
                PersonCorrection(
                    name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"],
                    email: form["email"], language: Language(rawValue: form["language"]),
                    // What nobody touched goes with the name it was for.
                    sortName: form["sort_name"] == form["sort_was"] ? nil : form["sort_name"]),
                context: try action.context())
            guard change.isNew else { return [DeskNotice(action.words("person_same"))] }
            return [DeskNotice(change, action.words("person_done"), action.words)]
        }
    }

    private func addAnswers(to pages: PageRouter) {
        pages.act("answers") { action in
            let answers = try QuestionFields.answers(
                action.form, action.visit.event, by: action.visit.answerSight)
            let change = try await action.services.correct(
                action.id, PersonCorrection(answers: answers), context: try action.context())
            guard change.isNew else { return [DeskNotice(action.words("person_same"))] }
            return [DeskNotice(change, action.words("question_done"), action.words)]
        }
    }

    private func addPlaces(to pages: PageRouter) {
        pages.act("days") { action in
            let days = try Self.days(action.form, action.visit)
            let change = try await action.services.changeDays(
                of: action.id, to: days, leniency: try action.leniency(), context: try action.context())
            return [DeskNotice(change, action.words("days_done"), action.words)]
                + DeskNotice.over(change.daysOver, action.visit)
        }
        pages.act("add-on") { action in
            let text = action.form.exactly("add_on")
            let addOn = AddOn.ID(rawValue: String(text.dropFirst()))
            switch text.first {
            case "+":
                let change = try await action.services.addAddOn(
                    addOn, to: action.id, context: try action.context())
                return [DeskNotice(change, action.words("add_on_added"), action.words)]
            case "-":
                let change = try await action.services.removeAddOn(
                    addOn, from: action.id, leniency: try action.leniency(), context: try action.context())
                return [DeskNotice(change, action.words("add_on_removed"), action.words)]
            default: throw ServerError(.formUnreadable)
            }
        }
        pages.act("cancel") { action in
            try action.confirm()
            _ = try await action.services.cancel(
                action.id, leniency: try action.leniency(), context: try action.context())
            return [DeskNotice(action.words("cancel_done"))]
        }
        pages.act("reinstate") { action in
            try action.confirm()
            let change = try await action.services.reinstate(action.id, context: try action.context())
            return [DeskNotice(change, action.words("reinstate_done"), action.words)]
        }
        pages.act("give-back") { action in
            _ = try await action.services.giveBackKept(
                try action.visit.format.amount(action.form["amount"]), to: action.id,
                leniency: Leniency(because: action.form["reason"], isOrganizers: action.isOrganizers),
                context: try action.context())
            return [DeskNotice(action.words("give_back_done"))]
        }
    }

    private func addDoorMatters(to pages: PageRouter) {
        pages.act("scan/undo") { action in
            _ = try await action.services.checkIn.undo(
                try action.form.id("scan"), because: action.form["reason"],
                by: action.visit.session?.device, context: try action.context())
            return [DeskNotice(action.words("scans_undone"))]
        }
        pages.act("note") { action in
            _ = try await action.services.checkIn.note(
                action.form["text"], about: action.id, at: nil, context: try action.context())
            return [DeskNotice(action.words("note_done"))]
        }
        pages.act("note/end") { action in
            try await action.services.checkIn.endNote(try action.form.id("note"), context: try action.context())
            return [DeskNotice(action.words("note_ended"))]
        }
        pages.act("block") { action in
            _ = try await action.services.ledger.block(
                action.id, because: action.form["reason"], context: try action.context())
            return [DeskNotice(action.words("block_done"))]
        }
        pages.act("let-in") { action in
            _ = try await action.services.ledger.letIn(
                [action.id], because: action.form["reason"], isOrganizers: action.isOrganizers,
                context: try action.context())
            return [DeskNotice(action.words("let_in_done"))]
        }
        pages.act("let-in/end") { action in
            _ = try await action.services.ledger.letIn(
                [action.id], because: nil, isOrganizers: action.isOrganizers, context: try action.context())
            return [DeskNotice(action.words("let_in_ended"))]
        }
        pages.act("unblock") { action in
            _ = try await action.services.ledger.block(action.id, because: nil, context: try action.context())
            return [DeskNotice(action.words("unblock_done"))]
        }
    }

    /// The days that are ticked.
    ///
    /// - Throws: `days_missing` for none, `days_invalid`, `day_unknown`.
    static func days(_ form: PageForm, _ visit: PageVisit) throws -> DaySet {
        let ticked = form.all("day")
        guard !ticked.isEmpty else { throw LedgerError(.daysMissing) }
        return try DaySet(ticked.joined(separator: ","), dayCount: visit.event.days.count)
    }
}
