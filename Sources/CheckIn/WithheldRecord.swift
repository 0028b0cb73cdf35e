import Conference
import DoorRules
import EventStore
import Foundation
import GRDB

/// The tables of scans that wait for judgement, read and written as values.
enum WithheldRecord {
    /// A row without what is looked up beside it.
    struct Stored {
        let id: WithheldScan.ID
        let scan: QueuedScan
        let digest: Data
        let received: Date
        let reason: Withholding
        let end: WithheldScan.End?
    }

    private static let query = """
        SELECT withheld_scan.*, ending.withheld IS NOT NULL AS ended, ending.scan AS became, ending.note,
               ending.author AS ended_by, ending.at_ms AS ended_ms
        FROM withheld_scan LEFT JOIN withheld_scan_end AS ending ON ending.withheld = withheld_scan.id
        """

    /// In the order in which they came.
    ///
    /// - Parameter settled: whether to list those too that somebody decided on.
    static func list(_ db: Database, after: WithheldScan.ID?, settled: Bool, limit: Int) throws -> [Stored] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    \(query) WHERE withheld_scan.id > ? AND (? OR ending.withheld IS NULL)
                    ORDER BY withheld_scan.id LIMIT ?
                    """),
            arguments: [after?.rawValue ?? 0, settled, limit]
        ).map(stored)
    }

    static func fetch(_ db: Database, _ id: WithheldScan.ID) throws -> Stored? {
        try Row.fetchOne(db.cachedStatement(sql: "\(query) WHERE withheld_scan.id = ?"), arguments: [id.rawValue])
            .map(stored)
    }

    static func fetch(_ db: Database, device: Device.ID, nonce: IdempotencyKey) throws -> Stored? {
        try Row.fetchOne(
            db.cachedStatement(sql: "\(query) WHERE withheld_scan.device = ? AND withheld_scan.nonce = ?"),
            arguments: [device.rawValue, nonce.description]
        ).map(stored)
    }

    static func hasSequence(_ db: Database, device: Device.ID, sequence: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM withheld_scan WHERE device = ? AND sequence = ?)"),
            arguments: [device.rawValue, sequence]) ?? false
    }

    /// How many wait: of one device, or of all.
    static func waitingCount(_ db: Database, of device: Device.ID? = nil) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM withheld_scan
                    WHERE (?1 IS NULL OR device = ?1)
                      AND NOT EXISTS (SELECT 1 FROM withheld_scan_end WHERE withheld = withheld_scan.id)
                    """),
            arguments: [device?.rawValue]) ?? 0
    }

    static func insert(
        _ db: Database, _ scan: QueuedScan, digest: Data, received: Date, reason: Withholding
    ) throws -> WithheldScan.ID {
        try db.cachedStatement(
            sql: """
                INSERT INTO withheld_scan (device, nonce, content_sha256, gate, direction, presented, subject, device_ms,
                                           ahead_ms, sequence, verdict, received_ms, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                scan.device.rawValue, scan.nonce.description, digest, cut(scan.gate.rawValue, to: gateLengthMax),
                scan.direction.word, scan.subject.word, cut(scan.subject.presented, to: subjectLengthMax),
                scan.deviceTime.milliseconds, scan.aheadMilliseconds, scan.sequence, scan.verdict.word,
                received.milliseconds, reason.rawValue,
            ])
        return WithheldScan.ID(rawValue: db.lastInsertedRowID)
    }

    static func end(
        _ db: Database, _ id: WithheldScan.ID, scan: ScanOutcome.ScanID?, note: String, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO withheld_scan_end (withheld, scan, note, author, origin, at_ms) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.rawValue, scan?.rawValue, note, context.author, context.origin, context.time.milliseconds,
            ])
    }

    /// No gate has a longer name, and no badge a longer text: what is cut off names nothing.
    private static let gateLengthMax = 100
    private static let subjectLengthMax = 1000

    /// The first signs of a text, as the table counts them: by Unicode scalars.
    private static func cut(_ text: String, to length: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
    }

    /// - Throws: `withheld_unreadable` for a row that no version of this program writes.
    private static func stored(_ row: Row) throws -> Stored {
        let id = WithheldScan.ID(rawValue: row["id"])
        let unreadable = CheckInError(.withheldUnreadable, ErrorDetail("withheld", id))
        let isEnded: Bool = row["ended"]
        guard let direction = Direction(word: row["direction"]), let verdict = Verdict.Code(word: row["verdict"]),
            let reason = Withholding(rawValue: row["reason"]),
            let subject = ScanRequest.Subject(word: row["presented"], presented: row["subject"])
        else { throw unreadable }
        let became: Int64? = row["became"]
        return Stored(
            id: id,
            scan: try QueuedScan(
                device: row["device"], nonce: IdempotencyKey(row["nonce"]), gate: Gate.ID(rawValue: row["gate"]),
                direction: direction, subject: subject, deviceTime: Date(milliseconds: row["device_ms"]),
                aheadMilliseconds: row["ahead_ms"], sequence: row["sequence"], verdict: verdict),
            digest: row["content_sha256"], received: Date(milliseconds: row["received_ms"]), reason: reason,
            end: isEnded
                ? WithheldScan.End(
                    scan: became.map { ScanOutcome.ScanID(rawValue: $0) },
                    note: ScanOutcome.Correction(
                        reason: row["note"], author: row["ended_by"], time: Date(milliseconds: row["ended_ms"])))
                : nil)
    }
}

extension ScanRequest.Subject {
    /// Reads what `word` and `presented` say; nil for anything else.
    fileprivate init?(word: String, presented: String) {
        switch word {
        case "credential": self = .credential(presented)
        case "code": self = .code(RegistrationCode(checked: presented))
        case "registration":
            guard let number = UInt32(presented) else { return nil }
            self = .registration(Registration.ID(rawValue: number))
        default: return nil
        }
    }
}
