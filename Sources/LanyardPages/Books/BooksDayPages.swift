import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// How all tills stood at the end of a date, and what the card terminals say of it.
struct BooksDayPages {
    static let path = "\(Paths.booksPage)/day"
    /// Whoever counts a drawer at night.
    private static let roles: Set<Device.Role> = [.desk, .reports]

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: Self.roles) { visit in
            let typed = BooksPages.field("date", of: visit)
            do {
                return try await Self.page(visit, try typed.map { try CivilDate($0) } ?? Self.today(visit))
            } catch let error as ConferenceError where error.code == .dateInvalid {
                return try await Self.page(visit, Self.today(visit), [DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Self.path)/:file", for: Self.roles) { visit in
            let file = try visit.context.parameters.require("file")
            guard file.hasSuffix(".pdf"), let date = try? CivilDate(String(file.dropLast(4))) else {
                throw ServerError(.routeUnknown)
            }
            let sheet = try await visit.services.ledger.dayEnd(on: date)
            return Response(
                pdf: try await visit.services.pdf(of: sheet, in: visit.words.language), name: "day-end-\(date)")
        }
        pages.post(Self.path, for: [.desk]) { visit, form in
            let date = (try? CivilDate(form["date"])) ?? Self.today(visit)
            return try await BooksPages.answer(visit) {
                try await Self.page(visit, date, $0)
            } doing: {
                let amount = try DeskMoneyPages.typed(visit.format.amount(form["amount"]))
                let terminal = form["terminal"].isEmpty ? RegistrationLedger.usualTerminal : form["terminal"]
                let sheet = try await visit.services.ledger.enterTerminal(
                    amount, on: date, terminal: terminal, because: form["reason"], context: try visit.write(form)
                ).result
                return DeskNotice(
                    visit.words(
                        "books_terminal_done", ["terminal": terminal, "amount": visit.format.money(amount)]),
                    mood: sheet.isUnexplained ? .warn : .good,
                    advice: sheet.isUnexplained ? visit.words("books_terminal_why") : "")
            }
        }
    }

    private static func today(_ visit: PageVisit) -> CivilDate { visit.event.date(at: visit.now) }

    private static func page(
        _ visit: PageVisit, _ date: CivilDate, _ notices: [DeskNotice] = []
    ) async throws -> Response {
        let sheet = try await visit.services.ledger.dayEnd(on: date)
        let takings = sheet.takings.map { value($0, visit, till: $0.till ?? visit.words("day_end_no_till")) }
        let sums = sheet.byMethod.map { value($0, visit, till: visit.words("shift_all")) }
        let difference = sheet.terminalDifference
        let size = difference.map { visit.format.money($0 < .zero ? -$0 : $0) } ?? ""
        let verdict = difference.map { $0 == .zero ? "exact" : $0 > .zero ? "more" : "less" }
        return try BooksPages.page(
            visit, "books-day", at: path, notices: notices,
            [
                "date": .text(date.description), "date_in_full": .text(visit.format.language.fullDate(date)),
                "paper": .text("\(path)/\(date).pdf"), "takings": .list(takings + sums),
                "has_takings": .flag(!takings.isEmpty),
                "shifts": .list(sheet.shifts.map { value($0, visit) }), "has_shifts": .flag(!sheet.shifts.isEmpty),
                "dropped": .text(visit.format.money(sheet.dropped)), "safe": .text(visit.format.money(sheet.safe)),
                "cards": .text(visit.format.money(sheet.cards)),
                "terminals": .list(
                    sheet.terminals.map { total -> PageValue in
                        [
                            "terminal": .text(total.terminal), "amount": .text(visit.format.money(total.amount)),
                            "reason": .text(total.reason), "author": .text(total.author),
                        ]
                    }),
                "has_terminals": .flag(!sheet.terminals.isEmpty),
                "verdict": .text(verdict.map { visit.words("books_terminal_\($0)", ["amount": size]) } ?? ""),
                "why": .text(sheet.isUnexplained ? visit.words("books_terminal_why") : ""),
                "verdict_mood": .text(verdict == "exact" ? "good" : "bad"),
                "may_note": .flag(visit.session?.device.role != .reports),
                "usual": .text(RegistrationLedger.usualTerminal),
            ])
    }

    private static func value(_ takings: DayEnd.Takings, _ visit: PageVisit, till: String) -> PageValue {
        [
            "till": .text(till), "method": .text(visit.words("document_method_\(takings.method.rawValue)")),
            "count": .number(takings.count), "received": .text(visit.format.money(takings.received)),
            "returned": .text(visit.format.money(-takings.returned)), "net": .text(visit.format.money(takings.net)),
        ]
    }

    private static func value(_ shift: ShiftReport, _ visit: PageVisit) -> PageValue {
        let closing = shift.till.closing
        return [
            "shift": .text(
                visit.words("shift_title", ["number": shift.till.id.description, "till": shift.till.name])),
            "float": .text(visit.format.money(shift.till.float)),
            "dropped": .text(visit.format.money(shift.dropped)),
            "expected": .text(visit.format.money(closing?.expected ?? shift.expectedCash)),
            "counted": .text(closing.map { visit.format.money($0.counted) } ?? visit.words("day_end_open")),
            "difference": .text(closing.map { visit.format.money($0.difference) } ?? ""),
            "mood": .text(closing.map { $0.difference == .zero } ?? true ? "good" : "bad"),
        ]
    }
}
