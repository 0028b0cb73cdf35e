import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

extension PageVisit {
    /// Whether the box is ticked by which an organizer has a document dated before the last one of its kind.
    ///
    /// - Throws: `role_not_allowed`.
    func predates(_ form: PageForm) throws -> Bool {
        guard form.has("predates") else { return false }
        _ = try device(of: [])
        return true
    }

    /// Whether an organizer is asked to confirm the date of a document that was refused for it.
    func asksDate(_ notices: [DeskNotice]) -> PageValue {
        .flag(
            session?.device.role == .organizer
                && notices.contains { $0.code == AnyErrorCode(LedgerErrorCode.documentPredates) })
    }
}

/// /desk/invoices: one invoice for a person or for several with one payer, what is open of it, and the money for it.
struct DeskInvoicePages {
    /// How many documents that are missing a page shows at the most.
    private static let missingMax = 100

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.invoicesPage, for: DeskPages.roles) { visit in try await Self.list(visit) }
        pages.post(Paths.invoicesPage, for: DeskPages.roles) { visit, form in
            do {
                let people = try await visit.services.ledger.registrations(named: Self.names(form["people"]))
                return try await Self.issue(visit, form, for: people)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.list(visit, [DeskNotice(error, visit.words)], form: form)
            }
        }
        pages.post("\(Paths.deskPage)/people/:number/invoice", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            do {
                let colleagues =
                    form.has("all_colleagues")
                    ? try await visit.services.personFile(of: id).books.colleagues.map(\.registration.id)
                    : form.all("colleague").compactMap { UInt32($0).map(Registration.ID.init(rawValue:)) }
                let others = try await visit.services.ledger.registrations(named: Self.names(form["others"]))
                return try await Self.issue(visit, form, for: [id] + colleagues + others)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await PersonPage(visit, id).answer([DeskNotice(error, visit.words)])
            }
        }
        let path = "\(Paths.invoicesPage)/:label"
        pages.get(path, for: DeskPages.roles) { visit in try await Self.page(visit, try await Self.invoice(visit)) }
        pages.get("\(path)/account.pdf", for: DeskPages.roles) { visit in
            let account = try await visit.services.ledger.account(
                ofPeopleOn: try await Self.invoice(visit), time: visit.now)
            return Response(pdf: try await visit.services.pdf(of: account), name: "account-\(account.code)")
        }
        pages.get("\(Paths.deskPage)/people/:number/account.pdf", for: DeskPages.roles) { visit in
            let id = try await DeskPages.person(visit)
            let account = try await visit.services.ledger.account(of: id, time: visit.now)
            return Response(pdf: try await visit.services.pdf(of: account), name: "account-\(account.code)")
        }
        addActs(to: pages, path)
    }

    private func addActs(to pages: PageRouter, _ path: String) {
        pages.post("\(path)/pay", for: DeskPages.roles) { visit, form in
            try await Self.act(visit) { id in
                let payment = try Payment(
                    amount: nil, method: try DeskMoneyPages.method(form["method"]), till: DeskMoneyPages.till(form),
                    note: "")
                let paid = try await visit.services.ledger.payInvoice(id, payment, context: try visit.write(form))
                    .result
                return DeskNotice(
                    visit.words(
                        "invoice_paid",
                        [
                            "amount": visit.format.money(paid.amount),
                            "count": visit.format.number(paid.payments.count),
                        ]))
            }
        }
        pages.post("\(path)/receipt", for: DeskPages.roles) { visit, form in
            let id = try await Self.invoice(visit)
            do {
                let (document, isNew) = try await visit.services.latestDocument(
                    answering: id, predates: try visit.predates(form), context: try visit.write(form))
                let notice = DeskNotice(visit.words("receipt_done", ["label": document.label]))
                return try await Self.page(visit, id, [notice], paper: DeskMoneyPages.path(of: document, isNew: isNew))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, id, [DeskNotice(error, visit.words)])
            }
        }
        pages.post("\(path)/let-in", for: DeskPages.roles) { visit, form in
            try await Self.act(visit) { id in
                let owing = try await visit.services.ledger.invoice(id).owing.map(\.registration.id)
                _ = try await visit.services.ledger.letIn(
                    owing, because: form["reason"], isOrganizers: visit.session?.device.role == .organizer,
                    context: try visit.write(form))
                return DeskNotice(visit.words("let_in_done"))
            }
        }
    }

    /// The codes and numbers that somebody typed, with blanks or commas between them.
    private static func names(_ text: String) -> [String] {
        text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
    }

    private static func issue(
        _ visit: PageVisit, _ form: PageForm, for people: [Registration.ID]
    ) async throws -> Response {
        let order = try InvoiceOrder(
            people: people,
            payer: DocumentPayer(
                name: form["payer"], address: form.exactly("address"), taxNumber: form["tax_number"],
                orderNumber: form["order_number"]),
            dueDate: form["due"].isEmpty ? nil : try CivilDate(form["due"]))
        let issued = try await visit.services.ledger.issueInvoice(
            order, predates: try visit.predates(form), context: try visit.write(form, "invoice"))
        let document = issued.result
        let notice = DeskNotice(visit.words("invoice_done", ["label": document.label]))
        return try await page(
            visit, DocumentID(kind: .invoice, number: document.number), [notice],
            paper: DeskMoneyPages.path(of: document, isNew: true))
    }

    private static func invoice(_ visit: PageVisit) async throws -> DocumentID {
        try await visit.services.ledger.invoice(named: try visit.context.parameters.require("label"))
    }

    /// Does something to an invoice; its page as it is then, or with what was refused.
    private static func act(
        _ visit: PageVisit, _ body: (DocumentID) async throws -> DeskNotice
    ) async throws -> Response {
        let id = try await invoice(visit)
        do {
            return try await page(visit, id, [try await body(id)])
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await page(visit, id, [DeskNotice(error, visit.words)])
        }
    }

    // MARK: - Pages

    private static func list(
        _ visit: PageVisit, _ notices: [DeskNotice] = [], form: PageForm? = nil
    ) async throws -> Response {
        let open = try await visit.services.ledger.openInvoices()
        let missing = try await visit.services.ledger.missingDocuments(limit: missingMax)
        func typed(_ field: String) -> PageValue { .text(form?[field] ?? "") }
        return try visit.page(
            "invoices",
            [
                "invoices": .list(open.map { row($0, visit) }), "has_invoices": .flag(!open.isEmpty),
                "missing": .list(missing.map { Self.missing($0, visit) }), "has_missing": .flag(!missing.isEmpty),
                "people": typed("people"), "payer": typed("payer"), "address": .text(form?.exactly("address") ?? ""),
                "tax_number": typed("tax_number"), "order_number": typed("order_number"), "due": typed("due"),
                "asks_date": visit.asksDate(notices),
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            ],
            at: Paths.invoicesPage,
            status: notices.contains { $0.mood == .bad } ? .unprocessableContent : .ok)
    }

    private static func row(_ standing: InvoiceStanding, _ visit: PageVisit) -> PageValue {
        let document = standing.document
        let payer = document.payer?.name ?? ""
        return [
            "label": .text(document.label), "path": .text("\(Paths.invoicesPage)/\(document.label)"),
            "payer": .text(payer.isEmpty ? document.recipient.name : payer),
            "code": .text(standing.code.description), "count": .text(visit.format.number(standing.people.count)),
            "due": .text(document.figures.dueDate.map(visit.format.fullDate) ?? ""),
            "open": .text(visit.format.money(standing.open)),
        ]
    }

    private static func missing(_ missing: MissingDocument, _ visit: PageVisit) -> PageValue {
        [
            "path": .text(DeskPages.path(of: missing.registration.id)),
            "name": .text(missing.registration.person.name),
            "code": .text(missing.registration.code.description),
            "sentence": .text(visit.words("missing_\(missing.kind.rawValue)")),
            "amount": .text(visit.format.money(missing.total)),
        ]
    }

    private static func page(
        _ visit: PageVisit, _ id: DocumentID, _ notices: [DeskNotice] = [], paper: String? = nil
    ) async throws -> Response {
        let standing = try await visit.services.ledger.invoice(id)
        let document = standing.document
        let tills = try await visit.services.ledger.drawers().open
        let chosen = visit.request.cookies[DeskMoneyPages.tillCookie]?.value
        let path = "\(Paths.invoicesPage)/\(document.label)"
        var fields: [String: PageValue] = [
            "invoice": row(standing, visit), "path": .text(path),
            "payer_address": .list(
                (document.payer?.address ?? []).map { .text($0) }),
            "asked": .text(visit.format.money(document.figures.asked)),
            "paper": .text("\(Paths.deskPage)/documents/\(document.label).pdf"),
            "new_document": PageValue(paper),
            "is_open": .flag(standing.open > .zero),
            "people": .list(
                standing.people.map { person -> PageValue in
                    [
                        "path": .text(DeskPages.path(of: person.registration.id)),
                        "name": .text(person.name.isEmpty ? visit.words("person_erased") : person.name),
                        "code": .text(person.registration.code.description),
                        "asked": .text(visit.format.money(person.asked)),
                        "open": .text(visit.format.money(person.open)),
                        "let_in": .flag(person.registration.letInBecause != nil),
                    ]
                }),
            "has_tills": .flag(!tills.isEmpty), "several_tills": .flag(tills.count > 1),
            "tills": .list(
                tills.map { ["till": .text($0.till.name), "is_chosen": .flag($0.till.name == chosen)] }),
        ]
        fields["asks_date"] = visit.asksDate(notices)
        fields["notices"] = .list(notices.map(\.value))
        fields["has_notices"] = .flag(!notices.isEmpty)
        return try visit.page(
            "invoice", fields, at: path,
            status: notices.contains { $0.mood == .bad } ? .unprocessableContent : .ok)
    }
}
