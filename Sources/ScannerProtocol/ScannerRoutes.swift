package import EventDesk
import HTTPTypes
package import Hummingbird
package import LanyardHTTP
package import Logging

/// Everything that scanners of other makers ask of the server: pretix's device and check-in API, under `/api/v1`.
///
/// Nothing of it answers until the event's description says so (`scanners`).
package struct ScannerRoutes {
    private let routes: ScannerRouter
    private let lockout: Lockout

    /// - Parameter devices: what all that devices ask of the event has in common: a token that one gives up here is good nowhere.
    package init(services: EventServices, devices: DeviceAuthentication, lockout: Lockout, logger: Logger) {
        self.lockout = lockout
        routes = ScannerRouter(services: services, devices: devices, logger: logger)
    }

    package func addRoutes(to router: Router<DeviceRequestContext>) {
        ScannerDeviceRoutes(routes: routes, lockout: lockout).addRoutes(to: router)
        ScannerListRoutes(routes: routes).addRoutes(to: router)
        ScannerPeopleRoutes(routes: routes).addRoutes(to: router)
        ScannerScanRoutes(routes: routes).addRoutes(to: router)
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            router.on("/api/v1/**", method: method) { [routes] request, context in
                try await routes.answering(request, context) { _ in throw ScannerRefusal.notFound }
            }
        }
    }
}
