import Conference
import EventStore
import Foundation
import GRDB

/// What a holding costs, line by line and without taxes that come on top: a function of the holding and the definitions
/// that it names, whatever the history that led there. Nothing where the place is given up.
struct Assessment {
    /// One line, in listed prices.
    struct Line: Hashable {
        let kind: LedgerDocument.Line.Kind
        /// The identifier of a pass, an add-on or a voucher; empty for the others.
        let item: String
        let name: String
        let quantity: Int
        let amount: Money
    }

    let lines: [Line]
    /// Whether passes cost nothing because of the category.
    let comesFree: Bool
    /// Whether a pass has another price than the listed one because of the category.
    let hasCategoryPrice: Bool

    /// - Parameter definition: the definition of a version.
    /// - Throws: `days_not_on_sale`, `add_on_unknown`, `voucher_unknown`.
    init(_ holding: Holding, definition: (Int) throws -> EventDefinition) throws {
        guard holding.isActive else {
            (lines, comesFree, hasCategoryPrice) = ([], false, false)
            return
        }
        let pricing = try definition(holding.priced.version)
        let rule = pricing.rule(of: holding.category)
        comesFree = rule.comesFree
        var hasCategoryPrice = false
        var lines: [Line] = []
        if !comesFree {
            let onSaleNow = pricing.prices.onSale(pricing.date(at: holding.priced.time)).passes.map(rule.priced)
            let quote = try PassCover.cheapest(
                holding.days.map { day in
                    let then = try definition(day.since.version)
                    // An earlier description may not know the category that somebody has now.
                    let ruleThen = then.knownRule(of: holding.category) ?? rule
                    let onSaleThen = then.prices.onSale(then.date(at: day.since.time)).passes.map(ruleThen.priced)
                    return PriceList(passes: onSaleNow + onSaleThen)
                })
            hasCategoryPrice = quote.lines.contains { line in
                (rule.prices[line.pass.id] ?? rule.price) != nil
            }
            lines = quote.lines.map { line in
                Line(
                    kind: .pass, item: line.pass.id.rawValue, name: line.pass.name, quantity: line.quantity,
                    amount: line.amount)
            }
        }
        for (id, version) in holding.addOns.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let addOn = try definition(version).addOns.first(where: { $0.id == id }) else {
                throw ConferenceError(.addOnUnknown, ErrorDetail("add_on", id))
            }
            lines.append(Line(kind: .addOn, item: id.rawValue, name: addOn.name, quantity: 1, amount: addOn.price))
        }
        if let use = holding.voucher {
            guard let voucher = try definition(use.version).vouchers.first(where: { $0.id == use.id }) else {
                throw LedgerError(.voucherUnknown, ErrorDetail("voucher", use.id))
            }
            let reduced = lines.filter { line in
                voucher.items.isEmpty ? line.kind == .pass : voucher.items.contains(line.item)
            }
            let reduction = voucher.reduction(of: reduced.map(\.amount).total())
            if reduction > .zero {
                lines.append(
                    Line(
                        kind: .voucher, item: use.id.rawValue, name: use.id.rawValue.uppercased(), quantity: 1,
                        amount: -reduction))
            }
        }
        let rest = lines.map(\.amount).total()
        let waived = min(rest, holding.waived)
        if waived > .zero {
            lines.append(Line(kind: .waiver, item: "", name: "", quantity: 1, amount: -waived))
        }
        self.lines = lines.filter { $0.amount != .zero }
        self.hasCategoryPrice = hasCategoryPrice
    }

    /// The sum of the lines.
    var listed: Money { lines.map(\.amount).total() }
}
