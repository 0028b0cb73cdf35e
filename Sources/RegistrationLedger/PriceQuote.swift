package import Conference
import EventStore
package import Foundation
import GRDB

/// What something would cost, line by line.
package struct PriceQuote: Sendable, Hashable {
    /// One line, in listed prices; what reduces is negative.
    package struct Line: Sendable, Hashable {
        package let kind: LedgerDocument.Line.Kind
        package let name: String
        package let quantity: Int
        package let amount: Money
        /// Nil where the amount is no multiple of one price.
        package var unitPrice: Money? {
            quantity > 0 && amount.cents % Int64(quantity) == 0 ? Money(cents: amount.cents / Int64(quantity)) : nil
        }
    }

    package let category: Category
    package let days: DaySet
    package let lines: [Line]
    /// Whether passes cost nothing because of the category.
    package let comesFree: Bool
    /// Whether a pass has another price than the listed one because of the category.
    package let hasCategoryPrice: Bool
    /// The terms of the voucher, where one reduces the price.
    package let voucher: Voucher?
    package let pricesIncludeTaxes: Bool
    /// The sum of the lines.
    package let subtotal: Money
    package let taxes: [LedgerDocument.Tax]
    package let total: Money
    /// What the registration was charged so far; zero for somebody new.
    package let charged: Money
    /// What would be charged now or, negative, credited.
    package var difference: Money { total - charged }
    /// What is due after that.
    package let due: Money
    /// The same in cash.
    package let dueInCash: Money
    /// What is asked for and full.
    package let full: [Place]
}

/// What a quote is asked for.
package struct QuoteRequest: Sendable, Hashable {
    /// Nil for somebody new; otherwise what is nil below stays as it is.
    package let registration: Registration.ID?
    /// Nil for the event's usual one where somebody is new.
    package let category: Category?
    package let days: DaySet?
    package let addOns: Set<AddOn.ID>?
    /// What comes on top of these.
    package let moreAddOns: Set<AddOn.ID>
    package let voucher: Voucher.ID?

    package init(
        registration: Registration.ID?, category: Category? = nil, days: DaySet?, addOns: Set<AddOn.ID>?,
        moreAddOns: Set<AddOn.ID> = [], voucher: Voucher.ID?
    ) {
        self.registration = registration
        self.category = category
        self.days = days
        self.addOns = addOns
        self.moreAddOns = moreAddOns
        self.voucher = voucher
    }
}

extension RegistrationLedger {
    /// Says what something would cost now, and why, without doing it.
    ///
    /// - Throws: what `register`, `changeDays`, `changeCategory`, `addAddOn` and `redeem` throw, but for places that are full.
    package func quote(_ request: QuoteRequest, time: Date) async throws -> PriceQuote {
        try await store.read { [store] db in
            try Self.quote(db, try store.definition(db), request, time: time)
        }
    }

    static func quote(
        _ db: Database, _ definition: EventDefinition, _ request: QuoteRequest, time: Date
    ) throws -> PriceQuote {
        let version = try EventStore.definitionVersion(db)
        let before = try request.registration.map { try active(db, $0) }
        let days = request.days ?? before?.days ?? definition.allDays
        try checkDays(definition, days)
        guard !days.isEmpty || before?.days.isEmpty == true else { throw LedgerError(.daysMissing) }
        let category = request.category ?? before?.category ?? definition.usualCategory
        if request.category != nil { try checkCategory(definition, category) }
        let now = Holding.Moment(time: time, version: version)
        var holding =
            try before.map { try Holding(db, of: $0.id) }
            ?? Holding(category: category, days: days, addOns: [], voucher: nil, at: time, version: version)
        if days != before?.days || category != before?.category { holding.priced = now }
        if category != holding.category {
            holding.category = category
            if let use = holding.voucher, request.voucher == nil,
                let voucher = try EventStore.definition(db, version: use.version).vouchers.first(where: {
                    $0.id == use.id
                })
            {
                try checkCategory(category, of: voucher)
            }
        }
        if days != before?.days {
            holding.days = days.numbers.map { number in
                holding.days.first { $0.number == number } ?? Holding.Day(number: number, since: now)
            }
        }
        let addOns = (request.addOns ?? before?.addOns ?? []).union(request.moreAddOns)
        holding.addOns = Dictionary(uniqueKeysWithValues: addOns.map { ($0, holding.addOns[$0] ?? version) })
        if let voucher = request.voucher {
            guard holding.voucher == nil else { throw LedgerError(.voucherHeld) }
            try check(db, definition, voucher, category: category, time: time)
            holding.voucher = .init(id: voucher, version: version)
        }
        let definitions = try Charges.Definitions(db, current: definition)
        let charges = try before.map { try Charged(db, of: $0.id) } ?? Charged()
        let charged = try charges.total(definitions.callAsFunction)
        let dueBefore = try before.map { try Journal.due(db, from: $0.id) } ?? .zero
        let plan = try Charges.plan(
            holding, before: charges, paid: charged - dueBefore, version: version, date: definition.date(at: time),
            current: definition, definitions)
        var after = plan.after
        // Redeeming a voucher gives back without a rule.
        if request.voucher == nil { after.retained.merge(plan.ruled) { $0 + $1 } }
        let shown = try after.shown(plan.lines, definition.taxes, definitions.callAsFunction)
        let total = try after.total(definitions.callAsFunction)
        let asked =
            days.subtracting(before?.days ?? .none).numbers.map { Place.day($0) }
            + addOns.subtracting(before?.addOns ?? []).sorted { $0.rawValue < $1.rawValue }.map { Place.addOn($0) }
        let due = dueBefore + total - charged
        return PriceQuote(
            category: category, days: days,
            lines: shown.lines.map { line in
                .init(kind: line.kind, name: line.name, quantity: line.quantity, amount: line.amount)
            },
            comesFree: plan.comesFree, hasCategoryPrice: plan.hasCategoryPrice,
            voucher: try holding.voucher.flatMap { use in
                try (use.version == version ? definition : EventStore.definition(db, version: use.version))
                    .vouchers.first { $0.id == use.id }
            },
            pricesIncludeTaxes: shown.pricesIncludeTaxes, subtotal: shown.lines.map(\.amount).total(),
            taxes: shown.taxes, total: total, charged: charged, due: due,
            dueInCash: due.rounded(to: definition.cashStep),
            full: try asked.filter { try Seats.isFull(db, definition, $0) })
    }
}
