import Foundation
import LanyardTestSupport
import Testing

/// `lanyard serve` and a mail server, with connections between them that are protected or break.
@Suite(.waitsForPrograms)
struct MailDeliveryTests {
    private struct Mail: Decodable {
        struct Answer: Decodable {
            let kind: String
            let status: Int
            let reply: String
        }
        let id: Int
        let registration: Int
        let occasion: String
        let state: String
        let messageID: String
        let deferrals: Int
        let because: String?
        let answer: Answer?
    }

    private struct Standing: Decodable {
        struct Trouble: Decodable { let code: String }
        let waiting: Int
        let sent: Int
        let failed: Int
        let trouble: Trouble?
    }

    /// An event whose mail goes that way, with people of these addresses, registered one by one.
    private static func open(_ mail: String, people: [String], at venue: Venue) async throws {
        var yaml = try Repository.netdev01()
        yaml += "\nmail:\n  from: Netdev 0.1 <registration@example.org>\n" + mail
        try Data(yaml.utf8).write(to: venue.folder.file("event.yaml"))
        var outcome = try await venue.lanyard(
            "event", "create", venue.event, "--from", venue.folder.file("event.yaml").path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for (index, address) in people.enumerated() {
            outcome = try await venue.lanyard(
                "registration", "add", "Ada Placeholder \(index + 1)", "--email", address, "--days", "1")
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    private static func way(_ server: MailServer, _ security: String, _ more: String = "") -> String {
        "  server: localhost\n  port: \(server.port)\n  security: \(security)\n" + more
    }

    private static func mails(_ venue: Venue) async throws -> [Mail] {
        try await venue.json([Mail].self, "mail", "list", "--limit", "1000").sorted { $0.id < $1.id }
    }

    /// Waits until the outbox stands so; what it looked like last.
    private static func wait(_ venue: Venue, until isSo: (Standing) -> Bool) async throws -> Standing {
        var standing = try await venue.json(Standing.self, "mail", "status")
        for _ in 0..<300 where !isSo(standing) {
            try await Task.sleep(for: .milliseconds(100))
            standing = try await venue.json(Standing.self, "mail", "status")
        }
        return standing
    }

    @Test(arguments: [("starttls", "PLAIN"), ("starttls", "LOGIN"), ("tls", "PLAIN"), ("tls", "LOGIN"), ("none", "")])
    func `a confirmation arrives over a protected connection`(security: String, mechanism: String) async throws {
        let venue = try Venue()
        let files = try await MailServer.certificate(in: venue.folder)
        var options = ["--security", security, "--certificate", files.certificate, "--key", files.key]
        // The server offers LOGIN and PLAIN over STARTTLS alone; over TLS from the start it takes it as protected, too.
        let logsIn = security == "starttls"
        if logsIn { options += ["--login", "netdev:s3cret €", "--auth", mechanism] }
        let server = try await MailServer(venue.folder, options)
        try await Self.open(
            Self.way(server, security, logsIn ? "  login: netdev\n" : ""), people: ["ada@example.org"], at: venue)
        let keys = venue.folder.file("netdev01.keys")
        if security != "none" {
            try FileManager.default.copyItem(
                at: URL(filePath: files.certificate), to: keys.appendingPathComponent("mail-authorities.pem"))
        }
        if logsIn {
            try Data("s3cret €\n".utf8).write(to: keys.appendingPathComponent("mail.password"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: keys.appendingPathComponent("mail.password").path)
        }
        let lanyard = try await LiveServer(venue, clock: nil)
        let standing = try await Self.wait(venue) { $0.sent == 1 }
        #expect(standing.sent == 1, "\(String(describing: standing.trouble))")
        #expect(standing.trouble == nil)
        #expect(lanyard.stop() == 0)
        let kept = try server.kept()
        #expect(kept.map(\.recipient) == ["ada@example.org"])
        #expect(
            server.log.contains { $0.hasPrefix("took ada@example.org tls=\(security != "none" ? "True" : "False")") })
        if logsIn { #expect(server.log.contains("login \(mechanism) good")) }
        let mail = try #require(try await Self.mails(venue).first)
        #expect(kept.first?.messageID == "<\(mail.messageID)@example.org>")
    }

    @Test func `a server that is not trusted, or refuses the login, gets nothing, and the organizer is told`()
        async throws
    {
        let venue = try Venue()
        let files = try await MailServer.certificate(in: venue.folder)
        let server = try await MailServer(
            venue.folder,
            [
                "--security", "starttls", "--certificate", files.certificate, "--key", files.key, "--login",
                "netdev:right",
            ])
        try await Self.open(
            Self.way(server, "starttls", "  login: netdev\n"), people: ["ada@example.org"], at: venue)
        var lanyard = try await LiveServer(venue, clock: nil)
        #expect(try await Self.wait(venue) { $0.trouble != nil }.trouble?.code == "mail_tls_untrusted")
        #expect(lanyard.stop() == 0)
        let keys = venue.folder.file("netdev01.keys")
        try FileManager.default.copyItem(
            at: URL(filePath: files.certificate), to: keys.appendingPathComponent("mail-authorities.pem"))
        lanyard = try await LiveServer(venue, clock: nil)
        let standing = try await Self.wait(venue) { $0.trouble?.code == "mail_login_refused" }
        #expect(standing.trouble?.code == "mail_login_refused")
        #expect(standing.waiting == 1)
        #expect(lanyard.stop() == 0)
        #expect(try server.kept().isEmpty)
    }

    @Test func `a server that offers no TLS is told nothing`() async throws {
        let venue = try Venue()
        let server = try await MailServer(venue.folder)
        try await Self.open(Self.way(server, "starttls"), people: ["ada@example.org"], at: venue)
        let lanyard = try await LiveServer(venue, clock: nil)
        #expect(try await Self.wait(venue) { $0.trouble != nil }.trouble?.code == "mail_tls_not_offered")
        #expect(lanyard.stop() == 0)
        #expect(try server.kept().isEmpty)
    }

    @Test func `what is put off is tried again, and what is refused is given up, each with its own`() async throws {
        let venue = try Venue()
        let server = try await MailServer(venue.folder)
        let people = ["grey", "never", "drop", "lost", "closing", "ada"].map { "\($0)@example.org" }
        try await Self.open(Self.way(server, "none"), people: people, at: venue)
        let lanyard = try await LiveServer(venue, clock: nil)
        _ = try await Self.wait(venue) { $0.sent >= 1 && $0.failed == 1 }
        // Those that were put off wait for a minute; nobody waits for that here.
        for _ in 0..<20 {
            let waiting = try await Self.mails(venue).filter { $0.state == "waiting" && $0.deferrals > 0 }
            for mail in waiting { try await venue.lanyard("mail", "retry", "\(mail.id)") }
            if try await venue.json(Standing.self, "mail", "status").sent == 5 { break }
            try await Task.sleep(for: .milliseconds(500))
        }
        let mails = try await Self.mails(venue)
        #expect(mails.map(\.state) == ["sent", "failed", "sent", "sent", "sent", "sent"])
        #expect(mails[1].answer?.status == 550)
        // The address is not kept.
        #expect(mails[1].answer?.reply.contains("example.org") == false)
        #expect(mails[1].answer?.reply.contains("nobody of that name") == true)
        let kept = try server.kept()
        #expect(kept.count { $0.recipient == "never@example.org" } == 0)
        for word in ["grey", "drop", "closing", "ada"] {
            #expect(kept.count { $0.recipient == "\(word)@example.org" } == 1, "\(word)")
        }
        // Whether it arrived could not be known: it went twice, as the same mail.
        let lost = kept.filter { $0.recipient == "lost@example.org" }
        #expect(lost.count == 2)
        #expect(Set(lost.map(\.messageID)).count == 1)
        #expect(Set(lost.map(\.text)).count == 1)
        #expect(lanyard.stop() == 0)
    }

    @Test func `whoever ends the server at any moment loses no mail`() async throws {
        let venue = try Venue()
        let server = try await MailServer(venue.folder)
        let people = (1...40).map { "person\($0)@example.org" }
        try await Self.open(Self.way(server, "none", "  per_minute: 100000\n"), people: people, at: venue)
        for count in [3, 12, 25] {
            let lanyard = try await LiveServer(venue, clock: nil)
            for _ in 0..<2_000 {
                if try server.count() >= count { break }
                try await Task.sleep(for: .milliseconds(2))
            }
            _ = lanyard.stop(SIGKILL)
        }
        let lanyard = try await LiveServer(venue, clock: nil)
        #expect(try await Self.wait(venue) { $0.waiting == 0 }.sent == 40)
        #expect(lanyard.stop() == 0)
        let kept = try server.kept()
        #expect(Set(kept.map(\.recipient)) == Set(people))
        #expect(kept.count <= 43)
        #expect(Set(kept.map(\.messageID)).count == 40)
    }

    @Test func `the machine's own sendmail takes mail, and says what it does not take`() async throws {
        let venue = try Venue()
        let program = venue.folder.file("sendmail")
        let script = """
            #!/bin/sh
            for last; do :; done
            case $last in never*) echo "no such user" >&2; exit 67;; esac
            { printf '%s\\n' "$*"; cat; } > '\(venue.folder.url.path)'/"$last.eml"
            """
        try Data(script.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        try await Self.open(
            "  sendmail: \(program.path)\n", people: ["ada@example.org", "never@example.org"], at: venue)
        let lanyard = try await LiveServer(venue, clock: nil)
        let standing = try await Self.wait(venue) { $0.waiting == 0 }
        #expect(standing.sent == 1)
        #expect(standing.failed == 1)
        #expect(lanyard.stop() == 0)
        let text = try String(contentsOf: venue.folder.file("ada@example.org.eml"), encoding: .utf8)
        #expect(text.hasPrefix("-i -f registration@example.org -- ada@example.org\n"))
        #expect(text.contains("Subject: Netdev 0.1: you are registered\n"))
        #expect(!text.contains("\r"))
    }

    @Test func `nothing is sent while mail is held back, and nothing is written by an event without mail`() async throws
    {
        let venue = try Venue()
        let server = try await MailServer(venue.folder)
        try await Self.open(Self.way(server, "none"), people: ["ada@example.org"], at: venue)
        try await venue.lanyard("mail", "pause")
        let lanyard = try await LiveServer(venue, clock: nil)
        try await venue.lanyard(
            "registration", "add", "Björn Placeholder", "--email", "bjorn@example.org", "--days", "1")
        try await Task.sleep(for: .seconds(3))
        #expect(try server.kept().isEmpty)
        try await venue.lanyard("mail", "resume")
        #expect(try await Self.wait(venue) { $0.sent == 2 }.sent == 2)
        #expect(lanyard.stop() == 0)
        let quiet = try Venue()
        try await quiet.open()
        try await quiet.lanyard("registration", "add", "Ada Placeholder", "--email", "ada@example.org", "--days", "1")
        #expect(try await Self.mails(quiet).isEmpty)
    }
}
