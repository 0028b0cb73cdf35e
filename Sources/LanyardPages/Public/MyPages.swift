import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /my: what somebody does with their own registration, by the link of their own. Reading changes nothing: mail scanners open
/// links.
struct MyPages {
    private static let path = Paths.myPage

    private let limit: PublicLimit

    init(limit: PublicLimit) { self.limit = limit }

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: nil) { visit in try Self.lost(visit, []) }
        pages.post(Self.path, for: nil) { visit, form in
            do {
                try limit.count(origin: visit.context.remoteAddress, email: form["email"], at: visit.now)
                try await visit.services.mailLinks(to: form["email"], context: try visit.publicWrite(form))
                return try Self.lost(visit, [DeskNotice(visit.words("my_link_mailed"))])
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try Self.lost(visit, [DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Self.path)/:link", for: nil) { visit in try await Self.page(visit, []) }
        form(pages, "correct") { visit, form, token in
            _ = try await visit.services.correctOwn(
                token,
                PersonCorrection(
                    name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"]),
                context: try visit.publicWrite(form))
            return visit.words("my_corrected")
        }
        form(pages, "answers") { visit, form, token in
            try await visit.services.answerOwn(
                token, QuestionFields.answers(form, visit.event, by: .everything),
                context: try visit.publicWrite(form))
            return visit.words("my_answered")
        }
        form(pages, "offer") { visit, form, token in
            guard let place = Place(form["place"]) else { throw ServerError(.formUnreadable) }
            let accepts = form["action"] == "accept"
            try await visit.services.answerOffer(
                token, of: place, accepts: accepts, context: try visit.publicWrite(form))
            return visit.words(accepts ? "my_offer_accepted" : "my_offer_declined")
        }
        pages.post("\(Self.path)/:link/cancel", for: nil) { visit, form in
            do {
                guard form["sure"] == "1" else { throw ServerError(.confirmationMissing) }
                let summary = try await visit.services.cancelOwn(
                    try Self.token(visit), context: try visit.publicWrite(form))
                let owed = summary.due < .zero ? visit.format.money(-summary.due) : ""
                return try visit.page("my-cancelled", ["owed": .text(owed)], at: Self.path)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)])
            }
        }
        pages.post("\(Self.path)/:link/ticket", for: nil) { visit, form in
            let shape = try Choice.read(form["form"], as: TicketForm.self)
            return Response(
                try await visit.services.ownTicket(
                    try Self.token(visit), as: shape, context: try visit.publicWrite(form)))
        }
    }

    /// A form of the page, which says what was done or refused above the page as it is then.
    private func form(
        _ pages: PageRouter, _ name: String,
        _ body: @escaping @Sendable (PageVisit, PageForm, String) async throws -> String
    ) {
        pages.post("\(Self.path)/:link/\(name)", for: nil) { visit, form in
            do {
                let said = try await body(visit, form, try Self.token(visit))
                return try await Self.page(visit, [DeskNotice(said)])
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)])
            }
        }
    }

    private static func token(_ visit: PageVisit) throws -> String { try visit.context.parameters.require("link") }

    private static func lost(_ visit: PageVisit, _ notices: [DeskNotice]) throws -> Response {
        guard visit.event.mail?.pages != nil else { throw ServerError(.routeUnknown) }
        return try visit.page(
            "my-link", ["notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty)], at: path)
    }

    private static func page(_ visit: PageVisit, _ notices: [DeskNotice]) async throws -> Response {
        let own = try await visit.services.own(try token(visit))
        let (registration, event, format) = (own.registration, visit.event, visit.format)
        let questions = QuestionFields(of: registration, seenBy: .everything, visit)
        func name(_ place: Place) -> String {
            switch place {
            case .day(let number): visit.words.language.longDay(event.days[number - 1].date)
            case .addOn(let id): event.addOns.first { $0.id == id }?.names[visit.words.language] ?? id.rawValue
            }
        }
        return try visit.page(
            "my",
            [
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
                "path": .text("\(path)/\(try token(visit))"), "code": .text(registration.code.description),
                "name": .text(registration.person.name), "badge_name": .text(registration.person.badgeName),
                "affiliation": .text(registration.person.affiliation), "email": .text(registration.person.email),
                "category": .text(event.rule(of: registration.category).labels[visit.words.language]),
                "days": .list(
                    event.days.filter { registration.days.contains($0.number) }.map {
                        .text(visit.words.language.longDay($0.date))
                    }),
                "add_ons": .list(
                    event.addOns.filter { registration.addOns.contains($0.id) }.map {
                        .text($0.names[visit.words.language])
                    }),
                "owes": .flag(own.summary.due > .zero), "due": .text(format.money(own.summary.due)),
                "is_owed": .flag(own.summary.due < .zero), "credit": .text(format.money(-own.summary.due)),
                "is_settled": .flag(own.summary.due <= .zero),
                "pay_to": .list(event.invoices.payTo.map { .text($0) }),
                "has_account": .flag(!event.invoices.payTo.isEmpty), "may_correct": .flag(own.mayCorrect),
                "has_questions": .flag(!questions.questions.isEmpty),
                "questions": questions.value(event, nil, answers: registration.answers, mustAnswer: true),
                "offers": .list(
                    own.offers.map { offer in
                        [
                            "place": .text(offer.place.description), "label": .text(name(offer.place)),
                            "until": .text(offer.offeredUntil.map(format.fullMoment) ?? ""),
                        ]
                    }),
                "waits": .list(own.waits.map { .text(name($0.place)) }), "has_waits": .flag(!own.waits.isEmpty),
            ],
            at: path, status: notices.contains { $0.mood == .bad } ? .unprocessableContent : .ok)
    }
}
