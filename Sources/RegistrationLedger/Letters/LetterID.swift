package import Conference
import EventStore

/// What names a letter: its kind and number.
package struct LetterID: Sendable, Hashable, Codable {
    package let kind: LetterPlan.ID
    /// 1, 2, 3 … without gaps among the event's letters of this kind, in each incarnation of the event's file.
    package let number: Int64

    package init(kind: LetterPlan.ID, number: Int64) {
        self.kind = kind
        self.number = number
    }

    /// Reads `VISA-12` and numbers as they stand on paper: `NETDEV01-VISA-0012`, and in the second incarnation of the event's
    /// file `NETDEV01-VISA2-0012`.
    ///
    /// - Throws: `letter_unknown`.
    package init(_ text: String) throws {
        let unknown = LedgerError(.letterUnknown, ErrorDetail("label", String(text.prefix(80))))
        let parts = text.lowercased().split(separator: "-").suffix(2)
        guard parts.count == 2, let word = parts.first, let number = parts.last.flatMap({ Int64($0) }), number > 0
        else { throw unknown }
        let kind = word.prefix { ("a"..."z").contains($0) }
        let rest = word.dropFirst(kind.count)
        let series = rest.isEmpty ? 1 : Int64(rest)
        guard let series, !kind.isEmpty, (1...Int64(Incarnation.numberMax)).contains(series),
            number <= Incarnation.numbersApart, rest.isEmpty || series > 1 && String(series) == rest
        else { throw unknown }
        self.init(
            kind: LetterPlan.ID(rawValue: String(kind)), number: (series - 1) * Incarnation.numbersApart + number)
    }

    /// `NETDEV01-VISA-0012`.
    package func label(slug: String) -> String {
        let series = (number - 1) / Incarnation.numbersApart + 1
        let digits = String((number - 1) % Incarnation.numbersApart + 1)
        return "\(slug.uppercased())-\(kind.rawValue.uppercased())\(series == 1 ? "" : String(series))-"
            + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
