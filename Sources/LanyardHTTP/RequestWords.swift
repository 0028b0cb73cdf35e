package import Conference
package import EventDesk
import Foundation
package import Hummingbird
import Synchronization
package import Wording

/// The words of an answer, in the language that its request asks for; read once per process.
package final class RequestWords: Sendable {
    /// The cookie of the language that was chosen on a page.
    package static let languageCookie = "lang"
    /// What the language of an answer depends on.
    package static let variesBy = "Accept-Language, Cookie"

    private let resources: ResourceFolder
    private let words = Mutex<[Language: PageWords]>([:])

    package init(_ resources: ResourceFolder) { self.resources = resources }

    /// - Throws: `page_words_wrong`.
    package func words(_ language: Language) throws -> PageWords {
        try words.withLock { words in
            if let known = words[language] { return known }
            let file = resources.pageTemplates.appendingPathComponent("\(language.rawValue).words")
            let read = try PageWords(language, file: String(contentsOf: file, encoding: .utf8))
            words[language] = read
            return read
        }
    }

    /// The language that was chosen on a page, or else the browser's preferred one.
    package static func language(of request: Request) -> Language {
        request.cookies[languageCookie].flatMap { Language(rawValue: $0.value) }
            ?? Language(accepting: request.headers[.acceptLanguage])
    }

    /// An error for a program: in English as in the catalogue, otherwise as on the pages.
    ///
    /// - Parameter details: the details for the English words.
    package func explanation(
        of english: Words, _ details: [ErrorDetail], to request: Request
    ) -> (language: Language, title: String, detail: String) {
        let language = Self.language(of: request)
        guard language != .english, let words = try? words(language) else {
            return (.english, english.sentence, english.advice)
        }
        let (sentence, advice) = words.explanation(of: english, details)
        return (language, sentence, advice)
    }
}
