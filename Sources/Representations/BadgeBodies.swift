package import BadgeRenderer
package import Badges
package import Conference
package import EventDesk
package import Foundation
package import Printing
import Wording

/// A run of badges to paper, as the API and `--json` show it.
package struct PrintJobBody: Encodable, Sendable {
    let id: Int64
    let kind: String
    let medium: String
    let target: String?
    let reason: String
    let badges: Int
    let sheets: Int
    let author: String
    let origin: String
    let madeAt: String
    let state: String
    let queueNumber: Int?
    let reasons: [String]
    let explanation: String
    let changedAt: String

    package init(_ job: PrintJob, zone: TimeZone, in language: Language) {
        id = job.id.rawValue
        kind = job.kind.rawValue
        (medium, target) =
            switch job.medium {
            case .file(let name): ("file", name)
            case .queue(let name): ("queue", name)
            case .answer: ("answer", nil)
            }
        reason = job.reason
        badges = job.badges
        sheets = job.sheets
        author = job.author
        origin = job.origin
        madeAt = Timestamp(job.time, in: zone).description
        state = job.standing.state.rawValue
        queueNumber = job.standing.queueNumber
        reasons = job.standing.reasons
        explanation = job.explanation(in: language)
        changedAt = Timestamp(job.standing.time, in: zone).description
    }
}

/// Something about a badge that somebody should see before it uses up paper.
package struct FindingBody: Encodable, Sendable {
    let severity: String
    let code: String
    let registration: String?
    let field: String
    let sentence: String

    package init(_ finding: PreflightFinding, in language: Language) {
        severity = finding.severity.rawValue
        code = finding.code.rawValue
        registration = finding.registration?.description
        field = finding.field.rawValue
        sentence = finding.sentence(in: language)
    }
}

/// What an order would print, or did.
package struct BadgeRunBody: Encodable, Sendable {
    let badges: Int
    let sheets: Int
    let pages: Int
    /// How many people were selected but have nothing to print, by the reason's code.
    let leftOut: [String: Int]
    /// Problems first.
    let findings: [FindingBody]
    /// Nil if nothing was printed.
    let job: PrintJobBody?

    package init(_ plan: BadgePlan, _ findings: [PreflightFinding], in language: Language) {
        (badges, sheets, pages) = (plan.badgeCount, plan.sheetCount, plan.pageCount)
        leftOut = plan.leftOut
        self.findings = findings.map { FindingBody($0, in: language) }
        job = nil
    }

    package init(_ outcome: BadgeOutcome, zone: TimeZone, in language: Language) {
        (badges, sheets, pages) = (outcome.badgeCount, outcome.sheetCount, outcome.pageCount)
        leftOut = outcome.leftOut
        findings = outcome.findings.map { FindingBody($0, in: language) }
        job = PrintJobBody(outcome.job, zone: zone, in: language)
    }
}

/// Something that happened to a person's badges.
package struct BadgeHappeningBody: Encodable, Sendable {
    let kind: String
    let issue: Int
    let copy: Int?
    let reason: String
    let author: String
    let origin: String
    let at: String
    let job: PrintJobBody?

    package init(_ event: BadgeHappening, zone: TimeZone, in language: Language) {
        switch event.kind {
        case .made: (kind, copy, job) = ("made", nil, nil)
        case .printed(let number, let run):
            (kind, copy) = ("printed", number)
            job = run.map { PrintJobBody($0, zone: zone, in: language) }
        case .voided: (kind, copy, job) = ("voided", nil, nil)
        }
        issue = event.issue
        reason = event.reason
        author = event.author
        origin = event.origin
        at = Timestamp(event.time, in: zone).description
    }
}

/// A queue of the print server.
package struct PrintQueueBody: Encodable, Sendable {
    let name: String
    let about: String
    let state: String
    let reasons: [String]
    let explanation: String
    let accepting: Bool
    let isDefault: Bool
    let media: [String]
    let bothSides: Bool

    package init(_ queue: PrintQueue, in language: Language) {
        name = queue.name
        about = queue.about
        state = queue.state.rawValue
        reasons = queue.reasons
        explanation = PrinterReason.explain(queue.reasons, in: language)
        accepting = queue.isAccepting
        isDefault = queue.isDefault
        media = queue.media
        bothSides = queue.printsBothSides
    }
}
