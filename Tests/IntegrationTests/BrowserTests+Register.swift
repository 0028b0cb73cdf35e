import Foundation
import LanyardTestSupport
import Testing

extension BrowserTests {
    @Test func `somebody registers, opens the link that was mailed, and looks after their own place`() async throws {
        let venue = try await Self.withRegistration()
        let server = try await LiveServer(venue, clock: "2015-01-11T09:30:00-05:00")
        _ = try await Self.browse("register", server, ["mailbox": venue.folder.url.path])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    @Test
    func `somebody registers, pays, has a badge printed for the ticket and is let in with it, in either language`()
        async throws
    {
        let venue = try await Self.withRegistration()
        let server = try await LiveServer(venue)
        let desk = try await venue.json(Device.self, "device", "add", "Desk 1", "--role", "desk").token
        func invite(_ role: String) async throws -> [String: String] {
            try await [
                "en": Self.invite("\(role) one", venue, role: role),
                "fr": Self.invite("\(role) two", venue, role: role),
            ]
        }
        _ = try await Self.browse(
            "journey", server,
            [
                "mailbox": venue.folder.url.path, "desk": desk, "kiosks": try await invite("kiosk"),
                "doors": try await invite("door"),
            ])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    /// The demo's event, without people, where anybody may register; a mail lies in the scratch folder, named by its address.
    private static func withRegistration() async throws -> Venue {
        let venue = try Venue()
        let program = venue.folder.file("sendmail")
        let script = """
            #!/bin/sh
            for last; do :; done
            cat > '\(venue.folder.url.path)'/"$last.part"
            mv '\(venue.folder.url.path)'/"$last.part" '\(venue.folder.url.path)'/"$last.eml"
            """
        try Data(script.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        let yaml =
            try Repository.netdev01() + """

                mail:
                  from: Netdev 0.1 <registration@example.org>
                  sendmail: \(program.path)
                  pages: https://netdev01.example.org
                register:
                  categories: attendee, speaker

                """
        try Data(yaml.utf8).write(to: venue.folder.file("event.yaml"))
        let made = try await venue.lanyard(
            "event", "create", venue.event, "--from", venue.folder.file("event.yaml").path)
        #expect(made.status == 0, "\(made.errors)")
        return venue
    }
}
