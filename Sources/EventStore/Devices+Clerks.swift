package import Conference
package import Foundation
import GRDB

extension EventStore {
    /// Whose devices people share: not a door's, which names nobody, and not a kiosk, which has no staff.
    private static let sharedRoles: Set<Device.Role> = [.desk, .keysigning, .organizer]

    /// Gives somebody a PIN at a device, or another one; whoever is there under that name has to type it.
    ///
    /// The request's digest leaves the PIN out: so few digits could be guessed from it.
    /// - Throws: `device_unknown`, `device_revoked`, `clerk_role_wrong`, `ConferenceError` for a bad name,
    ///   `idempotency_conflict`.
    package func setPIN(_ pin: PIN, of name: String, at device: Device.ID, context: WriteContext) async throws -> Clerk
    {
        let name = try Person.line(name, field: "name", limit: 100)
        guard !name.isEmpty else { throw ConferenceError(.nameMissing) }
        let salt = Data.random(16)
        let stretched = try await StretchedPIN.stretch(pin.digits, salt: salt)
        let done = try await perform("clerk.set", content: [device.description, name], context: context) { db in
            guard let found = try Self.device(db, id: device) else {
                throw EventStoreError(.deviceUnknown, ErrorDetail("device", device))
            }
            guard !found.isRevoked else { throw EventStoreError(.deviceRevoked, ErrorDetail("device", device)) }
            guard Self.sharedRoles.contains(found.role) else {
                throw EventStoreError(.clerkRoleWrong, ErrorDetail("role", found.role.rawValue))
            }
            if let clerk = try ClerkRecord.fetch(db, name, at: device) {
                try db.execute(
                    sql: """
                        UPDATE clerk SET salt = ?, cost = ?, pin_scrypt = ?, tries = 0, author = ?, set_ms = ? WHERE id = ?
                        """,
                    arguments: [
                        stretched.salt, stretched.cost, stretched.bytes, context.author, context.time.milliseconds,
                        clerk.id.rawValue,
                    ])
                try db.execute(sql: "DELETE FROM clerk_presence WHERE clerk = ?", arguments: [clerk.id.rawValue])
                return clerk.id.rawValue
            }
            try db.execute(
                sql: """
                    INSERT INTO clerk (device, name, salt, cost, pin_scrypt, author, set_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    device.rawValue, name, stretched.salt, stretched.cost, stretched.bytes, context.author,
                    context.time.milliseconds,
                ])
            return db.lastInsertedRowID
        }
        if done.replayed { try await checkRepeated(pin, of: name, at: device, key: context.key) }
        return Clerk(
            id: Clerk.ID(rawValue: done.result), device: device, name: name, isLocked: false, isHere: false)
    }

    /// A form that was sent before is the same write only with the same PIN.
    private func checkRepeated(
        _ pin: PIN, of name: String, at device: Device.ID, key: IdempotencyKey
    ) async throws {
        guard let stored = try await read({ db in try ClerkRecord.fetch(db, name, at: device) }),
            try await StretchedPIN.stretch(pin.digits, salt: stored.salt, cost: stored.cost).equals(stored.pinScrypt)
        else { throw EventStoreError(.idempotencyConflict, ErrorDetail("key", key)) }
    }

    /// Takes somebody's PIN away; what they did stays under their name.
    ///
    /// - Throws: `clerk_unknown`, `idempotency_conflict`.
    package func removePIN(of name: String, at device: Device.ID, context: WriteContext) async throws {
        _ = try await perform("clerk.remove", content: [device.description, name], context: context) { db in
            let clerk = try ClerkRecord.find(db, name, at: device)
            try db.execute(
                sql: "UPDATE clerk SET removed_ms = ?, pin_scrypt = zeroblob(32) WHERE id = ?",
                arguments: [context.time.milliseconds, clerk.id.rawValue])
            try db.execute(sql: "DELETE FROM clerk_presence WHERE clerk = ?", arguments: [clerk.id.rawValue])
            return clerk.id.rawValue
        }
    }

    /// Who has a PIN at a device, by name.
    ///
    /// - Throws: `device_unknown`.
    package func clerks(of device: Device.ID) async throws -> [Clerk] {
        try await read { db in
            guard try Self.device(db, id: device) != nil else {
                throw EventStoreError(.deviceUnknown, ErrorDetail("device", device))
            }
            return try ClerkRecord.fetchAll(
                db.cachedStatement(
                    sql: ClerkRecord.selection + " WHERE clerk.device = ? AND removed_ms IS NULL ORDER BY name"),
                arguments: [device.rawValue]
            ).map(\.clerk)
        }
    }

    /// Somebody is at a device from now on, if that is their PIN.
    ///
    /// A try is counted before the PIN is compared, so that many at once are no more than one after another.
    /// - Throws: `clerk_unknown`, `pin_locked`, `pin_wrong`.
    package func enter(_ name: String, pin: String, at device: Device.ID, time: Date) async throws -> Clerk {
        let clerk = try await write { db in
            let clerk = try ClerkRecord.find(db, name, at: device)
            guard clerk.tries < Clerk.triesMax else {
                throw EventStoreError(.pinLocked, ErrorDetail("name", clerk.name))
            }
            try db.execute(sql: "UPDATE clerk SET tries = tries + 1 WHERE id = ?", arguments: [clerk.id.rawValue])
            return clerk
        }
        let digits = String(pin.trimmingCharacters(in: .whitespacesAndNewlines).prefix(20))
        guard
            try await StretchedPIN.stretch(digits, salt: clerk.salt, cost: clerk.cost).equals(clerk.pinScrypt)
        else {
            let left = Clerk.triesMax - clerk.tries - 1
            throw left == 0
                ? EventStoreError(.pinLocked, ErrorDetail("name", clerk.name))
                : EventStoreError(.pinWrong, ErrorDetail("count", left))
        }
        try await write { db in
            try db.execute(
                sql: "UPDATE clerk SET tries = 0 WHERE id = ? AND removed_ms IS NULL AND pin_scrypt = ?",
                arguments: [clerk.id.rawValue, clerk.pinScrypt])
            // Removed or set anew while this was computed.
            guard db.changesCount == 1 else { throw EventStoreError(.clerkUnknown, ErrorDetail("name", name)) }
            try db.execute(
                sql: """
                    INSERT INTO clerk_presence (device, clerk, since_ms) VALUES (?, ?, ?)
                    ON CONFLICT (device) DO UPDATE SET clerk = excluded.clerk, since_ms = excluded.since_ms
                    """,
                arguments: [device.rawValue, clerk.id.rawValue, time.milliseconds])
        }
        return Clerk(id: clerk.id, device: device, name: clerk.name, isLocked: false, isHere: true)
    }

    /// Nobody is at a device any more.
    package func leave(_ device: Device.ID) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM clerk_presence WHERE device = ?", arguments: [device.rawValue])
        }
    }
}

/// A row of `clerk`.
private struct ClerkRecord: FetchableRecord {
    static let selection = """
        SELECT clerk.*, EXISTS (SELECT 1 FROM clerk_presence WHERE clerk = clerk.id) AS is_here FROM clerk
        """

    let id: Clerk.ID
    let device: Device.ID
    let name: String
    let salt: Data
    let cost: Int
    let pinScrypt: Data
    let tries: Int
    let isHere: Bool

    init(row: Row) throws {
        id = try row.decode(forColumn: "id")
        device = try row.decode(forColumn: "device")
        name = try row.decode(forColumn: "name")
        salt = try row.decode(forColumn: "salt")
        cost = try row.decode(forColumn: "cost")
        pinScrypt = try row.decode(forColumn: "pin_scrypt")
        tries = try row.decode(forColumn: "tries")
        isHere = try row.decode(forColumn: "is_here")
    }

    static func fetch(_ db: Database, _ name: String, at device: Device.ID) throws -> ClerkRecord? {
        try fetchOne(
            db.cachedStatement(sql: selection + " WHERE clerk.device = ? AND name = ? AND removed_ms IS NULL"),
            arguments: [device.rawValue, name])
    }

    /// - Throws: `clerk_unknown`.
    static func find(_ db: Database, _ name: String, at device: Device.ID) throws -> ClerkRecord {
        guard let clerk = try fetch(db, name, at: device) else {
            throw EventStoreError(.clerkUnknown, ErrorDetail("name", name))
        }
        return clerk
    }

    var clerk: Clerk {
        Clerk(id: id, device: device, name: name, isLocked: tries >= Clerk.triesMax, isHere: isHere)
    }
}
