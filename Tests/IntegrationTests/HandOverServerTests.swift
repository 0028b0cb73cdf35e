import Foundation
import LanyardTestSupport
import Testing

/// A hand-over while people register, as processes do it: the server, the command beside it, and the machine that takes the event.
@Suite(.waitsForPrograms)
struct HandOverServerTests {
    private struct Device: Decodable { let token: String }
    private struct Copy: Decodable { let copy: String }
    private struct Taken: Decodable {
        let incarnation: Int
        let previous: String?
    }
    private struct Person: Decodable { let name: String }
    private struct Mail: Decodable {
        let waiting: Int
        let sent: Int
    }

    @Test func `what the server acknowledged is at the venue, and nothing is acknowledged afterwards`() async throws {
        let venue = try Venue()
        let description = venue.folder.file("event.yaml")
        let (sendmail, log) = (venue.folder.file("sendmail"), venue.folder.file("mail.log"))
        try Data("#!/bin/sh\ncat > /dev/null\nsleep 0.1\necho mail >> '\(log.path)'\n".utf8).write(to: sendmail)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: sendmail.path)
        let yaml =
            try Repository.netdev01().replacing("capacity: 300", with: "capacity: 100000") + """

                mail:
                  from: Netdev 0.1 <registration@example.org>
                  sendmail: \(sendmail.path)
                  on: confirmation

                """
        try Data(yaml.utf8).write(to: description)
        #expect(try await venue.lanyard("event", "create", venue.event, "--from", description.path).status == 0)
        let token = try await venue.json(Device.self, "device", "add", "Desk", "--role", "desk").token
        let server = try await LiveServer(venue)
        let door = server.door
        let registering = (1...4).map { desk in
            Task {
                var acknowledged: Set<String> = []
                for number in 1...5_000 {
                    let name = "Guest \(desk)-\(number)"
                    let body = try JSONSerialization.data(
                        withJSONObject: ["name": name, "email": "guest\(desk)-\(number)@example.org", "days": [1]])
                    let answer = try await door.send("POST", "/v1/registrations", body, token: token)
                    guard answer.status == 201 || answer.status == 200 else {
                        #expect(answer.status == 503, "\(String(decoding: answer.body, as: UTF8.self))")
                        return acknowledged
                    }
                    acknowledged.insert(name)
                }
                return acknowledged
            }
        }
        // Mail is on its way when the hand-over begins.
        for _ in 1...400 where !FileManager.default.fileExists(atPath: log.path) {
            try await Task.sleep(for: .milliseconds(20))
        }
        let (stick, laptop) = (venue.folder.file("stick"), venue.folder.file("laptop"))
        for folder in [stick, laptop] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        }
        let copy = try await venue.json(Copy.self, "event", "hand-over", "--to", stick.path).copy
        var acknowledged: Set<String> = []
        for desk in registering { acknowledged.formUnion(try await desk.value) }
        let file = laptop.appendingPathComponent("netdev01.lanyard").path
        _ = try await venue.json(Taken.self, "event", "take", copy, "--event", file)
        let people = try await venue.json([Person].self, "registration", "list", "--event", file)
        #expect(!acknowledged.isEmpty && Set(people.map(\.name)) == acknowledged)
        // The copy knows of every mail that went, and the server sends none any more.
        let mail = try await venue.json(Mail.self, "mail", "status", "--event", file)
        #expect(mail.sent > 0 && mail.sent + mail.waiting == acknowledged.count)
        try await Task.sleep(for: .milliseconds(400))
        let gone = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").count
        #expect(gone == mail.sent)

        // The server goes on showing what it had, and cannot take anything back while it runs.
        let back = venue.folder.file("back")
        try FileManager.default.createDirectory(at: back, withIntermediateDirectories: false)
        _ = try await venue.lanyard("registration", "add", "Wanda Walker", "--event", file)
        let returned = try await venue.json(
            Copy.self, "event", "hand-over", "--back", "--to", back.path, "--event", file
        ).copy
        let early = try await venue.lanyard("event", "take", returned)
        #expect(early.status == 1 && early.errors.contains("open"), "\(early.errors)")
        #expect(try await venue.lanyard("event", "whereabouts").status == 2)
        #expect(server.stop() == 0)
        let taken = try await venue.json(Taken.self, "event", "take", returned)
        #expect(taken.incarnation == 3 && taken.previous != nil)
        let next = try await LiveServer(venue)
        // Whoever is handed nothing in the end goes on in another life, and the server that runs says so.
        _ = try await venue.json(Copy.self, "event", "hand-over", "--to", stick.path)
        _ = try await venue.lanyard("event", "hand-over", "--call-off", "--to", stick.path)
        var head = ""
        for _ in 1...100 where !head.contains("\r\nlanyard-incarnation: 4\r\n") {
            try await Task.sleep(for: .milliseconds(50))
            head = try await run("curl", ["-sI", "\(next.door.address)/v1/version"]).output.lowercased()
        }
        #expect(head.contains("\r\nlanyard-incarnation: 4\r\n"), "\(head)")
        let body = try JSONSerialization.data(withJSONObject: ["name": "Guest at home", "days": [1]])
        let answer = try await next.door.send("POST", "/v1/registrations", body, token: token)
        #expect(answer.status == 201 || answer.status == 200, "\(answer.status)")
        #expect(next.stop() == 0)
        #expect(try await venue.lanyard("audit").status == 0)
    }
}
