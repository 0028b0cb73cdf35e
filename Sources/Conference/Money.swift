/// The currency of an event: an ISO 4217 code of a currency with two decimals.
package struct Currency: Sendable, Hashable, CustomStringConvertible {
    package let code: String

    /// - Throws: `currency_invalid` unless the code is three capital Latin letters, or `currency_unsupported` for a
    ///   currency whose minor unit is not a hundredth (ISO 4217, table A.1).
    package init(_ code: String) throws(ConferenceError) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { throw ConferenceError(.currencyInvalid, ErrorDetail("value", code)) }
        guard !Self.withoutHundredths.contains(code) else {
            throw ConferenceError(.currencyUnsupported, ErrorDetail("value", code))
        }
        self.code = code
    }

    package var description: String { code }

    private static let withoutHundredths: Set<String> = [
        "BHD", "BIF", "CLP", "DJF", "GNF", "IQD", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD", "LYD", "OMR", "PYG",
        "RWF", "TND", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
}

/// An amount of money in whole cents; it may be negative.
///
/// The currency is that of the event, which has exactly one; amounts of two events never meet in one process.
package struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let cents: Int64

    package init(cents: Int64) { self.cents = cents }

    package static let zero = Money(cents: 0)

    /// The largest amount that may be entered: ten million, which keeps every sum of an event far from overflow.
    package static let entryLimit = Money(cents: 1_000_000_000)

    /// The amount with two decimals and a point, as JSON and CSV carry it.
    package var description: String {
        let magnitude = cents.magnitude
        let hundredths = magnitude % 100
        return "\(cents < 0 ? "-" : "")\(magnitude / 100).\(hundredths < 10 ? "0" : "")\(hundredths)"
    }

    package static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }
    package static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    package static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
    package static func * (left: Money, right: Int) -> Money { Money(cents: left.cents * Int64(right)) }
    package static func += (left: inout Money, right: Money) { left = left + right }
    package static prefix func - (money: Money) -> Money { Money(cents: -money.cents) }
}

extension Sequence<Money> {
    /// The sum; zero for none.
    package func total() -> Money { reduce(.zero, +) }
}
