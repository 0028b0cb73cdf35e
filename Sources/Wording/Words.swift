package import Catalogues
package import Conference

/// An error as people and programs are told of it: an HTTP status, a stable code, what happened, what to do next.
package struct Words: Sendable, Hashable {
    /// The status of an HTTP answer (RFC 9110).
    package let status: Int
    package let code: String
    /// One sentence.
    package let sentence: String
    /// What to do next, one sentence; empty where nothing can be done.
    package let advice: String

    /// The words for an error, in a language and to an audience.
    ///
    /// One that is not among the known is an internal error: nothing of it is shown.
    package init(for error: any Error, in language: Language, to audience: Audience) {
        guard let error = error as? any DescribedError, Self.statuses[error.code.rawValue] != nil else {
            self.init(code: "internal", details: [], in: language, to: audience)
            return
        }
        self.init(code: error.code.rawValue, details: error.details, in: language, to: audience)
    }

    /// The words for a code with its details, for problems of a file that are listed together, and for warnings.
    package init(code: some ErrorCode, details: [ErrorDetail], in language: Language, to audience: Audience) {
        self.init(code: code.rawValue, details: details, in: language, to: audience)
    }

    /// As above, for a code of a list of problems.
    package init(code: AnyErrorCode, details: [ErrorDetail], in language: Language, to audience: Audience) {
        self.init(code: code.rawValue, details: details, in: language, to: audience)
    }

    private init(code: String, details: [ErrorDetail], in language: Language, to audience: Audience) {
        let catalogue = Catalogue.of(language)
        let details = details.said(by: catalogue, to: audience)
        let advice = ["advice_\(code).\(audience.rawValue)", "advice_\(code)"].first { catalogue.text($0) != nil }
        status = Self.statuses[code] ?? 500
        self.code = code
        sentence = catalogue("error_\(code)", details)
        self.advice = advice.map { catalogue($0, details) } ?? ""
    }
}

extension Words {
    /// The sentence with the line of a file that it is about.
    package func inLine(_ line: Int, of language: Language) -> String {
        Catalogue.of(language)("line_problem", ["line": String(line), "problem": sentence])
    }
}

extension Catalogue {
    /// An error in this language: what happened, and what to do next.
    ///
    /// - Parameter audience: whoever looks at one of our pages, if nothing else is said.
    package func explanation(
        of error: any Error, to audience: Audience = .desk
    ) -> (sentence: String, advice: String) {
        let words = Words(for: error, in: language, to: audience)
        return (words.sentence, words.advice)
    }
}
