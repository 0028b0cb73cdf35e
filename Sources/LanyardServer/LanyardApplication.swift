import Conference
package import EventDesk
import EventStore
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import LanyardAPI
package import LanyardHTTP
import LanyardPages
package import Logging
import NIOCore
import ProviderConnection
import ScannerProtocol
import ServiceLifecycle

/// Where the server listens.
package struct ListeningAddress: Sendable, Hashable {
    package let host: String
    /// 0 takes any free port.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// How the server speaks to those outside.
package struct ServerOptions: Sendable {
    /// Nil for plain HTTP, behind a proxy or on this machine alone.
    package var tls: TLSFiles?
    /// For how many days browsers are told to come by https alone (RFC 6797); nil for not at all.
    package var strictDays: Int?
    package var limits = ServerLimits()
    /// Below which path all of it is, as a proxy in front has it.
    package var base = BasePath.root
    /// What is done at SIGHUP beside reading the certificate again.
    package var onHangUp: @Sendable () -> Void = {}

    package init() {}
}

/// What the events of one server have in common.
package struct SharedParts: Sendable {
    let material: PageMaterial
    /// Whoever guesses tokens of one event is slowed down at all of them.
    let lockout = Lockout()
    /// The addresses of all events are the same.
    let methods = OtherMethods()

    package init(_ resources: ResourceFolder) { material = PageMaterial(resources) }
}

/// The server of one event, or of all in a folder.
package enum LanyardApplication {
    /// Runs the server until a signal stops it; requests in flight are answered before this returns, as far as they end in
    /// time.
    ///
    /// - Parameter onRunning: gets the port once the server listens.
    /// - Throws: `address_unavailable` if the port is taken or this machine does not have that address,
    ///   `tls_certificate_unreadable`, `tls_key_unreadable`, `tls_files_mismatched`.
    package static func run(
        _ services: EventServices, at address: ListeningAddress, options: ServerOptions, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        let services = connected(services)
        // Read while the rest is put together, so that who searches first need not wait for it; the keeper finds it read.
        async let _ = SearchKeeper(services).read()
        let responder = BasedResponder(options.base, router(services, options: options, logger: logger))
        try await run(
            responder, beside: keepers(of: services, logger: logger), at: address, options: options, logger: logger,
            onRunning: onRunning)
    }

    /// The same for the events of a folder.
    ///
    /// - Parameter hosts: which event a host's addresses are those of, by the host's name in lower case.
    package static func run(
        _ house: EventHouse, hosts: [String: String], at address: ListeningAddress, options: ServerOptions,
        logger: Logger, onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        await house.look()
        let responder = EventsResponder(house, hosts: hosts, options: options, logger: logger)
        try await run(
            responder, beside: [house], at: address, options: options, logger: logger, onRunning: onRunning)
    }

    /// An event's services with the way to its payment provider.
    static func connected(_ services: EventServices) -> EventServices {
        var services = services
        services.providerWire = ProviderConnection()
        return services
    }

    /// What is done in the background for an event that is served.
    static func keepers(of services: EventServices, logger: Logger) -> [any Service] {
        // Where nobody may write, only what looks.
        if services.store.isOnlyRead { return [PageKeeper(services), SearchKeeper(services)] }
        return [
            LogKeeper(store: services.store), PageKeeper(services), SearchKeeper(services),
            PrintJobKeeper(services: services), SeatKeeper(services: services), services.verification,
            MailSender(services: services, logger: logger), WebhookSender(services: services, logger: logger),
            PaymentKeeper(services: services, logger: logger),
            ClockKeeper(store: services.store, logger: logger),
        ]
    }

    private static func run(
        _ responder: some HTTPResponder<DeviceRequestContext>, beside services: [any Service],
        at address: ListeningAddress, options: ServerOptions, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        var limits = options.limits
        limits.connections = Descriptors.connections(wanted: limits.connections, of: Descriptors.raiseLimit())
        limits.connectionsPerAddress = min(limits.connectionsPerAddress, limits.connections)
        let connections = Connections(limits)
        let certificate = try options.tls.map { try CurrentCertificate($0) }
        let application = Application(
            responder: responder,
            server: server(certificate, connections, limits),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "lanyard", backlog: limits.waiting),
            services: services + [
                ConnectionKeeper(connections: connections),
                Reloading(certificate: certificate, also: options.onHangUp, logger: logger),
            ],
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? address.port) },
            logger: logger)
        let ending = Ending(limits, logger: logger) { connections.closeAll() }
        defer { withExtendedLifetime(ending) {} }
        do {
            try await application.runService()
        } catch is IOError {
            throw ServerError(
                .addressUnavailable, ErrorDetail("host", address.host), ErrorDetail("port", address.port))
        }
    }

    private static func server(
        _ certificate: CurrentCertificate?, _ connections: Connections, _ limits: ServerLimits
    ) -> HTTPServerBuilder {
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestWatch()],
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))
        guard let certificate else {
            return HTTPServerBuilder { responder in
                GuardedChannel(
                    base: HTTP1Channel(responder: responder, configuration: http), connections: connections,
                    isSecure: false)
            }
        }
        let secure = certificate.configuration
        return HTTPServerBuilder { responder in
            let base = try HTTP2UpgradeChannel(
                tlsConfiguration: secure,
                configuration: HTTP2ChannelConfiguration(
                    idleTimeout: limits.idle, gracefulCloseTimeout: limits.farewell, streamConfiguration: http),
                responder: responder)
            return GuardedChannel(base: base, connections: connections, isSecure: true)
        }
    }

    /// All routes, for the server and for tests in memory.
    package static func router(
        _ services: EventServices, options: ServerOptions = ServerOptions(), shared: SharedParts? = nil, logger: Logger
    ) -> Router<DeviceRequestContext> {
        let router = Router(context: DeviceRequestContext.self, options: .autoGenerateHeadEndpoints)
        let shared = shared ?? SharedParts(services.resources)
        let lockout = shared.lockout
        let overTLS = options.tls != nil
        let site = PageSite(services: services, material: shared.material, lockout: lockout, logger: logger)
        let requests = RequestFigures()
        router.add(middleware: CountedRequests(requests))
        router.add(middleware: AccessLog(logger: logger))
        router.add(middleware: SecurityHeaders(strictDays: overTLS ? options.strictDays : nil))
        router.add(middleware: ForwardedAddress(trusting: options.limits.proxies, overTLS: overTLS))
        router.add(middleware: BelowBasePath())
        router.add(
            middleware: ProblemMiddleware(logger: logger) { error, request, context in
                await site.answer(error, to: request, context)
            })
        router.add(middleware: ScannerShape(services: services))
        router.add(middleware: RefusedMethods(others: shared.methods))
        router.add(middleware: Lives(services))
        router.add(middleware: WritesInHand(store: services.store))
        router.add(middleware: OneHost())
        router.add(middleware: DecodedParameters())
        let devices = DeviceAuthentication(services: services, lockout: lockout)
        APIRoutes(services: services, devices: devices, lockout: lockout, logger: logger, requests: requests)
            .addRoutes(to: router)
        ScannerRoutes(services: services, devices: devices, lockout: lockout, logger: logger).addRoutes(to: router)
        PageRoutes(site: site).addRoutes(to: router)
        shared.methods.learn(router)
        return router
    }
}
