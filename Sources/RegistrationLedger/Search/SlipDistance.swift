/// How many slips of a finger lie between two texts: a letter too many, too few, another, or two in the wrong order
/// (Damerau's distance, each letter moved once).
enum SlipDistance {
    /// Whether there are so many at the most.
    static func isWithin(_ limit: Int, _ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard abs(one.count - other.count) <= limit else { return false }
        var (beforeLast, last) = ([Int](), Array(0...other.count))
        for (row, letter) in one.enumerated() {
            var current = [row + 1]
            for (column, otherLetter) in other.enumerated() {
                var best = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (letter == otherLetter ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == otherLetter {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            guard current.min() ?? 0 <= limit else { return false }
            (beforeLast, last) = (last, current)
        }
        return last[other.count] <= limit
    }
}
