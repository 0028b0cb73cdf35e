import Conference
import DoorRules
import EventStore
import Foundation
import GRDB

/// The table of gates, read and written as values.
struct GateRecord {
    let number: GateNumber
    let isClosed: Bool

    /// The row of a gate; made when the definition names the gate and nothing was ever recorded of it.
    ///
    /// - Throws: `gate_unknown` when neither the definition nor the table has it.
    static func ensure(_ db: Database, _ id: Gate.ID, in definition: EventDefinition) throws -> GateRecord {
        if let known = try fetch(db, id) { return known }
        guard definition.gates.contains(where: { $0.id == id }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", id))
        }
        try db.execute(sql: "INSERT INTO gate (id) VALUES (?)", arguments: [id.rawValue])
        return GateRecord(number: GateNumber(rawValue: UInt32(db.lastInsertedRowID)), isClosed: false)
    }

    static func fetch(_ db: Database, _ id: Gate.ID) throws -> GateRecord? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT number, closed_ms FROM gate WHERE id = ?"), arguments: [id.rawValue]
        ).map { GateRecord(number: GateNumber(rawValue: $0["number"]), isClosed: $0["closed_ms"] != nil) }
    }
}
