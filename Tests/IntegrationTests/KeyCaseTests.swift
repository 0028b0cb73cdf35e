import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

/// Keys as people really hand them in, sent to the running server by a participant's own link.
@Suite(.waitsForPrograms)
struct KeyCaseTests {
    private struct Device: Decodable { let token: String }

    private static func fixture(_ name: String) throws -> Data {
        try Data(contentsOf: Repository.root.appending(path: "Tests/OpenPGPTests/Fixtures/\(name)"))
    }

    @Test(.timeLimit(.minutes(40)))
    func `a saved mail, an end after 2106, turned and stacked names: each is taken, listed and marked`() async throws {
        let venue = try Venue()
        try await venue.open()
        let desk = try await venue.json(Device.self, "device", "add", "Keysigning desk", "--role", "keysigning").token
        let server = try await LiveServer(venue, clock: nil)
        func json(_ answer: (status: Int, body: Data)) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
        }
        let cases = ["mail-qp.eml", "exp-80y-from-2026.asc", "uid-combining.asc", "uid-rtlo.asc"]
        var keys: [[String: Any]] = []
        for (number, name) in cases.enumerated() {
            let wish = try JSONSerialization.data(withJSONObject: ["registration": "ND-000\(number + 1)"])
            let link = try json(
                try await server.door.send("POST", "/v1/keysigning/invitations", wish, token: desk))
            let secret = try #require(link["token"] as? String)
            let receipt = try json(
                try await server.door.send(
                    "POST", "/v1/keysigning/self/keys", try Self.fixture(name), token: secret))
            #expect(receipt["change"] as? String == "added", "\(name): \(receipt)")
            keys.append(try #require(receipt["key"] as? [String: Any]))
        }
        #expect(keys[0]["userIDs"] as? [String] == ["Kay Invented (test) <kay@example.org>"])
        #expect((keys[1]["preview"] as? String)?.contains("[expires: 2106-05-") == true)
        #expect((keys[2]["shownUserIDs"] as? [String])?.first?.contains(" marks>") == true)
        #expect(keys[3]["shownUserIDs"] as? [String] == ["Ada <U+202E>gpj.exe <ada@example.org>"])
        let codes = keys.map { ($0["oddities"] as? [[String: Any]])?.first?["codes"] as? [String] }
        #expect(
            codes == [nil, nil, ["user_id_stacked_marks"], ["user_id_invisible_characters"]], "\(codes)")

