import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Logging
import ServiceLifecycle
import Synchronization

/// One event of many while its file is open: its routes, what runs in the background for it, and who uses it.
final class HostedEvent: Sendable {
    let name: String
    let services: EventServices
    /// Which file it is.
    let identity: [Int64]
    private let responder: RouterResponder<DeviceRequestContext>
    private let group: ServiceGroup
    private let logger: Logger
    private let use = Mutex(Usage())
    private let isOver = Mutex<(done: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    private struct Usage {
        var underWay = 0
        var last = ContinuousClock.now
    }

    init(
        name: String, services: EventServices, identity: [Int64], options: ServerOptions, shared: SharedParts,
        logger: Logger
    ) {
        var logger = logger
        logger[metadataKey: "event"] = "\(name)"
        self.name = name
        self.services = services
        self.identity = identity
        self.logger = logger
        responder = LanyardApplication.router(services, options: options, shared: shared, logger: logger)
            .buildResponder()
        group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: LanyardApplication.keepers(of: services, logger: logger), logger: logger))
    }

    /// Answers a request whose path is from the root of the event.
    func respond(to request: Request, context: DeviceRequestContext) async throws -> Response {
        let ticket = Ticket(self)
        var response = try await responder.respond(to: request, context: context)
        // An answer of known length is as good as sent; a stream goes on as long as somebody hears it.
        guard response.body.contentLength == nil else { return response }
        let body = response.body
        response.body = ResponseBody { writer in
            defer { withExtendedLifetime(ticket) {} }
            try await body.write(writer)
        }
        return response
    }

    /// How long nobody has asked it anything; nil while somebody does.
    func idle() -> Duration? {
        use.withLock { $0.underWay > 0 ? nil : $0.last.duration(to: .now) }
    }

    /// Does what is done in the background, until it is ended.
    func run() async {
        do {
            try await group.run()
        } catch {
            logger.error("the event's background work has ended: \(error)")
        }
        // What is under way has the file for a moment longer; what comes later opens it again.
        for _ in 0..<50 where idle() == nil { try? await Task.sleep(for: .milliseconds(100)) }
        try? services.store.close()
        let waiting = isOver.withLock { over in
            over.done = true
            defer { over.waiting = [] }
            return over.waiting
        }
        for one in waiting { one.resume() }
    }

    /// Ends it: the file is closed when this returns.
    func end() async {
        await group.triggerGracefulShutdown()
        await withCheckedContinuation { continuation in
            let isDone = isOver.withLock { over in
                if !over.done { over.waiting.append(continuation) }
                return over.done
            }
            if isDone { continuation.resume() }
        }
    }

    /// Held for as long as a request is under way, however it ends.
    private final class Ticket: Sendable {
        private let event: HostedEvent

        init(_ event: HostedEvent) {
            self.event = event
            event.use.withLock { $0.underWay += 1 }
        }

        deinit {
            event.use.withLock {
                $0.underWay -= 1
                $0.last = .now
            }
        }
    }
}
