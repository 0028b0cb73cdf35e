/// Under which part of a name people are looked for: the family name, with the particles that belong to it.
///
/// `Jan van der Berg` and `van der Berg, Jan` are both under `van der Berg`, `John Smith, Jr.` under `Smith`, `José Ortega y
/// Gasset` under `Ortega y Gasset`, `山田 太郎` under `山田`. Whoever is to be found elsewhere has a sort name of their own: `Berg, Jan van der`.
package enum FamilyName {
    /// The family name of a name as people write it; the name itself where it has one word.
    package static func of(_ name: String) -> String { parts(name).family }

    /// What a list by family names is sorted by: the family name, then the rest.
    ///
    /// - Parameter sortName: what the person or the organizer says it is; empty for what the name tells.
    package static func key(name: String, sortName: String = "") -> (family: String, given: String) {
        guard sortName.isEmpty else {
            let (family, given) = split(sortName)
            return (family, given.isEmpty ? name : given)
        }
        return parts(name)
    }

    private static func parts(_ name: String) -> (family: String, given: String) {
        let (head, tail) = split(name)
        if !tail.isEmpty, !isSuffix(tail) { return (head, tail) }
        var words = head.split(separator: " ").map(String.init)
        while words.count > 1, let last = words.last, isSuffix(last), !isInitial(last) { words.removeLast() }
        guard words.count > 1 else { return (words.first ?? name, "") }
        if isEastAsian(words[0]) { return (words[0], words.dropFirst().joined(separator: " ")) }
        var start = words.count - 1
        while start > 0 {
            let word = words[start - 1]
            if connectors.contains(word), start > 2 {
                start -= 2
            } else if smallParticles.contains(word) || start > 1 && particles.contains(word.lowercased()) {
                start -= 1
            } else {
                break
            }
        }
        return (words[start...].joined(separator: " "), words[..<start].joined(separator: " "))
    }

    /// Whether a word is written in Han, Kana or Hangul, where the family name comes first.
    private static func isEastAsian(_ word: String) -> Bool {
        word.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x1100...0x11FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x20000...0x3FFFF:
                true
            default: false
            }
        }
    }

    /// What stands before and behind the first comma.
    private static func split(_ name: String) -> (head: String, tail: String) {
        func trimmed(_ text: Substring) -> String { text.split(separator: " ").joined(separator: " ") }
        guard let comma = name.firstIndex(where: { $0 == "," || $0 == "，" || $0 == "、" }) else {
            return (trimmed(name[...]), "")
        }
        return (trimmed(name[..<comma]), trimmed(name[name.index(after: comma)...]))
    }

    /// Whether a text is what stands behind a name and is no part of it: `Jr.`, `III`, `PhD`.
    package static func isSuffix(_ text: String) -> Bool {
        let words = text.lowercased().filter { $0 != "." }.split { $0 == " " || $0 == "," }
        return !words.isEmpty && words.allSatisfy { suffixes.contains(String($0)) }
    }

    /// `V` alone may be an initial as well as a fifth.
    private static func isInitial(_ word: String) -> Bool { word.filter { $0 != "." }.count == 1 }

    private static let suffixes: Set<String> = [
        "jr", "sr", "jnr", "snr", "junior", "senior", "ii", "iii", "iv", "v", "vi", "phd", "md", "dphil", "esq", "msc",
        "bsc", "ba", "ma", "mba", "cpa", "peng", "eng", "dds", "obe", "mp", "ret", "rn", "llb", "llm", "jd", "cissp",
    ]
    /// In either case, between a given name and the rest.
    private static let particles: Set<String> = [
        "van", "von", "vom", "der", "den", "de", "del", "della", "delle", "dello", "degli", "dei", "di", "da", "das",
        "do",
        "dos", "du", "des", "la", "las", "le", "les", "los", "ter", "ten", "te", "zu", "zum", "zur", "af", "av", "op",
        "bin",
        "ibn", "bint", "abu", "o'", "mac", "st.", "saint", "’t", "'t", "d’", "d'",
    ]
    /// In lower case alone: written large they are given names.
    private static let smallParticles = particles.union(["al", "el", "ben", "san", "santa", "in", "het"])
    private static let connectors: Set<String> = ["y", "i"]
}
