import Conference

/// What a person typed beside the fingerprint of the key that they handed in, digit by digit.
///
/// More than a quarter of a conference's participants mistyped theirs when it was tried (SCALE 9x), so it must be
/// visible at a glance which digit is wrong, missing or extra.
package struct FingerprintComparison: Sendable, Hashable {
    /// One step of the way from what was typed to what the key says.
    package enum Step: Sendable, Hashable {
        /// The digit is right.
        case same(Character)
        /// Another digit was typed.
        case wrong(typed: Character, actual: Character)
        /// The key's digit was not typed.
        case missing(Character)
        /// A digit was typed that the key does not have here.
        case extra(Character)
    }

    /// The steps in order: the shortest way there is.
    package let steps: [Step]

    /// Compares what was typed with the key's fingerprint.
    ///
    /// At most 128 typed digits are looked at. Throws `fingerprint_empty` and `fingerprint_not_hexadecimal`.
    package init(typed: String, actual: Fingerprint) throws(OpenPGPError) {
        let typed = Array(try Fingerprint.normalizedDigits(of: typed).prefix(128))
        steps = Self.shortestWay(from: typed, to: Array(actual.digits))
    }

    /// Whether there is nothing to correct.
    package var isSame: Bool {
        steps.allSatisfy { if case .same = $0 { true } else { false } }
    }

    /// The corrections, such as `17:missing:A 20:wrong:B:8 33:extra:0`; positions count the key's digits from 1, and an
    /// extra digit stands before its position.
    package var summary: String {
        var position = 1
        var parts: [String] = []
        for step in steps {
            switch step {
            case .same: break
            case .wrong(let typed, let actual): parts.append("\(position):wrong:\(typed):\(actual)")
            case .missing(let actual): parts.append("\(position):missing:\(actual)")
            case .extra(let typed): parts.append("\(position):extra:\(typed)")
            }
            if case .extra = step { continue }
            position += 1
        }
        return parts.joined(separator: " ")
    }

    /// Checks that what was typed is the key's fingerprint.
    ///
    /// Throws `fingerprint_mismatch` (`typed`, `actual`, `difference`), `fingerprint_length` (`digits`, `difference`)
    /// when digits are missing or too many, and what `Fingerprint.init` throws.
    package static func check(typed: String, against actual: Fingerprint) throws(OpenPGPError) {
        let fingerprint: Fingerprint
        do throws(OpenPGPError) {
            fingerprint = try Fingerprint(typed)
        } catch {
            guard error.code == .fingerprintLength, let digits = error.detail("digits") else { throw error }
            let comparison = try FingerprintComparison(typed: typed, actual: actual)
            throw OpenPGPError(
                .fingerprintLength, ["digits": digits, "difference": comparison.summary, "typed": typed])
        }
        guard fingerprint != actual else { return }
        let comparison = try FingerprintComparison(typed: typed, actual: actual)
        throw OpenPGPError(
            .fingerprintMismatch,
            ["typed": fingerprint.digits, "actual": actual.digits, "difference": comparison.summary])
    }

    /// The alignment with the fewest corrections (Wagner and Fischer 1974).
    private static func shortestWay(from typed: [Character], to actual: [Character]) -> [Step] {
        var cost = Array(repeating: Array(repeating: 0, count: actual.count + 1), count: typed.count + 1)
        for row in 0...typed.count { cost[row][0] = row }
        for column in 0...actual.count { cost[0][column] = column }
        for row in 1..<typed.count + 1 {
            for column in 1..<actual.count + 1 {
                let change = typed[row - 1] == actual[column - 1] ? 0 : 1
                cost[row][column] = min(
                    cost[row - 1][column - 1] + change, cost[row - 1][column] + 1, cost[row][column - 1] + 1)
            }
        }
        var steps: [Step] = []
        var row = typed.count
        var column = actual.count
        while row > 0 || column > 0 {
            let here = cost[row][column]
            if row > 0, column > 0, typed[row - 1] == actual[column - 1], here == cost[row - 1][column - 1] {
                steps.append(.same(actual[column - 1]))
                (row, column) = (row - 1, column - 1)
            } else if row > 0, column > 0, here == cost[row - 1][column - 1] + 1 {
                steps.append(.wrong(typed: typed[row - 1], actual: actual[column - 1]))
                (row, column) = (row - 1, column - 1)
            } else if column > 0, here == cost[row][column - 1] + 1 {
                steps.append(.missing(actual[column - 1]))
                column -= 1
            } else {
                steps.append(.extra(typed[row - 1]))
                row -= 1
            }
        }
        return steps.reversed()
    }
}
