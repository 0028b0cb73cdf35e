import Catalogues
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import LanyardHTTP
import RegistrationLedger

/// The numbers of the event as they stand.
struct Dashboard {
    /// How many conflicts and devices are shown at the most.
    private static let rowsMax = 50

    let visit: PageVisit
    private var services: EventServices { visit.services }
    private var format: ReaderFormat { visit.format }

    init(_ visit: PageVisit) { self.visit = visit }

    /// The part of the page that changes by itself.
    func html() async throws -> String {
        try visit.render("dashboard-live", try await fields())
    }

    func fields() async throws -> [String: PageValue] {
        let now = visit.now
        let gates = try await services.door.gates(at: now)
        let window = ArrivalChart.window(at: now)
        let arrivals = try await services.door.arrivals(since: window.lowerBound)
        let seesMoney = [.reports, .organizer].contains(visit.session?.device.role)
        let conflicts = try await services.door.conflicts(limit: Self.rowsMax)
        var fields: [String: PageValue] = [
            "time": .text(format.moment(now)),
            "tiles": .list(tiles(try await services.figures())),
            "chart": ArrivalChart(arrivals.slots, window: window, visit: visit).value,
            "sees_money": .flag(seesMoney), "methods": false,
            "may_settle": .flag([.desk, .organizer].contains(visit.session?.device.role)),
            "conflicts": .list(conflicts.map(conflict)), "no_conflicts": .flag(conflicts.isEmpty),
            "devices": .list(try await devices()),
        ]
        fields.merge(gateTable(gates, arrivals)) { $1 }
        fields["refusals"] = refusals(gates)
        fields["has_refusals"] = .flag(gates.contains { $0.verdicts.contains { $0.key != .admitted && $0.value > 0 } })
        if seesMoney { fields["methods"] = .list(try await methods()) }
        return fields
    }

    /// Says what came of a conflict.
    static func settle(_ visit: PageVisit, _ form: PageForm) async throws {
        guard let scan = Int64(form["scan"]) else { throw ServerError(.formUnreadable) }
        _ = try await visit.services.door.settle(
            ScanOutcome.ScanID(rawValue: scan), note: form["note"], context: try visit.write(form))
    }

    // MARK: - Parts

    private func tiles(_ figures: EventFigures) -> [PageValue] {
        func tile(_ name: String, _ number: Int, mood: String = "") -> PageValue {
            ["label": .text(visit.words("tile_\(name)")), "figure": .text(format.number(number)), "mood": .text(mood)]
        }
        return [
            tile("expected", figures.expected), tile("arrived", figures.arrived),
            tile("registered", figures.registered), tile("paid", figures.paid), tile("printed", figures.printed),
            tile("conflicts", figures.openConflicts, mood: figures.openConflicts > 0 ? "warn" : ""),
        ]
    }

    /// How many scans were turned away at all gates, by reason, the most first.
    private func refusals(_ gates: [GateStatus]) -> PageValue {
        let counts = gates.reduce(into: [Verdict.Code: Int]()) { counts, gate in
            counts.merge(gate.verdicts.filter { $0.key != .admitted }) { $0 + $1 }
        }
        return .list(
            counts.filter { $0.value > 0 }
                .sorted { ($1.value, $0.key.word) < ($0.value, $1.key.word) }
                .map { code, count in
                    ["reason": .text(visit.words("verdict_\(code.word)")), "count": .text(format.number(count))]
                })
    }

    private func gateTable(_ gates: [GateStatus], _ arrivals: ArrivalFigures) -> [String: PageValue] {
        [
            "days": .list(visit.event.days.map { .text(format.day($0.date)) }),
            "gates": .list(
                gates.map { status in
                    let byDay = arrivals.byGateAndDay[status.gate.id] ?? [:]
                    return [
                        "name": .text(status.gate.names[visit.words.language]),
                        "is_closed": .flag(status.closing != nil),
                        "counts": .list(visit.event.days.map { .text(format.number(byDay[$0.number] ?? 0)) }),
                        "today": .text(format.number(byDay[visit.today ?? 0] ?? 0)),
                        "refused": .text(format.number(status.refused)),
                        "inside": .text(status.inside.map { format.number($0) } ?? "–"),
                    ]
                }),
        ]
    }

    private func methods() async throws -> [PageValue] {
        try await services.table(of: .moneyByMethod).rows.map { row in
            let method: String = if case .text(let text) = row[0] { text } else { "" }
            return [
                "method": .text(visit.words("method_\(method)")), "payments": .text(format.number(Self.number(row[1]))),
                "received": .text(money(row[2])), "refunded": .text(money(row[4])), "net": .text(money(row[5])),
            ]
        }
    }

    private func conflict(_ conflict: DoorConflict) -> PageValue {
        let (scan, earlier) = (conflict.scan, conflict.earlier)
        func entry(_ outcome: ScanOutcome) -> String {
            visit.words(
                "conflict_entry",
                [
                    "time": format.time(outcome.time), "gate": gateName(outcome.gate),
                    "device": String(outcome.device.rawValue),
                ])
        }
        return [
            "scan": .number(scan.scan.rawValue),
            "name": .text(scan.person?.person.name ?? ""),
            "path": .text(scan.person.map { DeskPages.path(of: $0.id) } ?? Paths.dashboardPage),
            "later": .text(entry(scan)), "earlier": .text(earlier.map(entry) ?? ""),
            "objection": .text(conflict.objection.map { visit.words("verdict_\($0.word)") } ?? ""),
        ]
    }

    private func devices() async throws -> [PageValue] {
        try await services.door.deviceConditions().filter { !$0.device.isRevoked }.suffix(Self.rowsMax)
            .map { condition in
                let report = condition.report
                let ahead = (report?.aheadMilliseconds).map { Double($0) / 1000 } ?? 0
                return [
                    "device": .number(condition.device.id.rawValue), "name": .text(condition.device.name),
                    "role": .text(visit.words("role_\(condition.device.role.rawValue)")),
                    "gates": .text(
                        condition.device.gates.sorted { $0.rawValue < $1.rawValue }.map(gateName)
                            .joined(separator: ", ")),
                    "seen": .text(condition.lastSeen.map { format.time($0) } ?? "–"),
                    "queued": .text(report?.queued.map { format.number($0) } ?? "–"),
                    "has_queue": .flag((report?.queued ?? 0) > 0),
                    "battery": .text(report?.batteryPercent.map { format.percent("\($0)") } ?? "–"),
                    "is_low": .flag((report?.batteryPercent ?? 100) < 20),
                    // Beyond half a minute an offline door may decide by the wrong hour.
                    "clock": .text(
                        abs(ahead) < 30 ? "" : visit.words("device_clock", ["seconds": String(Int(ahead.rounded()))])),
                ]
            }
    }

    private func gateName(_ id: Gate.ID) -> String {
        visit.event.gates.first { $0.id == id }?.names[visit.words.language] ?? id.rawValue
    }

    private func money(_ cell: ReportTable.Cell) -> String {
        if case .amount(let amount) = cell { format.money(amount) } else { "" }
    }

    private static func number(_ cell: ReportTable.Cell) -> Int64 {
        if case .number(let number) = cell { number } else { 0 }
    }
}