        #expect(try await venue.lanyard("keysigning", "freeze").status == 0)
        let list = try await venue.lanyard("keysigning", "list", "--frozen", "1").output
        #expect(list.components(separatedBy: "\nnote  control of this key was not proved\n").count == 5)
        #expect(list.contains("\nnote  user id 1 has marks stacked upon one another: "), "\(list)")
        #expect(
            list.contains(
                "\nnote  user id 1 has characters that do not show or that turn text around: Ada <U+202E>gpj.exe"))
        // On paper no name turns or covers what stands beside it, and the notes stand there too.
        let paper = venue.folder.file("list.pdf").path
        #expect(
            try await venue.lanyard("keysigning", "list", "--frozen", "1", "--form", "pdf", "--out", paper).status == 0)
        let printed = try await run("pdftotext", ["-layout", paper, "-"]).output
        #expect(!printed.contains("\u{202E}"))
        #expect(printed.contains("U+202E") && printed.contains("was not proved"), "\(printed)")
        let page = try await server.door.send("GET", "/v1/keysigning/keys", Data(), token: desk)
        #expect(page.status == 200 && String(decoding: page.body, as: UTF8.self).contains("<U+202E>"))
        #expect(server.stop() == 0)
    }

    @Test(.timeLimit(.minutes(40)))
    func `several keys in one paste are listed, to choose from, alike on the command line and over HTTP`() async throws
    {
        let venue = try Venue()
        try await venue.open()
        let names = ["Ada Invented <ada@example.org>", "Ada at Work <ada@work.example.org>"]
        let keys = try names.map { try InventedKey($0) }
        let both = try keys.map { try $0.gpg("--armor", "--export", $0.fingerprint.digits) }.joined()
        let file = venue.folder.file("both.asc")
        try Data(both.utf8).write(to: file)
        let refused = try await venue.lanyard("keysigning", "add", file.path, "--registration", "ND-0001")
        #expect(refused.status == 1)
        for (key, name) in zip(keys, names) {
            #expect(refused.errors.contains("\(key.fingerprint.grouped) \(name)"), "\(refused.errors)")
        }
        let link = try await venue.lanyard("keysigning", "invite", "ND-0001", "--server", "https://192.0.2.1")
        let secret = try #require(link.output.split(separator: "#").last)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let server = try await LiveServer(venue, clock: nil)
        let answer = try await server.door.send("POST", "/v1/keysigning/self/keys", Data(both.utf8), token: secret)
        let problem = try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
        #expect(answer.status == 422 && problem["code"] as? String == "several_keys")
        let choices = try #require(problem["choices"] as? [[String: String]])
        #expect(choices.compactMap { $0["fingerprint"] } == keys.map(\.fingerprint.digits))
        #expect(choices.compactMap { $0["userID"] } == names)
        for choice in choices {
            let chosen = try await server.door.send(
                "POST", "/v1/keysigning/self/keys?fingerprint=\(choice["fingerprint"] ?? "")", Data(both.utf8),
                token: secret)
            #expect(chosen.status == 201)
        }
        #expect(server.stop() == 0)
        let shown = try await venue.lanyard("keysigning", "show").output
        for key in keys { #expect(shown.contains(key.fingerprint.digits)) }
    }

    private struct Phase: Decodable {
        struct Key: Decodable { let fingerprint: String }
        let expired: [Key]
        let expiring: [Key]
        let expiringBeforeDue: [Key]
    }

    @Test(.timeLimit(.minutes(40)))
    func `keys that expire too early are named when they come, at closing, at freezing and over HTTP`() async throws {
        let venue = try Venue()
        let description = venue.folder.file("event.yaml")
        // The keysigning is on 2 December 2030, and signatures are due three months later.
        let days = [("2015-02-14", "2030-11-30"), ("2015-02-15", "2030-12-01"), ("2015-02-16", "2030-12-02")]
        let yaml = (days + [("2015-02-17", "2030-12-03")]).reduce(try Repository.text("templates/events/netdev01.yaml"))
        {
            $0.replacing($1.0, with: $1.1)
        }
        try Data(yaml.utf8).write(to: description)
        let created = try await venue.lanyard("event", "create", venue.event, "--from", description.path)
        #expect(created.status == 0, "\(created.errors)")
        let gnuPG = try ScratchGnuPG()
        var keys: [String: (fingerprint: Fingerprint, said: String)] = [:]
        for (name, expiry) in [("never", "0"), ("soon", "1d"), ("late", "2031-01-15"), ("subkey", "0")] {
            let person = "\(name.capitalized) Invented"
            try await venue.lanyard("registration", "add", person, "--reference", name)
            try gnuPG.run(
                "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "\(person) <\(name)@example.org>",
                "ed25519", "sign,cert", expiry)
            func listed() throws -> [String] {
                try gnuPG.run("gpg", "--batch", "--with-colons", "--list-keys", "\(name)@example.org")
                    .split(separator: "\n").map(String.init)
            }
            let line = try #require(try listed().first { $0.hasPrefix("fpr:") })
            let fingerprint = try Fingerprint(String(try #require(line.split(separator: ":").last)))
            if name == "subkey" {
                try gnuPG.run(
                    "gpg", "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback", "--quick-add-key",
                    fingerprint.digits, "cv25519", "encr", "seconds=1")
                try await Task.sleep(for: .seconds(2))
            }
            let file = venue.folder.file("\(name).gpg")
            try gnuPG.run("gpg", "--batch", "--output", file.path, "--export", fingerprint.digits)
            let added = try await venue.lanyard("keysigning", "add", file.path, "--registration", name)
            #expect(added.status == 0, "\(added.errors)")
            keys[name] = (fingerprint, added.errors)
        }
        let today = String(Date().formatted(.iso8601).prefix(10))
        #expect(keys["subkey"]?.said.contains("expired on \(today)") == true, "\(keys["subkey"]?.said ?? "")")
        #expect(keys["late"]?.said.contains("2031-01-15") == true)
        let server = try await LiveServer(venue, clock: nil)
        let desk = try await venue.json(Device.self, "device", "add", "Keysigning desk", "--role", "keysigning").token
        let phase = try JSONDecoder().decode(
            Phase.self, from: try await server.door.get("/v1/keysigning/phase", token: desk))
        let (soon, late) = (try #require(keys["soon"]).fingerprint, try #require(keys["late"]).fingerprint)
        #expect(phase.expiring.map(\.fingerprint) == [soon.digits])
        #expect(phase.expiringBeforeDue.map(\.fingerprint) == [late.digits])
        #expect(phase.expired.isEmpty)
        #expect(server.stop() == 0)
        for command in ["close", "freeze"] {
            let said = try await venue.lanyard("keysigning", command).errors
            for (name, when) in [("soon", "the keysigning is over"), ("late", "the signatures are due")] {
                let digits = keys[name]?.fingerprint.grouped ?? ""
                #expect(said.contains("will expire before \(when): \(digits)"), "\(command): \(said)")
            }
            #expect(!said.contains(keys["never"]?.fingerprint.grouped ?? ""), "\(said)")
        }
    }
}
