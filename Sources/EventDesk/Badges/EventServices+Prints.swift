package import BadgeRenderer
package import Badges
package import Conference
import DoorRules
import EventStore
import Foundation
import Printing
import RegistrationLedger

/// Badges to paper: drawn first, then issued and recorded in one transaction, then sent to a queue.
extension EventServices {
    /// Carries an order out.
    ///
    /// Nothing is issued or recorded until everything is drawn; a file appears at the moment when its run is recorded.
    /// A queue gets the run after that; if it refuses, the outcome says why, and the badges count as not printed. A
    /// repeated call with the same key issues nothing: it draws the run of the first call again.
    /// - Parameters:
    ///   - limit: the most badges.
    ///   - progress: gets the number of badges drawn, and the total.
    /// - Throws: `preflight_refused` for a strict order with problems, `batch_too_large`, `badge_changed_meanwhile`,
    ///   `output_not_written`, what `plan` throws, codes of `PrintingError` for a queue that cannot do it,
    ///   `idempotency_conflict`, `CancellationError`.
    package func print(
        _ order: BadgeOrder, to destination: BadgeDestination, limit: Int = BadgeRenderer.batchMax,
        context: WriteContext, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> BadgeOutcome {
        let request = order.summary + destination.summary
        if let job = try await badges.recorded(request, context: context) {
            return try await repeatAnswer(job, order, to: destination, context: context, progress: progress)
        }
        if case .queue(let name, let options) = destination { try await printServer.check(options, of: name) }
        let run = try await signed(order, limit: limit)
        let drawing = try Drawing(for: destination)
        let total = run.contents.count
        let report = try await drawing.draw(
            run.contents, job(order, run.template, run.event, destination, context), with: badgeRenderer()
        ) { progress?($0, total) }
        let problems = report.findings.filter { $0.severity == .problem }
        guard !order.isStrict || problems.isEmpty else {
            throw PreflightRefusal(findings: report.findings, problems: problems.count)
        }
        let record = BadgeRun(
            kind: order.kind, medium: destination.medium, reason: order.reason, badges: run.contents.badges,
            sheets: report.sheetCount)
        let recorded = try await drawing.delivered { deliver in
            try await badges.record(
                record, request: request, state: destination.isQueue ? .waiting : .done, context: context,
                delivering: deliver)
        }
        let failure = try await sendToQueue(recorded.result, drawing, to: destination, context: context)
        return BadgeOutcome(
            job: try await badges.job(recorded.result), issues: run.contents.badges.map(\.number),
            pageCount: report.pageCount, sheetCount: report.sheetCount, findings: report.findings, leftOut: run.leftOut,
            pdf: destination == .answer ? drawing.bytes : nil, failure: failure)
    }

    /// A run that is ready to be drawn. Of the plan, nothing else is kept.
    private struct SignedRun {
        let event: EventDefinition
        let template: BadgeTemplate
        let contents: SignedBadges
        let leftOut: [String: Int]
    }

    private func signed(_ order: BadgeOrder, limit: Int) async throws -> SignedRun {
        let plan = try await plan(order)
        guard plan.badgeCount <= limit else {
            throw BadgeRendererError(.batchTooLarge, ErrorDetail("badges_max", limit))
        }
        let planned = plan.contents.badges
        let maker = plan.contents.maker
        let signed = try await badges.sign(nextFor: planned.filter(\.isNew).map(\.candidate))
        var credentials = signed.makeIterator()
        let ready = planned.map { badge in
            // Each new badge was signed just now; the others have their credentials.
            let credential = badge.isNew ? credentials.next() : badge.candidate.latest?.credential
            guard let credential else { preconditionFailure("a badge without a credential") }
            let content = maker.content(of: badge.candidate.registration, on: credential)
            return BadgeRun.Badge(
                candidate: badge.candidate, credential: credential, reason: badge.reason,
                facts: BadgeFacts(content.facts(shownBy: plan.template), on: credential))
        }
        return SignedRun(
            event: plan.event, template: plan.template, contents: SignedBadges(badges: ready, maker: maker),
            leftOut: plan.leftOut)
    }

    /// Draws a recorded run again, for a caller who did not get the answer.
    private func repeatAnswer(
        _ id: PrintJob.ID, _ order: BadgeOrder, to destination: BadgeDestination, context: WriteContext,
        progress: (@Sendable (Int, Int) -> Void)?
    ) async throws -> BadgeOutcome {
        let issues = try await badges.badges(of: id)
        let event = try await store.definition()
        let template = try badgeTemplate(named: order.template ?? event.badgeTemplate)
        let drawing = try Drawing(for: destination)
        let report = try await drawing.draw(
            try await contents(of: issues), job(order, template, event, destination, context), with: badgeRenderer()
        ) { progress?($0, issues.count) }
        try await drawing.delivered { deliver in try deliver() }
        return BadgeOutcome(
            job: try await badges.job(id), issues: issues.map(\.number), pageCount: report.pageCount,
            sheetCount: report.sheetCount, findings: report.findings, leftOut: [:],
            pdf: destination == .answer ? drawing.bytes : nil, failure: nil)
    }

    private func job(
        _ order: BadgeOrder, _ template: BadgeTemplate, _ event: EventDefinition, _ destination: BadgeDestination,
        _ context: WriteContext
    ) -> BadgeRenderer.Job {
        var sheet = order.sheet
        if case .queue(let name, _) = destination, let printer = event.printers.first(where: { $0.queue == name }) {
            sheet.adjustment = Sheet.Adjustment(printer)
        }
        return BadgeRenderer.Job(
            template: template, sheet: sheet, title: "\(event.name): badges",
            created: order.date ?? context.time)
    }

    /// Gives a recorded run to its queue; returns why the queue did not take it.
    private func sendToQueue(
        _ id: PrintJob.ID, _ drawing: Drawing, to destination: BadgeDestination, context: WriteContext
    ) async throws -> PrintingError? {
        guard case .queue(let name, let options) = destination else { return nil }
        do {
            let document = try await printServer.print(
                drawing.bytes, title: "Lanyard \(id)", as: "lanyard", on: name, options)
            try await note(document, of: id)
            return nil
        } catch let error as PrintingError {
            try await badges.note(
                .failed, of: id, reasons: [error.code.rawValue], author: context.author, time: clock.now)
            return error
        }
    }
}

/// A run with whose badge it is, where it is one person's.
package struct NamedPrintJob: Sendable {
    package let job: PrintJob
    /// Nil for a run of several, and for somebody whose data are erased.
    package let person: Person?
}

extension EventServices {
    /// The last runs, the newest first, with the names that the desk knows them by.
    package func lastPrintJobs(limit: Int) async throws -> [NamedPrintJob] {
        var named: [NamedPrintJob] = []
        for job in try await badges.jobs(limit: limit) {
            let issue = job.badges == 1 ? try await badges.badges(of: job.id).first : nil
            var person: Person?
            if let issue { person = try await ledger.registration(issue.registration).person }
            named.append(NamedPrintJob(job: job, person: person?.isErased == true ? nil : person))
        }
        return named
    }

