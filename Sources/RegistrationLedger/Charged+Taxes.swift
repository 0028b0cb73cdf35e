import Conference
import EventStore

/// What is charged, with the taxes of the definitions that it was charged under.
extension Charged {
    /// The definition of a version.
    typealias Definitions = (Int) throws -> EventDefinition

    /// What is to be paid under a version for what is held; what was kept comes on top.
    func payable(_ version: Int, _ definition: Definitions) throws -> Money {
        try definition(version).taxes.payable(onListed: listed(version))
    }

    /// What is to be paid.
    func total(_ definition: Definitions) throws -> Money {
        try versions.map { try payable($0, definition) + (retained[$0] ?? .zero) }.total()
    }

    /// The taxes, by component; none of zero.
    func taxes(_ definition: Definitions) throws -> [Component: Money] {
        var taxes: [Component: Money] = [:]
        for version in versions {
            let plan = try definition(version).taxes
            let amounts = zip(
                plan.taxes(onListed: listed(version)), plan.taxes(within: retained[version] ?? .zero))
            for (component, (held, kept)) in zip(plan.components, amounts) {
                taxes[Component(id: component.id, version: version), default: .zero] += held + kept
            }
        }
        return taxes.filter { $0.value != .zero }
    }

    /// The amounts of a version in listed prices, what was kept among them.
    private func amounts(_ version: Int, _ plan: TaxPlan) -> [Item: Money] {
        var amounts = parts.compactMapValues { $0[version] }
        if let kept = retained[version] {
            let listed = plan.prices == .included ? kept : kept - plan.taxes(within: kept).total()
            amounts[Item(kind: .cancellationFee, id: ""), default: .zero] += listed
        }
        return amounts
    }

    /// The lines of the charges that lead here, in listed prices.
    func lines(_ definition: Definitions) throws -> [ChargeLine.Key: ChargeLine.Sum] {
        var lines: [ChargeLine.Key: ChargeLine.Sum] = [:]
        for version in versions {
            for (item, amount) in try amounts(version, definition(version).taxes) {
                lines[ChargeLine.Key(item: item, version: version)] = ChargeLine.Sum(quantity: 0, amount: amount)
            }
        }
        // A number belongs to the whole of an item: it stands with its first part.
        var quantities = quantities
        if !retained.isEmpty { quantities[Item(kind: .cancellationFee, id: "")] = 1 }
        for (item, quantity) in quantities {
            guard let first = lines.keys.filter({ $0.item == item }).map(\.version).min() else { continue }
            lines[ChargeLine.Key(item: item, version: first)]?.quantity = quantity
        }
        return lines
    }

    /// The amounts of all items without taxes.
    func untaxed(_ definition: Definitions) throws -> [Item: Money] {
        let taxes = try taxes(definition)
        var untaxed: [Item: Money] = [:]
        for version in versions {
            let plan = try definition(version).taxes
            let total = try payable(version, definition) + (retained[version] ?? .zero)
            let sum = total - taxes.filter { $0.key.version == version }.values.total()
            untaxed.merge(Self.untaxed(amounts(version, plan), plan, sum: sum)) { $0 + $1 }
        }
        return untaxed
    }

    /// The credits that should stand in the journal, by account; reductions are negative. They sum to the total.
    func credits(_ definition: Definitions) throws -> [Account: Money] {
        var credits: [Account: Money] = [:]
        for (item, amount) in try untaxed(definition) { credits[item.account, default: .zero] += amount }
        for (component, tax) in try taxes(definition) { credits[.tax(component.id), default: .zero] += tax }
        return credits.filter { $0.value != .zero }
    }

    /// What is charged as lines and taxes that people read, and whether the lines include the taxes: where some of them
    /// would and others not, none does.
    ///
    /// - Parameters:
    ///   - lines: the lines of what is held, in their order.
    ///   - plan: the plan whose taxes are shown where there are none.
    func shown(
        _ lines: [Assessment.Line], _ plan: TaxPlan, _ definition: Definitions
    ) throws -> (lines: [Assessment.Line], taxes: [LedgerDocument.Tax], pricesIncludeTaxes: Bool) {
        let plans = try versions.map { try definition($0).taxes }
        let isIncluded = Self.pricesInclude(plans.isEmpty ? [plan] : plans)
        let untaxed = isIncluded == nil ? try untaxed(definition) : nil
        var shown = lines.map { line in
            Assessment.Line(
                kind: line.kind, item: line.item, name: line.name, quantity: line.quantity,
                amount: untaxed.map { $0[line.id] ?? .zero } ?? line.amount)
        }
        let fee = Item(kind: .cancellationFee, id: "")
        let kept = try versions.compactMap { try amounts($0, definition($0).taxes)[fee] }.total()
        if kept != .zero {
            shown.append(
                Assessment.Line(
                    kind: .cancellationFee, item: "", name: "", quantity: 1, amount: untaxed?[fee] ?? kept))
        }
        let taxes = try LedgerDocument.Tax.shown(try taxes(definition), plan, definition)
        return (shown, taxes, isIncluded ?? false)
    }

    /// Amounts without the taxes within them; what rounding leaves goes to the largest.
    private static func untaxed(_ listed: [Item: Money], _ plan: TaxPlan, sum: Money) -> [Item: Money] {
        guard plan.prices == .included, !plan.components.isEmpty else { return listed }
        let whole = TaxRate.whole + plan.components.reduce(0) { $0 + $1.rate.millionths }
        var amounts = listed.mapValues { $0.times(TaxRate.whole, over: whole) }
        let largest = amounts.keys.sorted().max {
            (amounts[$0] ?? .zero).cents.magnitude < (amounts[$1] ?? .zero).cents.magnitude
        }
        if let largest { amounts[largest, default: .zero] += sum - amounts.values.total() }
        return amounts
    }

    /// Whether prices include the taxes, under all of these plans that have any; nil where they differ.
    static func pricesInclude(_ plans: [TaxPlan]) -> Bool? {
        let kinds = Set(plans.filter { !$0.components.isEmpty }.map(\.prices))
        return kinds.count > 1
            ? nil
            : kinds.first.map { $0 == .included }
                ?? plans.last.map { $0.prices == .included } ?? false
    }
}

extension Charged.Item {
    var account: Account {
        switch kind {
        case .pass: .revenue(Pass.ID(rawValue: id))
        case .addOn: .revenue(AddOn.ID(rawValue: id))
        case .voucher: .discount(Voucher.ID(rawValue: id))
        case .waiver: .waiver
        case .cancellationFee: .cancellation
        }
    }
}

extension LedgerDocument.Tax {
    init(_ component: TaxPlan.Component, _ amount: Money) {
        self.init(
            name: component.name, ratePercent: component.rate.description,
            registrationNumber: component.registrationNumber, amount: amount)
    }

    /// The components that amounts name, as the definitions that they were charged under call them; those of a plan, at
    /// nothing, where there are none.
    static func shown(
        _ amounts: [Charged.Component: Money], _ plan: TaxPlan, _ definition: Charged.Definitions
    ) throws -> [LedgerDocument.Tax] {
        let versions = Set(amounts.keys.map(\.version)).sorted()
        guard !versions.isEmpty else { return plan.components.map { LedgerDocument.Tax($0, .zero) } }
        return try versions.flatMap { version in
            try definition(version).taxes.components.map { component in
                LedgerDocument.Tax(component, amounts[Charged.Component(id: component.id, version: version)] ?? .zero)
            }
        }
    }
}
