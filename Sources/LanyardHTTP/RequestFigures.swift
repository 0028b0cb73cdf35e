package import Hummingbird
import Synchronization

/// How many requests an event was asked, and how long the answers took, by the route as it is described: no address, no code, nobody.
package final class RequestFigures: Sendable {
    /// The upper bounds of the histogram, in seconds.
    package static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

    package struct Key: Sendable, Hashable {
        package let method: String
        /// As it is described: `/v1/registrations/{code}`; `none` where nothing is.
        package let route: String
    }

    /// Of one route and method.
    package struct Figures: Sendable, Hashable {
        /// By the status of the answer.
        package fileprivate(set) var statuses: [Int: Int] = [:]
        /// How many took up to each bound and no longer than the one before; the last is for all beyond.
        package fileprivate(set) var durations = Array(repeating: 0, count: RequestFigures.bounds.count + 1)
        package fileprivate(set) var seconds = 0.0

        fileprivate mutating func count(status: Int, seconds: Double) {
            statuses[status, default: 0] += 1
            durations[RequestFigures.bounds.firstIndex { seconds <= $0 } ?? RequestFigures.bounds.count] += 1
            self.seconds += seconds
        }
    }

    /// How many pairs are told apart; there are fewer routes.
    private static let countMax = 2_000

    private let figures = Mutex<[Key: Figures]>([:])

    package init() {}

    /// What was counted since the event was opened.
    package var all: [Key: Figures] { figures.withLock { $0 } }

    fileprivate func count(_ key: Key, status: Int, seconds: Double) {
        figures.withLock { all in
            guard all[key] != nil || all.count < Self.countMax else { return }
            all[key, default: Figures()].count(status: status, seconds: seconds)
        }
    }
}

/// Counts each request, with the time until its answer begins.
package struct CountedRequests: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private let figures: RequestFigures

    package init(_ figures: RequestFigures) { self.figures = figures }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let begun = ContinuousClock.now
        let response = try await next(request, context)
        let key = RequestFigures.Key(
            method: request.method.rawValue, route: context.endpointPath ?? "none")
        figures.count(key, status: response.status.code, seconds: begun.duration(to: .now) / .seconds(1))
        return response
    }
}
