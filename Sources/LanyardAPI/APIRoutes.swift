package import EventDesk
package import Hummingbird
package import LanyardHTTP
package import Logging

/// Everything that programs ask of the server: `/v1`, the figures for a monitor, the key server's way.
package struct APIRoutes {
    private let services: EventServices
    private let words: RequestWords
    private let lockout: Lockout
    private let overTLS: Bool
    private let logger: Logger

    /// - Parameter overTLS: whether the server itself speaks TLS.
    package init(services: EventServices, words: RequestWords, lockout: Lockout, overTLS: Bool, logger: Logger) {
        self.services = services
        self.words = words
        self.lockout = lockout
        self.overTLS = overTLS
        self.logger = logger
    }

    package func addRoutes(to router: Router<DeviceRequestContext>) {
        let open = router.group(RouterPath(Paths.api))
        HealthRoutes(services: services).addRoutes(to: open)
        EnrollmentRoutes(services: services, lockout: lockout).addRoutes(to: open)
        let authentication = DeviceAuthentication(
            services: services, lockout: lockout, overTLS: overTLS, known: KnownDevices())
        var scanAuthentication = authentication
        scanAuthentication.trustsKnown = true
        ScanRoutes(services: services).addScans(to: open.group().add(middleware: scanAuthentication))
        ParticipantRoutes(services: services, lockout: lockout, words: words).addRoutes(to: open)
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
        MetricsRoutes(services: services).addRoutes(to: router.group().add(middleware: authentication))
        SearchRoutes(services: services).addRoutes(to: known)
        RegistrationRoutes(services: services).addRoutes(to: known)
        RegistrationWriteRoutes(services: services).addRoutes(to: known)
        PersonRoutes(services: services, words: words).addRoutes(to: known)
        PaymentRoutes(services: services).addRoutes(to: known)
        TillRoutes(services: services).addRoutes(to: known)
        PeriodRoutes(services: services).addRoutes(to: known)
        DocumentRoutes(services: services).addRoutes(to: known)
        ReportRoutes(services: services).addRoutes(to: known)
        BadgeRoutes(services: services).addRoutes(to: known)
        PrintJobRoutes(services: services).addRoutes(to: known)
        KeysigningDeskRoutes(services: services).addRoutes(to: known)
        KeysigningListRoutes(services: services).addRoutes(to: known)
        KeysigningPartyRoutes(services: services).addRoutes(to: known)
    }
}
