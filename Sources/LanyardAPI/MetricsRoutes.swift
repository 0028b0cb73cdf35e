import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Outbox
import RegistrationLedger

/// Numbers for Prometheus (text format 0.0.4), without anything about any person.
struct MetricsRoutes {
    let services: EventServices
    let requests: RequestFigures

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
        var page = MetricsPage()
        page.add(
            "lanyard_build_info", .gauge, "The program that answers.",
            [(["version": LanyardVersion.current], 1)])
        page.add(
            "lanyard_scans_total", .counter, "Scans by gate and verdict, with those undone since.",
            Self.samples(try await services.checkIn.scanTotals(), gates))
        page.add(
            "lanyard_scans_undone_total", .counter, "Those of them that were undone.",
            Self.samples(try await services.checkIn.undoneTotals(), gates))
        page.add(
            "lanyard_admissions", .gauge, "Entries that count.",
            gates.map { (["gate": $0.gate.id.rawValue], Double($0.admitted)) })
        page.add(
            "lanyard_inside", .gauge, "People inside, where a gate counts them out.",
            gates.compactMap { gate in gate.inside.map { (["gate": gate.gate.id.rawValue], Double($0)) } })
        page.add(
            "lanyard_open_conflicts", .gauge, "Conflicts that nobody has settled.",
            [([:], Double(try await services.checkIn.openConflicts()))])
        page.add(
            "lanyard_device_seconds_since_seen", .gauge, "Since a device last reported or scanned.",
            devices.compactMap { condition in
                condition.lastSeen.map { (Self.labels(condition), now.timeIntervalSince($0).rounded()) }
            })
        page.add(
            "lanyard_device_queue_length", .gauge, "Scans that a device answered alone and has not sent.",
            devices.compactMap { condition in
                condition.report?.queued.map { (Self.labels(condition), Double($0)) }
            })
        page.add(
            "lanyard_device_clock_ahead_seconds", .gauge, "How far a device's clock is ahead of the server's.",
            devices.compactMap { condition in
                condition.report?.aheadMilliseconds.map { (Self.labels(condition), Double($0) / 1000) }
            })
        let inquiries = try await services.checkIn.inquiryCounts()
        page.add(
            "lanyard_device_people_shown_total", .counter,
            "People whom a device was shown without anybody passing: by searches at a door and by asking what a scan would say.",
            devices.map { (Self.labels($0), Double(inquiries[$0.device.id] ?? 0)) })
        page.add(
            "lanyard_withheld_scans", .gauge, "Scans that wait for somebody's judgement.",
            [([:], Double(try await services.checkIn.openWithheld()))])
        page.add(
            "lanyard_device_reports_unreadable", .gauge, "Reports in the file that no device can have sent.",
            [([:], Double(devices.count(where: \.isReportUnreadable)))])
        page.add(
            "lanyard_scan_transactions_total", .counter, "Transactions in which scans were written since the start.",
            [([:], Double(writing.transactions))])
        page.add(
            "lanyard_scans_written_total", .counter, "Scans answered since the start.", [([:], Double(writing.scans))])
        try await addMachine(to: &page)
        addRequests(to: &page)
        return page.text
    }

    /// The number alone: what people call a device may be a person's name.
    private static func labels(_ condition: DeviceCondition) -> [String: String] {
        ["device": condition.device.id.description]
    }

    /// A gate and a verdict that nobody has had yet is 0, so that a rate of it can be told from the first on.
    private static func samples(_ totals: [ScanTotal], _ gates: [GateStatus]) -> [MetricsPage.Sample] {
        let found = Dictionary(grouping: totals) { [$0.gate.rawValue, $0.verdict] }
            .mapValues { $0.reduce(0) { $0 + $1.scans } }
        return gates.flatMap { gate in
            Verdict.Code.allCases.map { code in
                (
                    ["gate": gate.gate.id.rawValue, "verdict": code.word],
                    Double(found[[gate.gate.id.rawValue, code.word]] ?? 0)
                )
            }
        }
    }

    /// The books, mail, print queues, file and disk.
    private func addMachine(to page: inout MetricsPage) async throws {
        page.add(
            "lanyard_journal_entries_total", .counter, "Entries of the journal.",
            [([:], Double(try await services.ledger.entryCount()))])
        let mail = try await services.outbox.standing()
        page.add(
            "lanyard_mail", .gauge, "Mail in the outbox, by how it stands.",
            OutboxMail.State.allCases.map { (["state": $0.rawValue], Double(mail.counts[$0] ?? 0)) })
        page.add("lanyard_mail_paused", .gauge, "1 while mail is held back.", [([:], mail.isPaused ? 1 : 0)])
        page.add(
            "lanyard_print_jobs_unfinished", .gauge, "Runs that a print queue has not finished.",
            [([:], Double(try await services.badges.unfinishedJobs().count))])
        let file = FileFigures(of: services.store.url)
        page.add("lanyard_event_file_bytes", .gauge, "The size of the event's file.", [([:], Double(file.file))])
        page.add("lanyard_event_log_bytes", .gauge, "The size of its log (WAL).", [([:], Double(file.log))])
        page.add(
            "lanyard_disk_free_bytes", .gauge, "What is free on its disk.",
            file.free.map { [([:], Double($0))] } ?? [])
        page.add(
            "lanyard_warnings", .gauge, "What whoever looks after the machine should know; /v1/health/ready says it.",
            [([:], Double(services.store.warnings.count))])
    }

    /// By the route as it is described, since the event was opened.
    private func addRequests(to page: inout MetricsPage) {
        let all = requests.all.sorted { ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method) }
        page.add(
            "lanyard_http_requests_total", .counter, "Requests that were answered.",
            all.flatMap { key, figures in
                figures.statuses.sorted { $0.key < $1.key }.map { status, count in
                    (["method": key.method, "route": key.route, "status": String(status)], Double(count))
                }
            })
        page.add(
            histogram: "lanyard_http_request_duration_seconds", "Until an answer begins.",
            bounds: RequestFigures.bounds,
            all.map { key, figures in
                (["method": key.method, "route": key.route], figures.durations, figures.seconds)
            })
    }
}
