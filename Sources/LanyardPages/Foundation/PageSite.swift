import Catalogues
import Conference
package import EventDesk
import EventStore
import Foundation
import HTTPTypes
package import Hummingbird
package import LanyardHTTP
package import Logging
import NIOCore
import Synchronization
import Wording

/// What all pages of one server share: templates, words, files, and how a page is opened.
package final class PageSite: Sendable {
    let services: EventServices
    let templates: PageTemplates
    let files: StaticFiles
    let lockout: Lockout
    private let logger: Logger

    /// - Parameter material: what the pages are made of; the events of one server share it.
    package init(services: EventServices, material: PageMaterial, lockout: Lockout, logger: Logger) {
        self.services = services
        self.lockout = lockout
        self.logger = logger
        templates = material.templates
        files = material.files
    }

    /// Opens a page for a request, whoever sent it.
    func visit(_ request: Request, _ context: DeviceRequestContext) async throws -> PageVisit {
        let language = request.language
        let event = try await services.store.definition()
        var session: PageSession?
        var isRevoked = false
        if let secret = PageSession.secret(in: request, context) {
            if let device = try await services.store.device(secret: secret) {
                session = PageSession(device: device, secret: secret)
                ConnectionStanding.current?.welcome()
            } else {
                isRevoked = try await services.store.isRevoked(secret: secret)
                if !isRevoked { try await lockout.punish(context.remoteAddress) }
            }
        }
        return PageVisit(
            site: self, request: request, context: context, session: session, isRevoked: isRevoked,
            event: event, bar: try await services.store.writeBar(),
            words: Catalogue.of(language), format: ReaderFormat(language, event))
    }

    /// The page for an error of a request that no page took; nil where none can be made.
    package func answer(
        _ error: any Error, to request: Request, _ context: DeviceRequestContext
    ) async -> Response? {
        do {
            return try answer(error, try await visit(request, context))
        } catch {
            return nil
        }
    }

    /// The page for an error; where nobody is signed in, the way to /enroll.
    func answer(_ error: any Error, _ visit: PageVisit) throws -> Response {
        if error.isMalformedHTTP { throw error }
        let words = Words(for: error, answering: visit.request)
        logger.note(error, words, request: visit.context.logID)
        if (error as? ServerError)?.code == .tokenMissing, visit.request.method == .get || visit.request.method == .head
        {
            return .redirect(to: Paths.enrollPage, type: .normal)
        }
        var response = try visit.page(
            "error",
            ["sentence": .text(words.sentence), "advice": .text(words.advice), "code": .text(words.code)],
            status: HTTPResponse.Status(code: words.status))
        if (error as? EventStoreError)?.code == .deviceRevoked {
            response.setCookie(PageSession.end(visit.context))
            // What the page kept for itself goes as well; but not that of another event on the same host.
            if visit.context.base.isRoot {
                response.headers[HTTPField.Name("Clear-Site-Data")!] = "\"cache\", \"storage\""
            }
        }
        return response
    }
}

/// What pages are made of, read once by a process, whatever the number of its events.
package final class PageMaterial: Sendable {
    package let templates: PageTemplates
    let files: StaticFiles

    package init(_ resources: ResourceFolder) {
        templates = PageTemplates(folder: resources.pageTemplates)
        files = StaticFiles(folder: resources.staticFiles)
    }

    /// A file of `templates/static`.
    ///
    /// - Throws: `route_unknown`.
    package func file(_ name: String, answering request: Request) throws -> Response {
        try files.answer(name, to: request)
    }
}
