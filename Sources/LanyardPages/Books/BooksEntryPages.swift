import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// Entries by hand: what a treasurer books so that bank and card agree with what bank and acquirer say.
struct BooksEntryPages {
    static let path = "\(Paths.booksPage)/entries"
    /// How many accounts one form has room for, and how many entries the page shows at the most.
    private static let sidesMax = 4
    private static let entriesMax = 200

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: BooksPages.roles) { visit in try await Self.page(visit) }
        pages.post(Self.path, for: []) { visit, form in
            try await BooksPages.answer(visit) {
                try await Self.page(visit, $0, form)
            } doing: {
                let date = form["date"]
                let entry = try ManualEntry(
                    try Self.sides(form, visit), because: form["reason"],
                    dated: date.isEmpty ? nil : try CivilDate(date))
                let number = try await visit.services.ledger.enter(entry, context: try visit.write(form)).result
                return DeskNotice(visit.words("books_entry_done", ["entry": String(number)]))
            }
        }
        pages.post("\(Self.path)/:entry/withdraw", for: []) { visit, form in
            guard let number = Int64(try visit.context.parameters.require("entry")) else {
                throw ServerError(.routeUnknown)
            }
            return try await BooksPages.answer(visit) {
                try await Self.page(visit, $0)
            } doing: {
                let correction = try await visit.services.ledger.withdraw(
                    entry: number, because: form["reason"], context: try visit.write(form)
                ).result
                return DeskNotice(visit.words("books_withdrawn", ["entry": String(correction)]))
            }
        }
    }

    private static func sides(_ form: PageForm, _ visit: PageVisit) throws -> [ManualEntry.Side] {
        var found: [ManualEntry.Side] = []
        for number in 1...sidesMax {
            let debit = try visit.format.amount(form["debit-\(number)"])
            let credit = try visit.format.amount(form["credit-\(number)"])
            guard debit != nil || credit != nil else { continue }
            let amount = (debit ?? .zero) - (credit ?? .zero)
            found.append(ManualEntry.Side(try Account(typed: form["account-\(number)"]), amount))
        }
        return found
    }

    /// - Parameter form: what was typed and refused.
    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice] = [], _ form: PageForm? = nil
    ) async throws -> Response {
        let entries = try await visit.services.ledger.manualEntries(limit: entriesMax)
        let balances = try await visit.services.ledger.trialBalance()
        let typed = notices.contains { $0.mood == .bad } ? form : nil
        return try BooksPages.page(
            visit, "books-entries", at: path, notices: notices,
            [
                "sides": .list(
                    (1...sidesMax).map { number -> PageValue in
                        [
                            "n": .number(number), "account": .text(typed?["account-\(number)"] ?? ""),
                            "debit": .text(typed?["debit-\(number)"] ?? ""),
                            "credit": .text(typed?["credit-\(number)"] ?? ""),
                        ]
                    }),
                "typed_date": .text(typed?["date"] ?? ""), "typed_reason": .text(typed?["reason"] ?? ""),
                "known": .list(Account.manualNames.map { .text($0.replacing("…", with: "")) }),
                "entries": .list(entries.map { value($0, visit) }), "has_entries": .flag(!entries.isEmpty),
                "balances": .list(
                    balances.map { account, balance -> PageValue in
                        [
                            "account": .text(account.description),
                            "debit": .text(balance > .zero ? visit.format.money(balance) : ""),
                            "credit": .text(balance < .zero ? visit.format.money(-balance) : ""),
                        ]
                    }),
            ])
    }

    private static func value(_ booked: BookedManually, _ visit: PageVisit) -> PageValue {
        let entry = booked.entry
        return [
            "number": .number(entry.number),
            "date": .text((entry.valued ?? visit.event.date(at: entry.time)).description),
            "reason": .text(entry.memo), "author": .text(entry.author),
            "withdraw": .text("\(path)/\(entry.number)/withdraw"),
            "stands": .flag(booked.correctedBy == nil),
            "withdrawn_by": .text(
                booked.correctedBy.map { visit.words("books_withdrawn_by", ["entry": String($0)]) } ?? ""),
            "postings": .list(
                entry.postings.map { posting -> PageValue in
                    [
                        "account": .text(posting.account.description),
                        "debit": .text(posting.amount > .zero ? visit.format.money(posting.amount) : ""),
                        "credit": .text(posting.amount < .zero ? visit.format.money(-posting.amount) : ""),
                    ]
                }),
        ]
    }
}
