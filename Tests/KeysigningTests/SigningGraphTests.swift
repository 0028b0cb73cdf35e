import LanyardTestSupport
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct SigningGraphTests {
    @Test func `a ring has the distances of a ring`() {
        let ring = SigningGraph(numbers: [1, 2, 3, 4], signed: [1: [2], 2: [3], 3: [4], 4: [1]])
        #expect(ring.strongSet == [1, 2, 3, 4])
        #expect(ring.meanShortestDistance == 2)
        #expect(ring.reciprocity == 0)
        #expect(ring.edgeCount == 4)
    }

    @Test func `a key that only signs, or is only signed, is not in the strong set`() {
        let graph = SigningGraph(numbers: [1, 2, 3, 4], signed: [1: [2, 3], 2: [1], 4: [1]])
        #expect(graph.strongSet == [1, 2])
        #expect(graph.meanShortestDistance == 1)
        #expect(graph.reciprocity == 0.5)
        let none = SigningGraph(numbers: [1, 2], signed: [1: [2]])
        #expect(none.strongSet.isEmpty && none.meanShortestDistance == nil)
        #expect(SigningGraph(numbers: [1], signed: [:]).reciprocity == nil)
    }

    /// Against distances by Floyd and Warshall, from which strong sets follow too.
    @Test(arguments: SeededGenerator.seeds(40))
    func `any graph has the strong set and distance of the slow way`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...14, using: &generator)
        let density = Int.random(in: 1...6, using: &generator)
        var signed: [Int: Set<Int>] = [:]
        for from in 1...count {
            for to in 1...count where from != to && Int.random(in: 0..<12, using: &generator) < density {
                signed[from, default: []].insert(to)
            }
        }
        var distance = [[Int]](repeating: [Int](repeating: 1000, count: count + 1), count: count + 1)
        for from in 1...count {
            distance[from][from] = 0
            for to in signed[from] ?? [] { distance[from][to] = 1 }
        }
        for middle in 1...count {
            for from in 1...count {
                for to in 1...count {
                    distance[from][to] = min(distance[from][to], distance[from][middle] + distance[middle][to])
                }
            }
        }
        var best: [Int] = []
        for start in 1...count {
            let set = (1...count).filter { distance[start][$0] < 1000 && distance[$0][start] < 1000 }
            if set.count > max(best.count, 1) { best = set }
        }
        let graph = SigningGraph(numbers: Array(1...count), signed: signed)
        #expect(graph.strongSet == best)
        guard best.count > 1 else {
            #expect(graph.meanShortestDistance == nil)
            return
        }
        let sum = best.reduce(0) { sum, from in sum + best.reduce(0) { $0 + distance[from][$1] } }
        #expect(graph.meanShortestDistance == Double(sum) / Double(best.count * (best.count - 1)))
    }
}
