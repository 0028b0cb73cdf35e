package import Conference
import EventDesk
import Foundation

/// All words of the pages in one language, as `templates/pages/LANGUAGE.words` has them.
package struct PageWords: Sendable {
    package let language: Language
    private let texts: [String: String]

    /// Reads lines of the form `name = text`; empty lines and lines that begin with `#` say nothing.
    ///
    /// - Throws: `page_words_wrong` with the line.
    package init(_ language: Language, file: String) throws {
        self.language = language
        var texts: [String: String] = [:]
        for (index, line) in file.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, texts.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw ServerError(
                    "page_words_wrong", .init("language", language.rawValue), .init("line", index + 1))
            }
        }
        self.texts = texts
    }

    package var names: Set<String> { Set(texts.keys) }

    /// The text of that name, as it stands.
    package func text(_ name: String) -> String? { texts[name] }

    /// The texts whose names begin so, by the rest of their names: what a script of a page needs.
    package func texts(withPrefix prefix: String) -> [String: String] {
        texts.reduce(into: [:]) { found, entry in
            if entry.key.hasPrefix(prefix) { found[String(entry.key.dropFirst(prefix.count))] = entry.value }
        }
    }

    /// The text of that name with its places filled: `{amount}` stands for the detail `amount`.
    package func callAsFunction(_ name: String, _ details: KeyValuePairs<String, String> = [:]) -> String {
        fill(texts[name] ?? name, details.map { ($0.key, $0.value) })
    }

    /// An error in this language: what happened, and what to do next. English where the table has no words for it.
    package func explanation(of error: any Error) -> (sentence: String, advice: String) {
        explanation(of: Words(for: error), (error as? any DescribedError)?.details ?? [])
    }

    /// The same for a code that is no error, such as a warning.
    ///
    /// - Parameter details: those with which the English words are filled.
    package func explanation(of words: Words, _ details: [ErrorDetail]) -> (sentence: String, advice: String) {
        let details = details.map { ($0.name, $0.value) }
        guard let sentence = texts["error_\(words.code)"] else {
            // What helps at a terminal does not help at a desk.
            let advice = words.advice.contains("lanyard ") ? self("ask_organizer") : words.advice
            return (words.sentence, advice)
        }
        return (fill(sentence, details), texts["advice_\(words.code)"].map { fill($0, details) } ?? "")
    }

    private func fill(_ text: String, _ details: [(String, String)]) -> String {
        // One pass, so that a detail which looks like a place is not filled again.
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let name = rest[rest.index(after: open)..<close]
            filled += details.first { $0.0 == name }?.1 ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}

extension Language {
    /// The one of ours that a browser likes best (`Accept-Language`, RFC 9110 section 12.5.4); English if it names none.
    package init(accepting header: String?) {
        let ranges = (header ?? "").prefix(500).split(separator: ",").compactMap { range -> (Language, Double)? in
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let tag = parts.first?.split(separator: "-").first.map { $0.lowercased() } ?? ""
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return Language(rawValue: tag).map { ($0, quality) }
        }
        // The first of equals: `max` would take the last.
        self =
            ranges.filter { $0.1 > 0 }.reduce(nil as (Language, Double)?) { best, range in
                if let best, best.1 >= range.1 { return best }
                return range
            }?.0 ?? .english
    }
}