    /// After how many seconds a run that no queue took is given up: who did it is gone.
    private static let waitingSecondsMax = 120.0

    /// Asks the queues for the state of unfinished runs, and records changes.
    ///
    /// A queue that does not answer changes nothing.
    package func followPrintJobs() async throws {
        for job in try await badges.unfinishedJobs() { try await follow(job) }
    }

    /// Takes a run out of its queue. Throws `print_job_unknown`, `print_job_ended`, codes of `PrintingError`.
    package func cancelPrintJob(_ id: PrintJob.ID, context: WriteContext) async throws -> PrintJob {
        let job = try await badges.job(id)
        guard case .queue(let name) = job.medium, let number = job.standing.queueNumber, !job.standing.state.isFinal
        else { throw PrintingError(.printJobEnded, ErrorDetail("job", id)) }
        try await printServer.cancel(number, as: "lanyard", on: name)
        return try await badges.note(.cancelled, of: id, author: context.author, time: context.time)
    }

    private func follow(_ job: PrintJob) async throws {
        guard case .queue(let name) = job.medium else { return }
        guard let number = job.standing.queueNumber else {
            if clock.now.timeIntervalSince(job.time) > Self.waitingSecondsMax {
                try await badges.note(
                    .failed, of: job.id, reasons: ["interrupted"], author: "lanyard", time: clock.now)
            }
            return
        }
        do {
            try await note(try await printServer.state(of: number, on: name), of: job.id)
        } catch let error as PrintingError where error.code == .queueJobUnknown {
            try await badges.note(.forgotten, of: job.id, author: "lanyard", time: clock.now)
        } catch is PrintingError {
            // It is asked again, after the runs on other queues.
        }
    }

    private func note(_ document: QueuedDocument, of id: PrintJob.ID) async throws {
        let state: PrintJob.State =
            switch document.state {
            case .pending: .queued
            case .held: .held
            case .processing: .printing
            case .stopped: .stopped
            case .canceled: .cancelled
            case .aborted: .failed
            case .completed: .done
            }
        // What goes without saying is not news.
        let reasons = document.reasons.filter { !["job-printing", "job-completed-successfully"].contains($0) }
        try await badges.note(
            state, of: id, queueNumber: document.number, reasons: reasons, author: "lanyard", time: clock.now)
    }
}

/// A strict order that preflight stopped; nothing was issued, recorded or written.
package struct PreflightRefusal: DescribedError {
    /// Problems first.
    package let findings: [PreflightFinding]
    package let problems: Int
    package var code: ServerErrorCode { .preflightRefused }
    package var details: [ErrorDetail] { [ErrorDetail("problems", problems)] }
    package var underlying: (any Error)? { nil }
}

extension BadgeDestination {
    var medium: BadgeMedium {
        switch self {
        case .file(let url): .file(url.lastPathComponent)
        case .answer: .answer
        case .queue(let name, _): .queue(name)
        }
    }

    var isQueue: Bool { if case .queue = self { true } else { false } }

    /// What a repeated call must say as well.
    var summary: [String] {
        switch self {
        case .file(let url): ["file", url.path]
        case .answer: ["answer"]
        case .queue(let name, let options):
            ["queue", name, options.media ?? "", String(options.copies), options.sides?.rawValue ?? ""]
        }
    }
}

extension BadgeOrder {
    /// What a repeated call must say as well, each condition after its name.
    var summary: [String] {
        let lists = [
            ["registrations"] + selection.registrations.map(\.description),
            ["categories"] + selection.categories.map(\.rawValue).sorted(),
            ["affiliations"] + selection.affiliations, ["days", selection.days.description],
            ["flags", "\(selection.isUnprinted) \(selection.isChanged) \(selection.hasDot)"],
            ["kind", kind.rawValue, reason, template ?? "", String(isStrict)],
            [
                "sheet", sheet.preset?.id ?? "", String(sheet.firstLabel),
                sheet.skippedLabels.sorted().map(String.init).joined(separator: ","), "\(sheet.hasCropMarks)",
                sheet.sides.rawValue, sheet.flip.rawValue, sheet.order?.rawValue ?? "", "\(sheet.hasDividers)",
            ],
        ]
        return lists.flatMap { [String($0.count)] + $0 }
    }
}
