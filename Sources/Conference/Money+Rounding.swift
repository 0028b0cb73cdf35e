extension Money: Codable {
    /// Reads a decimal string, as every interface carries amounts.
    package init(from decoder: any Decoder) throws {
        self = try Money(decimal: decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Money {
    /// The amount times a fraction, in whole cents, a half rounded away from zero.
    ///
    /// - Precondition: the denominator is positive, and cents times the numerator fit 63 bits: 90,000 million at millionths.
    package func times(_ numerator: Int64, over denominator: Int64) -> Money {
        precondition(denominator > 0)
        let product = cents * numerator
        let half = product.magnitude.multipliedReportingOverflow(by: 2)
        precondition(!half.overflow)
        let rounded = Int64((half.partialValue + UInt64(denominator)) / (2 * UInt64(denominator)))
        return Money(cents: product < 0 ? -rounded : rounded)
    }

    /// The nearest amount that coins can pay: to five cents, 1 and 2 go down, 3 and 4 up, 6 and 7 down, 8 and 9 up
    /// (Government of Canada, "Eliminating the penny", 2012).
    package func rounded(to step: CashStep) -> Money {
        let unit = Int64(step.rawValue)
        return times(1, over: unit) * step.rawValue
    }
}

/// The smallest coin of a currency, in cents.
package enum CashStep: Int, Sendable, Hashable {
    case oneCent = 1
    case fiveCents = 5
}
