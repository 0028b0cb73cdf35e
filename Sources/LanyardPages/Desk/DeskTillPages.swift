import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// The drawers of the desk: opened in the morning with change, counted at night.
struct DeskTillPages {
    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/till/open", for: DeskPages.roles) { visit, form in
            try await Self.answer(visit) {
                let float = try visit.format.amount(form["float"]) ?? .zero
                let till = try await visit.services.ledger.openTill(
                    named: form["till"], float: float, context: try visit.write(form)
                ).result
                return DeskNotice(
                    visit.words("till_opened", ["till": till.name, "amount": visit.format.money(till.float)]))
            }
        }
        pages.post("\(Paths.deskPage)/till/drop", for: DeskPages.roles) { visit, form in
            try await Self.answer(visit) {
                let amount = try DeskMoneyPages.typed(visit.format.amount(form["amount"]))
                let report = try await visit.services.ledger.dropCash(
                    amount, fromTill: form["till"], isSure: form.has("sure"), context: try visit.write(form)
                ).result
                return DeskNotice(
                    visit.words(
                        "till_dropped",
                        ["till": report.till.name, "amount": visit.format.money(report.expectedCash)]))
            }
        }
        pages.post("\(Paths.deskPage)/till/close", for: DeskPages.roles) { visit, form in
            try await Self.answer(visit) {
                let counted = try DeskMoneyPages.typed(visit.format.amount(form["counted"]))
                let report = try await visit.services.ledger.closeTill(
                    named: form["till"], counted: counted, context: try visit.write(form)
                ).result
                return Self.closed(report, visit)
            }
        }
        pages.get("\(Paths.deskPage)/tills/:file", for: DeskPages.roles) { visit in
            let file = try visit.context.parameters.require("file")
            guard file.hasSuffix(".pdf"), let number = Int64(file.dropLast(4)) else {
                throw ServerError(.routeUnknown)
            }
            let report = try await visit.services.ledger.till(Till.ID(rawValue: number))
            return Response(
                pdf: try await visit.services.pdf(of: report, in: visit.words.language), name: "shift-\(number)")
        }
    }

    /// A drawer that is open, with what should be in it.
    static func value(_ report: ShiftReport, _ visit: PageVisit) -> PageValue {
        let till = report.till
        return [
            "till": .text(till.name), "since": .text(visit.format.moment(till.opened)),
            "expected": .text(visit.format.money(report.expectedCash)), "shift": .number(till.id.rawValue),
            "paper": .text("\(Paths.deskPage)/tills/\(till.id).pdf"),
        ]
    }

    private static func closed(_ report: ShiftReport, _ visit: PageVisit) -> DeskNotice {
        let difference = report.till.closing?.difference ?? .zero
        let amount = visit.format.money(difference < .zero ? -difference : difference)
        let verdict =
            difference == .zero
            ? visit.words("till_exact")
            : visit.words(difference < .zero ? "till_short" : "till_over", ["amount": amount])
        return DeskNotice(
            visit.words(
                "till_closed",
                ["till": report.till.name, "amount": visit.format.money(report.till.closing?.expected ?? .zero)]),
            mood: difference == .zero ? .good : .warn, figure: verdict,
            paper: "\(Paths.deskPage)/tills/\(report.till.id).pdf")
    }

    private static func answer(
        _ visit: PageVisit, _ body: () async throws -> DeskNotice
    ) async throws -> Response {
        let notice: DeskNotice
        do {
            notice = try await body()
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            notice = DeskNotice(error, visit.words)
        }
        return try await DeskPages.search(visit, "", hits: [], notices: [notice])
    }
}
