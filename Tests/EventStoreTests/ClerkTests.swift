import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

/// PINs at shared devices.
struct ClerkTests {
    private static func pin(_ digits: String) throws -> PIN { try PIN(digits) }

    private static func desk(_ store: EventStore, _ name: String = "Desk 1") async throws -> Device {
        try await store.addDevice(name: name, role: .desk, gates: [], context: .desk()).device
    }

    private static func current(_ store: EventStore, _ id: Device.ID) async throws -> Device {
        try #require(try await store.devices().first { $0.id == id })
    }

    @Test(arguments: ["", "123", "12a4", "123456789", "٤٤٨٨", "12 34", "-1234"])
    func `a PIN is four to eight digits`(text: String) throws {
        #expect(throws: EventStoreError(.pinInvalid)) { try PIN(text) }
    }

    @Test(arguments: ["0000", "777777", "1234", "456789", "9876", "4321"])
    func `what anybody would try first is refused`(text: String) throws {
        #expect(throws: EventStoreError(.pinTooSimple)) { try PIN(text) }
        #expect("\(try PIN("4821"))" == "‹redacted›")
    }

    @Test func `whoever types their PIN is named, and the next one takes over`() async throws {
        try await withNetdev01 { _, store in
            let desk = try await Self.desk(store)
            #expect(try desk.author(at: .deskOpens) == "device:1")
            for (name, digits) in [("Kit Example", "4821"), ("Bo Invented", "9305")] {
                _ = try await store.setPIN(Self.pin(digits), of: name, at: desk.id, context: .desk())
            }
            // Somebody has a PIN: nothing is written before one of them is here.
            let nobody = try await Self.current(store, desk.id)
            #expect(nobody.isShared && nobody.clerk == nil)
            #expect(throws: EventStoreError(.clerkMissing, ErrorDetail("device", "Desk 1"))) {
                try nobody.author(at: .deskOpens)
            }
            _ = try await store.enter("Kit Example", pin: " 4821\n", at: desk.id, time: .deskOpens)
            #expect(try await Self.current(store, desk.id).author(at: .deskOpens) == "device:1:Kit Example")
            _ = try await store.enter("Bo Invented", pin: "9305", at: desk.id, time: .deskOpens)
            let device = try await Self.current(store, desk.id)
            #expect(try device.author(at: .deskOpens) == "device:1:Bo Invented")
            #expect(try await store.clerks(of: desk.id).map(\.isHere) == [true, false])
            // A long shift, and no longer.
            let late = Date.deskOpens.addingTimeInterval(Clerk.secondsMax)
            #expect(device.present(at: late) == nil)
            #expect(throws: EventStoreError.self) { try device.author(at: late) }
            try await store.leave(desk.id)
            #expect(try await Self.current(store, desk.id).clerk == nil)
        }
    }

    @Test func `after five wrong tries a PIN is locked, the right one too, until it is set anew`() async throws {
        try await withNetdev01 { _, store in
            let desk = try await Self.desk(store)
            _ = try await store.setPIN(Self.pin("4821"), of: "Kit", at: desk.id, context: .desk())
            _ = try await store.setPIN(Self.pin("9305"), of: "Bo", at: desk.id, context: .desk())
            func enter(_ name: String, _ pin: String) async throws -> String? {
                try await errorCode { _ = try await store.enter(name, pin: pin, at: desk.id, time: .deskOpens) }
            }
            #expect(try await enter("Kit", "0000") == "pin_wrong")
            _ = try await store.enter("Kit", pin: "4821", at: desk.id, time: .deskOpens)
            // Many at once are no more tries than one after another.
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for guess in 0..<12 {
                    group.addTask {
                        let code = try await errorCode {
                            _ = try await store.enter("Kit", pin: "000\(guess)", at: desk.id, time: .deskOpens)
                        }
                        return code ?? ""
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(codes.filter { $0 == "pin_wrong" }.count == 4)
            #expect(codes.filter { $0 == "pin_locked" }.count == 8)
            #expect(try await enter("Kit", "4821") == "pin_locked")
            #expect(try await store.clerks(of: desk.id).map(\.isLocked) == [false, true])
            _ = try await store.enter("Bo", pin: "9305", at: desk.id, time: .deskOpens)
            _ = try await store.setPIN(Self.pin("7718"), of: "Kit", at: desk.id, context: .desk())
            #expect(try await enter("Kit", "4821") == "pin_wrong")
            _ = try await store.enter("Kit", pin: "7718", at: desk.id, time: .deskOpens)
        }
    }

    @Test func `a PIN counts at its own device alone, and not after it was taken away`() async throws {
        try await withNetdev01 { _, store in
            let (desk, other) = (try await Self.desk(store), try await Self.desk(store, "Desk 2"))
            _ = try await store.setPIN(Self.pin("4821"), of: "Kit", at: desk.id, context: .desk())
            #expect(
                try await errorCode {
                    _ = try await store.enter("Kit", pin: "4821", at: other.id, time: .deskOpens)
                } == "clerk_unknown")
            #expect(try await Self.current(store, other.id).isShared == false)
            _ = try await store.enter("Kit", pin: "4821", at: desk.id, time: .deskOpens)
            try await store.removePIN(of: "Kit", at: desk.id, context: .desk())
            let device = try await Self.current(store, desk.id)
            #expect(device.clerk == nil && !device.isShared)
            #expect(
                try await errorCode {
                    _ = try await store.enter("Kit", pin: "4821", at: desk.id, time: .deskOpens)
                } == "clerk_unknown")
            // The name is free again.
            _ = try await store.setPIN(Self.pin("9305"), of: "Kit", at: desk.id, context: .desk())
        }
    }

    @Test(arguments: [Device.Role.door, .kiosk, .reports])
    func `doors, kiosks and screens have no PINs`(role: Device.Role) async throws {
        try await withNetdev01 { _, store in
            let device = try await store.addDevice(name: "X", role: role, gates: [], context: .desk()).device
            #expect(
                try await errorCode {
                    _ = try await store.setPIN(Self.pin("4821"), of: "Kit", at: device.id, context: .desk())
                } == "clerk_role_wrong")
        }
    }

    @Test func `a form that is sent twice sets one PIN, and another PIN under its key is refused`() async throws {
        try await withNetdev01 { _, store in
            let desk = try await Self.desk(store)
            let write = WriteContext.desk()
            let first = try await store.setPIN(Self.pin("4821"), of: "Kit", at: desk.id, context: write)
            #expect(try await store.setPIN(Self.pin("4821"), of: "Kit", at: desk.id, context: write) == first)
            #expect(
                try await errorCode {
                    _ = try await store.setPIN(Self.pin("9305"), of: "Kit", at: desk.id, context: write)
                } == "idempotency_conflict")
            _ = try await store.enter("Kit", pin: "4821", at: desk.id, time: .deskOpens)
        }
    }

    @Test func `the file has neither the PIN nor a quick digest of it`() async throws {
        try await withNetdev01 { _, store in
            let desk = try await Self.desk(store)
            let write = WriteContext.desk()
            _ = try await store.setPIN(Self.pin("48213975"), of: "Kit", at: desk.id, context: write)
            #expect(try await !dump(store).contains { $0.contains("48213975") })
            let stored = try await store.read { db in
                try Data.fetchOne(
                    db, sql: "SELECT content_sha256 FROM request WHERE key = ?", arguments: [write.key.description])
            }
            #expect(stored == EventStore.digest(of: ["clerk.set", "1", "Kit"]))
        }
    }

    @Test(arguments: [
        ("device:3", "Desk 1"), ("device:3:Kit Example", "Kit Example, Desk 1"), ("device:9:Kit", "Kit, device:9"),
        ("device:3:Kit: the second", "Kit: the second, Desk 1"), ("cli:kit", "kit"), ("lanyard", "lanyard"),
        ("device:9", "device:9"), ("", ""), ("device:x", "x"),
    ])
    func `an author is told as one tells a colleague`(text: String, told: String) {
        #expect(Author(text).told([Device.ID(rawValue: 3): "Desk 1"]) == told)
    }
}
