import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// One line of a statement: whom it is for, or that it is nobody's, or what came back.
struct StatementLinePages {
    /// The most people that a search shows.
    private static let hitsMax = 8

    func addRoutes(to pages: PageRouter) {
        let path = "\(Paths.statementsPage)/lines/:line"
        pages.get(path, for: StatementPages.roles) { visit in
            let line = try await Self.line(visit)
            // The payer's name is what one would search for first.
            return try await Self.page(visit, line, search: line.counterparty)
        }
        pages.post("\(path)/search", for: StatementPages.roles) { visit, form in
            try await Self.page(visit, try await Self.line(visit), search: form["q"], form: form)
        }
        pages.post("\(path)/settle", for: StatementPages.roles) { visit, form in
            try await Self.answer(visit, form) { id in
                _ = try await visit.services.settle(
                    bankLine: id, among: try Self.shares(form), context: try visit.write(form, "settle"))
            }
        }
        pages.post("\(path)/not-ours", for: StatementPages.roles) { visit, form in
            try await Self.answer(visit, form) { id in
                _ = try await visit.services.ledger.dismiss(
                    id, because: form["reason"], context: try visit.write(form, "not-ours"))
            }
        }
        pages.post("\(path)/reverse", for: StatementPages.roles) { visit, form in
            try await Self.answer(visit, form) { id in
                let entry = form["entry"]
                guard entry.isEmpty || Int64(entry) != nil else {
                    throw LedgerError(.entryUnknown, ErrorDetail("entry", String(entry.prefix(20))))
                }
                _ = try await visit.services.ledger.reverse(
                    id, entry: Int64(entry), context: try visit.write(form, "reverse"))
            }
        }
        pages.post("\(path)/reopen", for: StatementPages.roles) { visit, form in
            try await Self.answer(visit, form) { id in
                _ = try await visit.services.ledger.reopen(
                    id, because: form["reason"], context: try visit.write(form, "reopen"))
            }
        }
    }

    /// Who gets what: one person all of it, or everybody beside whose name an amount stands.
    private static func shares(_ form: PageForm) throws -> [SettlementShare] {
        if !form["only"].isEmpty { return [SettlementShare(.person(try person(form["only"])))] }
        return try form.all("person").compactMap { number in
            let amount = form["amount-\(number)"]
            return amount.isEmpty ? nil : SettlementShare(.person(try person(number)), amount: amount)
        }
    }

    private static func person(_ number: String) throws(LedgerError) -> Registration.ID {
        guard let id = UInt32(number) else {
            throw LedgerError(.registrationUnknown, ErrorDetail("value", String(number.prefix(20))))
        }
        return Registration.ID(rawValue: id)
    }

    private static func line(_ visit: PageVisit) async throws -> BankLine {
        guard let number = Int64(try visit.context.parameters.require("line")) else {
            throw ServerError(.routeUnknown)
        }
        return try await visit.services.ledger.bankLine(BankLine.ID(rawValue: number))
    }

    private static func answer(
        _ visit: PageVisit, _ form: PageForm, _ body: (BankLine.ID) async throws -> Void
    ) async throws -> Response {
        let line = try await line(visit)
        do {
            try await body(line.id)
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await page(
                visit, line, search: form["q"], form: form, notices: [DeskNotice(error, visit.words)])
        }
        return visit.goes(to: StatementPages.path(of: line.id))
    }

    private static func page(
        _ visit: PageVisit, _ line: BankLine, search: String, form: PageForm? = nil, notices: [DeskNotice] = []
    ) async throws -> Response {
        let numbers = (form?.all("person") ?? []).filter { !(form?["amount-\($0)"] ?? "").isEmpty }
        var people: [RegistrationSummary] = []
        if let registration = line.registration, line.state == .waits {
            people.append(try await visit.services.ledger.story(of: registration).summary)
        }
        for number in numbers {
            guard let id = UInt32(number).map(Registration.ID.init(rawValue:)) else { continue }
            people.append(try await visit.services.ledger.story(of: id).summary)
        }
        if line.state == .waits, !search.isEmpty {
            let text = String(search.prefix(200))
            people += try await visit.services.find(text, limit: hitsMax).hits.map(\.summary)
        }
        var shown: Set<Registration.ID> = []
        let rows = people.filter { shown.insert($0.registration.id).inserted }.map { summary -> PageValue in
            let registration = summary.registration
            return [
                "number": .text(registration.id.description), "path": .text(DeskPages.path(of: registration.id)),
                "name": .text(registration.person.name), "code": .text(registration.code.description),
                "affiliation": .text(registration.person.affiliation),
                "due": .text(visit.format.money(summary.due)),
                "amount": .text(form?["amount-\(registration.id)"] ?? ""),
            ]
        }
        return try visit.page(
            "statement-line",
            [
                "line": StatementPages.value(line, visit), "q": .text(search), "people": .list(rows),
                "has_people": .flag(!rows.isEmpty), "nobody": .flag(rows.isEmpty && !search.isEmpty),
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            ],
            at: StatementPages.path(of: line.id))
    }
}
