package import Conference
import Crypto
package import Foundation
package import GRDB

/// A phone, laptop or scanner with its own token.
package struct Device: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<Device, Int64>

    /// What a device may do.
    package enum Role: String, Sendable, Hashable, CaseIterable {
        /// Scan, and search at its gates.
        case door
        /// Registrations, payments, badges, and everything that a door may do.
        case desk
        /// Print the first badge of whoever shows their ticket, and nothing else.
        case kiosk
        case keysigning
        /// Read badges at one exhibitor's booth, and have what people agreed to give there.
        case exhibitor
        case reports
        /// Everything.
        case organizer
    }

    package let id: ID
    package let name: String
    package let role: Role
    /// Where it may scan; empty for every gate.
    package let gates: Set<Gate.ID>
    package let isRevoked: Bool
    /// Whether several people use it, each with a PIN.
    package let isShared: Bool
    /// Who typed their PIN last, and did not leave.
    package let clerk: Clerk.Presence?
    /// At whose booth it is; nil for every other role.
    package let exhibitor: Exhibitor.ID?

    package init(
        id: ID, name: String, role: Role, gates: Set<Gate.ID>, isRevoked: Bool, isShared: Bool = false,
        clerk: Clerk.Presence? = nil, exhibitor: Exhibitor.ID? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.gates = gates
        self.isRevoked = isRevoked
        self.isShared = isShared
        self.clerk = clerk
        self.exhibitor = exhibitor
    }

    /// Whether it is told what happens at that gate: a door only at its own.
    package func sees(_ gate: Gate.ID) -> Bool { role != .door || mayScan(at: gate) }

    /// Asks that it is at that booth. An organizer's device is at every booth; another's is no booth to a device.
    ///
    /// - Throws: `exhibitor_unknown`.
    package func require(booth: Exhibitor.ID) throws(ConferenceError) {
        guard role == .organizer || exhibitor == booth else {
            throw ConferenceError(.exhibitorUnknown, ErrorDetail("exhibitor", String(booth.rawValue.prefix(80))))
        }
    }

    /// Whether it may scan at that gate.
    package func mayScan(at gate: Gate.ID) -> Bool {
        [.door, .desk, .organizer].contains(role) && (gates.isEmpty || gates.contains(gate))
    }
}

