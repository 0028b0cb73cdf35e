import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// What changes a person's price or place beside their days: category, voucher, the waiting list.
struct DeskPlacePages {
    /// How many who wait are shown beside the search.
    private static let waitingMax = 12

    func addRoutes(to pages: PageRouter) {
        pages.act("category") { action in
            let category = try await action.services.store.definition().category(named: action.form["category"])
            let change = try await action.services.changeCategory(
                of: action.id, to: category, context: try action.context())
            return [DeskNotice(change, action.words("category_done"), action.words)]
        }
        pages.act("voucher") { action in
            _ = try await action.services.ledger.redeem(
                Voucher.ID(typed: action.form["voucher"]), for: action.id, context: try action.context())
            return [DeskNotice(action.words("voucher_done"))]
        }
        pages.act("voucher/hand-back") { action in
            _ = try await action.services.ledger.handBack(
                Voucher.ID(typed: action.form["voucher"]), of: action.id, context: try action.context())
            return [DeskNotice(action.words("voucher_back_done"))]
        }
        addWaiting(to: pages)
        pages.post("\(Paths.deskPage)/people/:number/quote", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            return try await DeskQuote(visit).answer { try Self.quote(form, visit, id) }
        }
    }

    private func addWaiting(to pages: PageRouter) {
        pages.act("wait") { action in
            _ = try await action.services.ledger.wait(
                action.id, for: try Self.place(action.form), context: try action.context())
            return [DeskNotice(action.words("wait_done"), advice: action.words("wait_done_advice"))]
        }
        pages.act("wait/end") { action in
            _ = try await action.services.ledger.stopWaiting(
                action.id, for: try Self.place(action.form), context: try action.context())
            return [DeskNotice(action.words("wait_ended"))]
        }
        pages.act("wait/seat") { action in
            let change = try await action.services.seat(
                action.id, at: try Self.place(action.form), context: try action.context())
            return [DeskNotice(change, action.words("wait_seated"), action.words)]
        }
    }

    /// What a form of the page that changes the price asks for; what it does not name stays as it is.
    private static func quote(
        _ form: PageForm, _ visit: PageVisit, _ id: Registration.ID
    ) throws -> QuoteRequest {
        if form.has("category") {
            let category = try visit.event.category(named: form["category"])
            return QuoteRequest(registration: id, category: category, days: nil, addOns: nil, voucher: nil)
        }
        if form.has("voucher") {
            let voucher = form["voucher"].isEmpty ? nil : Voucher.ID(typed: form["voucher"])
            return QuoteRequest(registration: id, days: nil, addOns: nil, voucher: voucher)
        }
        return QuoteRequest(
            registration: id, days: try DeskChangePages.days(form, visit), addOns: nil, voucher: nil)
    }

    private static func place(_ form: PageForm) throws -> Place {
        guard let place = Place(form["place"]) else { throw ServerError(.formUnreadable) }
        return place
    }

    /// The name of a place for people.
    static func label(_ place: Place, _ visit: PageVisit) -> String {
        switch place {
        case .day(let number):
            visit.event.days.first { $0.number == number }.map { visit.format.day($0.date) } ?? place.description
        case .addOn(let id):
            visit.event.addOns.first { $0.id == id }?.names[visit.words.language] ?? place.description
        }
    }

    /// Who waits for what, in order, for the page of the search.
    static func waitingList(_ visit: PageVisit) async throws -> PageValue {
        let waiting = try await visit.services.ledger.waitingPeople(limit: waitingMax + 1)
        let rows: [PageValue] = waiting.prefix(waitingMax).map { one, registration in
            let person = registration.person
            return [
                "place": .text(label(one.place, visit)), "position": .number(one.position),
                "name": .text(person.isErased ? visit.words("person_erased") : person.name),
                "path": .text(DeskPages.path(of: one.registration)), "since": .text(visit.format.moment(one.since)),
            ]
        }
        return PageValue(
            rows.isEmpty ? nil : ["rows": .list(rows), "more": .flag(waiting.count > waitingMax)])
    }
}
