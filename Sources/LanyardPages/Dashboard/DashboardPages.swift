import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP

/// /dashboard: how the event stands, and live.
struct DashboardPages {
    private static let roles: Set<Device.Role> = [.reports, .desk]
    private let stream = ServerSentEventStream(pause: .seconds(2))

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.dashboardPage, for: Self.roles) { visit in
            var fields = try await Dashboard(visit).fields()
            fields["may_rehearse"] = .flag(visit.session?.device.role == .organizer)
            return try visit.page("dashboard", fields, script: "dashboard")
        }
        pages.get("\(Paths.dashboardPage)/live", for: Self.roles) { [stream] visit in
            let device = try visit.device(of: Self.roles)
            return try stream.response(to: device, of: visit.services.store, after: "") { last in
                let html = try await Dashboard(visit).html()
                guard html != last else { return [] }
                last = html
                return [try ServerSentEvent("page", ["html": html])]
            }
        }
        pages.post("\(Paths.dashboardPage)/settle", for: [.desk]) { visit, form in
            try await Dashboard.settle(visit, form)
            return visit.goes(to: Paths.dashboardPage)
        }
        pages.post("\(Paths.dashboardPage)/withheld", for: [.desk]) { visit, form in
            try await Dashboard.decide(visit, form)
            return visit.goes(to: Paths.dashboardPage)
        }
        RehearsalPages().addRoutes(to: pages)
    }
}
