/// Who signed whom, by numbers of the list.
package struct SigningGraph: Sendable, Hashable {
    /// Ascending.
    package let numbers: [Int]
    /// For each number, whom its owner signed.
    package let signed: [Int: Set<Int>]
    /// The largest set of numbers in which everybody is reached from everybody along signatures, ascending; of two of
    /// one size, the one with the lowest number. A single number is not a set.
    package let strongSet: [Int]

    package init(numbers: [Int], signed: [Int: Set<Int>]) {
        self.numbers = numbers.sorted()
        let known = Set(numbers)
        self.signed = signed.filter { known.contains($0.key) }.mapValues { $0.intersection(known) }
        var best: [Int] = []
        for component in Self.components(self.numbers, self.signed) where component.count > max(best.count, 1) {
            best = component
        }
        strongSet = best
    }

    package var edgeCount: Int { signed.values.reduce(0) { $0 + $1.count } }

    /// The share of signatures that were returned, 0 … 1; nil without any.
    package var reciprocity: Double? {
        guard edgeCount > 0 else { return nil }
        let returned = signed.reduce(0) { sum, edge in
            sum + edge.value.filter { signed[$0]?.contains(edge.key) ?? false }.count
        }
        return Double(returned) / Double(edgeCount)
    }

    /// The mean of the shortest distances, in signatures, over all ordered pairs of the strong set; nil without one.
    ///
    /// What `keyanalyze` and its successors call mean shortest distance, taken within the strong set.
    package var meanShortestDistance: Double? {
        let members = strongSet
        guard members.count > 1 else { return nil }
        let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
        let rows = members.map { number in
            BitRow(count: members.count, (signed[number] ?? []).compactMap { places[$0] })
        }
        var sum = 0
        for start in members.indices {
            // Everything one signature further on, at once.
            var seen = BitRow(count: members.count, [start])
            var edge = [start]
            var distance = 0
            while !edge.isEmpty {
                var next = BitRow(count: members.count, [])
                for place in edge { next.formUnion(rows[place]) }
                next.subtract(seen)
                seen.formUnion(next)
                edge = next.places
                distance += 1
                sum += distance * edge.count
            }
        }
        return Double(sum) / Double(members.count * (members.count - 1))
    }

    /// Some of the places 0 ..< count.
    private struct BitRow {
        private var words: [UInt64]

        init(count: Int, _ places: [Int]) {
            words = Array(repeating: 0, count: (count + 63) / 64)
            for place in places { words[place / 64] |= 1 << UInt64(place % 64) }
        }

        mutating func formUnion(_ other: BitRow) {
            for index in words.indices { words[index] |= other.words[index] }
        }

        mutating func subtract(_ other: BitRow) {
            for index in words.indices { words[index] &= ~other.words[index] }
        }

        var places: [Int] {
            words.enumerated().flatMap { index, word in
                var rest = word
                var places: [Int] = []
                while rest != 0 {
                    places.append(index * 64 + rest.trailingZeroBitCount)
                    rest &= rest - 1
                }
                return places
            }
        }
    }

    /// The strongly connected components (Kosaraju), each ascending, in the order of their lowest numbers.
    private static func components(_ numbers: [Int], _ signed: [Int: Set<Int>]) -> [[Int]] {
        var order: [Int] = []
        var seen: Set<Int> = []
        let targets = signed.mapValues { $0.sorted() }
        for start in numbers where seen.insert(start).inserted {
            // Depth first without recursion: a list may be long.
            var stack = [(number: start, next: 0)]
            while let (number, next) = stack.last {
                if let others = targets[number], next < others.count {
                    stack[stack.count - 1].next += 1
                    if seen.insert(others[next]).inserted { stack.append((others[next], 0)) }
                } else {
                    order.append(number)
                    stack.removeLast()
                }
            }
        }
        var signers: [Int: [Int]] = [:]
        for (signer, targets) in signed { for target in targets { signers[target, default: []].append(signer) } }
        var taken: Set<Int> = []
        var components: [[Int]] = []
        for start in order.reversed() where taken.insert(start).inserted {
            var component = [start]
            var next = 0
            while next < component.count {
                for other in signers[component[next]] ?? [] where taken.insert(other).inserted {
                    component.append(other)
                }
                next += 1
            }
            components.append(component.sorted())
        }
        return components.sorted { $0[0] < $1[0] }
    }
}
