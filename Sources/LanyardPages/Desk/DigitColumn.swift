/// A digit of a fingerprint as it was typed, above that of the key: what differs is marked.
struct DigitColumn: Sendable, Hashable {
    /// A dash where nothing was typed.
    let typed: String
    /// A dash where the key has nothing.
    let actual: String
    let isWrong: Bool
    /// Whether a group of four ends here.
    let endsGroup: Bool

    /// Lays what was typed out beside the key's digits.
    ///
    /// - Parameter difference: as `FingerprintComparison.summary` says it: `17:missing:A 20:wrong:B:8 33:extra:0`.
    static func columns(typed: String, difference: String) -> [DigitColumn] {
        let isPrefixed = typed.lowercased().hasPrefix("0x")
        let digits = typed.dropFirst(isPrefixed ? 2 : 0).prefix { $0 != "#" }.uppercased().filter(\.isHexDigit)
        var rest = digits.map(String.init)[...]
        var slips: [Int: [[String]]] = [:]
        for part in difference.split(separator: " ") {
            let fields = part.split(separator: ":").map(String.init)
            guard fields.count >= 3, let position = Int(fields[0]) else { continue }
            slips[position, default: []].append(fields)
        }
        var columns: [DigitColumn] = []
        var position = 1
        while !rest.isEmpty || slips.keys.contains(where: { $0 >= position }) {
            let here = slips[position] ?? []
            for extra in here where extra[1] == "extra" {
                _ = rest.popFirst()
                columns.append(DigitColumn(typed: extra[2], actual: "–", isWrong: true, endsGroup: false))
            }
            let ends = position.isMultiple(of: 4)
            if let missing = here.first(where: { $0[1] == "missing" }) {
                columns.append(DigitColumn(typed: "–", actual: missing[2], isWrong: true, endsGroup: ends))
            } else if let own = rest.popFirst() {
                let wrong = here.first { $0[1] == "wrong" && $0.count == 4 }
                columns.append(
                    DigitColumn(typed: own, actual: wrong?[3] ?? own, isWrong: wrong != nil, endsGroup: ends))
            }
            position += 1
        }
        return columns
    }

    var value: PageValue {
        [
            "typed": .text(typed), "actual": .text(actual), "is_wrong": .flag(isWrong), "ends_group": .flag(endsGroup),
        ]
    }
}
