import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP

/// Numbers for Prometheus (text format 0.0.4), without anything about any person.
struct MetricsRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.metrics, for: .roles(.reports)) { _, _, _ in
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: try await text())))
        }
    }

    private func text() async throws -> String {
        let gates = try await services.checkIn.gates(at: services.clock.now)
        let devices = try await services.devicesInUse()
        let writing = await services.checkIn.writing
        let now = services.clock.now
        var page = Page()
        page.add(
            "lanyard_scans_total", "counter", "Scans by gate and verdict, without those undone.",
            gates.flatMap { gate in
                Verdict.Code.allCases.map { code in
                    (["gate": gate.gate.id.rawValue, "verdict": code.word], Double(gate.verdicts[code] ?? 0))
                }
            })
        page.add(
            "lanyard_admissions", "gauge", "Entries that count.",
            gates.map { (["gate": $0.gate.id.rawValue], Double($0.admitted)) })
        page.add(
            "lanyard_inside", "gauge", "People inside, where a gate counts them out.",
            gates.compactMap { gate in gate.inside.map { (["gate": gate.gate.id.rawValue], Double($0)) } })
        page.add(
            "lanyard_open_conflicts", "gauge", "Conflicts that nobody has settled.",
            [([:], Double(try await services.checkIn.openConflicts()))])
        page.add(
            "lanyard_device_seconds_since_seen", "gauge", "Since a device last reported or scanned.",
            devices.compactMap { condition in
                condition.lastSeen.map { (Self.labels(condition), now.timeIntervalSince($0).rounded()) }
            })
        page.add(
            "lanyard_device_queue_length", "gauge", "Scans that a device answered alone and has not sent.",
            devices.compactMap { condition in
                condition.report?.queued.map { (Self.labels(condition), Double($0)) }
            })
        page.add(
            "lanyard_device_clock_ahead_seconds", "gauge", "How far a device's clock is ahead of the server's.",
            devices.compactMap { condition in
                condition.report?.aheadMilliseconds.map { (Self.labels(condition), Double($0) / 1000) }
            })
        let inquiries = try await services.checkIn.inquiryCounts()
        page.add(
            "lanyard_device_people_shown_total", "counter",
            "People whom a device was shown without anybody passing: by searches at a door and by asking what a scan would say.",
            devices.map { (Self.labels($0), Double(inquiries[$0.device.id] ?? 0)) })
        page.add(
            "lanyard_withheld_scans", "gauge", "Scans that wait for somebody's judgement.",
            [([:], Double(try await services.checkIn.openWithheld()))])
        page.add(
            "lanyard_device_reports_unreadable", "gauge", "Reports in the file that no device can have sent.",
            [([:], Double(devices.count(where: \.isReportUnreadable)))])
        page.add(
            "lanyard_scan_transactions_total", "counter", "Transactions in which scans were written since the start.",
            [([:], Double(writing.transactions))])
        page.add(
            "lanyard_scans_written_total", "counter", "Scans answered since the start.", [([:], Double(writing.scans))])
        return page.text
    }

    /// The number alone: what people call a device may be a person's name.
    private static func labels(_ condition: DeviceCondition) -> [String: String] {
        ["device": condition.device.id.description]
    }

    private struct Page {
        private(set) var text = ""

        mutating func add(
            _ name: String, _ type: String, _ help: String, _ samples: [(labels: [String: String], value: Double)]
        ) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
            for sample in samples {
                let labels = sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
                let value = Int64(exactly: sample.value).map(String.init) ?? String(sample.value)
                text += name + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") + " \(value)\n"
            }
        }
    }
}
