import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /register: people register themselves, where the event lets them. Without a script every step is a form.
struct RegisterPages {
    private static let path = Paths.registerPage

    private let limit: PublicLimit

    init(limit: PublicLimit) { self.limit = limit }

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: nil) { visit in try await Self.page(visit, PageForm("")) }
        pages.post("\(Self.path)/quote", for: nil) { visit, form in
            try await DeskQuote(visit).answer { try Self.request(visit, form) }
        }
        pages.post(Self.path, for: nil) { visit, form in
            guard form["action"] == "register" else { return try await Self.page(visit, form) }
            do {
                let new = try Self.registration(visit, form)
                try limit.count(origin: visit.context.remoteAddress, email: new.person.email, at: visit.now)
                let done = try await visit.services.registerOneself(new, context: try visit.publicWrite(form)).result
                return try Self.done(visit, done)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, form, problem: DeskNotice(error, visit.words))
            }
        }
    }

    private static func registration(_ visit: PageVisit, _ form: PageForm) throws -> NewRegistration {
        try NewRegistration(
            person: Person(
                name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"],
                email: form["email"]),
            category: try category(visit, form), days: try DeskChangePages.days(form, visit), addOns: addOns(form),
            reference: nil, voucher: voucher(form), language: visit.words.language, whenFull: .wait)
    }

    private static func request(_ visit: PageVisit, _ form: PageForm) throws -> QuoteRequest {
        QuoteRequest(
            registration: nil, category: try category(visit, form), days: try DeskChangePages.days(form, visit),
            addOns: addOns(form), voucher: voucher(form))
    }

    private static func category(_ visit: PageVisit, _ form: PageForm) throws -> Conference.Category {
        guard let plan = visit.event.register else { throw LedgerError(.registerClosed) }
        guard !form["category"].isEmpty else { return plan.categories[0] }
        return try visit.event.category(named: form["category"])
    }

    private static func addOns(_ form: PageForm) -> Set<AddOn.ID> {
        Set(form.all("add_on").map { AddOn.ID(rawValue: $0) })
    }

    private static func voucher(_ form: PageForm) -> Voucher.ID? {
        form["voucher"].isEmpty ? nil : Voucher.ID(typed: form["voucher"])
    }

    /// What is said afterwards. The link of their own is not shown: whoever reads the mail owns the address.
    private static func done(_ visit: PageVisit, _ summary: RegistrationSummary) throws -> Response {
        try visit.page(
            "registered",
            [
                "code": .text(summary.registration.code.description), "email": .text(summary.registration.person.email),
                "owes": .flag(summary.due > .zero), "due": .text(visit.format.money(summary.due)),
                "pay_to": .list(visit.event.payTo.map { .text($0) }),
                "has_account": .flag(!visit.event.payTo.isEmpty),
            ], at: path)
    }

    private static func page(_ visit: PageVisit, _ form: PageForm, problem: DeskNotice? = nil) async throws -> Response
    {
        let event = visit.event
        guard let plan = event.register else { throw ServerError(.routeUnknown) }
        let standing = plan.standing(at: visit.now)
        let isNew = !form.has("name")
        let days = Set(form.all("day").compactMap { Int($0) })
        let chosen = (try? category(visit, form)) ?? plan.categories[0]
        var quote: PageValue = false
        var refusal = ""
        if !isNew, problem == nil {
            do {
                quote = try await DeskQuote(visit).value(try request(visit, form))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                refusal = visit.words.explanation(of: error).sentence
            }
        }
        var opens = ""
        if case .notYet(let time) = standing { opens = visit.format.fullMoment(time) }
        return try visit.page(
            "register",
            [
                "problem": problem?.value ?? false, "venue": .text(event.venue),
                "dates": .text(visit.format.dates(event)), "is_open": .flag(standing == .open),
                "opens": .text(opens), "is_over": .flag(standing == .over),
                "name": .text(form["name"]), "badge_name": .text(form["badge_name"]),
                "affiliation": .text(form["affiliation"]), "email": .text(form["email"]),
                "voucher": .text(form["voucher"]), "has_vouchers": .flag(!event.vouchers.isEmpty),
                "several_categories": .flag(plan.categories.count > 1),
                "categories": .list(
                    plan.categories.map { category in
                        [
                            "category": .text(category.rawValue),
                            "label": .text(event.rule(of: category).labels[visit.words.language]),
                            "is_chosen": .flag(category == chosen),
                        ]
                    }),
                "days": .list(
                    event.days.map { day in
                        [
                            "day": .number(day.number), "label": .text(visit.words.language.longDay(day.date)),
                            "is_held": .flag(isNew || days.contains(day.number)),
                        ]
                    }),
                "passes": .list(
                    event.prices.passes.map { pass in
                        [
                            "label": .text(pass.names[visit.words.language]),
                            "price": .text(visit.format.money(pass.price)),
                        ]
                    }),
                "has_add_ons": .flag(!event.addOns.isEmpty),
                "add_ons": .list(
                    event.addOns.map { addOn in
                        [
                            "add_on": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language]),
                            "price": .text(visit.format.money(addOn.price)),
                            "is_held": .flag(addOns(form).contains(addOn.id)),
                        ]
                    }),
                "quote": quote, "refusal": .text(refusal),
            ],
            at: path, script: "register", status: problem == nil ? .ok : .unprocessableContent)
    }
}

extension PageVisit {
    /// What a write of somebody who is no device is recorded under.
    ///
    /// - Throws: `nonce_missing`, `idempotency_key_invalid`.
    func publicWrite(_ form: PageForm, _ part: String = "") throws -> WriteContext {
        var write = WriteContext(
            author: "self", origin: "", time: now,
            key: try IdempotencyKey(parts: "self", form.key(part).description))
        write.seen = Int64(form["seen"])
        return write
    }
}
