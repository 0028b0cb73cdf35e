import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

struct DeviceTests {
    private static let mainDoor = Gate.ID(rawValue: "main")

    @Test func `a device is found by its token and by no other`() async throws {
        try await withNetdev01 { _, store in
            let (device, token) = try await store.addDevice(
                name: " North  door ", role: .door, gates: [Self.mainDoor], context: .desk())
            let (_, other) = try await store.addDevice(name: "Desk", role: .desk, gates: [], context: .desk())
            #expect(device.name == "North door" && !device.isRevoked)
            #expect(try await store.device(secret: token.secret) == device)
            #expect(try await store.device(secret: other.secret)?.name == "Desk")
            for wrong in [
                "", "lanyard_", token.secret + "x", String(token.secret.dropLast()), token.secret.uppercased(),
                "' OR 1=1 --",
                String(repeating: "x", count: 10_000),
            ] { #expect(try await store.device(secret: wrong) == nil) }
        }
    }

    @Test func `a token has 43 characters for its 256 bits and is not printed`() async throws {
        try await withNetdev01 { _, store in
            let (_, token) = try await store.addDevice(name: "d", role: .door, gates: [], context: .desk())
            #expect(token.secret.wholeMatch(of: /lanyard_[A-Za-z0-9_-]{43}/) != nil)
            #expect("\(token)" == "‹redacted›" && !String(reflecting: "\(token)").contains(token.secret))
        }
    }

    @Test func `a revoked device is a stranger, for ever`() async throws {
        try await withNetdev01 { _, store in
            let (device, token) = try await store.addDevice(name: "d", role: .door, gates: [], context: .desk())
            try await store.revokeDevice(device.id, context: .desk())
            #expect(try await store.device(secret: token.secret) == nil)
            #expect(try await store.devices().map(\.isRevoked) == [true])
            let before = try await dump(store).filter { !$0.hasPrefix("request") }
            try await store.revokeDevice(device.id, context: .desk(at: .deskOpens.addingTimeInterval(60)))
            #expect(try await dump(store).filter { !$0.hasPrefix("request") } == before)
            let code = try await errorCode {
                try await store.revokeDevice(Device.ID(rawValue: 99), context: .desk())
            }
            #expect(code == "device_unknown")
        }
    }

    /// The token was shown to the first caller; the file cannot reveal it again.
    @Test func `a key makes one device and one invitation`() async throws {
        try await withNetdev01 { _, store in
            let key = WriteContext.desk()
            let (device, token) = try await store.addDevice(name: "d", role: .door, gates: [], context: key)
            let before = try await dump(store)
            #expect(
                try await errorCode {
                    _ = try await store.addDevice(name: "d", role: .door, gates: [], context: key)
                } == "secret_shown")
            for refused in [
                { _ = try await store.addDevice(name: "other", role: .door, gates: [], context: key) },
                { _ = try await store.invite(name: "d", role: .door, gates: [], context: key) },
                { try await store.revokeDevice(device.id, context: key) },
            ] {
                #expect(try await errorCode { try await refused() } == "idempotency_conflict")
            }
            #expect(try await dump(store) == before)
            #expect(try await store.device(secret: token.secret)?.id == device.id)
            let invitation = WriteContext.desk()
            _ = try await store.invite(name: "e", role: .desk, gates: [], context: invitation)
            #expect(
                try await errorCode {
                    _ = try await store.invite(name: "e", role: .desk, gates: [], context: invitation)
                } == "secret_shown")
            let revocation = WriteContext.desk()
            for _ in 1...2 { try await store.revokeDevice(device.id, context: revocation) }
            #expect(try await store.devices().map(\.isRevoked) == [true])
        }
    }

    @Test func `an invitation and its device are tied to gates that have a row`() async throws {
        try await withNetdev01 { _, store in
            let gate = Self.mainDoor
            let enrollment = try await store.invite(name: "n", role: .door, gates: [gate], context: .desk())
            let (device, _) = try await store.enroll(secret: enrollment.secret, time: .deskOpens)
            #expect(device.gates == [gate])
            #expect(try await store.devices().map(\.gates) == [[gate]])
            let rows = try await store.read { db in try String.fetchAll(db, sql: "SELECT id FROM gate") }
            #expect(rows == ["main"])
            for sql in [
                "DELETE FROM enrollment_gate", "UPDATE enrollment_gate SET gate = 'dinner'",
                "INSERT INTO enrollment_gate VALUES (99, 'main')", "INSERT INTO device_gate VALUES (99, 'main')",
            ] {
                await #expect(throws: DatabaseError.self, "\(sql)") {
                    try await store.write { try $0.execute(sql: sql) }
                }
            }
        }
    }

    @Test func `no file holds a token in clear`() async throws {
        try await withNetdev01 { _, store in
            let (_, token) = try await store.addDevice(name: "seen", role: .door, gates: [], context: .desk())
            let folder = store.url.deletingLastPathComponent()
            var bytes = Data()
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
                bytes.append((try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data())
            }
            #expect(bytes.range(of: Data("seen".utf8)) != nil)
            let text = token.secret.dropFirst("lanyard_".count)
            #expect(bytes.range(of: Data(text.utf8)) == nil)
            let base64 = String(text).replacing("-", with: "+").replacing("_", with: "/") + "="
            let raw = try #require(Data(base64Encoded: base64))
            #expect(bytes.range(of: raw) == nil)
        }
    }

    @Test(arguments: [
        (Device.Role.door, ["main"], "main", true), (.door, ["main"], "staff", false), (.door, [], "staff", true),
        (.desk, [], "main", true), (.organizer, [], "main", true), (.reports, [], "main", false),
        (.keysigning, ["main"], "main", false),
    ])
    func `a device scans where its role and its gates let it`(
        role: Device.Role, gates: [String], gate: String, may: Bool
    ) async throws {
        try await withNetdev01 { _, store in
            let (device, _) = try await store.addDevice(
                name: "d", role: role, gates: Set(gates.map(Gate.ID.init)), context: .desk())
            #expect(device.mayScan(at: Gate.ID(rawValue: gate)) == may)
            #expect(try await store.read { try EventStore.device($0, id: device.id) } == device)
        }
    }

    @Test(arguments: [
        ("", "name_missing"), (" \t", "name_missing"), ("a\nb", "text_has_controls"),
        (String(repeating: "x", count: 101), "text_too_long"),
    ])
    func `a device needs a name that people can read`(name: String, code: String) async throws {
        try await withNetdev01 { _, store in
            let found = try await errorCode {
                _ = try await store.addDevice(name: name, role: .door, gates: [], context: .desk())
            }
            #expect(found == code)
        }
    }

    @Test func `an unknown gate is refused and no device is made`() async throws {
        try await withNetdev01 { _, store in
            let code = try await errorCode {
                _ = try await store.addDevice(
                    name: "d", role: .door, gates: [Self.mainDoor, Gate.ID(rawValue: "side")], context: .desk())
            }
            #expect(code == "gate_unknown")
            #expect(try await store.devices().isEmpty)
        }
    }

    @Test func `a name of a hundred letters with accents of their own is stored`() async throws {
        try await withNetdev01 { _, store in
            let name = String(repeating: "e\u{323}\u{301}", count: 100)
            let (device, _) = try await store.addDevice(name: name, role: .door, gates: [], context: .desk())
            #expect(device.name == name)
        }
    }
}
