/// The taxes of an event: several components, each rounded separately, added to the prices or included in them.
package struct TaxPlan: Sendable, Hashable {
    package enum Prices: String, Sendable, Hashable, CaseIterable {
        /// Taxes are added to the prices.
        case added
        /// Prices are what people pay; taxes are included.
        case included
    }

    /// One tax, such as HST, GST or QST.
    package struct Component: Sendable, Hashable, Identifiable {
        /// A name for accounts, unique in the plan.
        package typealias ID = Identifier<TaxPlan.Component, String>

        package let id: ID
        package let name: String
        package let rate: TaxRate
        /// The seller's registration number; empty if there is none.
        package let registrationNumber: String

        package init(id: ID, name: String, rate: TaxRate, registrationNumber: String) {
            self.id = id
            self.name = name
            self.rate = rate
            self.registrationNumber = registrationNumber
        }
    }

    package let prices: Prices
    /// At most eight.
    package let components: [Component]

    package static let none = TaxPlan(prices: .added, components: [])

    package init(prices: Prices, components: [Component]) {
        self.prices = prices
        self.components = components
    }

    /// The components of a total of listed prices, each rounded half away from zero.
    package func taxes(onListed total: Money) -> [Money] {
        switch prices {
        case .added: components.map { total.times($0.rate.millionths, over: TaxRate.whole) }
        case .included: taxes(within: total)
        }
    }

    /// The components of an amount that includes them.
    package func taxes(within total: Money) -> [Money] {
        let whole = TaxRate.whole + components.reduce(0) { $0 + $1.rate.millionths }
        return components.map { total.times($0.rate.millionths, over: whole) }
    }

    /// What is to be paid for a total of listed prices.
    package func payable(onListed total: Money) -> Money {
        prices == .added ? total + taxes(onListed: total).total() : total
    }
}

/// The rate of a tax in millionths: four decimals of a percent.
package struct TaxRate: Sendable, Hashable, CustomStringConvertible {
    package let millionths: Int64
    /// 100 percent.
    package static let whole: Int64 = 1_000_000

    /// Reads percent, as `13`, `9.975`.
    ///
    /// - Throws: `rate_invalid` for another text, more than four decimals, or more than 100.
    package init(percent text: String) throws(ConferenceError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard (1...2).contains(parts.count), isDigits, parts[0].count <= 3, parts.count == 1 || parts[1].count <= 4,
            let units = Int64(parts[0]),
            let decimals = Int64(
                parts.count == 1 ? "0" : parts[1] + String(repeating: "0", count: 4 - parts[1].count)),
            units * 10_000 + decimals <= Self.whole
        else { throw ConferenceError(.rateInvalid, ErrorDetail("value", text)) }
        millionths = units * 10_000 + decimals
    }

    /// In percent, without trailing zeros: `13`, `9.975`.
    package var description: String {
        let (units, decimals) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard decimals > 0 else { return String(units) }
        var digits = String(String(10_000 + decimals).dropFirst())
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(units).\(digits)"
    }
}
