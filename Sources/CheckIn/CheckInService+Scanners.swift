import Badges
package import Conference
import DoorRules
package import EventStore
package import Foundation
import GRDB
import RegistrationLedger

/// What scanners of other makers ask for: the same gates, people and scans under whole numbers and in pages.
extension CheckInService {
    /// The gates where a device may scan, with their numbers, in the order of the event's description.
    package func numberedGates(for device: Device) async throws -> [NumberedGate] {
        try await numberGates()
        return try await store.read { [store] db in
            let records = try GateRecord.all(db).reduce(into: [:]) { $0[$1.id] = $1 }
            return try store.definition(db).gates.filter { device.mayScan(at: $0.id) }.compactMap { gate in
                records[gate.id].map {
                    NumberedGate(number: Int64($0.number.rawValue), gate: gate, isClosed: $0.isClosed)
                }
            }
        }
    }

    /// As `scan`, with the person as a scanner holds them, as the transaction of the scan leaves them; nil where nobody was found.
    ///
    /// - Parameter gate: the number of the gate whose passings are told.
    package func scan(
        _ request: ScanRequest, tellingPassingsAt gate: Int64
    ) async throws -> (outcome: ScanOutcome, person: ScannerPerson?) {
        let answer = try await writer.answer { door in
            let outcome = try door.answer(request)
            let person = try outcome.person.map {
                try Self.scannerPerson(
                    door.db, RegistrationLedger.summary(door.db, $0), at: [gate], plan: door.plan)
            }
            return ScanWriter.Answer(outcome: outcome, person: person)
        }
        return (answer.outcome, answer.person)
    }

    /// How far what scanners hold has come: what changes afterwards has a higher mark.
    package func changeMark() async throws -> Int64 {
        try await store.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM door_change") ?? 0 }
    }

    /// People in the order of their numbers, or, since a mark, in the order in which something about them changed.
    ///
    /// - Parameters:
    ///   - mark: where an earlier look had come; nil for everybody.
    ///   - position: where the part before ended: a registration's number, or a mark; nil for the first part.
    ///   - skipped: how many more are passed over.
    ///   - gates: the numbers of the gates whose passings are told.
    package func scannerPeople(
        since mark: Int64? = nil, after position: Int64?, skipping skipped: Int = 0, limit: Int, at gates: Set<Int64>
    ) async throws -> ScannerPeople {
        try await store.read { [store] db in
            let plan = DoorPlan(try store.definition(db))
            let ids: [(place: Int64, registration: Registration.ID)]
            let count: Int
            if let mark {
                let changes = try DoorChanges.fetchAll(
                    db,
                    sql: "SELECT id, registration FROM door_change WHERE id > ? ORDER BY id LIMIT ? OFFSET ?",
                    arguments: [max(mark, position ?? 0), limit + 1, skipped])
                ids = changes.map { ($0.id, $0.registration) }
                count =
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM door_change WHERE id > ?", arguments: [mark]) ?? 0
            } else {
                let all = try RegistrationLedger.numbers(db)
                let rest = all.drop { Int64($0.rawValue) <= position ?? 0 }.dropFirst(skipped)
                ids = rest.prefix(limit + 1).map { (Int64($0.rawValue), $0) }
                count = all.count
            }
            let page = ids.prefix(limit)
            return ScannerPeople(
                people: try Self.scannerPeople(db, page.map(\.registration), at: gates, plan: plan),
                count: count, next: ids.count > page.count ? page.last?.place : nil)
        }
    }

    /// These people, in this order; whoever is unknown is left out.
    package func scannerPeople(_ ids: [Registration.ID], at gates: Set<Int64>) async throws -> [ScannerPerson] {
        try await store.read { [store] db in
            try Self.scannerPeople(db, ids, at: gates, plan: DoorPlan(try store.definition(db)))
        }
    }

    /// All badges that are good no more.
    package func withdrawnBadges() async throws -> [WithdrawnBadge] {
        try await store.read { db in
            try BadgeIssues.withdrawn(db).map {
                WithdrawnBadge(
                    registration: $0.badge.registration, issue: $0.badge.number, text: $0.badge.text, since: $0.since)
            }
        }
    }

    /// Whom these gates are for, and who of them was let in: each person once.
    package func attendance(at gates: [NumberedGate]) async throws -> [GateAttendance] {
        try await store.read { db in
            let places = try HeldPlace.all(db)
            return try gates.map { gate in
                let admitted = try Registration.ID.fetchSet(
                    db, sql: "SELECT DISTINCT registration FROM admission WHERE gate = ? AND void IS NULL",
                    arguments: [gate.number])
                return GateAttendance(places.filter { $0.isMeant(for: gate.gate) }, admitted: admitted)
            }
        }
    }

