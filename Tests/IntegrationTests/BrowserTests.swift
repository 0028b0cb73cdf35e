import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

/// The pages in a real Chromium, by the scripts of `Tests/Browser`; their pictures are left in `.build/pictures`.
///
/// One after another: each script has its own browser, and one is enough for a machine with two cores.
@Suite(.serialized, .waitsForPrograms)
struct BrowserTests {
    struct Badge: Decodable {
        let code: String
        let credential: String
    }
    struct Device: Decodable { let token: String }
    private struct Link: Decodable { let link: String }
    private struct Registration: Decodable {
        let number: Int
        let name: String
        let due: String
    }

    @Test func `a phone enrols by its link, a laptop by typing the code`() async throws {
        let (venue, server) = try await Self.open()
        let codes = try await [Self.invite("Phone", venue), Self.invite("Laptop", venue)]
        _ = try await Self.browse("enroll", server, ["codes": codes])
        #expect(server.stop() == 0)
    }

    @Test func `a walk-in gets from the name to the badge with at most 12 keys beyond the text`() async throws {
        let (venue, server) = try await Self.open()
        try await venue.lanyard("till", "open", "north", "--float", "200")
        try await venue.lanyard("badge", "issue", "ND-0002")
        let ticket = try await venue.json(Badge.self, "badge", "show", "ND-0002").credential
        let fingerprint = try await Self.handInKey(for: "ND-0002", venue)
        let holder = try #require(try await venue.json([Registration].self, "registration", "find", "Desmond").first)
        let code = try await Self.invite("Desk 1", venue)
        let figures = try await Self.browse(
            "desk", server,
            ["codes": [code], "ticket": ticket, "holder": holder.number, "fingerprint": fingerprint])
        #expect(try #require(figures["presses"] as? Int) <= 12)

        // What the browser did is in the books, and the paper carries the name.
        let number = try #require(figures["number"] as? Int)
        let found = try await venue.json([Registration].self, "registration", "find", "walter")
        #expect(found.map(\.number) == [number])
        #expect(found.first?.due == "0.00")
        let text = try await run("pdftotext", [Self.pictures.appendingPathComponent("walk-in.pdf").path, "-"]).output
        #expect(text.contains("Walter Walk-In"))
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    @Test func `a desk transfers, merges, erases, uses the waiting list and prints on a printer of its choice`()
        async throws
    {
        let venue = try await Self.withFullDinner()
        let shop = try await PrintShop(queues: ["north", "south"])
        let server = try await LiveServer(venue, printServer: shop.address)
        let codes = try await [Self.invite("Desk 1", venue), Self.invite("Office", venue, role: "organizer")]
        _ = try await Self.browse("desk-places", server, ["codes": codes])
        let printed = try shop.printed()
        #expect(printed.count == 1)
        let text = try await run("pdftotext", [try #require(printed.first).file.path, "-"]).output
        #expect(text.contains("Bea Instead"), "\(text)")
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
        withExtendedLifetime(shop) {}
    }

    @Test func `scanners in any field, keys that bounce and refused forms change nothing`() async throws {
        let (venue, server) = try await Self.open()
        try await venue.lanyard("till", "open", "north", "--float", "200")
        try await venue.lanyard("badge", "issue", "ND-0002")
        let badge = try await venue.json(Badge.self, "badge", "show", "ND-0002")
        let codes = try await [Self.invite("Desk 1", venue), Self.invite("Office", venue, role: "organizer")]
        let figures = try await Self.browse(
            "desk-harm", server,
            [
                "codes": codes, "ticket": badge.credential, "code": badge.code,
                "holder": try await Self.number(of: "Desmond", venue),
                "owing": try await Self.number(of: "ND-0035", venue),
            ])
        #expect(try #require(figures["scans"] as? Int) > 8)
        #expect(figures["booked"] as? Int == 1)
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    @Test func `no daily task of the desk takes more than ten keys beyond the text`() async throws {
        let venue = try await Self.withFullDinner()
        try await venue.lanyard("till", "open", "north", "--float", "200")
        try await venue.lanyard("badge", "issue", "--all")
        for person in ["ND-0011", "ND-0012", "ND-0013"] {
            try await venue.lanyard("badge", "print", person, "--out", venue.folder.file("\(person).pdf").path)
        }
        let server = try await LiveServer(venue)
        let badge = try await venue.json(Badge.self, "badge", "show", "ND-0002")
        let fingerprint = try await Self.handInKey(for: "ND-0002", venue)
        let code = try await Self.invite("Desk 1", venue)
        let figures = try await Self.browse(
            "desk-tasks", server,
            [
                "codes": [code], "ticket": badge.credential, "code": badge.code, "fingerprint": fingerprint,
                "holder": try await Self.number(of: "Desmond", venue), "owing": "ND-0017", "without_dinner": "ND-0003",
            ])
        print("keys of the desk's tasks: \(figures)")
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    @Test func `the dashboard follows what happens at the doors`() async throws {
        let (venue, server) = try await Self.open()
        try await venue.lanyard("badge", "issue", "--all")
        var badges: [String] = []
        for reference in ["ND-0001", "ND-0002", "ND-0003"] {
            badges.append(try await venue.json(Badge.self, "badge", "show", reference).credential)
        }
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let code = try await Self.invite("Office", venue, role: "organizer")
        _ = try await Self.browse("dashboard", server, ["codes": [code], "badges": badges, "door": token])
        #expect(server.stop() == 0)
    }

    @Test func `participants hand in keys, prove them, take the list home and bring signatures back`() async throws {
        let (venue, server) = try await Self.open()
        // The server's clock is in 2015.
        let keys = try [
            "ND-0002": InventedKey("Desmond Datagram <desmond@example.net>", made: "20150101T000000"),
            "ND-0001": InventedKey("Ada Placeholder <ada@example.org>", made: "20150101T000000"),
        ]
        let certificate = venue.folder.file("ada.asc")
        if let ada = keys["ND-0001"] {
            try Data(try ada.gpg("--armor", "--export", ada.fingerprint.digits).utf8).write(to: certificate)
        }
        try await venue.lanyard("keysigning", "add", certificate.path, "--registration", "ND-0001")
        var people: [[String: any Sendable]] = []
        // The second one's key is handed in before.
        for (reference, name, number) in [("ND-0002", "Desmond Datagram", 2), ("ND-0001", "Ada Placeholder", 1)] {
            let key = try #require(keys[reference])
            let link = try await venue.json(
                Link.self, "keysigning", "invite", reference, "--server", "http://192.0.2.1:8015"
            ).link
            people.append([
                "secret": String(try #require(link.split(separator: "#").last)), "name": name,
                "fingerprint": key.fingerprint.digits, "home": key.home.path, "number": number,
                "registration": reference,
            ])
        }
        let staff = try await venue.json(Device.self, "device", "add", "Keys", "--role", "keysigning").token
        _ = try await Self.browse("keysigning", server, ["people": people, "staff": staff])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    // MARK: -

    static func number(of person: String, _ venue: Venue) async throws -> Int {
        try #require(try await venue.json([Registration].self, "registration", "find", person).first).number
    }

    /// The demo's event with a voucher, and with as few seats at the dinner as those have who hold one: it is full, and one
    /// can wait for it.
    private static func withFullDinner() async throws -> Venue {
        let venue = try Venue()
        try await venue.open()
        let description = venue.folder.file("event.yaml")
        let vouchers = "\nvouchers:\n  - { id: half, percent: \"50\" }\n"
        let shown = try await venue.lanyard("event", "show").output
        for seats in 1...25 {
            let full = shown.replacing(#/seats: \d+/#, with: "seats: \(seats)") + vouchers
            try Data(full.utf8).write(to: description)
            if try await venue.lanyard("event", "apply", description.path).status == 0 { break }
        }
        return venue
    }

    /// A key of somebody who has proved that they hold it.
    private static func handInKey(for reference: String, _ venue: Venue) async throws -> String {
        let key = try InventedKey()
        let (file, text) = (venue.folder.file("key.asc"), venue.folder.file("challenge.txt"))
        try Data(try key.gpg("--armor", "--export", key.fingerprint.digits).utf8).write(to: file)
        func keysigning(_ arguments: String...) async throws {
            let done = try await run(
                "lanyard", ["keysigning"] + arguments, environment: ["LANYARD_EVENT": venue.event])
            guard done.status == 0 else { throw Venue.Failed(errors: done.errors) }
        }
        try await keysigning("add", file.path, "--registration", reference)
        try await keysigning("challenge", reference, "--out", text.path)
        let signed = try key.signed(try String(contentsOf: text, encoding: .utf8))
        try Data(signed.utf8).write(to: text)
        try await keysigning("prove", reference, text.path)
        return key.fingerprint.digits
    }

    static let pictures = Repository.root.appendingPathComponent(".build/pictures")

    static func open() async throws -> (Venue, LiveServer) {
        let venue = try Venue()
        try await venue.open()
        return (venue, try await LiveServer(venue))
    }

    static func invite(
        _ name: String, _ venue: Venue, role: String = "desk", _ more: String...
    ) async throws -> String {
        let link = try await venue.json(
            Link.self,
            ["device", "add", name, "--role", role, "--server", "http://192.0.2.1:8015"] + more
        ).link
        return String(try #require(link.split(separator: "#").last))
    }

    /// Runs a script and returns the figures that it printed.
    static func browse(
        _ script: String, _ server: LiveServer, _ arguments: [String: any Sendable],
        environment: [String: String] = [:]
    ) async throws -> [String: Any] {
        let made = try await run(Repository.root.appendingPathComponent("scripts/browser-tests").path, [])
        guard made.status == 0 else { throw Venue.Failed(errors: made.errors) }
        let python = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let chromium = try await run("which", ["chromium"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        var arguments: [String: Any] = arguments
        // "localhost" is a secure context, and the page's own host.
        arguments["address"] = server.door.address
        arguments["pictures"] = pictures.path
        arguments["chromium"] = chromium
        let json = String(decoding: try JSONSerialization.data(withJSONObject: arguments), as: UTF8.self)
        let file = Repository.root.appendingPathComponent("Tests/Browser/\(script).py").path
        let outcome = try await run(
            python, [file, json], environment: environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
        guard outcome.status == 0 else { throw Venue.Failed(errors: outcome.errors) }
        return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
    }
}
