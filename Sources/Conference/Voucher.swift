/// A code that makes passes or add-ons cheaper.
package struct Voucher: Sendable, Hashable, Identifiable {
    /// What people type, in lower case; unique in the event.
    package typealias ID = Identifier<Voucher, String>

    package enum Reduction: Sendable, Hashable {
        /// A part of the price, rounded half away from zero.
        case percent(TaxRate)
        /// An amount, at most the price.
        case amount(Money)
        case free
    }

    package let id: ID
    package let reduction: Reduction
    /// How many registrations may hold it at a time; nil for no limit.
    package let uses: Int?
    /// When it may be redeemed; redeemed vouchers stay valid.
    package let valid: SaleWindow
    /// Who may redeem it; empty for everyone.
    package let categories: Set<Category>
    /// The passes and add-ons that it reduces, by identifier; empty for all passes and no add-on.
    package let items: Set<String>

    package init(
        id: ID, reduction: Reduction, uses: Int?, valid: SaleWindow, categories: Set<Category>, items: Set<String>
    ) {
        self.id = id
        self.reduction = reduction
        self.uses = uses
        self.valid = valid
        self.categories = categories
        self.items = items
    }

    /// How much it takes off an amount that it applies to.
    package func reduction(of amount: Money) -> Money {
        switch reduction {
        case .percent(let rate): amount.times(rate.millionths, over: TaxRate.whole)
        case .amount(let reduction): min(reduction, amount)
        case .free: amount
        }
    }
}

/// How much is given back when a registration is cancelled, by date.
package struct RefundRule: Sendable, Hashable {
    /// One step: how much is given back until that date, inclusive.
    package struct Step: Sendable, Hashable {
        package let until: CivilDate
        package let rate: TaxRate

        package init(until: CivilDate, rate: TaxRate) {
            self.until = until
            self.rate = rate
        }
    }

    /// In order; after the last, nothing is given back. Without steps, everything always is.
    package let steps: [Step]

    package static let everything = RefundRule(steps: [])

    package init(steps: [Step]) { self.steps = steps }

    /// What part is given back on a date, in millionths.
    package func millionths(on date: CivilDate) -> Int64 {
        guard !steps.isEmpty else { return TaxRate.whole }
        return steps.first { date <= $0.until }?.rate.millionths ?? 0
    }
}

/// The seller, at the top of receipts.
package struct Issuer: Sendable, Hashable {
    package let name: String
    /// At most six lines.
    package let address: [String]

    package init(name: String, address: [String]) {
        self.name = name
        self.address = address
    }
}

extension Voucher.ID {
    /// From what somebody typed: case and surrounding spaces do not matter.
    package init(typed text: String) {
        self.init(rawValue: text.lowercased().filter { !$0.isWhitespace })
    }
}
