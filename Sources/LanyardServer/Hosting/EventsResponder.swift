import EventDesk
import EventStore
import HTTPTypes
package import Hummingbird
package import LanyardHTTP
import LanyardPages
package import Logging

/// Leads each request to the event that its address names: `/e/NAME/…`, or a host of its own.
package struct EventsResponder: HTTPResponder {
    package typealias Context = DeviceRequestContext

    private let house: EventHouse
    private let base: BasePath
    private let hosts: [String: String]
    private let forwarded: ForwardedAddress
    private let problems: ProblemMiddleware
    private let headers: SecurityHeaders
    private let front: RouterResponder<DeviceRequestContext>

    /// - Parameter hosts: which event a host's addresses are those of, by the host's name in lower case.
    package init(_ house: EventHouse, hosts: [String: String], options: ServerOptions, logger: Logger) {
        self.house = house
        self.hosts = hosts
        base = options.base
        forwarded = ForwardedAddress(trusting: options.limits.proxies, overTLS: options.tls != nil)
        let pages = FrontPages(material: house.material.material)
        problems = ProblemMiddleware(logger: logger) { error, request, context in
            pages.answer(error, to: request, context)
        }
        headers = SecurityHeaders(strictDays: options.tls == nil ? nil : options.strictDays)
        front = FrontRoutes(house: house, pages: pages)
            .router(options: options, problems: problems, logger: logger).buildResponder()
    }

    package func respond(to request: Request, context: Context) async throws -> Response {
        var (request, context) = forwarded.understood(request, context)
        context.base = base
        // A proxy may take its own path off, or leave it.
        if let inner = base.taken(off: request) { request = inner }
        guard let (name, place) = place(of: request) else {
            return try await front.respond(to: request, context: context)
        }
        let all = base.appending(place)
        guard let inner = BasePath(place)?.taken(off: request), !isBare(request, place) else {
            return .redirect(to: all.address("/"), type: .permanent)
        }
        context.base = all
        do {
            return try await house.event(named: name).respond(to: inner, context: context)
        } catch {
            if error.isMalformedHTTP { throw error }
            return try await headers.handle(inner, context: context) { [problems] request, context in
                try await problems.handle(request, context: context) { _, _ in throw error }
            }
        }
    }

    /// Which event a request is for, and below which path it is; nil for the list of all.
    private func place(of request: Request) -> (name: String, path: String)? {
        let segments = request.uri.path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        if segments.count >= 2, request.uri.path.hasPrefix("\(Paths.events)/\(segments[1])"),
            EventFolder.isName(String(segments[1]))
        {
            return (String(segments[1]), "\(Paths.events)/\(segments[1])")
        }
        guard let host = request.head.authority.map(Self.name), let name = hosts[host] else { return nil }
        return (name, "")
    }

    /// Whether it is the event's address without the slash at its end, below which its pages are.
    private func isBare(_ request: Request, _ place: String) -> Bool { !place.isEmpty && request.uri.path == place }

    /// A host without its port, in lower case.
    private static func name(_ authority: String) -> String {
        let bare = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return bare.lowercased()
    }
}

/// Serves one event below the path that a proxy in front has for it.
package struct BasedResponder: HTTPResponder {
    package typealias Context = DeviceRequestContext

    private let base: BasePath
    private let responder: RouterResponder<DeviceRequestContext>

    package init(_ base: BasePath, _ router: Router<DeviceRequestContext>) {
        self.base = base
        responder = router.buildResponder()
    }

    package func respond(to request: Request, context: Context) async throws -> Response {
        var context = context
        context.base = base
        // A proxy may take its own path off, or leave it.
        return try await responder.respond(to: base.taken(off: request) ?? request, context: context)
    }
}
