import Conference
import EventStore
package import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What all pages of one server share: templates, words, files, and how a page is opened.
final class PageSite: Sendable {
    let services: EventServices
    let templates: PageTemplates
    let files: StaticFiles
    let lockout: Lockout
    /// Whether the server itself speaks TLS.
    let overTLS: Bool
    private let logger: Logger
    private let words = Mutex<[Language: PageWords]>([:])

    init(services: EventServices, lockout: Lockout, overTLS: Bool, logger: Logger) {
        self.services = services
        self.lockout = lockout
        self.overTLS = overTLS
        self.logger = logger
        templates = PageTemplates(folder: services.resources.pageTemplates)
        files = StaticFiles(folder: services.resources.staticFiles)
    }

    func words(_ language: Language) throws -> PageWords {
        try words.withLock { words in
            if let known = words[language] { return known }
            let file = services.resources.pageTemplates.appendingPathComponent("\(language.rawValue).words")
            let read = try PageWords(language, file: String(contentsOf: file, encoding: .utf8))
            words[language] = read
            return read
        }
    }

    /// The language that was chosen on a page, else the one that the browser likes best.
    static func language(of request: Request) -> Language {
        request.cookies[PageVisit.languageCookie].flatMap { Language(rawValue: $0.value) }
            ?? Language(accepting: request.headers[.acceptLanguage])
    }

    /// An error for a program: in English as the catalogue has it, else as the pages say it.
    ///
    /// - Parameter details: those with which the English words are filled.
    func explanation(
        of english: Words, _ details: [ErrorDetail], to request: Request
    ) -> (language: Language, title: String, detail: String) {
        let language = Self.language(of: request)
        guard language != .english, let words = try? words(language) else {
            return (.english, english.sentence, english.advice)
        }
        let (sentence, advice) = words.explanation(of: english, details)
        return (language, sentence, advice)
    }

    /// Opens a page for a request, whoever sent it.
    func visit(_ request: Request, _ context: DeviceRequestContext) async throws -> PageVisit {
        let language = Self.language(of: request)
        let event = try await services.store.definition()
        let isSecure = PageSession.isSecure(request, overTLS: overTLS)
        var session: PageSession?
        var isRevoked = false
        if let secret = PageSession.secret(in: request, isSecure: isSecure) {
            if let device = try await services.store.device(secret: secret) {
                session = PageSession(device: device, secret: secret)
            } else {
                isRevoked = try await services.store.isRevoked(secret: secret)
                if !isRevoked { try await lockout.punish(context.remoteAddress) }
            }
        }
        return PageVisit(
            site: self, request: request, context: context, session: session, isRevoked: isRevoked,
            isSecure: isSecure, event: event, words: try words(language), format: PageFormat(language, event))
    }

    /// The page for an error; where nobody is signed in, the way to /enroll.
    func answer(_ error: any Error, _ visit: PageVisit) throws -> Response {
        let words = Words(for: error)
        logger.note(error, words, request: visit.context.id)
        if (error as? ServerError)?.code == .tokenMissing, visit.request.method == .get || visit.request.method == .head
        {
            return .redirect(to: Paths.enrollPage, type: .normal)
        }
        let (sentence, advice) = visit.words.explanation(of: error)
        var response = try visit.page(
            "error", ["sentence": .text(sentence), "advice": .text(advice), "code": .text(words.code)],
            status: HTTPResponse.Status(code: words.status))
        if (error as? EventStoreError)?.code == .deviceRevoked {
            response.headers[values: .setCookie].append(PageSession.end(isSecure: visit.isSecure))
            // What the page kept for itself goes as well.
            response.headers[HTTPField.Name("Clear-Site-Data")!] = "\"cache\", \"storage\""
        }
        return response
    }
}

extension ResourceFolder {
    /// Templates and words of the pages.
    package var pageTemplates: URL { url.appendingPathComponent("templates/pages") }
    /// Style sheets, scripts and pictures of the pages.
    package var staticFiles: URL { url.appendingPathComponent("templates/static") }
}
