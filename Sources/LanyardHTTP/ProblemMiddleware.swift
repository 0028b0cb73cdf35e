import Conference
import EventDesk
import Foundation
import HTTPTypes
package import Hummingbird
package import Logging
import Wording

/// Answers errors: a browser that goes to an address gets a page, everything else gets `application/problem+json` (RFC
/// 9457) with a stable `code`. Both are in the language that the request asks for.
package struct ProblemMiddleware: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    /// Makes the page of an error; nil if no page can be made.
    package typealias PageMaker = @Sendable (any Error, Request, DeviceRequestContext) async -> Response?

    private let logger: Logger
    private let pageOf: PageMaker

    package init(logger: Logger, page: @escaping PageMaker) {
        self.logger = logger
        pageOf = page
    }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            if error.isMalformedHTTP { throw error }
            let error = Self.described(error)
            let words = Words(for: error, answering: request)
            logger.note(error, words, request: context.logID)
            if let page = await page(error, request, context) { return page }
            return answer(error, words, to: request)
        }
    }

    /// What the framework itself refuses gets our own codes.
    private static func described(_ error: any Error) -> any Error {
        if error is DecodingError || error.isLostConnection { return ServerError(.bodyInvalid) }
        guard let error = error as? any HTTPResponseError else { return error }
        return switch error.status.code {
        case 404: ServerError(.routeUnknown)
        case 413: ServerError(.bodyTooLarge)
        case 400..<500: ServerError(.bodyInvalid)
        default: ServerError(.internalFailure)
        }
    }

    /// The page for somebody who went to an address outside the API; nil for scripts and programs, which do not ask for
    /// HTML, and if no page can be made.
    private func page(_ error: any Error, _ request: Request, _ context: Context) async -> Response? {
        guard request.headers[.accept]?.contains("text/html") == true, !Self.isAPI(request.uri.path) else { return nil }
        return await pageOf(error, request, context)
    }

    private static func isAPI(_ path: String) -> Bool {
        [Paths.api, Paths.metrics, Paths.keyServer].contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    private func answer(_ error: any Error, _ words: Words, to request: Request) -> Response {
        let details = (error as? any DescribedError)?.details ?? []
        let problem = Problem(
            status: words.status, code: words.code, title: words.sentence, detail: words.advice,
            difference: details.first { $0.name == "difference" }?.value,
            choices: details.first { $0.name == "certificates" }.map { Problem.Choice.all(in: $0.value) })
        let body = (try? JSONText.encode(problem)) ?? Data()
        var response = Response(
            status: HTTPResponse.Status(code: words.status),
            headers: [
                .contentType: "application/problem+json", .contentLanguage: request.language.rawValue,
                .vary: RequestWords.variesBy,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        if words.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        if words.status == 405 { response.headers[.allow] = details.first { $0.name == "methods" }?.value }
        return response
    }

    private struct Problem: Encodable {
        let status: Int
        let code: String
        let title: String
        let detail: String
        /// Where a typed fingerprint differs; nil for every other problem.
        let difference: String?
        /// The keys of which one has to be chosen; nil for every other problem.
        let choices: [Choice]?

        struct Choice: Encodable {
            let fingerprint: String
            let userID: String

            /// One a line: a fingerprint, a blank, a user id.
            static func all(in text: String) -> [Choice] {
                text.split(separator: "\n").map { line in
                    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                    return Choice(fingerprint: String(parts[0]), userID: parts.count > 1 ? String(parts[1]) : "")
                }
            }
        }
    }
}
