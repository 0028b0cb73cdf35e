import Conference
package import EventDesk
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import LanyardAPI
package import LanyardHTTP
import LanyardPages
package import Logging
import NIOCore
import NIOSSL

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

/// The certificate and key that the server shows, as PEM files.
package struct TLSFiles: Sendable, Hashable {
    package let certificateChain: String
    package let privateKey: String

    package init(certificateChain: String, privateKey: String) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }
}

/// The server of one event.
package enum LanyardApplication {
    /// How long a connection may stay idle, in seconds.
    private static let idleSecondsMax: Int64 = 60

    /// Runs the server until a signal stops it; requests in flight are answered before this returns.
    ///
    /// - Parameter onRunning: gets the port once the server listens.
    /// - Throws: `address_unavailable` if the port is taken or this machine does not have that address,
    ///   `tls_files_unusable`.
    package static func run(
        _ services: EventServices, at address: ListeningAddress, tls: TLSFiles?, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        let application = Application(
            router: router(services, overTLS: tls != nil, logger: logger), server: try server(tls),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "lanyard"),
            services: [LogKeeper(store: services.store), PrintJobKeeper(services: services), services.verification],
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? address.port) },
            logger: logger)
        do {
            try await application.runService()
        } catch is IOError {
            throw ServerError(
                .addressUnavailable, ErrorDetail("host", address.host), ErrorDetail("port", address.port))
        }
    }

    private static func server(_ tls: TLSFiles?) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(idleSecondsMax)))
        guard let tls else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificateChain)
            let key = try NIOSSLPrivateKey(file: tls.privateKey, format: .pem)
            return try .tls(
                plain,
                tlsConfiguration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        } catch is NIOSSLError {
            throw ServerError(
                .tlsFilesUnusable, ErrorDetail("certificate", tls.certificateChain),
                ErrorDetail("key", tls.privateKey))
        }
    }

    /// All routes, for the server and for tests in memory.
    ///
    /// - Parameter overTLS: whether the server itself speaks TLS.
    package static func router(
        _ services: EventServices, overTLS: Bool = false, logger: Logger
    ) -> Router<DeviceRequestContext> {
        let router = Router(context: DeviceRequestContext.self, options: .autoGenerateHeadEndpoints)
        let lockout = Lockout()
        let site = PageSite(services: services, lockout: lockout, overTLS: overTLS, logger: logger)
        router.add(middleware: SecurityHeaders())
        router.add(
            middleware: ProblemMiddleware(logger: logger) { error, request, context in
                await site.answer(error, to: request, context)
            })
        APIRoutes(services: services, lockout: lockout, overTLS: overTLS, logger: logger)
            .addRoutes(to: router)
        PageRoutes(site: site).addRoutes(to: router)
        return router
    }
}