    /// A device's own scan of that nonce; nil where it sent none.
    package func scan(of device: Device.ID, nonce: IdempotencyKey) async throws -> ScanOutcome? {
        try await store.read { db in
            try ScanRecord.stored(db, device: device, nonce: nonce).map {
                try ScanRecord.outcome(db, of: $0.id, isReplayed: false)
            }
        }
    }

    /// Records what a scanner did by itself that does not number its scans: it gets the device's next number, and then
    /// everything is as with `upload`.
    ///
    /// - Parameter make: makes the scan of a number.
    /// - Throws: as `upload`, and what `make` throws.
    package func uploadUnnumbered(
        of device: Device.ID, received: Date, _ make: @escaping @Sendable (_ sequence: Int64) throws -> QueuedScan
    ) async throws -> UploadOutcome {
        try await store.write { [store] db in
            let door = try DoorTransaction(db, store: store)
            let sequence = try Self.nextSequence(db, of: device)
            return try Self.outcome(of: make(sequence), received: received, at: door)
        }
    }

    /// The number after a device's last scan. A number in the file that no device can have is passed over.
    static func nextSequence(_ db: Database, of device: Device.ID) throws -> Int64 {
        let last = try Int64.fetchOne(
            db,
            sql: """
                SELECT max((SELECT coalesce(max(sequence), 0) FROM scan WHERE device = ?1 AND sequence < ?2),
                           (SELECT coalesce(max(sequence), 0) FROM withheld_scan WHERE device = ?1 AND sequence < ?2))
                """,
            arguments: [device.rawValue, QueuedScan.sequenceMax])
        return (last ?? 0) + 1
    }

    private static func scannerPeople(
        _ db: Database, _ ids: [Registration.ID], at gates: Set<Int64>, plan: DoorPlan
    ) throws -> [ScannerPerson] {
        try ids.compactMap { try RegistrationLedger.summary(db, of: $0) }
            .map { try scannerPerson(db, $0, at: gates, plan: plan) }
    }

    private static func scannerPerson(
        _ db: Database, _ summary: RegistrationSummary, at gates: Set<Int64>, plan: DoorPlan
    ) throws -> ScannerPerson {
        let id = summary.registration.id
        let isLetIn = summary.registration.letInBecause != nil
        let dues = try RegistrationLedger.gateDues(db, plan.definition, of: summary)
        let latest = try BadgeIssues.latest(db, of: id)
        let good = latest.flatMap { $0.revocation == nil ? $0 : nil }
        return ScannerPerson(
            registration: summary.registration,
            made: try RegistrationLedger.made(db, id) ?? Date(milliseconds: 0), due: summary.due,
            isPassPaid: isLetIn || dues.passes <= .zero,
            unpaidAddOns: isLetIn ? [] : Set(dues.addOns.filter { $0.value > .zero }.keys), badge: good?.text,
            badgeMade: good?.time, passings: try passings(db, of: id).filter { gates.contains($0.gate) },
            prints: try RegistrationLedger.appPrints(db, of: id),
            notes: try NoteRecord.open(db, of: id).map(\.text))
    }

    /// Whoever came in twice on the same badge is told of once: the entry that stands.
    private static func passings(_ db: Database, of id: Registration.ID) throws -> [Passing] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT scan.id, scan.gate, scan.device, scan.direction, scan.at_ms
                FROM scan LEFT JOIN admission ON admission.entry_scan = scan.id
                WHERE scan.registration = ? AND scan.verdict = 'admitted'
                      AND (scan.direction = 'exit' OR admission.entry_scan IS NOT NULL AND admission.void IS NULL)
                      AND NOT EXISTS (SELECT 1 FROM scan_undo WHERE scan_undo.scan = scan.id)
                ORDER BY scan.at_ms, scan.id
                """)
        return try PassingRecord.fetchAll(statement, arguments: [id]).compactMap { record in
            Direction(word: record.direction).map {
                Passing(
                    scan: record.id, gate: record.gate, device: record.device, direction: $0,
                    time: Date(milliseconds: record.atMs))
            }
        }
    }

    private struct DoorChanges: RowRecord {
        let id: Int64
        let registration: Registration.ID
    }

    private struct PassingRecord: FetchableRecord {
        let id: ScanOutcome.ScanID
        let gate: Int64
        let device: Device.ID
        let direction: String
        let atMs: Int64

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            gate = try row.decode(forColumn: "gate")
            device = try row.decode(forColumn: "device")
            direction = try row.decode(forColumn: "direction")
            atMs = try row.decode(forColumn: "at_ms")
        }
    }
}
