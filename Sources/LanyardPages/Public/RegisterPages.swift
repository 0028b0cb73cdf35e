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
        pages.get(Self.path, for: nil) { visit in
            // The link of an invitation; it names so many places and nobody.
            let code = visit.request.uri.queryParameters.get("invitation") ?? ""
            return try await Self.page(visit, PageForm(""), invitation: code)
        }
        pages.post("\(Self.path)/quote", for: nil) { visit, form in
            let people = RegisterForm(form).people
            guard people.count > 1 else {
                return try await DeskQuote(visit).answer { try Self.request(visit, form) }
            }
            let (quote, refusal) = try await Self.partyQuote(visit, people)
            return try visit.fragment("quote", ["quote": quote, "refusal": .text(refusal)])
        }
        pages.post(Self.path, for: nil) { visit, form in
            guard form["action"] == "register" else { return try await Self.page(visit, form) }
            do {
                let people = try RegisterForm(form).people.map { try Self.person(visit, $0, of: form) }
                for person in people {
                    try limit.count(origin: visit.context.remoteAddress, email: person.new.person.email)
                }
                return try Self.done(visit, try await Self.register(visit, form, people))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, form, problem: DeskNotice(error, visit.words))
            }
        }
    }

    private static func register(
        _ visit: PageVisit, _ form: PageForm, _ people: [OwnRegistering]
    ) async throws -> [RegistrationSummary] {
        let context = try visit.publicWrite(form)
        guard people.count > 1 else {
            return [try await visit.services.registerOneself(people[0], context: context).result]
        }
        let payer = try DocumentPayer(
            name: form["payer"], address: form.exactly("address"), taxNumber: form["tax_number"],
            orderNumber: form["order_number"])
        return try await visit.services.registerParty(people, payer: payer, context: context).result
    }

    private static func person(_ visit: PageVisit, _ form: PageForm, of whole: PageForm) throws -> OwnRegistering {
        let isMinor = form["minor"] == "1" && visit.event.register?.guardianUnder != nil
        return OwnRegistering(
            try registration(visit, form), invitation: whole["invitation"],
            guardian: isMinor
                ? try Guardian(
                    name: form["guardian"], email: form["guardian_email"], consents: form["consents"] == "1") : nil)
    }

    private static func registration(_ visit: PageVisit, _ form: PageForm) throws -> NewRegistration {
        try NewRegistration(
            person: Person(
                name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"],
                email: form["email"]),
            category: try category(visit, form), days: try DeskChangePages.days(form, visit), addOns: addOns(form),
            reference: nil, voucher: voucher(form), language: visit.words.language, whenFull: .wait,
            answers: QuestionFields.answers(
                form, visit.event, by: .everything, for: try category(visit, form), addOns(form)))
    }

    /// What a party costs, person by person; a refusal stands in its place.
    private static func partyQuote(
        _ visit: PageVisit, _ people: [PageForm]
    ) async throws -> (quote: PageValue, refusal: String) {
        do {
            var quotes: [(name: String, quote: PriceQuote)] = []
            for (index, form) in people.enumerated() {
                let name =
                    form["name"].isEmpty
                    ? visit.words("register_person", ["number": visit.format.number(index + 1)]) : form["name"]
                quotes.append((name, try await visit.services.ledger.quote(request(visit, form), time: visit.now)))
            }
            return (DeskQuote(visit).value(party: quotes), "")
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return (false, visit.words.explanation(of: error).sentence)
        }
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

    /// What is said afterwards. Their link is not shown: whoever reads the mail owns the address.
    private static func done(_ visit: PageVisit, _ people: [RegistrationSummary]) throws -> Response {
        let due = people.map { max(.zero, $0.due) }.total()
        let isParty = people.count > 1
        return try visit.page(
            "registered",
            [
                "code": .text(people[0].registration.code.description), "is_party": .flag(isParty),
                "people": .list(
                    people.map { person in
                        [
                            "name": .text(person.registration.person.name),
                            "email": .text(person.registration.person.email),
                            "due": .text(visit.format.money(max(.zero, person.due))),
                        ]
                    }),
                "confirms": .flag(visit.event.register?.confirmHours != nil),
                "hours": .text(visit.format.number(visit.event.register?.confirmHours ?? 0)),
                "email": .text(people[0].registration.person.email),
                "owes": .flag(due > .zero), "due": .text(visit.format.money(due)),
                "pay_to": .list(isParty ? [] : visit.event.payTo.map { .text($0) }),
                "has_account": .flag(!isParty && !visit.event.payTo.isEmpty),
            ], at: path)
    }

    private static func page(
        _ visit: PageVisit, _ form: PageForm, invitation: String = "", problem: DeskNotice? = nil
    ) async throws -> Response {
        let event = visit.event
        guard let plan = event.register else { throw ServerError(.routeUnknown) }
        var problem = problem
        let code = invitation.isEmpty ? form["invitation"] : invitation
        var allotment: Allotment?
        do {
            allotment = code.isEmpty ? nil : try await visit.services.ledger.allotment(code: code)
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            problem = problem ?? DeskNotice(error, visit.words)
        }
        var standing = plan.standing(at: visit.now)
        if case .notYet = standing, allotment?.isOpen(at: visit.now) == true { standing = .open }
        let offered = (allotment.map { [$0.category] } ?? []) + plan.categories + plan.approved
        let categories = event.categories.map(\.category).filter(offered.contains)
        let sent = RegisterForm(form)
        var quote: PageValue = false
        var refusal = ""
        if !sent.isNew, problem == nil, form["action"] == "quote" {
            (quote, refusal) = try await priced(visit, sent.people)
        }
        var opens = ""
        if case .notYet(let time) = standing { opens = visit.format.fullMoment(time) }
        let full = standing == .open ? await full(visit) : []
        return try visit.page(
            "register",
            [
                "problem": problem?.value ?? false, "venue": .text(event.venue),
                "dates": .text(visit.format.dates(event)), "is_open": .flag(standing == .open && visit.bar == nil),
                "opens": .text(opens), "is_over": .flag(standing == .over && visit.bar == nil),
                "has_vouchers": .flag(!event.vouchers.isEmpty), "several_categories": .flag(categories.count > 1),
                "invitation": .text(allotment?.code ?? ""), "is_invited": .flag(allotment != nil),
                "needs_approval": .flag(!plan.approved.isEmpty),
                "approved": .text(
                    plan.approved.map { event.rule(of: $0).labels[visit.words.language] }.joined(separator: ", ")),
                "guardians": .flag(plan.guardianUnder != nil),
                "guardian_age": .text(plan.guardianUnder.map { visit.format.number($0) } ?? ""),
                "has_add_ons": .flag(!event.addOns.isEmpty), "count": .number(sent.people.count),
                "is_party": .flag(sent.people.count > 1),
                "may_add": .flag(sent.people.count < RegistrationLedger.partyMax),
                "payer": .text(form["payer"]), "address": .text(form.exactly("address")),
                "tax_number": .text(form["tax_number"]), "order_number": .text(form["order_number"]),
                "passes": .list(
                    event.prices.passes.map { pass in
                        [
                            "label": .text(pass.names[visit.words.language]),
                            "price": .text(visit.format.money(pass.price)),
                        ]
                    }),
                "people": .list(
                    sent.people.enumerated().map { index, part in

                        fields(
                            visit, categories, allotment?.category, part, index, full: full,
                            isNew: sent.isNew || !part.has("name"))
                    }),
                "quote": quote, "refusal": .text(refusal),
            ],
            at: path, script: "register", status: problem == nil ? .ok : .unprocessableContent)
    }

    /// What has no seat left; nothing where it is not sold now.
    private static func full(_ visit: PageVisit) async -> Set<Place> {
        let everything = QuoteRequest(
            registration: nil, days: visit.event.allDays, addOns: Set(visit.event.addOns.map(\.id)), voucher: nil)
        return Set((try? await visit.services.ledger.quote(everything, time: visit.now))?.full ?? [])
    }

    private static func priced(
        _ visit: PageVisit, _ people: [PageForm]
    ) async throws -> (quote: PageValue, refusal: String) {
        guard people.count == 1 else { return try await partyQuote(visit, people) }
        do {
            return (try await DeskQuote(visit).value(try request(visit, people[0])), "")
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return (false, visit.words.explanation(of: error).sentence)
        }
    }

    /// The fields of one person of the form.
    private static func fields(
        _ visit: PageVisit, _ categories: [Conference.Category], _ invited: Conference.Category?, _ form: PageForm,
        _ index: Int, full: Set<Place>, isNew: Bool
    ) -> PageValue {
        let event = visit.event
        let days = Set(form.all("day").compactMap { Int($0) })
        let usual = invited ?? event.register?.categories[0] ?? event.usualCategory
        let chosen = form["category"].isEmpty ? usual : (try? category(visit, form)) ?? usual
        return [
            "prefix": .text(RegisterForm.prefix(index)), "is_first": .flag(index == 0),
            "number": .text(visit.format.number(index + 1)), "index": .number(index),
            "name": .text(form["name"]), "badge_name": .text(form["badge_name"]),
            "affiliation": .text(form["affiliation"]), "email": .text(form["email"]),
            "voucher": .text(form["voucher"]), "is_minor": .flag(form["minor"] == "1"),
            "guardian": .text(form["guardian"]), "guardian_email": .text(form["guardian_email"]),
            "consents": .flag(form["consents"] == "1"),
            "questions": QuestionFields(choosing: categories, of: visit).value(
                event, form, mustAnswer: true, prefix: RegisterForm.prefix(index)),
            "categories": .list(
                categories.map { category in
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
                        "is_full": .flag(full.contains(.day(day.number))),
                    ]
                }),
            "add_ons": .list(
                event.addOns.map { addOn in
                    [
                        "add_on": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language]),
                        "price": .text(visit.format.money(addOn.price)),
                        "is_held": .flag(addOns(form).contains(addOn.id)),
                        "is_full": .flag(full.contains(.addOn(addOn.id))),
                    ]
                }),
        ]
    }
}

extension PageVisit {
    /// What a write of somebody without a device is recorded under.
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
