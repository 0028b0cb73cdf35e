package import Conference
import Foundation

/// Every sentence that a person reads, in one language, as `Words/LANGUAGE.words` has them.
///
/// Each line there is `NAME = TEXT`; empty lines and lines that begin with `#` say nothing. All languages have the same
/// names.
package struct Catalogue: Sendable {
    package let language: Language
    private let texts: [String: String]

    private static let english = Catalogue(embedded: .english, PackageResources.en_words)
    private static let french = Catalogue(embedded: .french, PackageResources.fr_words)

    /// The catalogue of a language; read once by a process.
    package static func of(_ language: Language) -> Catalogue {
        switch language {
        case .english: english
        case .french: french
        }
    }

    /// What is wrong with the text of a catalogue.
    package struct LineProblem: Error, Hashable {
        /// From 1.
        package let line: Int
    }

    /// - Throws: `LineProblem` for a line of another form, and for a name that stands twice.
    package init(_ language: Language, text: String) throws(LineProblem) {
        self.language = language
        var texts: [String: String] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, texts.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw LineProblem(line: index + 1)
            }
        }
        self.texts = texts
    }

    private init(embedded language: Language, _ bytes: [UInt8]) {
        do {
            try self.init(language, text: String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("line \(error.line) of the catalogue in \(language.rawValue) is wrong")
        }
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

    /// The text of that name with its places filled; the name itself where there is none.
    package func callAsFunction(_ name: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        Filler.fill(texts[name] ?? name) { place in values.first { $0.key == place }?.value }
    }

    /// The same with the facts of an error.
    package func callAsFunction(_ name: String, _ details: [ErrorDetail]) -> String {
        Filler.fill(texts[name] ?? name) { place in details.first { $0.name == place }?.value }
    }
}
