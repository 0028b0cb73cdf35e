internal import Foundation
internal import Synchronization

/// Results that a second thread prepares for the one that needs them, which takes them in order.
///
/// A result does not depend on which thread prepares it or when, so neither does the drawing. A thread that would have
/// to wait for the other works ahead itself. On a single processor, nobody works ahead. At most `chunksAhead` chunks
/// wait, however many elements there are.
struct LookAhead<Element: Sendable> {
    private static var chunkSize: Int { 32 }
    private static var chunksAhead: Int { 8 }

    /// A stretch of elements, prepared once by whoever comes first.
    private final class Chunk: Sendable {
        private enum State {
            case untouched, begun
            case done([Element])
        }

        let range: Range<Int>
        private let make: @Sendable (Int) -> Element
        private let state = Mutex(State.untouched)
        private let finished = DispatchSemaphore(value: 0)

        init(_ range: Range<Int>, _ make: @escaping @Sendable (Int) -> Element) {
            self.range = range
            self.make = make
        }

        /// Prepares the elements, unless somebody has begun.
        ///
        /// - Returns: whether it did.
        func workOut() -> Bool {
            let isMine = state.withLock { state in
                guard case .untouched = state else { return false }
                state = .begun
                return true
            }
            guard isMine else { return false }
            let made = range.map(make)
            state.withLock { $0 = .done(made) }
            finished.signal()
            return true
        }

        /// Nil until they are prepared.
        var elements: [Element]? {
            state.withLock { if case .done(let elements) = $0 { elements } else { nil } }
        }

        /// Waits for whoever began. Only the thread that needs the elements calls this, and only once.
        func awaitElements() -> [Element] {
            finished.wait()
            guard let elements else { preconditionFailure("a chunk is finished when its elements are there") }
            return elements
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
            current = (waiting[0].range, nextElements())
            waiting.removeFirst()
        }
        return current.elements[index - current.range.lowerBound]
    }

    /// The elements of the first chunk. While another thread prepares it, this one takes a later chunk.
    private func nextElements() -> [Element] {
        _ = waiting[0].workOut()
        for chunk in waiting.dropFirst() where waiting[0].elements == nil { _ = chunk.workOut() }
        return waiting[0].elements ?? waiting[0].awaitElements()
    }

    private mutating func beginChunks() {
        while waiting.isEmpty || queue != nil && waiting.count <= Self.chunksAhead, begun < count {
            let chunk = Chunk(begun..<min(begun + Self.chunkSize, count), make)
            begun = chunk.range.upperBound
            waiting.append(chunk)
            // The first is needed at once.
            if let queue, waiting.count > 1 { queue.async { _ = chunk.workOut() } }
        }
    }
}
