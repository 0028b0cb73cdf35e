import Conference
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
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

    /// Runs the server until a signal ends it; what is in flight then is answered before this returns.
    ///
    /// - Parameter onRunning: is told the port once the server listens.
    /// - Throws: `address_unavailable` when the port is taken or the host is none of this machine, `tls_files_unusable`.
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
        router.add(middleware: ProblemMiddleware(logger: logger, site: site))
        let open = router.group(RouterPath(Paths.api))
        HealthRoutes(services: services).addRoutes(to: open)
        EnrollmentRoutes(services: services, lockout: lockout).addRoutes(to: open)
        let devices = KnownDevices()
        let authentication = DeviceAuthentication(
            services: services, lockout: lockout, overTLS: overTLS, known: devices)
        var scanAuthentication = authentication
        scanAuthentication.trustsKnown = true
        ScanRoutes(services: services).addScans(to: open.group().add(middleware: scanAuthentication))
        ParticipantRoutes(services: services, lockout: lockout, site: site).addRoutes(to: open)
        KeyServerRoutes(services: services, logger: logger).addRoutes(to: router)
        let known = open.group().add(middleware: authentication)
        ScanRoutes(services: services).addRoutes(to: known)
        CorrectionRoutes(services: services).addRoutes(to: known)
        RehearsalRoutes(services: services).addRoutes(to: known)
        OfflineRoutes(services: services).addRoutes(to: known)
        DecodingRoutes().addRoutes(to: known)
        DeviceRoutes(services: services).addRoutes(to: known)
        LiveRoutes(services: services).addRoutes(to: known)
        PaperRoutes(services: services).addRoutes(to: known)
        let metrics = router.group().add(middleware: authentication)
        MetricsRoutes(services: services).addRoutes(to: metrics)
        SearchRoutes(services: services).addRoutes(to: known)
        RegistrationRoutes(services: services).addRoutes(to: known)
        RegistrationWriteRoutes(services: services).addRoutes(to: known)
        PaymentRoutes(services: services).addRoutes(to: known)
        TillRoutes(services: services).addRoutes(to: known)
        DocumentRoutes(services: services).addRoutes(to: known)
        ReportRoutes(services: services).addRoutes(to: known)
        BadgeRoutes(services: services).addRoutes(to: known)
        PrintJobRoutes(services: services).addRoutes(to: known)
        KeysigningDeskRoutes(services: services).addRoutes(to: known)
        KeysigningListRoutes(services: services).addRoutes(to: known)
        KeysigningPartyRoutes(services: services).addRoutes(to: known)
        let pages = PageRouter(router: router, site: site)
        FramePages().addRoutes(to: pages)
        EnrollPages().addRoutes(to: pages)
        DoorPages().addRoutes(to: pages)
        DeskPages().addRoutes(to: pages)
        DashboardPages().addRoutes(to: pages)
        KeysigningPages().addRoutes(to: pages)
        return router
    }
}

/// Every path of the server, in one place.
enum Paths {
    static let api = "/v1"
    static let health = "health"
    static let version = "version"
    static let description = "openapi.yaml"
    static let scans = "scans"
    static let gates = "gates"
    static let paperList = "paper-list"
    static let paperEntries = "paper-entries"
    static let conflicts = "conflicts"
    static let notes = "notes"
    static let snapshot = "snapshot"
    static let snapshotNames = "snapshot/names"
    static let uploads = "uploads"
    static let decodings = "decodings"
    static let enrollments = "enrollments"
    static let devices = "devices"
    static let live = "live"
    static let metrics = "/metrics"
    static let startPage = "/"
    static let enrollPage = "/enroll"
    static let deskPage = "/desk"
    static let doorPage = "/door"
    static let keysigningPage = "/keysigning"
    static let dashboardPage = "/dashboard"
    static let languagePage = "/language"
    static let staticFiles = "/static"
    static let searches = "searches"
    static let registrations = "registrations"
    static let quotes = "quotes"
    static let waiting = "waiting"
    static let entries = "entries"
    static let tills = "tills"
    static let bankStatements = "bank-statements"
    static let documents = "documents"
    static let reports = "reports"
    static let journal = "journal"
    static let badges = "badges"
    static let printJobs = "print-jobs"
    static let printQueues = "print-queues"
    static let keysigningSelf = "keysigning/self"
    static let keysigningKeys = "keysigning/keys"
    static let keysigningConfirmations = "keysigning/confirmations"
    static let keysigningInvitations = "keysigning/invitations"
    static let keyServer = "/pks"
    static let keyServerAdd = "/pks/add"
    static let keyServerLookup = "/pks/lookup"
    static let keysigningLists = "keysigning/lists"
    static let keysigningPhase = "keysigning/phase"
    static let keysigningNumbers = "keysigning/numbers"
    static let keysigningTicks = "keysigning/ticks"
    static let keysigningReturns = "keysigning/returns"
    static let keysigningVerification = "keysigning/verification"
    static let keysigningMatrix = "keysigning/matrix"
    static let keysigningLetters = "keysigning/letters"
    static let keysigningSignedKeyring = "keysigning/signed-keyring"
}
