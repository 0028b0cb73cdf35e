import Badges
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
            presented = request.subject.presentation.rawValue
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
        try Replayed.fetchOne(
            db.cachedStatement(sql: "SELECT id, content_sha256 FROM scan WHERE device = ? AND nonce = ?"),
            arguments: [device.rawValue, nonce.description]
        ).map { (id: $0.id, digest: $0.contentSha256) }
    }

    private struct Replayed: FetchableRecord {
        let id: ScanOutcome.ScanID
        let contentSha256: Data

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            contentSha256 = try row.decode(forColumn: "content_sha256")
        }
    }

    /// Writes a scan, and nothing of what follows from it.
    static func insert(_ db: Database, _ scan: New) throws -> ScanOutcome.ScanID {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO scan (device, nonce, content_sha256, gate, direction, presented, registration, issue, at_ms,
                                  device_ms, day, minute, verdict, detail, entry_scan, overrides, because, author,
                                  sequence, ahead_ms, received_ms, objection)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                scan.device.rawValue, scan.nonce, scan.digest, scan.gate, scan.direction.word,
                scan.presented, scan.registration, scan.issue,
                scan.time.milliseconds, scan.deviceTime?.milliseconds, scan.moment.day, scan.moment.minute,
                scan.verdict.word, try scan.detail.text,
                scan.entryScan?.rawValue, scan.override?.refused.rawValue, scan.override?.reason,
                scan.override?.author,
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
        guard let stored = try Stored.fetchOne(statement, arguments: [id.rawValue]) else {
            throw CheckInError(.scanUnknown, ErrorDetail("scan", id))
        }
        guard let code = Verdict.Code(word: stored.verdict), let direction = Direction(word: stored.direction)
        else { throw unreadable }
        let person = try stored.registration.flatMap { try RegistrationLedger.summary(db, of: $0)?.registration }
        let detail = try ScanDetail(text: stored.detail)
        let verdict = ScanVerdict(
            code: code, detail: detail, good: try goodBadge(db, detail.good, of: stored.registration?.rawValue),
            entry: try stored.entryScan.flatMap { try entry(db, $0) }, block: person?.blockedBecause)
        guard let verdict else { throw unreadable }
        return ScanOutcome(
            scan: id, verdict: verdict, isReplayed: isReplayed, time: Date(milliseconds: stored.atMs),
            gate: stored.gateId, device: stored.device, direction: direction, day: stored.day, issue: stored.issue,
            person: person,
            notices: try NoteRecord.notices(db, for: person, at: stored.gateId, verdict: verdict),
            sharedPlace: try SharedPlace.entry(db, beside: person, verdict, at: stored.gate, on: stored.day),
            isQueued: stored.sequence != nil, override: stored.override, undo: stored.undo)
    }

    /// A row of `scan` with its gate, and with what took it back.
    private struct Stored: RowRecord {
        let device: Device.ID
        let direction: String
        let registration: Registration.ID?
        let issue: IssueNumber?
        let atMs: Int64
        let day: Int?
        let verdict: String
        let detail: String
        let entryScan: ScanOutcome.ScanID?
        let overrides: ScanOutcome.ScanID?
        let because: String?
        let author: String?
        let sequence: Int64?
        let gate: GateNumber
        let gateId: Gate.ID
        let undoneBecause: String?
        let undoneBy: String?
        let undoneMs: Int64?

        var override: ScanOutcome.Override? {
            guard let overrides, let because, let author else { return nil }
            return ScanOutcome.Override(refused: overrides, reason: because, author: author)
        }

        var undo: ScanOutcome.Correction? {
            guard let undoneBecause, let undoneBy, let undoneMs else { return nil }
            return ScanOutcome.Correction(
                reason: undoneBecause, author: undoneBy, time: Date(milliseconds: undoneMs))
        }
    }

    static func goodBadge(
        _ db: Database, _ issue: UInt16?, of registration: UInt32?
    ) throws -> ScanVerdict.GoodBadge? {
        guard let issue, let registration,
            let badge = try BadgeIssues.issue(
                db, IssueNumber(rawValue: issue), of: Registration.ID(rawValue: registration))
        else { return nil }
        return ScanVerdict.GoodBadge(
            number: badge.number, author: Author(badge.author).told(try EventStore.deviceNames(db)),
            origin: badge.origin, time: badge.time)
    }

    static func entry(_ db: Database, _ id: ScanOutcome.ScanID) throws -> ScanVerdict.Entry? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT scan.at_ms, scan.device, gate.id AS gate_id
                FROM scan JOIN gate ON gate.number = scan.gate WHERE scan.id = ?
                """)
        return try StoredEntry.fetchOne(statement, arguments: [id.rawValue]).map { stored in
            ScanVerdict.Entry(
                scan: id, time: Date(milliseconds: stored.atMs), gate: stored.gateId, device: stored.device,
                deviceName: try EventStore.device(db, id: stored.device)?.name ?? "")
        }
    }

    /// The scan that let somebody in.
    private struct StoredEntry: FetchableRecord {
        let atMs: Int64
        let device: Device.ID
        let gateId: Gate.ID

        init(row: Row) throws {
            atMs = try row.decode(forColumn: "at_ms")
            device = try row.decode(forColumn: "device")
            gateId = try row.decode(forColumn: "gate_id")
        }
    }
}

extension Verdict.Code {
    /// Reads the word; nil for any other.
    package init?(word: String) {
        guard let code = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = code
    }
}
