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
        let window = ArrivalChart.window(at: now)
        let overview = try await services.overview(arrivalsSince: window.lowerBound)
        let seesMoney = [.reports, .organizer].contains(visit.session?.device.role)
        let conflicts = overview.conflicts
        let withheld = overview.withheld
        var fields: [String: PageValue] = [
            "withheld": .list(withheld.map(self.withheld)), "has_withheld": .flag(!withheld.isEmpty),
            "time": .text(format.moment(now)),
            "tiles": .list(tiles(overview.figures)),
            "chart": ArrivalChart(overview.arrivals.slots, window: window, visit: visit).value,
            "sees_money": .flag(seesMoney), "methods": false,
            "may_settle": .flag([.desk, .organizer].contains(visit.session?.device.role)),
            "conflicts": .list(conflicts.map(conflict)), "no_conflicts": .flag(conflicts.isEmpty),
            "devices": .list(overview.devices.map(device)),
        ]
        fields.merge(gateTable(overview)) { $1 }
        fields["refusals"] = .list(
            overview.refusals.map { reason, count in
                ["reason": .text(visit.words("verdict_\(reason.word)")), "count": .text(format.number(count))]
            })
        fields["has_refusals"] = .flag(!overview.refusals.isEmpty)
        if seesMoney { fields["methods"] = .list(try await methods()) }
        return fields
    }

    /// Says what came of a conflict.
    static func settle(_ visit: PageVisit, _ form: PageForm) async throws {
        _ = try await visit.services.checkIn.settle(
            try form.id("scan"), note: form["note"], context: try visit.write(form))
    }

    /// Says whether a withheld scan counts.
    static func decide(_ visit: PageVisit, _ form: PageForm) async throws {
        let (id, context): (WithheldScan.ID, WriteContext) = (try form.id("withheld"), try visit.write(form))
        switch form["decision"] {
        case "accept": _ = try await visit.services.checkIn.accept(id, note: form["note"], context: context)
        case "dismiss": _ = try await visit.services.checkIn.dismiss(id, note: form["note"], context: context)
        default: throw ServerError(.formUnreadable)
        }
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

    private func gateTable(_ overview: EventOverview) -> [String: PageValue] {
        [
            "days": .list(visit.event.days.map { .text(format.day($0.date)) }),
            "gates": .list(
                overview.gates.map { status in
                    let byDay = overview.arrivals.byGateAndDay[status.gate.id] ?? [:]
                    return [
                        "name": .text(status.gate.names[visit.words.language]),
                        "is_closed": .flag(status.closing != nil),
                        "counts": .list(visit.event.days.map { .text(format.number(byDay[$0.number] ?? 0)) }),
                        "today": .text(format.number(byDay[overview.today ?? 0] ?? 0)),
                        "refused": .text(format.number(status.refused)),
                        "inside": .text(inside(status)),
                        "inside_mood": .text(
                            status.crowding == .full ? "bad-ink" : status.crowding == .nearlyFull ? "warn-ink" : ""),
                        "is_nearly_full": .flag(status.crowding == .nearlyFull),
                        "is_full": .flag(status.crowding == .full),
                    ]
                }),
        ]
    }

    private func inside(_ status: GateStatus) -> String {
        guard let inside = status.inside else { return "–" }
        return status.gate.capacity.map { "\(format.number(inside)) / \(format.number($0))" } ?? format.number(inside)
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

    private func withheld(_ withheld: WithheldScan) -> PageValue {
        [
            "withheld": .number(withheld.id.rawValue),
            "name": .text(withheld.person?.person.name ?? visit.words("withheld_nobody")),
            "scan": .text(
                visit.words(
                    "withheld_scan",
                    [
                        "time": format.moment(withheld.scan.time), "gate": gateName(withheld.scan.gate),
                        "device": "\(withheld.scan.device) · \(withheld.deviceName)",
                        "verdict": visit.words("verdict_\(withheld.scan.verdict.word)"),
                    ])),
            "reason": .text(visit.words("withheld_\(withheld.reason.rawValue)")),
        ]
    }

    private func device(_ condition: DeviceCondition) -> PageValue {
        let (device, report) = (condition.device, condition.report)
        let ahead = condition.clockSecondsAhead.map { String(Int($0.rounded())) }
        return [
            "device": .number(device.id.rawValue), "name": .text(device.name),
            "role": .text(visit.words("role_\(device.role.rawValue)")),
            "gates": .text(
                device.gates.sorted { $0.rawValue < $1.rawValue }.map(gateName).joined(separator: ", ")),
            "seen": .text(condition.lastSeen.map { format.time($0) } ?? "–"),
            "queued": .text(report?.queued.map { format.number($0) } ?? "–"),
            "has_queue": .flag((report?.queued ?? 0) > 0),
            "battery": .text(report?.batteryPercent.map { format.percent("\($0)") } ?? "–"),
            "is_low": .flag(condition.isLow),
            "clock": .text(ahead.map { visit.words("device_clock", ["seconds": $0]) } ?? ""),
        ]
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
