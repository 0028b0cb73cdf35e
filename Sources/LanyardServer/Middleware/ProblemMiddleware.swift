import Conference
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Answers errors as `application/problem+json` (RFC 9457), with a stable `code`.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = DeviceRequestContext

    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            return answer(Self.words(for: error.status))
        } catch is DecodingError {
            return answer(Words(for: ServerError("body_invalid")))
        } catch {
            let words = Words(for: error)
            report(error, as: words, requestID: context.id)
            return answer(words)
        }
    }

    /// Tells the operator what the server could not do: its own flaw as an error, what it waits for in others as a warning.
    private func report(_ error: any Error, as words: Words, requestID: String) {
        // Only the kind of error and its code: its text could hold something personal.
        switch words.status {
        case ..<500: return
        case 500: logger.error("internal error", metadata: ["type": "\(type(of: error))", "id": "\(requestID)"])
        default: logger.warning("not available", metadata: ["code": "\(words.code)", "id": "\(requestID)"])
        }
    }

    private func answer(_ words: Words) -> Response {
        let problem = Problem(status: words.status, code: words.code, title: words.sentence, detail: words.advice)
        let body = (try? JSONText.encode(problem)) ?? Data()
        var response = Response(
            status: HTTPResponse.Status(code: words.status), headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        if words.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// What the framework refuses by itself.
    private static func words(for status: HTTPResponse.Status) -> Words {
        switch status.code {
        case 404: Words(for: ServerError("route_unknown"))
        case 413: Words(for: ServerError("body_too_large"))
        case 400..<500: Words(for: ServerError("body_invalid"))
        default: Words(for: ServerError("internal"))
        }
    }

    private struct Problem: Encodable {
        let status: Int
        let code: String
        let title: String
        let detail: String
    }
}
