import Conference
import DoorRules
import EventStore
import GRDB

/// A row of `gate`.
struct GateRecord: FetchableRecord {
    private static let query = "SELECT number, id, closed_ms, closed_by, closed_because FROM gate"

    let number: GateNumber
    let id: Gate.ID
    private(set) var closedMs: Int64?
    private(set) var closedBy: String?
    private(set) var closedBecause: String?

    var isClosed: Bool { closedMs != nil }

    /// The row of a gate; made when the definition names the gate and nothing was ever recorded of it.
    ///
    /// - Throws: `gate_unknown` when neither the definition nor the table has it.
    static func ensure(_ db: Database, _ id: Gate.ID, in definition: EventDefinition) throws -> GateRecord {
        if let known = try fetch(db, id) { return known }
        guard definition.gates.contains(where: { $0.id == id }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", id))
        }
        try db.execute(sql: "INSERT INTO gate (id) VALUES (?)", arguments: [id.rawValue])
        return GateRecord(number: GateNumber(rawValue: UInt32(db.lastInsertedRowID)), id: id)
    }

    static func fetch(_ db: Database, _ id: Gate.ID) throws -> GateRecord? {
        try fetchOne(db.cachedStatement(sql: "\(query) WHERE id = ?"), arguments: [id.rawValue])
    }

    static func all(_ db: Database) throws -> [GateRecord] { try fetchAll(db, sql: query) }
}

extension GateRecord {
    init(row: Row) throws {
        number = try row.decode(forColumn: "number")
        id = try row.decode(forColumn: "id")
        closedMs = try row.decode(forColumn: "closed_ms")
        closedBy = try row.decode(forColumn: "closed_by")
        closedBecause = try row.decode(forColumn: "closed_because")
    }
}
