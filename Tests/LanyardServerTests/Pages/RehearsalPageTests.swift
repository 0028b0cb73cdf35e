import EventDesk
import EventStore
import LanyardTestSupport
import Testing

/// The rehearsal of a gate on the organizer's page.
struct RehearsalPageTests {
    @Test func `an organizer rehearses a gate, and the event stays as it is`() async throws {
        try await Server.run { server in
            _ = try await server.badge()
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/dashboard")
            #expect(office.page.contains("/dashboard/drill"))
            try await office.get("/dashboard/drill")
            let before = try await dump(server.services.store)
            try await office.post("/dashboard/drill", ["gate": "main"])
            #expect(office.status == 200 && office.text.contains("Everything went as it should"))
            #expect(office.text.contains("replace the badge, scan the old one"))
            #expect(try await dump(server.services.store) == before)
            try await office.post("/dashboard/drill", ["gate": "nowhere"])
            #expect(office.status == 422 && office.page.contains("role=\"alert\""))
        }
    }

    @Test func `nobody else does`() async throws {
        try await Server.run { server in
            for role in [Device.Role.desk, .reports] {
                let browser = try await Browser.enrolled(role, at: server)
                try await browser.get("/dashboard")
                #expect(!browser.page.contains("/dashboard/drill"))
                try await browser.get("/dashboard/drill")
                #expect(browser.status == 403)
            }
        }
    }
}
