import BadgeRenderer
import Badges
import Catalogues
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import Printing
import RegistrationLedger
import Wording

/// /organizer/badges: many badges at once, in the order of names or another, to a printer or as a PDF; and what was printed.
struct BadgeRunPages {
    private static let path = Paths.badgesPage
    /// Badges that one form prints at the most; a whole event of more is printed by the command.
    private static let badgesMax = 1_000
    private static let jobsMax = 20
    private static let findingsMax = 50

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.post(Self.path, for: OrganizerPages.roles) { visit, form in
            do {
                let order = try Self.order(form, visit.event)
                guard form["action"] == "print" else {
                    let plan = try await visit.services.plan(order)
                    let findings = try await visit.services.preflight(plan)
                    return try await Self.page(visit, [], form, plan: Self.value(plan, findings, visit))
                }
                return try await Self.print(order, visit, form)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], form)
            }
        }
        pages.organize("\(Self.path)/cancel", answeringWith: Self.answer) { visit, form in
            _ = try await visit.services.cancelPrintJob(
                try form.id("job"), context: try visit.write(form))
            return [DeskNotice(visit.words("badges_cancelled"))]
        }
    }

    private static func order(_ form: PageForm, _ event: EventDefinition) throws -> BadgeOrder {
        var selection = BadgeSelection()
        selection.isUnprinted = form["whose"] != "changed"
        selection.isChanged = form["whose"] == "changed"
        selection.categories = Set(
            try form.all("category").filter { !$0.isEmpty }.map { try event.category(named: $0) })
        let sheet = Sheet(
            preset: try Sheet.Preset.named(form["sheet"], among: event.sheets),
            order: try form["order"].isEmpty ? nil : Choice.read(form["order"], as: Sheet.Order.self))
        return BadgeOrder(selection, kind: selection.isChanged ? .reprint : .print, sheet: sheet)
    }

    private static func print(_ order: BadgeOrder, _ visit: PageVisit, _ form: PageForm) async throws -> Response {
        let queue = form["queue"]
        let destination: BadgeDestination = try queue.isEmpty ? .answer : .queue(queue, PrintOptions())
        let outcome = try await visit.services.print(
            order, to: destination, limit: badgesMax, context: try visit.write(form))
        if let pdf = outcome.pdf {
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/pdf", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"badges-\(outcome.job.id).pdf\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: pdf)))
        }
        let notice =
            outcome.failure.map { failure in
                DeskNotice(failure, visit.words)
            }
            ?? DeskNotice(
                visit.words(
                    "badges_sent", ["count": visit.format.number(outcome.badgeCount), "queue": queue]))
        return try await page(visit, [notice], nil)
    }

    private static func value(_ plan: BadgePlan, _ findings: [PreflightFinding], _ visit: PageVisit) -> PageValue {
        [
            "counts": .text(
                visit.words(
                    "badges_plan",
                    [
                        "badges": visit.format.number(plan.badgeCount),
                        "sheets": visit.format.number(plan.sheetCount),
                    ])),
            "may_print": .flag(plan.badgeCount > 0 && plan.badgeCount <= badgesMax),
            "too_many": .flag(plan.badgeCount > badgesMax),
            "findings": .list(
                findings.prefix(findingsMax).map { .text($0.sentence(in: visit.words.language)) }),
            "has_findings": .flag(!findings.isEmpty),
        ]
    }

    @Sendable private static func answer(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response { try await page(visit, notices, nil) }

    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?, plan: PageValue = false
    ) async throws -> Response {
        let queues = (try? await visit.services.printServer.queues()) ?? []
        let jobs = try await visit.services.lastPrintJobs(limit: jobsMax)
        func choice(_ field: String, _ value: String, _ label: String, isUsual: Bool = false) -> PageValue {
            [
                "value": .text(value), "label": .text(label),
                "is_chosen": .flag(form.map { $0[field] == value } ?? isUsual),
            ]
        }
        return try visit.organizerPage(
            "badge-runs",
            [
                "plan": plan,
                "whose": .list(
                    ["unprinted", "changed"].map {
                        choice("whose", $0, visit.words("badges_\($0)"), isUsual: $0 == "unprinted")
                    }),
                "categories": .list(
                    visit.event.categories.map { rule in
                        [
                            "value": .text(rule.category.rawValue),
                            "label": .text(rule.labels[visit.words.language]),
                            "is_chosen": .flag(form?.all("category").contains(rule.category.rawValue) ?? false),
                        ]
                    }),
                "sheets": .list(
                    [choice("sheet", Sheet.Preset.singleID, visit.words("badges_single"), isUsual: true)]
                        + Sheet.Preset.all(with: visit.event.sheets).map { choice("sheet", $0.id, $0.id) }),
                "orders": .list(
                    Sheet.Order.allCases.map {
                        choice(
                            "order", $0.rawValue,
                            visit.words("badges_order_\($0.rawValue.replacing("-", with: "_"))"),
                            isUsual: $0 == .lastName)
                    }),
                "queues": .list(
                    [choice("queue", "", visit.words("badges_pdf"), isUsual: true)]
                        + queues.map { choice("queue", $0.name, $0.name) }),
                "jobs": .list(
                    jobs.map { named in
                        let job = named.job
                        return [
                            "job": .number(job.id.rawValue),
                            "name": .text(
                                named.person?.name
                                    ?? visit.words(
                                        job.badges == 1 ? "prints_one" : "prints_many", ["count": "\(job.badges)"])),
                            "time": .text(visit.format.moment(job.time)),
                            "state": .text(visit.words("job_\(job.standing.state.rawValue)")),
                            "explanation": .text(job.explanation(in: visit.words.language)),
                            "may_cancel": .flag(!job.standing.state.isFinal),
                        ]
                    }),
                "has_jobs": .flag(!jobs.isEmpty),
            ],
            notices: notices, at: path)
    }
}
