import Conference
import EventStore
import Foundation
import GRDB

/// What a holding costs, line by line: a function of the holding and the definitions that it names, whatever the
/// history that led there.
struct Assessment {
    /// One line, in listed prices.
    struct Line: Hashable {
        let kind: LedgerDocument.Line.Kind
        /// The identifier of a pass, an add-on or a voucher; empty for the others.
        let item: String
        let name: String
        let quantity: Int
        let amount: Money

        var account: Account {
            switch kind {
            case .pass: .revenue(Pass.ID(rawValue: item))
            case .addOn: .revenue(AddOn.ID(rawValue: item))
            case .voucher: .discount(Voucher.ID(rawValue: item))
            case .waiver: .waiver
            case .cancellationFee: .cancellation
            }
        }
    }

    let lines: [Line]
    let plan: TaxPlan
    /// One for each component of the plan.
    let taxes: [Money]
    /// What is to be paid.
    let total: Money
    /// Whether passes cost nothing because of the category.
    let comesFree: Bool

    /// - Parameter definition: the definition of a version.
    /// - Throws: `days_not_on_sale`, `add_on_unknown`, `voucher_unknown`.
    init(_ holding: Holding, definition: (Int) throws -> EventDefinition) throws {
        plan = try definition(holding.taxedVersion).taxes
        guard holding.isActive else {
            // What was kept is what was paid, so that its taxes lie within it.
            taxes = plan.taxes(within: holding.retained)
            total = holding.retained
            comesFree = false
            let listed = plan.prices == .included ? total : total - taxes.total()
            lines =
                total == .zero
                ? [] : [Line(kind: .cancellationFee, item: "", name: "", quantity: 1, amount: listed)]
            return
        }
        let pricing = try definition(holding.priced.version)
        comesFree = pricing.rule(of: holding.category).comesFree
        var lines: [Line] = []
        if !comesFree {
            let onSaleNow = pricing.prices.onSale(pricing.date(at: holding.priced.time)).passes
            let quote = try PassCover.cheapest(
                holding.days.map { day in
                    let then = try definition(day.since.version)
                    let onSaleThen = then.prices.onSale(then.date(at: day.since.time)).passes
                    return PriceList(passes: onSaleNow + onSaleThen)
                })
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
        let waived = holding.waived.reduce(Money.zero) { sum, waived in
            switch waived {
            case .everything: rest
            case .amount(let amount): min(rest, sum + amount)
            }
        }
        if waived > .zero {
            lines.append(Line(kind: .waiver, item: "", name: "", quantity: 1, amount: -waived))
        }
        let listed = lines.map(\.amount).total()
        self.lines = lines.filter { $0.amount != .zero }
        taxes = plan.taxes(onListed: listed)
        total = plan.payable(onListed: listed)
    }

    /// The sum of the lines.
    var listed: Money { lines.map(\.amount).total() }

    /// The credits that should stand in the journal, by account; reductions are negative. They sum to the total.
    var credits: [Account: Money] {
        var credits: [Account: Money] = [:]
        for (line, amount) in zip(lines, untaxed) { credits[line.account, default: .zero] += amount }
        for (component, tax) in zip(plan.components, taxes) { credits[.tax(component.id), default: .zero] += tax }
        return credits.filter { $0.value != .zero }
    }

    /// The amounts of the lines without the taxes within them; what rounding leaves goes to the largest line.
    private var untaxed: [Money] {
        guard plan.prices == .included, !plan.components.isEmpty else { return lines.map(\.amount) }
        let whole = TaxRate.whole + plan.components.reduce(0) { $0 + $1.rate.millionths }
        var amounts = lines.map { $0.amount.times(TaxRate.whole, over: whole) }
        let largest = lines.indices.max { lines[$0].amount.cents.magnitude < lines[$1].amount.cents.magnitude }
        if let largest { amounts[largest] += total - taxes.total() - amounts.total() }
        return amounts
    }
}
