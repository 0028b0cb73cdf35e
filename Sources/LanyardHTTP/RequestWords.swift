package import Conference
import HTTPTypes
package import Hummingbird
package import Wording

/// The language in which a request is answered, and for whom.
package enum RequestWords {
    /// The cookie of the language that was chosen on a page.
    package static let languageCookie = "lang"
    /// What the language of an answer depends on.
    package static let variesBy = "Accept-Language, Cookie"

    /// The language that was chosen on a page, else the one that the browser likes best.
    package static func language(of request: Request) -> Language {
        request.cookies[languageCookie].flatMap { Language(rawValue: $0.value) }
            ?? Language(accepting: request.headers[.acceptLanguage])
    }

    /// Who reads the answer, by the page that the request comes from or goes to.
    ///
    /// Browsers always say which languages they accept; what calls the API and does not is a program. Never a terminal:
    /// whoever is there asks by commands.
    package static func audience(of request: Request) -> Audience {
        let path = request.uri.path
        func isBelow(_ pages: [String]) -> Bool { pages.contains { path == $0 || path.hasPrefix($0 + "/") } }
        if isBelow([Paths.api, Paths.metrics]), request.headers[.acceptLanguage] == nil { return .program }
        if isBelow(doorPaths) { return .door }
        if isBelow(participantPaths), !isBelow([Paths.keysigningDeskPage]) { return .participant }
        return .desk
    }

    private static let doorPaths =
        [Paths.doorPage] + [Paths.scans, Paths.snapshot, Paths.uploads, Paths.decodings].map { "\(Paths.api)/\($0)" }

    private static let participantPaths =
        [Paths.keysigningPage, Paths.keyServer]
        + [Paths.keysigningSelf, Paths.keysigningTicks, Paths.keysigningReturns].map { "\(Paths.api)/\($0)" }
}

extension Request {
    /// The language in which it is answered.
    package var language: Language { RequestWords.language(of: self) }
}

extension Words {
    /// The words for an error of a request, as whoever made it reads them.
    package init(for error: any Error, answering request: Request) {
        self.init(
            for: error, in: RequestWords.language(of: request), to: RequestWords.audience(of: request))
    }

    /// The same for a code of a list of problems, and for warnings.
    package init(code: AnyErrorCode, details: [ErrorDetail], answering request: Request) {
        self.init(
            code: code, details: details, in: RequestWords.language(of: request),
            to: RequestWords.audience(of: request))
    }
}
