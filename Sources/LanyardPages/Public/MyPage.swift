import Catalogues
import Conference
import EventDesk
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// The page of somebody's own registration.
struct MyPage {
    let visit: PageVisit
    let own: OwnRegistration

    init(_ visit: PageVisit, _ own: OwnRegistration) {
        self.visit = visit
        self.own = own
    }

    private var event: EventDefinition { visit.event }
    private var registration: Registration { own.registration }
    /// Whether the page takes changes; else it only shows, and says why.
    private var isOpen: Bool { visit.bar == nil }

    /// - Parameters:
    ///   - chosen: days and side events that were ticked for their price.
    ///   - payment: how what is due can be paid; see `MyPaymentPages`.
    ///   - exhibitors: those of the event, with what they were given.
    func answer(
        _ notices: [DeskNotice], chosen: (days: DaySet, addOns: Set<AddOn.ID>, quote: PriceQuote)?,
        payment: PageValue, exhibitors: [(exhibitor: Exhibitor, standing: ExhibitorStanding)]
    ) throws -> Response {
        var fields = standing
        fields.merge(money) { own, _ in own }
        fields.merge(party) { own, _ in own }
        fields.merge(places(chosen)) { own, _ in own }
        fields["payment"] = isOpen ? payment : false
        fields["has_exhibitors"] = .flag(!exhibitors.isEmpty)
        fields["exhibitors"] = .list(exhibitors.map(value))
        let questions = QuestionFields(of: registration, seenBy: .everything, visit)
        fields["has_questions"] = .flag(isOpen && own.isActive && !questions.questions.isEmpty)
        fields["questions"] = questions.value(event, nil, answers: registration.answers, mustAnswer: true)
        fields["notices"] = .list(notices.map(\.value))
        fields["has_notices"] = .flag(!notices.isEmpty)
        return try visit.page(
            "my", fields, at: Paths.myPage, script: "my",
            status: notices.contains { $0.mood == .bad } ? .unprocessableContent : .ok,
            policy: PagePolicy(showsOwnPictures: true))
    }

    private var standing: [String: PageValue] {
        let person = registration.person
        return [
            "is_active": .flag(own.isActive), "seen": .number(own.version),
            "code": .text(registration.code.description), "name": .text(person.name),
            "badge_name": .text(person.badgeName), "affiliation": .text(person.affiliation),
            "email": .text(person.email),
            "category": .text(event.rule(of: registration.category).labels[visit.words.language]),
            "languages_of_mail": .list(
                Language.allCases.map { language in
                    [
                        "language": .text(language.rawValue),
                        "label": .text(language == .english ? "English" : "Français"),
                        "is_chosen": .flag(language == registration.language),
                    ]
                }),
            "held_days": .list(
                event.days.filter { registration.days.contains($0.number) }.map {
                    .text(visit.words.language.longDay($0.date))
                }),
            "held_add_ons": .list(
                event.addOns.filter { registration.addOns.contains($0.id) }.map {
                    .text($0.names[visit.words.language])
                }),
            "may_correct": .flag(isOpen && own.mayCorrect), "is_fixed": .flag(!own.mayCorrect),
            "has_keysigning": .flag(isOpen && own.isActive && event.keysigning != nil),
            "asks_erasure": .flag(own.asksErasure), "may_erase": .flag(isOpen && !own.asksErasure),
        ]
    }

    private func value(_ exhibitor: Exhibitor, _ standing: ExhibitorStanding) -> PageValue {
        [
            "exhibitor": .text(exhibitor.id.rawValue), "name": .text(exhibitor.name),
            "visited": PageValue(standing.visited.map(visit.format.moment)),
            "agreed": PageValue(standing.agreed.map(visit.format.moment)),
            "may_agree": .flag(own.isActive && event.exhibitors.contains { $0.id == exhibitor.id }),
            "fields": .list(
                exhibitor.fields.map { field in
                    [
                        "field": .text(field.rawValue), "label": .text(visit.words.label(of: field)),
                        "is_given": .flag(standing.fields.contains(field)),
                    ]
                }),
        ]
    }

