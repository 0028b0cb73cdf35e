import Conference
import EventDesk
import Hummingbird
import LanyardHTTP
import LanyardPages
import Logging

/// What a server of many events answers itself: the list of them, what its page is made of, and whether it is well.
struct FrontRoutes {
    let house: EventHouse
    let pages: FrontPages

    func router(
        options: ServerOptions, problems: ProblemMiddleware, logger: Logger
    ) -> Router<DeviceRequestContext> {
        let router = Router(context: DeviceRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AccessLog(logger: logger))
        router.add(middleware: SecurityHeaders(strictDays: options.tls == nil ? nil : options.strictDays))
        router.add(middleware: BelowBasePath())
        router.add(middleware: problems)
        router.get(RouterPath(Paths.startPage)) { [house, pages] request, context in
            let listed = await house.listed().map { FrontPages.Event(name: $0.name, definition: $0.definition) }
            return try pages.list(listed, answering: request, context)
        }
        router.get("\(Paths.staticFiles)/:name") { [house] request, context in
            try house.material.material.file(try context.parameters.require("name"), answering: request)
        }
        router.get("\(Paths.api)/\(Paths.health)") { [house] _, _ in
            try Response(json: Health(status: "ok", events: await house.counts()))
        }
        return router
    }

    private struct Health: Encodable {
        let status: String
        let events: EventHouse.Counts
    }
}
