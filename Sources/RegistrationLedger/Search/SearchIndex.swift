import Conference
import Foundation

/// What every registration is found by, in memory: finds all that contain some words, anywhere within them.
///
/// A scan of 100,000 texts takes longer than a person's next key press may; a database index knows beginnings of words
/// only. So the texts lie in segments, and a segment keeps one bit per text for each pair of neighbouring bytes: the texts
/// that can contain a word are the AND of the bits of its pairs, 64 texts at a time, and only these are looked into.
/// About 230 bytes a registration.
struct SearchIndex: Sendable {
    private var segments: [Segment] = []
    /// Where each registration's text lies now.
    private var slots: [Registration.ID: Int] = [:]
    /// The last change that the index has seen.
    private(set) var lastChange: Int64 = 0

    /// How many texts are kept that no registration has any more.
    private var staleCount = 0

    /// Puts a registration under its text, which `SearchText.fold` made.
    mutating func put(_ id: Registration.ID, text: String, change: Int64) {
        lastChange = max(lastChange, change)
        if let slot = slots[id] {
            segments[slot / Segment.size].remove(slot % Segment.size)
            staleCount += 1
        }
        if segments.last?.isFull ?? true { segments.append(Segment()) }
        slots[id] = (segments.count - 1) * Segment.size + segments[segments.count - 1].append(id, Array(text.utf8))
        if staleCount > Segment.size, staleCount > slots.count { compact() }
    }

    /// A text in which all words occur, and how well it fits.
    struct Hit: Sendable {
        enum Fit: Int, Sendable, Comparable {
            /// The text begins with the first word.
            case beginning
            /// A word of the text does.
            case wordBeginning
            case within

            static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
        }

        let fit: Fit
        let id: Registration.ID
        fileprivate let text: ArraySlice<UInt8>

        fileprivate static func comesFirst(_ left: Hit, _ right: Hit) -> Bool {
            if left.fit != right.fit { return left.fit < right.fit }
            let order = Bytes.compare(left.text, right.text)
            return order == 0 ? left.id.rawValue < right.id.rawValue : order < 0
        }
    }

    /// The best texts in which every word occurs, the best first.
    ///
    /// - Parameters:
    ///   - words: folded, without blanks, at least one.
    ///   - limit: how many at the most.
    func hits(_ words: [String], limit: Int) -> [Hit] {
        let patterns = words.map { Array($0.utf8) }
        guard limit > 0, !patterns.contains([]), let first = patterns.first else { return [] }
        let wordBeginning = [UInt8(ascii: " ")] + first
        var best: [Hit] = []
        for segment in segments {
            segment.forEachCandidate(patterns) { slot in
                let text = segment.text(slot)
                guard patterns.allSatisfy({ Bytes.contain(text, $0) }) else { return }
                let fit: Hit.Fit =
                    Bytes.begin(text, first)
                    ? .beginning : Bytes.contain(text, wordBeginning) ? .wordBeginning : .within
                if best.count == limit, best[limit - 1].fit < fit { return }
                let hit = Hit(fit: fit, id: segment.ids[slot], text: text)
                if best.count == limit {
                    guard Hit.comesFirst(hit, best[limit - 1]) else { return }
                    best.removeLast()
                }
                best.insert(hit, at: Self.place(of: hit, in: best))
            }
        }
        return best
    }

    private static func place(of hit: Hit, in best: [Hit]) -> Int {
        var (low, high) = (0, best.count)
        while low < high {
            let middle = (low + high) / 2
            if Hit.comesFirst(best[middle], hit) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func compact() {
        let old = self
        self = SearchIndex()
        for (id, slot) in old.slots.sorted(by: { $0.value < $1.value }) {
            let text = old.segments[slot / Segment.size].text(slot % Segment.size)
            put(id, text: String(decoding: text, as: UTF8.self), change: old.lastChange)
        }
    }
}

extension SearchIndex {
    /// So many texts with the bits of their pairs.
    private struct Segment: Sendable {
        static let size = 4_096
        private static let wordCount = size / 64
        /// A pair goes to one of these; 1,024 make a wrong candidate rare and cost 128 bytes a text.
        private static let bucketCount = 1_024

        private(set) var ids: [Registration.ID] = []
        private var bytes: [UInt8] = []
        private var ends: [Int] = []
        /// One bit per slot: whether the slot still counts.
        private var live = [UInt64](repeating: 0, count: wordCount)
        /// `wordCount` words for each bucket.
        private var pairs = [UInt64](repeating: 0, count: bucketCount * wordCount)

        var isFull: Bool { ids.count == Self.size }

        func text(_ slot: Int) -> ArraySlice<UInt8> { bytes[(slot == 0 ? 0 : ends[slot - 1])..<ends[slot]] }

        mutating func append(_ id: Registration.ID, _ text: [UInt8]) -> Int {
            let slot = ids.count
            ids.append(id)
            bytes += text
            ends.append(bytes.count)
            live[slot / 64] |= 1 << (slot % 64)
            for bucket in Self.buckets(text) { pairs[bucket * Self.wordCount + slot / 64] |= 1 << (slot % 64) }
            return slot
        }

        mutating func remove(_ slot: Int) { live[slot / 64] &= ~(1 << (slot % 64)) }

        /// Visits every slot that may contain all the patterns.
        func forEachCandidate(_ patterns: [[UInt8]], _ visit: (_ slot: Int) -> Void) {
            let buckets = Set(patterns.flatMap(Self.buckets)).map { $0 * Self.wordCount }
            for word in 0..<(ids.count + 63) / 64 {
                var candidates = live[word]
                for bucket in buckets where candidates != 0 { candidates &= pairs[bucket + word] }
                while candidates != 0 {
                    visit(word * 64 + candidates.trailingZeroBitCount)
                    candidates &= candidates - 1
                }
            }
        }

        private static func buckets(_ text: [UInt8]) -> [Int] {
            zip(text, text.dropFirst()).map { (Int($0) * 31 + Int($1) * 7) % bucketCount }
        }
    }

    /// Comparing and searching bytes the way the C library does.
    private enum Bytes {
        static func contain(_ text: ArraySlice<UInt8>, _ pattern: [UInt8]) -> Bool {
            text.withUnsafeBytes { text in
                pattern.withUnsafeBytes { pattern in
                    guard var start = text.baseAddress, let wanted = pattern.baseAddress, let first = pattern.first
                    else {
                        return false
                    }
                    let end = start + text.count
                    while end - start >= pattern.count,
                        let found = memchr(start, Int32(first), end - start - pattern.count + 1)
                    {
                        if memcmp(found, wanted, pattern.count) == 0 { return true }
                        start = UnsafeRawPointer(found) + 1
                    }
                    return false
                }
            }
        }

        static func begin(_ text: ArraySlice<UInt8>, _ pattern: [UInt8]) -> Bool {
            guard text.count >= pattern.count else { return false }
            return text.withUnsafeBytes { text in
                pattern.withUnsafeBytes { pattern in
                    guard let start = text.baseAddress, let wanted = pattern.baseAddress else { return pattern.isEmpty }
                    return memcmp(start, wanted, pattern.count) == 0
                }
            }
        }

        static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
            left.withUnsafeBytes { left in
                right.withUnsafeBytes { right in
                    guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else {
                        return left.count - right.count
                    }
                    let order = memcmp(leftStart, rightStart, min(left.count, right.count))
                    return order == 0 ? left.count - right.count : Int(order)
                }
            }
        }
    }
}
