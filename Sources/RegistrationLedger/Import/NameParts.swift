import Conference

/// Names in the order of a list: `Smith, John`, `van der Berg, Jan`.
enum NameParts {
    /// A name that a list gives as family name, comma, given name; nil for any other.
    static func turned(_ name: String) -> (name: String, family: String, given: String)? {
        let parts = name.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        guard parts.count == 2 || parts.count == 3, parts.prefix(2).allSatisfy({ !$0.isEmpty }) else { return nil }
        guard !FamilyName.isSuffix(parts[1]) else {
            // ‘Smith, Jr., John’ is turned, ‘John Smith, Jr.’ is not.
            guard parts.count == 3, !FamilyName.isSuffix(parts[2]), !parts[2].isEmpty else { return nil }
            return ("\(parts[2]) \(parts[0]), \(parts[1])", "\(parts[0])", "\(parts[2]), \(parts[1])")
        }
        guard parts[1].split(separator: " ").count <= 4, parts[0].split(separator: " ").count <= 5 else { return nil }
        let suffix = parts.count == 3 ? parts[2] : ""
        guard suffix.isEmpty || FamilyName.isSuffix(suffix) else { return nil }
        let end = suffix.isEmpty ? "" : ", \(suffix)"
        return ("\(parts[1]) \(parts[0])\(end)", parts[0], parts[1] + end)
    }

    /// Whether a name is the two parts in the order of a list.
    static func isTurned(_ name: String, first: String, last: String) -> Bool {
        guard let parts = turned(name) else { return false }
        return SearchText.fold(parts.family) == SearchText.fold(last)
            || SearchText.fold(parts.given) == SearchText.fold(first)
    }

    /// What a name is sorted by where its words alone do not tell; empty where they do.
    static func sortName(_ family: String, _ given: String, of name: String) -> String {
        SearchText.fold(FamilyName.of(name)) == SearchText.fold(family) ? "" : "\(family), \(given)"
    }

    /// Whether two names can be one that was written otherwise: one word of them is the same, or all but a letter or two are.
    static func areAlike(_ one: String, _ other: String) -> Bool {
        let words = [one, other].map { Set(SearchText.fold($0).split(separator: " ").map(String.init)) }
        if !words[0].isDisjoint(with: words[1]) { return true }
        return SlipDistance.isWithin(2, Array(SearchText.fold(one).utf8), Array(SearchText.fold(other).utf8))
    }
}
