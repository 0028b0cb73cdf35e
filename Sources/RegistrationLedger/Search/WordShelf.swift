/// The words that stand in what people are found by, each once, so that one that is mistyped leads to those it may have meant.
///
/// One slip leaves the first two letters of a word or the last two as they are; only in a word of four can it change one of each,
/// by turning the two in the middle. So words are kept by both pairs, and of 100,000 people a few hundred are looked at.
struct WordShelf: Sendable {
    /// Words shorter than that have too many neighbours to guess at.
    static let lengthMin = 4
    /// How many words are offered for one that is mistyped.
    private static let offersMax = 12

    private struct Pair: Hashable, Sendable {
        let first: Unicode.Scalar
        let second: Unicode.Scalar
    }

    private var known: Set<String> = []
    private var heads: [Pair: [[Unicode.Scalar]]] = [:]
    private var tails: [Pair: [[Unicode.Scalar]]] = [:]

    /// Takes the words of a text that are made of letters alone: no addresses, codes and numbers.
    mutating func add(_ text: String) {
        // By bytes, as a blank is one: everybody's words come by here when a server starts.
        for word in text.utf8.split(separator: UInt8(ascii: " ")) where word.count >= Self.lengthMin {
            guard Self.isOfLetters(word), known.insert(String(Substring(word))).inserted else { continue }
            let letters = Array(Substring(word).unicodeScalars)
            heads[Self.head(letters), default: []].append(letters)
            tails[Self.tail(letters), default: []].append(letters)
        }
    }

    /// Words that a word becomes by one slip: a letter too many, too few, another, or two in the wrong order.
    func neighbours(of word: String) -> [String] {
        let letters = Array(word.unicodeScalars)
        guard letters.count >= Self.lengthMin else { return [] }
        var candidates = (heads[Self.head(letters)] ?? []) + (tails[Self.tail(letters)] ?? [])
        if letters.count == 4 { candidates.append([letters[0], letters[2], letters[1], letters[3]]) }
        var found: Set<String> = []
        for other in candidates where found.count < Self.offersMax && SlipDistance.isOne(letters, other) {
            let text = String(String.UnicodeScalarView(other))
            if known.contains(text) { found.insert(text) }
        }
        return found.sorted()
    }

    private static func isOfLetters(_ word: Substring.UTF8View) -> Bool {
        var isASCII = true
        for byte in word {
            if byte >= 0x80 { isASCII = false } else if !(0x61...0x7A).contains(byte | 0x20) { return false }
        }
        guard !isASCII else { return true }
        let scalars = Substring(word).unicodeScalars
        return scalars.count >= lengthMin && scalars.allSatisfy(\.properties.isAlphabetic)
    }

    private static func head(_ letters: [Unicode.Scalar]) -> Pair { Pair(first: letters[0], second: letters[1]) }

    private static func tail(_ letters: [Unicode.Scalar]) -> Pair {
        Pair(first: letters[letters.count - 2], second: letters[letters.count - 1])
    }
}
