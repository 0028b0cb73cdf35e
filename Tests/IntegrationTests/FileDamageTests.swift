import Foundation
import LanyardTestSupport
import Testing

/// Files that break under the real program: each has its own sentence, from the server and from the audit.
@Suite(.waitsForPrograms)
struct FileDamageTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable { let token: String }

    @Test func `serve and audit say which damage it is`() async throws {
        let venue = try Venue()
        try await venue.open()
        let file = URL(fileURLWithPath: venue.event)
        let key = venue.folder.file("netdev01.keys").appendingPathComponent("credential-1.key")
        let (whole, own) = (try Data(contentsOf: file), try Data(contentsOf: key))
        var flipped = whole
        for offset in 0..<64 { flipped[8 * 4_096 + offset] ^= 0xFF }
        let foreign = Data((Data(repeating: 7, count: 32).base64EncodedString() + "\n").utf8)
        for (bytes, secret, sentence) in [
            (Data(), own, "is empty."),
            (whole.prefix(whole.count / 2), own, "is cut off: it has \(whole.count / 2) of"),
            (whole.prefix(50), own, "is cut off"), (flipped, own, "is damaged inside"),
            (Data("A note".utf8), own, "is not an event’s file"),
            (whole, foreign, "is not the one that signs this event’s badges"),
        ] {
            try bytes.write(to: file)
            try secret.write(to: key)
            let audit = try await venue.lanyard("audit")
            #expect(audit.status != 0, "\(sentence)")
            #expect(audit.errors.contains(sentence), "\(audit.errors)")
            let serve = try await venue.lanyard("serve", "--port", "0")
            #expect(serve.status == 1, "\(sentence)")
            #expect(serve.errors.contains(sentence), "\(serve.errors)")
            // Each says what to do about it.
            #expect(serve.errors.split(separator: "\n").count >= 2, "\(serve.errors)")
        }
        try whole.write(to: file)
        try own.write(to: key)
        #expect(try await venue.lanyard("audit").status == 0)
    }

    @Test func `a log that was lost with a killed server is told, and put back it is played back`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "ND-0001")
        let text = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let log = venue.event + "-wal"
        var lost: URL?
        // The server moves its log into the file five times a second: a few lives until one is caught in between.
        for life in 0..<40 where lost == nil {
            let server = try await HeldServer(venue)
            _ = try await server.door.scan(text, nonce: "life-\(life)", token: token)
            server.send(SIGKILL)
            _ = try await server.end()
            let aside = venue.folder.file("aside-wal")
            try FileManager.default.moveItem(atPath: log, toPath: aside.path)
            let audit = try await venue.lanyard("audit")
            if audit.errors.contains("is missing, and with it what was written last") {
                #expect(audit.status == 1)
                lost = aside
            } else if !FileManager.default.fileExists(atPath: log) {
                try FileManager.default.removeItem(at: aside)
            }
        }
        let aside = try #require(lost, "no life ended with something in its log")
        #expect(try await venue.lanyard("serve", "--port", "0").errors.contains("is missing, and with it"))
        try FileManager.default.moveItem(atPath: aside.path, toPath: log)
        #expect(try await venue.lanyard("audit").status == 0)
    }

    @Test func `a full disk is 507, reads go on, and writing goes on when there is room`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "--all")
        let text = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let desk = try await venue.json(Device.self, "device", "add", "Desk", "--role", "desk").token
        // Files of this process may grow to little more than the event's file, as on a disk that is nearly full: in KiB.
        let size = try Data(contentsOf: URL(fileURLWithPath: venue.event)).count / 1_024
        let server = try await HeldServer(venue, limits: "ulimit -f \(size + 64)")
        let door = server.door
        #expect(try await door.scan(text, nonce: "one", token: token).verdict == "admitted")
        var refusal: (status: Int, body: Data)?
        for number in 0..<4_000 where refusal == nil {
            let body = try JSONSerialization.data(withJSONObject: [
                "affiliation": "Invented \(number) " + String(repeating: "x", count: 80)
            ])
            let answer = try await door.send("POST", "/v1/registrations/ND-0002/person", body, token: desk)
            if answer.status >= 500 { refusal = answer }
        }
        let full = try #require(refusal)
        #expect(full.status == 507)
        #expect(String(decoding: full.body, as: UTF8.self).contains("disk_full"))
        #expect(try await door.send("GET", "/v1/snapshot", Data(), token: token).status == 200)
        #expect(try await door.send("GET", "/v1/health", Data(), token: token).status == 200)
        #expect(!server.said.contains("internal error"), "\(server.said)")
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
        #expect(try await venue.lanyard("audit").status == 0)
        // Nothing has to be done but to make room.
        let next = try await HeldServer(venue)
        #expect(try await next.door.scan(text, nonce: "two", token: token).verdict == "already_admitted")
        next.send(SIGTERM)
        #expect(try await next.end() == 0)
    }

    @Test func `commands beside a server leave it its log`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "ND-0001")
        let text = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let server = try await HeldServer(venue)
        func log() throws -> NSNumber? {
            try FileManager.default.attributesOfItem(atPath: venue.event + "-wal")[.systemFileNumber] as? NSNumber
        }
        let before = try #require(try log())
        // Each opens the file and closes it again, and would remove the log if it took itself for the last.
        for command in [["audit"], ["registration", "list"], ["device", "add", "South door", "--role", "door"]] {
            let outcome = try await run("lanyard", command, environment: ["LANYARD_EVENT": venue.event])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try log() == before, "\(command)")
        }
        #expect(try await server.door.scan(text, nonce: "one", token: token).verdict == "admitted")
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `a file that others can read is served, and told`() async throws {
        let venue = try Venue()
        try await venue.open()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: venue.event)
        #expect(try await venue.lanyard("audit").errors.contains("Others on this machine can read"))
        let server = try await HeldServer(venue)
        let ready = try await server.door.send("GET", "/v1/health/ready", Data(), token: "")
        #expect(ready.status == 200)
        #expect(String(decoding: ready.body, as: UTF8.self).contains("event_file_open"))
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
        #expect(server.said.contains("chmod 600"))
    }
}