/// A device's secret: 32 random bytes, shown once; the file keeps its SHA-256.
package struct DeviceToken: Sendable, CustomStringConvertible {
    /// What the device sends as its bearer token (RFC 6750): `lanyard_` and 43 characters.
    package let secret: String
    package var description: String { "‹redacted›" }

    init() { secret = "lanyard_" + Data.random(32).base64URL }

    static func digest(of secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    /// Stands for a token in memory, as its SHA-256 does in the file.
    package struct Digest: Sendable, Hashable {
        private let bytes: SHA256Digest

        package init(of secret: String) { bytes = SHA256.hash(data: Array(secret.utf8)) }
    }
}

extension EventStore {
    /// Makes a device and its token.
    ///
    /// - Parameter exhibitor: at whose booth it is, for the role `exhibitor` and no other.
    /// - Throws: `ConferenceError` for a bad name, `gate_unknown`, `exhibitor_unknown`, `exhibitor_role`; `secret_shown` if the
    ///   same key already made it: the file does not know the token, so it cannot be shown again.
    package func addDevice(
        name: String, role: Device.Role, gates: Set<Gate.ID>, exhibitor: Exhibitor.ID? = nil, context: WriteContext
    ) async throws -> (device: Device, token: DeviceToken) {
        let name = try Person.line(name, field: "name", limit: 100)
        guard !name.isEmpty else { throw ConferenceError(.nameMissing) }
        let token = DeviceToken()
        let done = try await perform(
            "device.add", content: Self.content(name, role, gates, exhibitor), context: context
        ) { [self] db in
            try check(gates, db)
            try check(exhibitor, for: role, db)
            return try Self.insertDevice(
                db, name: name, role: role, gates: gates, exhibitor: exhibitor, token: token, author: context.author,
                time: context.time
            ).id.rawValue
        }
        guard !done.replayed else { throw EventStoreError(.secretShown, ErrorDetail("name", name)) }
        let id = Device.ID(rawValue: done.result)
        return (Device(id: id, name: name, role: role, gates: gates, isRevoked: false, exhibitor: exhibitor), token)
    }

    /// What makes two devices the same write.
    static func content(
        _ name: String, _ role: Device.Role, _ gates: Set<Gate.ID>, _ exhibitor: Exhibitor.ID?
    ) -> [String] {
        [name, role.rawValue] + gates.map(\.rawValue).sorted() + (exhibitor.map { ["", $0.rawValue] } ?? [])
    }

    /// - Throws: `exhibitor_unknown`, `exhibitor_role`.
    func check(_ exhibitor: Exhibitor.ID?, for role: Device.Role, _ db: Database) throws {
        guard (exhibitor != nil) == (role == .exhibitor) else {
            throw EventStoreError(.exhibitorRole, ErrorDetail("role", role.rawValue))
        }
        if let exhibitor { _ = try definition(db).exhibitor(exhibitor) }
    }

    /// - Throws: `gate_unknown`.
    func check(_ gates: Set<Gate.ID>, _ db: Database) throws {
        let known = Set(try definition(db).gates.map(\.id))
        for gate in gates where !known.contains(gate) {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", gate))
        }
    }

    /// The device that comes to be, with the gates at which it may scan.
    static func insertDevice(
        _ db: Database, name: String, role: Device.Role, gates: Set<Gate.ID>, exhibitor: Exhibitor.ID? = nil,
        token: DeviceToken, author: String, time: Date
    ) throws -> Device {
        try db.execute(
            sql: """
                INSERT INTO device (name, role, exhibitor, token_sha256, author, created_ms) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                name, role.rawValue, exhibitor?.rawValue, DeviceToken.digest(of: token.secret), author,
                time.milliseconds,
            ])
        let id = Device.ID(rawValue: db.lastInsertedRowID)
        for gate in gates {
            try db.execute(
                sql: "INSERT INTO device_gate (device, gate) VALUES (?, ?)",
                arguments: [id.rawValue, gate.rawValue])
        }
        return Device(id: id, name: name, role: role, gates: gates, isRevoked: false, exhibitor: exhibitor)
    }

    /// Makes a device whose token nobody gets, such as a list on paper, within an open transaction.
    package static func addDeviceWithoutToken(
        _ db: Database, name: String, role: Device.Role, context: WriteContext
    ) throws -> Device {
        return try insertDevice(
            db, name: name, role: role, gates: [], token: DeviceToken(), author: context.author,
            time: context.time)
    }

    /// The device that a token belongs to; nil for a wrong token and for a revoked device.
    package func device(secret: String) async throws -> Device? {
        guard secret.utf8.count <= 100 else { return nil }
        return try await read { db in
            try Self.devices(
                db, where: "token_sha256 = ? AND revoked_ms IS NULL", [DeviceToken.digest(of: secret)]
            ).first
        }
    }

    /// The device that a token belonged to before it was revoked; nil for any other token. It may hand over what it still
    /// holds, and nothing else.
    package func revokedDevice(secret: String) async throws -> Device? {
        guard secret.utf8.count <= 100 else { return nil }
        return try await read { db in
            try Self.devices(
                db, where: "token_sha256 = ? AND revoked_ms IS NOT NULL", [DeviceToken.digest(of: secret)]
            ).first
        }
    }

    /// Whether a token belonged to a device that was revoked since: the device is to forget what it holds.
    package func isRevoked(secret: String) async throws -> Bool { try await revokedDevice(secret: secret) != nil }

    /// Whether a device was revoked, or never was.
    package func isRevoked(_ id: Device.ID) async throws -> Bool {
        try await read { db in try Self.device(db, id: id)?.isRevoked ?? true }
    }

    /// All devices, including revoked ones.
    package func devices() async throws -> [Device] {
        try await read { db in try Self.devices(db, where: "TRUE", []) }
    }

    /// The device of that id, as this transaction sees it.
    package static func device(_ db: Database, id: Device.ID) throws -> Device? {
        try devices(db, where: "id = ?", [id.rawValue]).first
    }

    /// When a device came to be; nil where there is none.
    package static func enrolled(_ db: Database, _ id: Device.ID) throws -> Date? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT created_ms FROM device WHERE id = ?"), arguments: [id.rawValue]
        ).map { Date(milliseconds: $0) }
    }

    /// What each device is called, the revoked ones too.
    package static func deviceNames(_ db: Database) throws -> [Device.ID: String] {
        Dictionary(uniqueKeysWithValues: try devices(db, where: "TRUE", []).map { ($0.id, $0.name) })
    }

    /// The device of that name and role that is not revoked; the oldest, if there are several.
    package static func device(_ db: Database, named name: String, role: Device.Role) throws -> Device? {
        try devices(db, where: "name = ? AND role = ? AND revoked_ms IS NULL", [name, role.rawValue]).first
    }

    /// Calls a device otherwise; what it did before is then told under the new name.
    ///
    /// - Throws: `ConferenceError` for a bad name, `device_unknown`, `idempotency_conflict`.
    package func renameDevice(_ id: Device.ID, to name: String, context: WriteContext) async throws {
        let name = try Person.line(name, field: "name", limit: 100)
        guard !name.isEmpty else { throw ConferenceError(.nameMissing) }
        _ = try await perform("device.rename", content: [id.description, name], context: context) { db in
            try db.execute(sql: "UPDATE device SET name = ? WHERE id = ?", arguments: [name, id.rawValue])
            guard db.changesCount == 1 else { throw EventStoreError(.deviceUnknown, ErrorDetail("device", id)) }
            return id.rawValue
        }
    }

    /// Revokes a device's token at once.
    ///
    /// - Throws: `device_unknown`.
    package func revokeDevice(_ id: Device.ID, context: WriteContext) async throws {
        _ = try await perform("device.revoke", content: [id.description], context: context) { db in
            try db.execute(
                sql: "UPDATE device SET revoked_ms = coalesce(revoked_ms, ?) WHERE id = ?",
                arguments: [context.time.milliseconds, id.rawValue])
            guard db.changesCount == 1 else { throw EventStoreError(.deviceUnknown, ErrorDetail("device", id)) }
            return id.rawValue
        }
    }

    static func devices(
        _ db: Database, where condition: String, _ arguments: StatementArguments
    ) throws -> [Device] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, name, role, exhibitor, revoked_ms,
                       (SELECT group_concat(gate, ' ') FROM device_gate WHERE device = device.id) AS gates,
                       EXISTS (SELECT 1 FROM clerk WHERE clerk.device = device.id AND removed_ms IS NULL) AS is_shared,
                       (SELECT clerk FROM clerk_presence WHERE device = device.id) AS clerk,
                       (SELECT since_ms FROM clerk_presence WHERE device = device.id) AS clerk_since_ms,
                       (SELECT clerk.name FROM clerk_presence JOIN clerk ON clerk.id = clerk_presence.clerk
                        WHERE clerk_presence.device = device.id) AS clerk_name
                FROM device WHERE \(condition) ORDER BY id
                """)
        return try DeviceRecord.fetchAll(statement, arguments: arguments).compactMap(\.device)
    }
}