    private var money: [String: PageValue] {
        let (due, format) = (own.toPay, visit.format)
        let cancelling = own.cancelling
        return [
            "owes": .flag(due > .zero), "due": .text(format.money(due)), "is_owed": .flag(due < .zero),
            "credit": .text(format.money(-due)), "is_settled": .flag(own.isActive && own.summary.due <= .zero),
            "pay_code": .text(own.payCode.description),
            "pay_to": .list(event.payTo.map { .text($0) }),
            "has_account": .flag(!event.payTo.isEmpty),
            "may_have_invoice": .flag(isOpen && own.isActive && due > .zero),
            "has_receipt": .flag(isOpen && own.hasReceipt),
            "has_wallet": .flag(own.hasWallet),
            "has_documents": .flag(!own.documents.isEmpty || !own.letters.isEmpty),
            "letters": .list(
                own.letters.map { letter in
                    [
                        "label": .text(letter.label), "title": .text(letter.paper?.title ?? ""),
                        "date": .text(format.moment(letter.issued)),
                    ]
                }),
            "letter_kinds": .list(
                (isOpen ? own.letterKinds : []).map { own in
                    [
                        "kind": .text(own.plan.id.rawValue), "label": .text(own.plan.names[visit.words.language]),
                        "may_have": .flag(own.refusal == nil),
                        "why": .text(own.refusal.map { visit.words("my_\($0)") } ?? ""),
                    ]
                }),
            "documents": .list(
                own.documents.map { document in
                    [
                        "label": .text(document.label),
                        "kind": .text(visit.words("document_\(document.kind.rawValue)")),
                        "date": .text(format.moment(document.issued)),
                    ]
                }),
            "may_cancel": .flag(isOpen && cancelling != nil),
            "keeps": .flag((cancelling?.kept ?? .zero) > .zero),
            "kept": .text(format.money(cancelling?.kept ?? .zero)),
            "gives_back": .flag((cancelling?.comesBack ?? .zero) > .zero),
            "comes_back": .text(format.money(cancelling?.comesBack ?? .zero)),
        ]
    }

    private var party: [String: PageValue] {
        let (party, format) = (own.party, visit.format)
        return [
            "awaits_approval": .flag(isOpen && own.isActive && own.awaitsApproval),
            "must_confirm": .flag(isOpen && own.isActive && own.confirmBy != nil),
            "confirm_by": .text(own.confirmBy.map(format.fullMoment) ?? ""),
            "paid_by": .text(party.flatMap { $0.open > .zero ? $0.payer : nil } ?? ""),
            "has_party": .flag(party?.people.isEmpty == false),
            "party_open": .text(format.money(party?.open ?? .zero)),
            "party": .list(
                (party?.people ?? []).map { person in
                    ["name": .text(person.name), "open": .text(format.money(person.open))]
                }),
        ]
    }

    private func places(
        _ chosen: (days: DaySet, addOns: Set<AddOn.ID>, quote: PriceQuote)?
    ) -> [String: PageValue] {
        let days = chosen?.days ?? registration.days
        let addOns = chosen?.addOns ?? registration.addOns
        let over = event.daysOver(event.allDays, at: visit.now)
        let canChange = isOpen && own.isActive && over != event.allDays
        return [
            "may_change": .flag(canChange),
            "days": .list(
                event.days.map { day in
                    let isHeld = registration.days.contains(day.number)
                    return [
                        "day": .number(day.number), "label": .text(visit.words.language.longDay(day.date)),
                        "is_held": .flag(days.contains(day.number)),
                        // What has begun is not given back, and what is over is not sold.
                        "is_kept": .flag(isHeld && own.begun.contains(day.number)),
                        "is_over": .flag(!isHeld && over.contains(day.number)),
                    ]
                }),
            "has_add_ons": .flag(!event.addOns.isEmpty),
            "add_ons": .list(
                event.addOns.map { addOn in
                    [
                        "add_on": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language]),
                        "price": .text(visit.format.money(addOn.price)),
                        "is_held": .flag(addOns.contains(addOn.id)),
                        "is_kept": .flag(registration.addOns.contains(addOn.id) && !own.begun.isEmpty),
                    ]
                }),
            "quote": chosen.map { DeskQuote(visit).value($0.quote) } ?? false, "refusal": false,
            "offers": .list(
                (isOpen ? own.offers : []).map { offer in
                    let price = offer.price ?? .zero
                    return [
                        "place": .text(offer.waiting.place.description), "label": .text(name(offer.waiting.place)),
                        "until": .text(offer.waiting.offeredUntil.map(visit.format.fullMoment) ?? ""),
                        "costs": .flag(price > .zero), "price": .text(visit.format.money(price)),
                    ]
                }),
            "has_waits": .flag(isOpen && !own.waits.isEmpty),
            "waits": .list(
                own.waits.map { waiting in
                    [
                        "place": .text(waiting.place.description), "label": .text(name(waiting.place)),
                        "position": .text(visit.format.number(waiting.position)),
                    ]
                }),
        ]
    }

    private func name(_ place: Place) -> String {
        switch place {
        case .day(let number):
            event.days.first { $0.number == number }.map { visit.words.language.longDay($0.date) } ?? "\(number)"
        case .addOn(let id): event.addOns.first { $0.id == id }?.names[visit.words.language] ?? id.rawValue
        }
    }
}
