import Badges
import Conference
import DoorRules
import EventStore
package import Foundation
import GRDB
package import RegistrationLedger

/// A question about the whole event that the doors and the desk answer with a table.
package enum DoorReport: String, Sendable, Hashable, CaseIterable {
    /// Every scan: where, when, by which device, whose, and what was answered.
    case scans
    /// Who is inside now, gate by gate.
    case inside
    /// How many were turned away at each gate, by the reason.
    case refusals
    /// Who took something at the desk for somebody else.
    case pickedUp = "picked-up"
    /// How many people each gate let in, against its limit: sessions, rooms, side events.
    case attendance
    /// Badges that doors were shown and this file does not know: a machine made them whose last doings were lost.
    case lost

    /// The headings of the table's columns.
    package var columns: [String] {
        switch self {
        case .scans:
            [
                "scan", "time", "gate", "direction", "device", "number", "code", "name", "verdict", "override",
                "taken_back",
            ]
        case .inside: ["gate", "since", "number", "code", "name", "affiliation", "category", "device"]
        case .refusals: ["gate", "verdict", "scans"]
        case .pickedUp: ["time", "collector", "item", "number", "code", "name", "author"]
        case .attendance: ["gate", "name", "capacity", "people", "entries"]
        case .lost: ["number", "issue", "code", "name", "first_seen", "gate", "scans"]
        }
    }
}

extension CheckInService {
    /// Answers a report from one consistent state.
    ///
    /// - Parameters:
    ///   - period: the dates of scans, on the event's clocks; who is inside is about now.
    ///   - time: the present.
    package func table(
        of report: DoorReport, in period: ReportPeriod = .whole, at time: Date
    ) async throws -> ReportTable {
        try await store.read { [store] db in
            let reader = DoorReportReader(db: db, definition: try store.definition(db))
            let rows =
                switch report {
                case .scans: try reader.scans(in: period)
                case .inside: try reader.inside(at: time)
                case .refusals: try reader.refusals(in: period)
                case .pickedUp: try reader.pickedUp()
                case .attendance: try reader.attendance()
                case .lost: try reader.lost()
                }
            return ReportTable(columns: report.columns, rows: rows, summing: report == .refusals ? ["scans"] : [])
        }
    }
}

/// Reads the rows of the reports in one transaction.
private struct DoorReportReader {
    typealias Cell = ReportTable.Cell

    let db: Database
    let definition: EventDefinition

    func scans(in period: ReportPeriod) throws -> [[Cell]] {
        let people = try everybody()
        let devices = try EventStore.deviceNames(db)
        let span = span(of: period)
        return try ScanRow.fetchAll(
            db,
            sql: """
                SELECT scan.id, scan.at_ms, scan.direction, scan.device, scan.registration, scan.verdict, scan.because,
                       gate.id AS gate, scan_undo.reason AS undone
                FROM scan JOIN gate ON gate.number = scan.gate LEFT JOIN scan_undo ON scan_undo.scan = scan.id
                WHERE scan.at_ms >= ? AND scan.at_ms < ? ORDER BY scan.at_ms, scan.id
                """,
            arguments: [span.lowerBound, span.upperBound]
        ).map { scan in
            let person = scan.registration.flatMap { people[$0] }
            return [
                .number(scan.id), .text(moment(scan.atMs)), .text(scan.gate), .text(scan.direction),
                .text(devices[scan.device] ?? scan.device.description),
                person.map { .number(Int64($0.id.rawValue)) } ?? .empty, .text(person?.code.description ?? ""),
                .text(person?.person.name ?? ""), .text(scan.verdict), .text(scan.because ?? ""),
                .text(scan.undone ?? ""),
            ]
        }
    }

    /// Whoever came in at a gate and did not leave, as that gate counts: a gate that counts nobody out tells who came today.
    func inside(at time: Date) throws -> [[Cell]] {
        let people = try everybody()
        let devices = try EventStore.deviceNames(db)
        let plan = DoorPlan(definition)
        let moment = plan.moment(time)
        return try definition.gates.flatMap { gate -> [[Cell]] in
            guard let record = try GateRecord.fetch(db, gate.id) else { return [] }
            let rules = plan.rules(of: gate.id, number: record.number, isClosed: false)
            return try AdmissionRecord.insiders(db, at: rules, moment).map { insider in
                let person = people[insider.registration]
                return [
                    .text(gate.id.rawValue), .text(self.moment(insider.atMs)),
                    .number(Int64(insider.registration.rawValue)), .text(person?.code.description ?? ""),
                    .text(person?.person.name ?? ""), .text(person?.person.affiliation ?? ""),
                    .text(person?.category.rawValue ?? ""),
                    .text(devices[insider.device] ?? insider.device.description),
                ]
            }
        }
    }

