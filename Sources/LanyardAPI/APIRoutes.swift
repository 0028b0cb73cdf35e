package import EventDesk
package import Hummingbird
package import LanyardHTTP
package import Logging

/// Everything that programs ask of the server: `/v1`, the figures for a monitor, the key server's way.
package struct APIRoutes {
    private let services: EventServices
    private let devices: DeviceAuthentication
    private let lockout: Lockout
    private let logger: Logger
    private let requests: RequestFigures

    /// - Parameters:
    ///   - devices: what all that devices ask of the event has in common.
    ///   - requests: what was counted of all requests, for the metrics.
    package init(
        services: EventServices, devices: DeviceAuthentication, lockout: Lockout, logger: Logger,
        requests: RequestFigures = RequestFigures()
    ) {
        self.services = services
        self.devices = devices
        self.lockout = lockout
        self.logger = logger
        self.requests = requests
    }

    /// - Returns: what was added, with whom it is for.
    @discardableResult
    package func addRoutes(to router: Router<DeviceRequestContext>) -> [APIOperation] {
        let participants = ParticipantAuthentication(services: services, lockout: lockout)
        let routes = APIRouter(router, callers: Callers(devices: devices, participants: participants))
        HealthRoutes(services: services).addRoutes(to: routes)
        EnrollmentRoutes(services: services, lockout: lockout).addRoutes(to: routes)
        ParticipantRoutes(services: services).addRoutes(to: routes)
        KeyServerRoutes(services: services, participants: participants, logger: logger).addRoutes(to: routes)
        ScanRoutes(services: services).addRoutes(to: routes)
        CorrectionRoutes(services: services).addRoutes(to: routes)
        WithheldRoutes(services: services).addRoutes(to: routes)
        RehearsalRoutes(services: services).addRoutes(to: routes)
        OfflineRoutes(services: services).addRoutes(to: routes)
        DecodingRoutes().addRoutes(to: routes)
        ClerkRoutes(services: services).addRoutes(to: routes)
        DeviceRoutes(services: services).addRoutes(to: routes)
        DeviceTraceRoutes(services: services).addRoutes(to: routes)
        LiveRoutes(services: services).addRoutes(to: routes)
        PaperRoutes(services: services).addRoutes(to: routes)
        MetricsRoutes(services: services, requests: requests).addRoutes(to: routes)
        SearchRoutes(services: services).addRoutes(to: routes)
        RegistrationRoutes(services: services).addRoutes(to: routes)
        RegistrationWriteRoutes(services: services).addRoutes(to: routes)
        PersonRoutes(services: services).addRoutes(to: routes)
        PaymentRoutes(services: services).addRoutes(to: routes)
        StatementRoutes(services: services).addRoutes(to: routes)
        ProviderRoutes(services: services).addRoutes(to: routes)
        DefinitionRoutes(services: services).addRoutes(to: routes)
        ImportRoutes(services: services).addRoutes(to: routes)
        BarredRoutes(services: services).addRoutes(to: routes)
        RetentionRoutes(services: services).addRoutes(to: routes)
        WhereaboutsRoutes(services: services).addRoutes(to: routes)
        PrivacyRoutes(services: services).addRoutes(to: routes)
        AdmissionRoutes(services: services).addRoutes(to: routes)
        MailRoutes(services: services).addRoutes(to: routes)
        FeedRoutes(services: services).addRoutes(to: routes)
        WebhookRoutes(services: services).addRoutes(to: routes)
        ReportShareRoutes(services: services).addRoutes(to: routes)
        CalendarRoutes(services: services).addRoutes(to: routes)
        ExhibitorRoutes(services: services).addRoutes(to: routes)
        KioskRoutes(services: services).addRoutes(to: routes)
        TillRoutes(services: services).addRoutes(to: routes)
        PeriodRoutes(services: services).addRoutes(to: routes)
        ManualEntryRoutes(services: services).addRoutes(to: routes)
        DayEndRoutes(services: services).addRoutes(to: routes)
        DocumentRoutes(services: services).addRoutes(to: routes)
        LetterRoutes(services: services).addRoutes(to: routes)
        InvoiceRoutes(services: services).addRoutes(to: routes)
        CallOffRoutes(services: services).addRoutes(to: routes)
        ListingRoutes(services: services).addRoutes(to: routes)
        ReportRoutes(services: services).addRoutes(to: routes)
        BadgeRoutes(services: services).addRoutes(to: routes)
        PrintJobRoutes(services: services).addRoutes(to: routes)
        KeysigningDeskRoutes(services: services).addRoutes(to: routes)
        KeysigningListRoutes(services: services).addRoutes(to: routes)
        KeysigningPartyRoutes(services: services).addRoutes(to: routes)
        return routes.operations
    }
}
