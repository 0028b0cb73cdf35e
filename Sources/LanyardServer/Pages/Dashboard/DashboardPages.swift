import Conference
import EventStore
import Hummingbird
import NIOCore
import ServiceLifecycle

/// /dashboard: how the event stands, and live.
struct DashboardPages {
    private static let roles: Set<Device.Role> = [.reports, .desk]
    /// How often the numbers are looked at.
    private static let pause = Duration.seconds(2)
    /// After how many pauses without news a comment goes out, by which a reader that left is noticed.
    private static let pausesMax = 7

    private let readers = ConcurrencyLimit(max: 64, refusal: ServerError("too_many_readers"))

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.dashboardPage, for: Self.roles) { visit in
            try visit.page("dashboard", try await Dashboard(visit).fields(), script: "dashboard")
        }
        pages.get("\(Paths.dashboardPage)/live", for: Self.roles) { [readers] visit in
            try await readers.enter()
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    do {
                        try await Self.tell(visit, to: &writer)
                    } catch {
                        await readers.leave()
                        throw error
                    }
                    await readers.leave()
                    try await writer.finish(nil)
                })
        }
        pages.post("\(Paths.dashboardPage)/settle", for: [.desk]) { visit, form in
            try await Dashboard.settle(visit, form)
            return visit.goes(to: Paths.dashboardPage)
        }
    }

    /// Tells until the reader leaves, its device is revoked, or the server ends.
    @concurrent
    private static func tell(_ visit: PageVisit, to writer: inout any ResponseBodyWriter) async throws {
        var last = ""
        var pauses = pausesMax
        while !Task.isShuttingDownGracefully, try await visit.isStillKnown() {
            let html = try await Dashboard(visit).html()
            if html != last {
                var text = ByteBuffer(string: "event: page\ndata: ")
                text.writeBytes(try JSONText.encode(["html": html]))
                text.writeString("\n\n")
                try await writer.write(text)
                last = html
                pauses = 0
            } else if pauses == pausesMax {
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
                pauses = 0
            }
            pauses += 1
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError {
                return
            }
        }
    }
}