    func refusals(in period: ReportPeriod) throws -> [[Cell]] {
        let span = span(of: period)
        return try RefusalRow.fetchAll(
            db,
            sql: """
                SELECT gate.id AS gate, scan.verdict, count(*) AS scans
                FROM scan JOIN gate ON gate.number = scan.gate
                WHERE verdict <> 'admitted' AND scan.at_ms >= ? AND scan.at_ms < ?
                  AND NOT EXISTS (SELECT 1 FROM scan_undo WHERE scan_undo.scan = scan.id)
                GROUP BY gate.number, scan.verdict ORDER BY gate.number, scans DESC, scan.verdict
                """,
            arguments: [span.lowerBound, span.upperBound]
        ).map { [.text($0.gate), .text($0.verdict), .number($0.scans)] }
    }

    /// Gates of the description in its order, those through which nobody came as well; a person counts once, however often.
    func attendance() throws -> [[Cell]] {
        let counts = try AttendanceRow.fetchAll(
            db,
            sql: """
                SELECT gate.id AS gate, count(DISTINCT registration) AS people, count(*) AS entries
                FROM admission JOIN gate ON gate.number = admission.gate
                WHERE void IS NULL GROUP BY gate.number
                """
        ).reduce(into: [:]) { $0[$1.gate] = $1 }
        return definition.gates.map { gate in
            let count = counts[gate.id.rawValue]
            return [
                .text(gate.id.rawValue), .text(gate.name), gate.capacity.map { .number(Int64($0)) } ?? .empty,
                .number(count?.people ?? 0), .number(count?.entries ?? 0),
            ]
        }
    }

    private struct AttendanceRow: RowRecord {
        let gate: String
        let people: Int64
        let entries: Int64
    }

    /// By number: a number of nobody is somebody who registered, or was taken over, in the lost time.
    func lost() throws -> [[Cell]] {
        let people = try everybody()
        return try LostRow.fetchAll(
            db,
            sql: """
                SELECT scan.detail ->> '$.lost.registration' AS registration, scan.detail ->> '$.lost.issue' AS issue,
                       min(scan.at_ms) AS at_ms, gate.id AS gate, count(*) AS scans
                FROM scan JOIN gate ON gate.number = scan.gate WHERE scan.detail ->> '$.lost' IS NOT NULL
                GROUP BY 1, 2 ORDER BY 1, 2
                """
        ).map { badge in
            let person = people[badge.registration]
            return [
                .number(Int64(badge.registration.rawValue)), .number(badge.issue),
                .text(person?.code.description ?? ""), .text(person?.person.name ?? ""), .text(moment(badge.atMs)),
                .text(badge.gate), .number(badge.scans),
            ]
        }
    }

    private struct LostRow: RowRecord {
        let registration: Registration.ID
        let issue: Int64
        let atMs: Int64
        let gate: String
        let scans: Int64
    }

    func pickedUp() throws -> [[Cell]] {
        let people = try everybody()
        return try HandOvers.collected(db).map { registration, handOver in
            let person = people[registration]
            return [
                .text(Timestamp(handOver.time, in: definition.zone).description), .text(handOver.collector),
                .text(handOver.item.rawValue), .number(Int64(registration.rawValue)),
                .text(person?.code.description ?? ""), .text(person?.person.name ?? ""), .text(handOver.author),
            ]
        }
    }

    private func everybody() throws -> [Registration.ID: Registration] {
        Dictionary(uniqueKeysWithValues: try RegistrationLedger.registrations(db, nil).map { ($0.id, $0) })
    }

    private func moment(_ milliseconds: Int64) -> String {
        Timestamp(Date(milliseconds: milliseconds), in: definition.zone).description
    }

    /// In milliseconds, from midnight to midnight on the event's clocks.
    private func span(of period: ReportPeriod) -> Range<Int64> {
        let before = period.from.map { CivilDate(daysSince1970: $0.daysSince1970 - 1) }
        let first = before.map { definition.end(of: $0).milliseconds } ?? .min
        let end = period.until.map { definition.end(of: $0).milliseconds } ?? .max
        return first..<max(first, end)
    }

    private struct ScanRow: RowRecord {
        let id: Int64
        let atMs: Int64
        let direction: String
        let device: Device.ID
        let registration: Registration.ID?
        let verdict: String
        let because: String?
        let gate: String
        let undone: String?
    }

    private struct RefusalRow: RowRecord {
        let gate: String
        let verdict: String
        let scans: Int64
    }
}
