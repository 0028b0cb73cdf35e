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
        // With what was searched for as the name: it does not stand in the address.
        pages.post(Self.path, for: DeskPages.roles) { visit, form in try await Self.page(visit, form) }
        pages.post("\(Self.path)/quote", for: DeskPages.roles) { visit, form in
            try await DeskQuote(visit).answer {
                QuoteRequest(
                    registration: nil, role: try Self.role(form), days: try DeskChangePages.days(form, visit),
                    addOns: Self.addOns(form), voucher: Self.voucher(form))
            }
        }
        pages.post("\(Self.path)/register", for: DeskPages.roles) { visit, form in
            let registered: Registration
            do {
                registered = try await Self.register(visit, form)
            } catch let error as any DescribedError where Words(for: error).status < 500 {
                return try await Self.page(visit, form, problem: DeskNotice(error, visit.words))
            }
            return try await Self.complete(visit, form, registered)
        }
    }

    private static func register(_ visit: PageVisit, _ form: PageForm) async throws -> Registration {
        let new = try NewRegistration(
            person: Person(
                name: form["name"], badgeName: form["badge_name"], affiliation: form["affiliation"],
                email: form["email"]),
            role: try role(form), days: try DeskChangePages.days(form, visit), addOns: addOns(form), reference: nil,
            voucher: voucher(form), language: Language(rawValue: form["language"]) ?? .english)
        return try await visit.services.ledger.register(new, context: try visit.write(form, "register")).result
    }

    /// Takes the money and prints the badge; what fails of it can be done on the sheet that follows.
    private static func complete(
        _ visit: PageVisit, _ form: PageForm, _ person: Registration
    ) async throws -> Response {
        var notices = [DeskNotice(visit.words("walk_in_done", ["number": person.id.description]))]
        var isPrinted = false
        do {
            if form["method"] != "later" { notices += try await pay(visit, form, person.id) }
            if form.has("print") {
                let print = try await DeskBadgePages.print(visit, form, person.id)
                notices += print.notices
                isPrinted = print.opens
            }
        } catch let error as any DescribedError where Words(for: error).status < 500 {
            notices.append(DeskNotice(error, visit.words))
        }
        var response = try await PersonSheet(visit, person.id).answer(notices, opensBadge: isPrinted)
        DeskMoneyPages.rememberTill(form, visit, &response)
        return response
    }

    /// Nothing for somebody whose place is free.
    private static func pay(_ visit: PageVisit, _ form: PageForm, _ id: Registration.ID) async throws -> [DeskNotice] {
        do {
            return [try await DeskMoneyPages.pay(visit, form, id)]
        } catch let error as LedgerError where error.code == "nothing_due" {
            return []
        }
    }

    private static func page(_ visit: PageVisit, _ form: PageForm, problem: DeskNotice? = nil) async throws -> Response
    {
        let event = visit.event
        let isNew = problem == nil
        let chosenRole = Role(rawValue: form["role"]) ?? .attendee
        let chosenDays = isNew ? upcoming(visit) : Set(form.all("day").compactMap { Int($0) })
        let tills = try await visit.services.ledger.tills().filter(\.isOpen)
        let usual = visit.request.cookies[DeskMoneyPages.tillCookie]?.value
        let quote = try? await DeskQuote(visit).value(
            QuoteRequest(
                registration: nil, role: chosenRole, days: DaySet(chosenDays.sorted()), addOns: addOns(form),
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
                "roles": .list(
                    event.roles.map { rule in
                        [
                            "role": .text(rule.role.rawValue), "label": .text(rule.labels[visit.words.language]),
                            "is_chosen": .flag(rule.role == chosenRole),
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
                "pays_card": .flag(form["method"] == "card"), "pays_later": .flag(form["method"] == "later"),
                "pays_cash": .flag(!["card", "later"].contains(form["method"])),
                "knows_name": .flag(isNew && !form["q"].isEmpty),
                "quote": quote ?? false, "refusal": false,
            ],
            at: path, script: "desk", status: isNew ? .ok : .unprocessableContent, policy: DeskPages.policy)
    }

    /// The days that are still to come; before and after the event all of them.
    private static func upcoming(_ visit: PageVisit) -> Set<Int> {
        Set(visit.event.days.map(\.number).filter { $0 >= visit.today ?? 1 })
    }

    private static func role(_ form: PageForm) throws -> Role {
        guard let role = Role(rawValue: form["role"]) else { throw ServerError("form_unreadable") }
        return role
    }

    private static func addOns(_ form: PageForm) -> Set<AddOn.ID> {
        Set(form.all("add_on").map { AddOn.ID(rawValue: $0) })
    }

    private static func voucher(_ form: PageForm) -> Voucher.ID? {
        form["voucher"].isEmpty ? nil : Voucher.ID(typed: form["voucher"])
    }
}
