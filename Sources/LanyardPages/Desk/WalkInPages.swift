import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// Somebody who walks in: registered, paid up and with a badge by one form.
struct WalkInPages {
    private static let path = "\(Paths.deskPage)/walk-in"

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: DeskPages.roles) { visit in try await Self.page(visit, PageForm("")) }
        // Takes what was searched for as the name, which must not be in the address.
        pages.post(Self.path, for: DeskPages.roles) { visit, form in try await Self.page(visit, form) }
        pages.post("\(Self.path)/quote", for: DeskPages.roles) { visit, form in
            try await DeskQuote(visit).answer {
                QuoteRequest(
                    registration: nil, category: try visit.event.category(named: form["category"]),
                    days: try DeskChangePages.days(form, visit),
                    addOns: Self.addOns(form), voucher: Self.voucher(form))
            }
        }
        pages.post("\(Self.path)/register", for: DeskPages.roles) { visit, form in
            let walkIn: WalkIn
            let outcome: WalkInOutcome
            do {
                walkIn = try await Self.walkIn(visit, form)
                outcome = try await visit.services.walkIn(walkIn, context: try visit.write(form))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, form, problem: DeskNotice(error, visit.words))
            }
            return try await Self.answer(visit, form, walkIn, outcome)
        }
    }

    private static func walkIn(_ visit: PageVisit, _ form: PageForm) async throws -> WalkIn {
        let new = try NewRegistration(
            person: Person(
                name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"],
                email: form["email"]),
            category: try visit.event.category(named: form["category"]), days: try DeskChangePages.days(form, visit),
            addOns: addOns(form),
            reference: nil,
            voucher: voucher(form), language: Language(rawValue: form["language"]) ?? .english,
            answers: QuestionFields.answers(
                form, visit.event, by: visit.answerSight, for: try visit.event.category(named: form["category"]),
                addOns(form)))
        return WalkIn(
            new, payment: try PaymentForm.atOnce(form, visit.format),
            badge: form.has("print") ? try await DeskPrintPages.destination(visit) : nil)
    }

    /// The page of the new person, which says what was done; a badge that failed can be printed from it.
    private static func answer(
        _ visit: PageVisit, _ form: PageForm, _ walkIn: WalkIn, _ outcome: WalkInOutcome
    ) async throws -> Response {
        let id = outcome.registration.id
        var notices = [DeskNotice(visit.words("walk_in_done", ["number": id.description]))]
        notices += DeskNotice.over(outcome.daysOver, visit)
        if let booked = outcome.payment, case .payment(let payment) = walkIn.payment {
            notices.append(DeskMoneyPages.notice(booked, by: payment.method, visit))
        }
        var opensBadge = false
        if let badge = outcome.badge {
            let (printed, opens) = DeskBadgePages.notices(badge, visit)
            notices += printed
            opensBadge = opens
        }
        if let failure = outcome.badgeFailure { notices.append(DeskNotice(failure, visit.words)) }
        var response = try await PersonPage(visit, id).answer(notices, opensBadge: opensBadge)
        DeskMoneyPages.rememberTill(form, visit, &response)
        return response
    }

    private static func page(_ visit: PageVisit, _ form: PageForm, problem: DeskNotice? = nil) async throws -> Response
    {
        let event = visit.event
        let isNew = problem == nil
        let chosenCategory = (try? event.category(named: form["category"])) ?? event.usualCategory
        let chosenDays =
            isNew
            ? event.daysToCome(at: visit.now)
            : DaySet(form.all("day").compactMap { Int($0) }.filter { event.days.map(\.number).contains($0) })
        let tills = try await visit.services.ledger.drawers().open.map(\.till)
        let usual = visit.request.cookies[DeskMoneyPages.tillCookie]?.value
        let quote = try? await DeskQuote(visit).value(
            QuoteRequest(
                registration: nil, category: chosenCategory, days: chosenDays, addOns: addOns(form),
                voucher: isNew ? nil : voucher(form)))
        return try visit.page(
            "walk-in",
            [
                "problem": problem?.value ?? false, "q": "", "search_first": false,
                "name": .text(isNew ? form["q"] : form["name"]), "badge_name": .text(form["badge_name"]),
                "affiliation": .text(form["affiliation"]), "email": .text(form["email"]),
                "voucher": .text(form["voucher"]), "tendered": .text(form["tendered"]),
                "speaks_french": .flag(
                    (form.has("language") ? form["language"] : visit.words.language.rawValue) == "fr"),
                "categories": .list(
                    event.categories.map { rule in
                        [
                            "category": .text(rule.category.rawValue),
                            "label": .text(rule.labels[visit.words.language]),
                            "is_chosen": .flag(rule.category == chosenCategory),
                        ]
                    }),
                "days": .list(
                    event.days.map { day in
                        [
                            "day": .number(day.number), "label": .text(visit.format.day(day.date)),
                            "is_held": .flag(chosenDays.contains(day.number)),
                        ]
                    }),
                "add_ons": .list(
                    event.addOns.map { addOn in
                        [
                            "add_on": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language]),
                            "price": .text(visit.format.money(addOn.price)),
                            "is_held": .flag(addOns(form).contains(addOn.id)),
                        ]
                    }),
                "has_add_ons": .flag(!event.addOns.isEmpty), "has_vouchers": .flag(!event.vouchers.isEmpty),
                "several_tills": .flag(tills.count > 1), "has_tills": .flag(!tills.isEmpty),
                "tills": .list(tills.map { ["till": .text($0.name), "is_chosen": .flag($0.name == usual)] }),
                "asks_much": .flag(problem?.code == AnyErrorCode(ConferenceErrorCode.amountFarAbove)),
                "asks_drawer": .flag(problem?.code == AnyErrorCode(LedgerErrorCode.tillTooEmpty)),
                "pays_exact": .flag(form["method"] == PaymentForm.exactCash),
                "pays_card": .flag(form["method"] == "card"), "pays_later": .flag(form["method"] == PaymentForm.later),
                "pays_cash": .flag(form["method"] == "cash"),
                "knows_name": .flag(isNew && !form["q"].isEmpty),
                "questions": QuestionFields(seenBy: visit.answerSight, visit).value(event, form, mustAnswer: false),
                "quote": quote ?? false, "refusal": false,
            ],
            at: path, script: "desk", status: isNew ? .ok : .unprocessableContent, policy: DeskPages.policy)
    }

    private static func addOns(_ form: PageForm) -> Set<AddOn.ID> {
        Set(form.all("add_on").map { AddOn.ID(rawValue: $0) })
    }

    private static func voucher(_ form: PageForm) -> Voucher.ID? {
        form["voucher"].isEmpty ? nil : Voucher.ID(typed: form["voucher"])
    }
}
