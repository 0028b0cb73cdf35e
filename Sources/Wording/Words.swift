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

    /// The words for an error.
    ///
    /// One that is not among the known is an internal error: nothing of it is shown.
    package init(for error: any Error) {
        guard let error = error as? any DescribedError, let entry = Self.catalogue[error.code] else {
            self.init(
                status: 500, code: "internal", sentence: "Something went wrong inside the program.",
                advice: "Nothing was changed. Try again; if it happens again, keep the log and tell the maintainers.")
            return
        }
        self.init(
            status: entry.status, code: error.code, sentence: Self.fill(entry.sentence, error.details),
            advice: Self.fill(entry.advice, error.details))
    }

    /// The words for a code with its details, for problems of a file that are listed together.
    package init(code: String, details: [ErrorDetail]) {
        let entry = Self.catalogue[code]
        self.init(
            status: entry?.status ?? 500, code: code, sentence: Self.fill(entry?.sentence ?? code, details),
            advice: Self.fill(entry?.advice ?? "", details))
    }

    init(status: Int, code: String, sentence: String, advice: String) {
        self.status = status
        self.code = code
        self.sentence = sentence
        self.advice = advice
    }

    /// Puts the details into a sentence: `{name}` stands for the detail of that name.
    private static func fill(_ sentence: String, _ details: [ErrorDetail]) -> String {
        details.reduce(sentence) { $0.replacing("{\($1.name)}", with: $1.value) }
            .replacing(#/ ?[#‘]?\{[a-z_]+\}’?/#, with: "")
    }
}

extension Words {
    /// Every code that has words.
    package static var codes: Set<String> { Set(catalogue.keys) }
}
