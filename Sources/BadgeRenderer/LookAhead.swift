internal import Foundation
internal import Synchronization

/// Results that a second thread works out ahead of the one that needs them, which takes them in order.
///
/// What is worked out does not depend on who does it or when, so neither does what is drawn. On a single processor nobody
/// works ahead. At most `chunksAhead` chunks wait, however many elements there are.
struct LookAhead<Element: Sendable> {
    private static var chunkSize: Int { 32 }
    private static var chunksAhead: Int { 8 }

    /// A stretch of elements, worked out once by whoever comes first; a second one waits for it.
    private final class Chunk: Sendable {
        let range: Range<Int>
        private let make: @Sendable (Int) -> Element
        private let elements = Mutex<[Element]?>(nil)

        init(_ range: Range<Int>, _ make: @escaping @Sendable (Int) -> Element) {
            self.range = range
            self.make = make
        }

        func workedOut() -> [Element] {
            elements.withLock { elements in
                if let elements { return elements }
                let made = range.map(make)
                elements = made
                return made
            }
        }
    }

    private let count: Int
    private let make: @Sendable (Int) -> Element
    private let queue: DispatchQueue?
    private var waiting: [Chunk] = []
    private var begun = 0
    private var current: (range: Range<Int>, elements: [Element]) = (0..<0, [])

    /// `make` is called once for each index from 0 to `count`, on either thread.
    init(
        count: Int, processors: Int,
        _ make: @escaping @Sendable (Int) -> Element
    ) {
        self.count = count
        self.make = make
        queue = processors > 1 && count > Self.chunkSize ? DispatchQueue(label: "look-ahead") : nil
    }

    /// The element at an index that is not less than the one asked for before.
    mutating func element(at index: Int) -> Element {
        precondition(index >= current.range.lowerBound && index < count, "elements are taken in order")
        while !current.range.contains(index) {
            beginChunks()
            let next = waiting.removeFirst()
            current = (next.range, next.workedOut())
        }
        return current.elements[index - current.range.lowerBound]
    }

    private mutating func beginChunks() {
        while waiting.isEmpty || queue != nil && waiting.count <= Self.chunksAhead, begun < count {
            let chunk = Chunk(begun..<min(begun + Self.chunkSize, count), make)
            begun = chunk.range.upperBound
            waiting.append(chunk)
            // The first is needed at once.
            if let queue, waiting.count > 1 { queue.async { _ = chunk.workedOut() } }
        }
    }
}
