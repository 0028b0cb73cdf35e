import Foundation
import LanyardTestSupport
import Testing

extension BrowserTests {
    @Test func `a door shows every verdict, and of two doors one lets a badge in`() async throws {
        let (venue, server) = try await Self.openDoor()
        let codes = try await [
            Self.invite("North door", venue, role: "door"), Self.invite("South door", venue, role: "door"),
            Self.invite("Desk 1", venue),
        ]
        try await venue.lanyard("badge", "issue", "--all")
        var badges: [String: String] = [:]
        for (name, reference) in [
            "paid": "ND-0001", "blocked": "ND-0005", "wrong_day": "ND-0008", "cancelled": "ND-0010",
            "revoked": "ND-0006", "unpaid": "ND-0035", "raced": "ND-0011",
        ] {
            badges[name] = try await Self.badge(reference, venue).credential
        }
        try await venue.lanyard("registration", "block", "ND-0005", "--because", "Ask")
        try await venue.lanyard("registration", "cancel", "ND-0010")
        try await venue.lanyard("badge", "reissue", "ND-0006", "--because", "lost")
        let typed = try await [
            "second": Self.badge("ND-0002", venue).code, "third": Self.badge("ND-0012", venue).code,
            "fourth": Self.badge("ND-0013", venue).code,
        ]
        _ = try await Self.browse("door", server, ["codes": codes, "badges": badges, "typed": typed])
        #expect(server.stop() == 0)
    }

    @Test func `a badge of ours before the camera is let in`() async throws {
        let (venue, server) = try await Self.openDoor()
        let codes = try await [
            Self.invite("North door", venue, role: "door"), Self.invite("South door", venue, role: "door"),
        ]
        let paper = venue.folder.file("badge.pdf").path
        let video = venue.folder.file("badge.mjpeg").path
        try await venue.lanyard("badge", "print", "ND-0001", "--out", paper)
        let maker = Repository.root.appendingPathComponent("Tests/Browser/badge-video.py").path
        // Debian's, which has Debian's Pillow.
        let made = try await run("/usr/bin/python3", [maker, paper, video])
        #expect(made.status == 0, "\(made.errors)")
        // Where Debian's sources cannot be reached there is none, and only the server decodes.
        let decoder = Repository.root.appendingPathComponent("templates/static/built/qr-decoder.wasm").path
        let hasDecoder = FileManager.default.fileExists(atPath: decoder)
        if !hasDecoder {
            let token = try await venue.json(Device.self, "device", "add", "Office", "--role", "door").token
            let badge = try await Self.badge("ND-0001", venue).credential
            #expect(try await server.door.scan(badge, nonce: "first", token: token).verdict == "admitted")
        }
        _ = try await Self.browse("door-camera", server, ["codes": codes, "video": video, "decoder": hasDecoder])
        #expect(server.stop() == 0)
    }

    @Test func `a door whose server was killed goes on, and sends what it scanned`() async throws {
        let (venue, server) = try await Self.openDoor()
        let code = try await Self.invite("North door", venue, role: "door")
        let token = try await venue.json(Device.self, "device", "add", "Office", "--role", "door").token
        try await venue.lanyard("gate", "offline", "--names")
        try await venue.lanyard("badge", "issue", "--all")
        let (first, second) = try await (Self.badge("ND-0001", venue), Self.badge("ND-0002", venue))
        // The last signs of a badge are its signature's.
        let forged = first.credential.dropLast(6) + second.credential.suffix(6)
        let port = try #require(server.door.address.split(separator: ":").last)
        let program = try #require(
            Program.process("lanyard", [], environment: [:]).executableURL, "lanyard is built with these tests")
        _ = try await Self.browse(
            "door-offline", server,
            [
                "codes": [code], "token": token, "typed": second.code, "server": server.processIdentifier,
                "badges": ["first": first.credential, "second": second.credential, "forged": String(forged)],
                "restart": [
                    program.path, "serve", "--port", String(port), "--clock", "2015-02-14T10:30:00-05:00",
                ],
            ], environment: ["LANYARD_EVENT": venue.event])
        #expect(server.stop() == SIGKILL)
        #expect(try await venue.lanyard("audit").status == 0)
    }

    @Test func `a door sends again what a server acknowledged and lost, and does not believe that server any more`()
        async throws
    {
        let (venue, server) = try await Self.openDoor()
        let code = try await Self.invite("North door", venue, role: "door")
        let token = try await venue.json(Device.self, "device", "add", "Office", "--role", "door").token
        try await venue.lanyard("badge", "issue", "--all")
        let port = try #require(server.door.address.split(separator: ":").last)
        let program = try #require(
            Program.process("lanyard", [], environment: [:]).executableURL, "lanyard is built with these tests")
        _ = try await Self.browse(
            "door-takeover", server,
            [
                "codes": [code], "token": token, "server": server.processIdentifier, "program": program.path,
                "port": String(port), "event": venue.event, "folder": venue.folder.url.path,
                "badges": [
                    "first": try await Self.badge("ND-0001", venue).credential,
                    "second": try await Self.badge("ND-0002", venue).credential,
                ],
            ])
        #expect(server.stop() == SIGKILL)
    }

    @Test func `a phone that kept what version 1 of its store held opens it, and keeps nothing in clear`() async throws
    {
        try await Self.browseDoors("door-upgrade")
    }

    @Test func `a door on a slow network loses no scan, and no batch stops it`() async throws {
        try await Self.browseDoors("door-slow")
    }

    /// Two doors, and the badges of people who come all four days or not.
    private static func browseDoors(_ script: String) async throws {
        let (venue, server) = try await Self.openDoor()
        let codes = try await [
            Self.invite("North door", venue, role: "door"), Self.invite("South door", venue, role: "door"),
        ]
        try await venue.lanyard("gate", "offline", "--names")
        try await venue.lanyard("badge", "issue", "--all")
        var badges: [Badge] = []
        for number in 11...33 { badges.append(try await Self.badge("ND-00\(number)", venue)) }
        _ = try await Self.browse(
            script, server, ["codes": codes, "badges": badges.map(\.credential), "typed": badges.map(\.code)])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    private static func badge(_ reference: String, _ venue: Venue) async throws -> Badge {
        try await venue.json(Badge.self, "badge", "show", reference)
    }

    /// A server whose door page has its rules.
    private static func openDoor() async throws -> (Venue, LiveServer) {
        let built = try await run(Repository.root.appendingPathComponent("scripts/build-door-page").path, [])
        guard built.status == 0 else { throw Venue.Failed(errors: built.errors) }
        return try await open()
    }
}
