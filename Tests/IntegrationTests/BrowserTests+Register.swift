import Foundation
import LanyardTestSupport
import Testing

extension BrowserTests {
    @Test func `somebody registers, opens the link that was mailed, and looks after their own place`() async throws {
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
        let server = try await LiveServer(venue, clock: "2015-01-11T09:30:00-05:00")
        _ = try await Self.browse("register", server, ["mailbox": venue.folder.url.path])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }
}
