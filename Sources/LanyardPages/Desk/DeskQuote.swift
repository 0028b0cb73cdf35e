import Catalogues
import Conference
import EventDesk
import Hummingbird
import RegistrationLedger
import Wording

/// What something would cost, while it is being ticked.
struct DeskQuote {
    let visit: PageVisit

    init(_ visit: PageVisit) { self.visit = visit }

    /// The price alone, for the script that puts it beside the choice; a refusal stands in its place.
    func answer(_ request: () throws -> QuoteRequest) async throws -> Response {
        try await answer(quoting: { try await visit.services.ledger.quote(request(), time: visit.now) })
    }

    /// The same of a price that somebody else asks for.
    func answer(quoting quote: () async throws -> PriceQuote) async throws -> Response {
        do {
            return try visit.fragment("quote", ["quote": value(try await quote()), "refusal": false])
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try visit.fragment(
                "quote", ["quote": false, "refusal": .text(visit.words.explanation(of: error).sentence)])
        }
    }

    func value(_ request: QuoteRequest) async throws -> PageValue {
        value(try await visit.services.ledger.quote(request, time: visit.now))
    }

    func value(_ quote: PriceQuote) -> PageValue {
        let format = visit.format
        return [
            "lines": .list(
                quote.lines.map { line in
                    let single = name(of: line)
                    let name = line.quantity > 1 ? "\(line.quantity) × \(single)" : single
                    return ["name": .text(name), "amount": .text(format.money(line.amount))]
                }
                    + (quote.pricesIncludeTaxes ? [] : quote.taxes).map { tax in
                        [
                            "name": .text("\(tax.name) \(format.percent(tax.ratePercent))"),
                            "amount": .text(format.money(tax.amount)),
                        ]
                    }),
            "is_free": .flag(quote.comesFree),
            "total": .text(format.money(quote.total)),
            "was_charged": .flag(quote.charged != .zero), "charged": .text(format.money(quote.charged)),
            "difference": .text(
                visit.words(
                    quote.difference < .zero ? "quote_less" : quote.difference == .zero ? "quote_same" : "quote_more",
                    ["amount": format.money(quote.difference < .zero ? -quote.difference : quote.difference)])),
            "due": .text(format.money(quote.due)), "cash_cents": .number(quote.dueInCash.cents),
            "full": .list(quote.full.map { .text(name(of: $0)) }),
            "is_full": .flag(!quote.full.isEmpty),
        ]
    }

    /// What several people cost, one a line, with the sum.
    func value(party quotes: [(name: String, quote: PriceQuote)]) -> PageValue {
        let format = visit.format
        let full = Set(quotes.flatMap(\.quote.full))
        let total = quotes.map(\.quote.total).total()
        return [
            "lines": .list(
                quotes.map { ["name": .text($0.name), "amount": .text(format.money($0.quote.total))] }),
            "is_free": .flag(quotes.allSatisfy(\.quote.comesFree)), "total": .text(format.money(total)),
            "was_charged": false, "charged": .text(""), "difference": .text(""), "due": .text(format.money(total)),
            "cash_cents": .number(total.cents), "full": .list(full.map { name(of: $0) }.sorted().map { .text($0) }),
            "is_full": .flag(!full.isEmpty),
        ]
    }

    private func name(of place: Place) -> String {
        switch place {
        case .day(let number): visit.format.day(visit.event.days[number - 1].date)
        case .addOn(let id): visit.event.addOns.first { $0.id == id }?.name ?? id.rawValue
        }
    }

    /// What a line is for, as the organizer calls it in the visitor's language; vouchers go by their code.
    private func name(of line: PriceQuote.Line) -> String {
        let names = visit.event.prices.passes.map(\.names) + visit.event.addOns.map(\.names)
        return names.first { $0.english == line.name }?[visit.words.language] ?? line.name
    }
}
