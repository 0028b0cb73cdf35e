import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import RegistrationLedger

/// The table of scans, read and written as values.
enum ScanRecord {
    /// A scan that is not in the table yet.
    struct New {
        /// That the door answered alone.
        struct Queued {
            let sequence: Int64
            let aheadMilliseconds: Int64
            let received: Date
            let objection: Verdict.Code?
        }

        var device: Device.ID
        var nonce: String
        var digest: Data
        var gate: GateNumber
        var direction: Direction
        /// The word for what was presented.
        var presented: String
        var registration: Registration.ID?
        var issue: IssueNumber?
        var time: Date
        var deviceTime: Date?
        var moment: Moment
        var verdict: Verdict.Code
        var detail: ScanDetail
        var entryScan: ScanOutcome.ScanID?
        var override: ScanOutcome.Override?
        var queued: Queued?

        init(
            _ request: ScanRequest, digest: Data, examined: DoorTransaction.Examination, verdict: Verdict.Code,
            detail: ScanDetail, entryScan: ScanOutcome.ScanID?, queued: Queued? = nil
        ) {
            device = request.device
            nonce = request.nonce.description
            self.digest = digest
            gate = examined.gate.number
            direction = request.direction
            presented = request.subject.word
            registration = examined.person?.id
            issue = examined.issue
            time = request.time
            deviceTime = request.deviceTime
            moment = examined.moment
            self.verdict = verdict
            self.detail = detail
            self.entryScan = entryScan
            self.queued = queued
        }
    }

    /// What is stored under a device's nonce.
    static func stored(
        _ db: Database, device: Device.ID, nonce: IdempotencyKey
    ) throws -> (id: ScanOutcome.ScanID, digest: Data)? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, content_sha256 FROM scan WHERE device = ? AND nonce = ?"),
            arguments: [device.rawValue, nonce.description]
        ).map { (id: $0["id"], digest: $0["content_sha256"]) }
    }

    /// Writes a scan, and nothing of what follows from it.
    static func insert(_ db: Database, _ scan: New) throws -> ScanOutcome.ScanID {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO scan (device, nonce, content_sha256, gate, direction, presented, registration, issue, at_ms,
                                  device_ms, day, minute, verdict, detail, entry_scan, overrides, because, sequence,
                                  ahead_ms, received_ms, objection)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                scan.device.rawValue, scan.nonce, scan.digest, scan.gate, scan.direction.word,
                scan.presented, scan.registration, scan.issue,
                scan.time.milliseconds, scan.deviceTime?.milliseconds, scan.moment.day, scan.moment.minute,
                scan.verdict.word, try scan.detail.text,
                scan.entryScan?.rawValue, scan.override?.refused.rawValue, scan.override?.reason,
                scan.queued?.sequence, scan.queued?.aheadMilliseconds, scan.queued?.received.milliseconds,
                scan.queued?.objection?.word,
            ])
        return ScanOutcome.ScanID(rawValue: db.lastInsertedRowID)
    }

    /// The answer to a scan, from its row: the same whether it was written just now or long ago.
    ///
    /// - Throws: `scan_unknown`; `scan_unreadable` for a row that no version of this program writes.
    static func outcome(
        _ db: Database, of id: ScanOutcome.ScanID, isReplayed: Bool
    ) throws -> ScanOutcome {
        let unreadable = CheckInError(.scanUnreadable, ErrorDetail("scan", id))
        let statement = try db.cachedStatement(
            sql: """
                SELECT scan.*, gate.id AS gate_id, scan_undo.reason AS undone_because, scan_undo.author AS undone_by,
                       scan_undo.at_ms AS undone_ms
                FROM scan JOIN gate ON gate.number = scan.gate LEFT JOIN scan_undo ON scan_undo.scan = scan.id
                WHERE scan.id = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [id.rawValue]) else {
            throw CheckInError(.scanUnknown, ErrorDetail("scan", id))
        }
        guard let code = Verdict.Code(word: row["verdict"]), let direction = Direction(word: row["direction"])
        else { throw unreadable }
        let number: UInt32? = row["registration"]
        let person = try number.flatMap {
            try RegistrationLedger.summary(db, of: Registration.ID(rawValue: $0))?.registration
        }
        let detail = try ScanDetail(text: row["detail"])
        let entryScan: Int64? = row["entry_scan"]
        let verdict = ScanVerdict(
            code: code, detail: detail, good: try goodBadge(db, detail.good, of: number),
            entry: try entryScan.flatMap { try entry(db, ScanOutcome.ScanID(rawValue: $0)) },
            block: person?.blockedBecause)
        guard let verdict else { throw unreadable }
        let issue: UInt16? = row["issue"]
        let sequence: Int64? = row["sequence"]
        let gate: Gate.ID = row["gate_id"]
        return ScanOutcome(
            scan: id, verdict: verdict, isReplayed: isReplayed, time: Date(milliseconds: row["at_ms"]), gate: gate,
            device: row["device"], direction: direction, day: row["day"],
            issue: issue.map(IssueNumber.init), person: person,
            notices: try NoteRecord.notices(db, for: person, at: gate, verdict: verdict),
            sharedPlace: try SharedPlace.entry(
                db, beside: person, verdict, at: GateNumber(rawValue: row["gate"]), on: row["day"]),
            isQueued: sequence != nil,
            override: ScanOutcome.Override(row), undo: ScanOutcome.Correction(row))
    }

    static func goodBadge(
        _ db: Database, _ issue: UInt16?, of registration: UInt32?
    ) throws -> ScanVerdict.GoodBadge? {
        guard let issue, let registration,
            let badge = try BadgeRecord.fetch(db, BadgeRecord.Key(registration: registration, issue: issue))
        else { return nil }
        return ScanVerdict.GoodBadge(
            number: badge.number, author: badge.author, origin: badge.origin, time: badge.time)
    }

    static func entry(_ db: Database, _ id: ScanOutcome.ScanID) throws -> ScanVerdict.Entry? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT scan.at_ms, scan.device, gate.id AS gate_id
                FROM scan JOIN gate ON gate.number = scan.gate WHERE scan.id = ?
                """)
        return try Row.fetchOne(statement, arguments: [id.rawValue]).map { row in
            let device: Device.ID = row["device"]
            return ScanVerdict.Entry(
                scan: id, time: Date(milliseconds: row["at_ms"]), gate: row["gate_id"],
                device: device, deviceName: try EventStore.device(db, id: device)?.name ?? "")
        }
    }
}

extension ScanOutcome.Override {
    fileprivate init?(_ row: Row) {
        guard let refused: Int64 = row["overrides"], let reason: String = row["because"] else { return nil }
        self.init(refused: ScanOutcome.ScanID(rawValue: refused), reason: reason)
    }
}

extension ScanOutcome.Correction {
    fileprivate init?(_ row: Row) {
        guard let reason: String = row["undone_because"] else { return nil }
        self.init(reason: reason, author: row["undone_by"], time: Date(milliseconds: row["undone_ms"]))
    }
}

extension Verdict.Code {
    /// Reads the word; nil for any other.
    package init?(word: String) {
        guard let code = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = code
    }
}
