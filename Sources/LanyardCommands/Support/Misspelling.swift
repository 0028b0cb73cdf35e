import ArgumentParser

/// Finds the command that somebody meant whose name they mistyped.
enum Misspelling {
    /// The most letters in which two names differ that one may be taken for the other.
    private static let distanceMax = 2

    /// What to say of the first word that is no command where one is expected, with the command whose name is nearest if one is near;
    /// nil if there is no such word.
    static func hint(in arguments: some Sequence<String>, _ root: any ParsableCommand.Type) -> String? {
        var (command, path): (any ParsableCommand.Type, [String]) = (root, [])
        for word in arguments {
            let names = command.configuration.subcommands.flatMap { Self.names(of: $0) }
            guard !names.isEmpty, !word.hasPrefix("-") else { return nil }
            if let next = command.configuration.subcommands.first(where: { Self.names(of: $0).contains(word) }) {
                command = next
                path.append(word)
                continue
            }
            if path.isEmpty, word == "help" { continue }
            let near = names.map { (name: $0, distance: distance(word, $0)) }
                .filter { $0.distance <= min(distanceMax, max(1, $0.name.count / 2)) }
                .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
            let whole = (["lanyard"] + path).joined(separator: " ")
            return "‘\(whole)’ has no command ‘\(word)’." + (near.map { " Did you mean ‘\(whole) \($0.name)’?" } ?? "")
        }
        return nil
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }

    /// How many letters have to be put in, taken out, changed or swapped with the next one (optimal string alignment).
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var rows = [Array(0...right.count)]
        for (i, letter) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
