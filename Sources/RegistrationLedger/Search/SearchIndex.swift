import Conference
import Foundation

/// What every registration is found by, in memory: finds all that contain some words, anywhere within them.
///
/// A scan of 100,000 texts takes longer than a person's next key press may; a database index knows beginnings of words
/// only. So the texts are in segments, and a segment keeps one bit per text for each pair of neighbouring bytes: the
/// texts that can contain a word are the AND of the bits of its pairs, 64 texts at a time, and only these are looked
/// into. A zero byte stands before each text, so that its beginning is a pair as well. About 240 bytes a registration.
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
        slots[id] = (segments.count - 1) * Segment.size + segments[segments.count - 1].append(id, text)
        if staleCount > Segment.size, staleCount > slots.count { compact() }
    }

    /// A text in which all words occur, and how well it fits.
    struct Hit: Sendable {
        enum Fit: Int, Sendable, Comparable, CaseIterable {
            /// The text begins with the first word.
            case beginning
            /// A word of the text does.
            case wordBeginning
            case within

            static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
        }

        let fit: Fit
        let id: Registration.ID
        fileprivate let key: UInt64
        fileprivate let text: ArraySlice<UInt8>

        fileprivate static func comesFirst(_ left: Hit, _ right: Hit) -> Bool {
            if left.key != right.key { return left.key < right.key }
            let order = Bytes.compare(left.text, right.text)
            return order == 0 ? left.id.rawValue < right.id.rawValue : order < 0
        }
    }

    /// The best texts in which every word occurs, the best first.
    ///
    /// The fits are looked for one after the other, the next only while the page is not full. Within one, a text whose
    /// first letters come behind the last of a full page is passed over unseen, so that a word that everybody has costs
    /// little more than one that few have.
    /// - Parameters:
    ///   - words: folded, without blanks, at least one.
    ///   - limit: how many at the most.
    func hits(_ words: [String], limit: Int) -> [Hit] {
        guard limit > 0, let first = words.first, !words.contains("") else { return [] }
        let (beginning, anywhere) = (Bytes.Pattern("\0" + first), Bytes.Pattern(first))
        let wordBeginning = Bytes.Pattern(" " + first)
        let others = words.dropFirst().map { Bytes.Pattern($0) }
        var hits = best(of: .beginning, [beginning] + others, but: [], limit: limit)
        if hits.count < limit {
            hits += best(of: .wordBeginning, [wordBeginning] + others, but: [beginning], limit: limit - hits.count)
        }
        if hits.count < limit {
            hits += best(of: .within, [anywhere] + others, but: [beginning, wordBeginning], limit: limit - hits.count)
        }
        return hits
    }

    /// The first texts, in their order, that contain all patterns of the one kind and none of the other.
    private func best(
        of fit: Hit.Fit, _ wanted: [Bytes.Pattern], but unwanted: [Bytes.Pattern], limit: Int
    ) -> [Hit] {
        var best: [Hit] = []
        for segment in segments {
            segment.forEachCandidate(wanted) { slot, key, texts in
                if best.count == limit, best[limit - 1].key < key { return }
                let text = UnsafeRawBufferPointer(rebasing: texts[segment.range(slot)])
                for pattern in wanted where !pattern.occurs(in: text) { return }
                for pattern in unwanted where pattern.occurs(in: text) { return }
                let hit = Hit(fit: fit, id: segment.ids[slot], key: key, text: segment.text(slot).dropFirst())
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
            let text = old.segments[slot / Segment.size].text(slot % Segment.size).dropFirst()
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
        /// The first eight bytes of each text, so that most comparisons need no look at it.
        private var keys: [UInt64] = []
        private var bytes: [UInt8] = []
        private var ends: [Int] = []
        /// One bit per slot: whether the slot still counts.
        private var live = [UInt64](repeating: 0, count: wordCount)
        /// `wordCount` words for each bucket.
        private var pairs = [UInt64](repeating: 0, count: bucketCount * wordCount)

        var isFull: Bool { ids.count == Self.size }

        /// The text with the zero byte before it.
        func text(_ slot: Int) -> ArraySlice<UInt8> { bytes[range(slot)] }

        /// Where it lies among all bytes of the segment.
        func range(_ slot: Int) -> Range<Int> { (slot == 0 ? 0 : ends[slot - 1])..<ends[slot] }

        mutating func append(_ id: Registration.ID, _ text: String) -> Int {
            let (slot, start) = (ids.count, bytes.count)
            ids.append(id)
            bytes.append(0)
            bytes.append(contentsOf: text.utf8)
            ends.append(bytes.count)
            keys.append(Bytes.key(bytes[(start + 1)...]))
            let (word, bit) = (slot / 64, UInt64(1) << (slot % 64))
            live[word] |= bit
            // By their addresses, as every pair of everybody is set when a server starts.
            pairs.withUnsafeMutableBufferPointer { pairs in
                bytes[start...].withUnsafeBufferPointer { text in
                    for place in 1..<text.count {
                        pairs[Self.bucket(text[place - 1], text[place]) * Self.wordCount + word] |= bit
                    }
                }
            }
            return slot
        }

        mutating func remove(_ slot: Int) { live[slot / 64] &= ~(1 << (slot % 64)) }

        /// Visits every slot that may contain all the patterns, with the bytes of all texts.
        func forEachCandidate(
            _ patterns: [Bytes.Pattern], _ visit: (_ slot: Int, _ key: UInt64, _ texts: UnsafeRawBufferPointer) -> Void
        ) {
            let buckets = Set(patterns.flatMap { Self.buckets($0.bytes) }).map { $0 * Self.wordCount }
            bytes.withUnsafeBytes { texts in
                for word in 0..<(ids.count + 63) / 64 {
                    var candidates = live[word]
                    for bucket in buckets where candidates != 0 { candidates &= pairs[bucket + word] }
                    while candidates != 0 {
                        let slot = word * 64 + candidates.trailingZeroBitCount
                        visit(slot, keys[slot], texts)
                        candidates &= candidates - 1
                    }
                }
            }
        }

        private static func buckets(_ text: [UInt8]) -> [Int] { zip(text, text.dropFirst()).map(bucket) }

        private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
            (Int(first) * 31 + Int(second) * 7) % bucketCount
        }
    }

    /// Comparing and searching bytes the way the C library does.
    private enum Bytes {
        /// Bytes that are looked for in many texts: by the one among them that is rarest in names.
        struct Pattern {
            let bytes: [UInt8]
            private let pivot: Int

            /// - Precondition: the text is not empty.
            init(_ text: String) {
                let bytes = Array(text.utf8)
                self.bytes = bytes
                pivot = bytes.indices.max { Self.rarity(bytes[$0]) < Self.rarity(bytes[$1]) } ?? 0
            }

            func occurs(in text: UnsafeRawBufferPointer) -> Bool {
                bytes.withUnsafeBytes { pattern in
                    guard let start = text.baseAddress, let wanted = pattern.baseAddress, text.count >= pattern.count
                    else { return false }
                    // Where the pivot may stand, so that the whole pattern lies within the text.
                    var place = start + pivot
                    let end = start + text.count - pattern.count + pivot + 1
                    while place < end, let found = memchr(place, Int32(pattern[pivot]), end - place) {
                        let found = UnsafeRawPointer(found)
                        if memcmp(found - pivot, wanted, pattern.count) == 0 { return true }
                        place = found + 1
                    }
                    return false
                }
            }

            /// The blank and the letters of names from the most frequent on; whatever is not among them is rarer.
            private static let frequent = Array(" eanoirlsmtkhdcgbyupv.@|0123456789wfjxqz".utf8)

            private static func rarity(_ byte: UInt8) -> Int { frequent.firstIndex(of: byte) ?? frequent.count }
        }

        /// The first eight bytes as a number that compares as they do.
        static func key(_ text: ArraySlice<UInt8>) -> UInt64 {
            let head = text.prefix(8)
            return head.reduce(0) { $0 << 8 | UInt64($1) } << (8 * UInt64(8 - head.count))
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
