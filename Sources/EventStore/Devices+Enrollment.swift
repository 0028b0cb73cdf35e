package import Conference
package import Foundation
import GRDB

/// An invitation to become a device. It works once, within an hour.
package struct Enrollment: Sendable {
    /// How long an invitation is good, in seconds.
    package static let secondsMax = 3600.0

    /// What the person who accepts it sends, short enough to type: `K7X4-2MPQ-9RTV-3HWZ`, 80 random bits in Crockford's
    /// base 32. The file keeps its SHA-256.
    package let secret: String
    package let name: String
    package let role: Device.Role
    package let gates: Set<Gate.ID>
    /// At whose booth it will be; nil for every other role than `exhibitor`.
    package let exhibitor: Exhibitor.ID?
    package let expires: Date
}

extension EventStore {
    /// Invites a device, which is made when somebody accepts the invitation.
    ///
    /// - Throws: what `addDevice` throws.
    package func invite(
        name: String, role: Device.Role, gates: Set<Gate.ID>, exhibitor: Exhibitor.ID? = nil, context: WriteContext
    ) async throws -> Enrollment {
        let name = try Person.line(name, field: "name", limit: 100)
        guard !name.isEmpty else { throw ConferenceError(.nameMissing) }
        let secret = Enrollment.grouped(Base32.random(Enrollment.symbolsMax))
        let expires = context.time.addingTimeInterval(Enrollment.secondsMax)
        let done = try await perform(
            "device.invite", content: Self.content(name, role, gates, exhibitor), context: context
        ) { [self] db in
            try check(gates, db)
            try check(exhibitor, for: role, db)
            try db.execute(
                sql: """
                    INSERT INTO enrollment (name, role, exhibitor, secret_sha256, author, origin, at_ms, expires_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, role.rawValue, exhibitor?.rawValue, DeviceToken.digest(of: secret), context.author,
                    context.origin,
                    context.time.milliseconds, expires.milliseconds,
                ])
            let id = db.lastInsertedRowID
            for gate in gates {
                try db.execute(
                    sql: "INSERT INTO enrollment_gate (enrollment, gate) VALUES (?, ?)", arguments: [id, gate.rawValue])
            }
            return id
        }
        guard !done.replayed else { throw EventStoreError(.secretShown, ErrorDetail("name", name)) }
        return Enrollment(
            secret: secret, name: name, role: role, gates: gates, exhibitor: exhibitor, expires: expires)
    }

    /// Accepts an invitation: makes the device, and returns its token, which is shown only this once.
    ///
    /// - Throws: `enrollment_unknown`, `enrollment_used`, `enrollment_expired`.
    package func enroll(secret: String, time: Date) async throws -> (device: Device, token: DeviceToken) {
        guard secret.utf8.count <= 100, let secret = Enrollment.read(secret) else {
            throw EventStoreError(.enrollmentUnknown)
        }
        let token = DeviceToken()
        let device = try await write { db in
            guard let invitation = try EnrollmentRecord.fetch(db, secret: secret),
                let role = Device.Role(rawValue: invitation.role)
            else { throw EventStoreError(.enrollmentUnknown) }
            guard invitation.device == nil else { throw EventStoreError(.enrollmentUsed) }
            guard time.milliseconds < invitation.expiresMs else { throw EventStoreError(.enrollmentExpired) }
            let device = try Self.insertDevice(
                db, name: invitation.name, role: role, gates: try invitation.gates(db),
                exhibitor: invitation.exhibitor, token: token, author: invitation.author, time: time)
            try db.execute(
                sql: "UPDATE enrollment SET device = ? WHERE id = ?", arguments: [device.id.rawValue, invitation.id])
            return device
        }
        return (device, token)
    }
}

extension Enrollment {
    fileprivate static let symbolsMax = 16

    /// The secret as somebody typed it: either case, hyphens and spaces anywhere, O for 0, I and L for 1; nil for any
    /// other text.
    fileprivate static func read(_ typed: String) -> String? {
        let values = typed.filter { $0 != "-" && $0 != " " }.map(Base32.value)
        guard values.count == symbolsMax, !values.contains(nil) else { return nil }
        return grouped(String(values.compactMap { $0.map { Base32.symbols[$0] } }))
    }

    fileprivate static func grouped(_ text: String) -> String {
        let symbols = Array(text)
        return stride(from: 0, to: symbols.count, by: 4).map { String(symbols[$0..<$0 + 4]) }.joined(separator: "-")
    }
}
