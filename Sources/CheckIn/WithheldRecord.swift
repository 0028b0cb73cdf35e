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

    private struct StoredRow: RowRecord {
        let id: WithheldScan.ID
        let device: Device.ID
        let nonce: String
        let contentSha256: Data
        let gate: String
        let direction: String
        let presented: String
        let subject: String
        let deviceMs: Int64
        let aheadMs: Int64
        let sequence: Int64
        let verdict: String
        let receivedMs: Int64
        let reason: String
        let became: Int64?
        let note: String?
        let endedBy: String?
        let endedMs: Int64?
    }

    private static let query = """
        SELECT withheld_scan.*, ending.scan AS became, ending.note,
               ending.author AS ended_by, ending.at_ms AS ended_ms
        FROM withheld_scan LEFT JOIN withheld_scan_end AS ending ON ending.withheld = withheld_scan.id
        """

    /// In the order in which they came.
    ///
    /// - Parameter settled: whether to list those too that somebody decided on.
    static func list(_ db: Database, after: WithheldScan.ID?, settled: Bool, limit: Int) throws -> [Stored] {
        try StoredRow.fetchAll(
            db.cachedStatement(
                sql: """
                    \(query) WHERE withheld_scan.id > ? AND (? OR ending.withheld IS NULL)
                    ORDER BY withheld_scan.id LIMIT ?
                    """),
            arguments: [after?.rawValue ?? 0, settled, limit]
        ).map(stored)
    }

    static func fetch(_ db: Database, _ id: WithheldScan.ID) throws -> Stored? {
        try StoredRow.fetchOne(db.cachedStatement(sql: "\(query) WHERE withheld_scan.id = ?"), arguments: [id.rawValue])
            .map(stored)
    }

    static func fetch(_ db: Database, device: Device.ID, nonce: IdempotencyKey) throws -> Stored? {
        try StoredRow.fetchOne(
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
                scan.direction.word, scan.subject.presentation.rawValue,
                cut(scan.subject.presented, to: subjectLengthMax),
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
    private static func stored(_ row: StoredRow) throws -> Stored {
        guard let direction = Direction(word: row.direction), let verdict = Verdict.Code(word: row.verdict),
            let reason = Withholding(rawValue: row.reason),
            let subject = ScanRequest.Subject(word: row.presented, presented: row.subject)
        else { throw CheckInError(.withheldUnreadable, ErrorDetail("withheld", row.id)) }
        return Stored(
            id: row.id,
            scan: try QueuedScan(
                device: row.device, nonce: IdempotencyKey(row.nonce), gate: Gate.ID(rawValue: row.gate),
                direction: direction, subject: subject, deviceTime: Date(milliseconds: row.deviceMs),
                aheadMilliseconds: row.aheadMs, sequence: row.sequence, verdict: verdict),
            digest: row.contentSha256, received: Date(milliseconds: row.receivedMs), reason: reason,
            end: row.endedMs.map { ended in
                WithheldScan.End(
                    scan: row.became.map { ScanOutcome.ScanID(rawValue: $0) },
                    note: ScanOutcome.Correction(
                        reason: row.note ?? "", author: row.endedBy ?? "", time: Date(milliseconds: ended)))
            })
    }
}

extension ScanRequest.Subject {
    /// Reads what `presentation` and `presented` say; nil for anything else.
    fileprivate init?(word: String, presented: String) {
        switch ScanRequest.Presentation(rawValue: word) {
        case .credential: self = .credential(presented)
        case .code: self = .code(RegistrationCode(checked: presented))
        case .registration:
            guard let number = UInt32(presented) else { return nil }
            self = .registration(Registration.ID(rawValue: number))
        case nil: return nil
        }
    }
}
