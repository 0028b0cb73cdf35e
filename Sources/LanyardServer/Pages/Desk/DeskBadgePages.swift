import BadgeRenderer
import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import Hummingbird
import Keysigning
import NIOCore
import OpenPGP
import RegistrationLedger

/// Badges at the desk: make, print, replace, and see them before paper is used.
struct DeskBadgePages {
    /// Fine enough to read on a screen of double density at the size it is shown.
    private static let previewDotsPerInch = 144.0

    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/people/:number/print", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            do {
                let notices = try await Self.print(visit, form, id)
                return try await PersonSheet(visit, id).answer(notices, opensBadge: true)
            } catch let error as any DescribedError where Words(for: error).status < 500 {
                return try await PersonSheet(visit, id).answer([DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Paths.deskPage)/people/:number/badge.pdf", for: DeskPages.roles) { visit in
            let id = try await DeskPages.person(visit)
            guard let issue = try await visit.services.badges.latest(of: [id]).first else {
                throw CheckInError("badge_missing")
            }
            let paper = try await visit.site.badgePaper(of: issue, created: visit.now)
            return Response(pdf: paper.pdf, name: "badge-\(id)")
        }
        pages.get("\(Paths.deskPage)/people/:number/badge.png", for: DeskPages.roles) { visit in
            try await Self.preview(visit, PageForm(""))
        }
        pages.post("\(Paths.deskPage)/people/:number/badge.png", for: DeskPages.roles) { visit, form in
            try await Self.preview(visit, form)
        }
    }

    /// Makes the badge that is wanted, and notes that it goes to paper.
    ///
    /// The form's `mode` says which: `first`, `again` for the same badge after a jam, `next` for one in its place.
    static func print(_ visit: PageVisit, _ form: PageForm, _ id: Registration.ID) async throws -> [DeskNotice] {
        let badges = visit.services.badges
        let issue: BadgeIssue?
        var reason = ""
        switch form["mode"] {
        case "next":
            issue = try await badges.makeNext(for: id, reason: form["reason"], context: try visit.write(form, "issue"))
                .result
        case "again":
            reason = visit.words("badge_again_reason")
            issue = try await badges.latest(of: [id]).first
        default:
            _ = try await badges.makeFirst(for: [id], context: try visit.write(form, "issue"))
            issue = try await badges.latest(of: [id]).first
        }
        guard let issue else { throw CheckInError("badge_missing") }
        // It is drawn first: what cannot be drawn is not on paper.
        let paper = try await visit.site.badgePaper(of: issue, created: visit.now)
        _ = try await badges.recordPrint(of: [issue], reason: reason, context: try visit.write(form, "print"))
        let number = String(issue.number.rawValue)
        return [DeskNotice(visit.words("print_done", ["issue": number]))]
            + paper.findings.filter { $0.severity == .problem }.map { finding in
                let details = [ErrorDetail("field", finding.field)] + finding.details
                return DeskNotice(Words(code: finding.code.rawValue, details: details).sentence, mood: .warn)
            }
    }

    /// The badge as it would be with what the form says.
    private static func preview(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        let id = try await DeskPages.person(visit)
        let registration = try await visit.services.ledger.registration(named: "#\(id)")
        let old = registration.person
        guard !old.isErased else { throw LedgerError("registration_erased") }
        func text(_ name: String, _ otherwise: String) -> String { form.has(name) ? form[name] : otherwise }
        let person = try Person(
            name: text("name", old.name), badgeName: text("badge_name", old.badgeName),
            affiliation: text("affiliation", old.affiliation), email: "")
        let png = try await visit.site.badgePreview(
            of: registration, as: person, dotsPerInch: previewDotsPerInch)
        return Response(
            status: .ok, headers: [.contentType: "image/png"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
    }
}

extension PageSite {
    /// A badge on a page of its own size.
    ///
    /// - Throws: `BadgeRendererError`.
    func badgePaper(
        of issue: BadgeIssue, created: Date
    ) async throws -> (pdf: Data, findings: [PreflightFinding]) {
        let event = try await services.store.definition()
        let job = BadgeRenderer.Job(
            template: try services.badgeTemplate(named: event.badgeTemplate), sheet: .single,
            title: "\(event.name): badge", created: created)
        let (pdf, report) = try await renderer.render(try await services.badgeContents(of: [issue]), job)
        return (pdf, report.findings)
    }

    /// A badge as a picture, with the credential of the person's latest badge, or with a sample where there is none.
    ///
    /// - Throws: `BadgeRendererError`.
    func badgePreview(of registration: Registration, as person: Person, dotsPerInch: Double) async throws -> Data {
        let event = try await services.store.definition()
        let latest = try await services.badges.latest(of: [registration.id]).first
        let mark = try await services.keysigning.marks()[registration.id]
        let content = BadgeContent(
            event: BadgeContent.Event(
                name: event.name, venue: event.venue, dates: event.dates, dayLabels: event.days.map(\.label)),
            registration: registration.code, issue: latest.map { Int($0.number.rawValue) } ?? 1,
            name: person.nameOnBadge, fullName: person.name, affiliation: person.affiliation,
            role: event.rule(of: registration.role), days: registration.days,
            addOns: event.addOns.filter { registration.addOns.contains($0.id) }.map(\.name),
            schedule: event.schedule(role: registration.role, days: registration.days, addOns: registration.addOns),
            credential: latest?.text ?? "LY:" + String(repeating: "0", count: 117),
            hasGreenDot: mark?.hasGreenDot ?? false,
            keysigning: mark.map { BadgeContent.Keysigning(number: $0.number, fingerprint: $0.fingerprint.digits) })
        return try await renderer.preview(
            content,
            template: try services.badgeTemplate(named: event.badgeTemplate), dotsPerInch: dotsPerInch)
    }
}
