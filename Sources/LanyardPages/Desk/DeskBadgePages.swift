import BadgeRenderer
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Wording

/// Badges at the desk: make, print, replace, and see them before paper is used.
struct DeskBadgePages {
    /// Fine enough to read on a screen of double density at the size it is shown.
    private static let previewDotsPerInch = 144.0

    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/people/:number/print", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            do {
                let (notices, opens) = try await Self.print(visit, form, id)
                return try await PersonSheet(visit, id).answer(notices, opensBadge: opens)
            } catch let error as any DescribedError where Words(for: error).status < 500 {
                return try await PersonSheet(visit, id).answer([DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Paths.deskPage)/people/:number/badge.pdf", for: DeskPages.roles) { visit in
            let id = try await DeskPages.person(visit)
            guard let issue = try await visit.services.badges.latest(of: [id]).first else {
                throw CheckInError(.badgeMissing)
            }
            return Response(
                pdf: try await visit.site.badgePaper(of: issue, created: visit.now), name: "badge-\(id)")
        }
        pages.get("\(Paths.deskPage)/people/:number/badge.png", for: DeskPages.roles) { visit in
            try await Self.preview(visit, PageForm(""))
        }
        pages.post("\(Paths.deskPage)/people/:number/badge.png", for: DeskPages.roles) { visit, form in
            try await Self.preview(visit, form)
        }
    }

    /// Makes the badge that is wanted and sends it to paper: to the printer of this desk, else to the browser.
    ///
    /// The form's `mode` says which: `first`, `again` for the same badge after a jam, `next` for one in its place.
    /// - Returns: what to say, and whether the browser is to open the paper.
    static func print(
        _ visit: PageVisit, _ form: PageForm, _ id: Registration.ID
    ) async throws -> (notices: [DeskNotice], opens: Bool) {
        var selection = BadgeSelection()
        selection.named = [.number(id)]
        let order =
            switch form["mode"] {
            case "next": BadgeOrder(selection, kind: .reprint, reason: form["reason"])
            case "again": BadgeOrder(selection, kind: .repetition, reason: visit.words("badge_again_reason"))
            default: BadgeOrder(selection)
            }
        let outcome = try await visit.services.print(
            order, to: try await DeskPrintPages.destination(visit), context: try visit.write(form, "print"))
        let issue = try await visit.services.badges.latest(of: [id]).first.map { String($0.number.rawValue) } ?? ""
        let findings = outcome.findings.filter { $0.severity == .problem }
            .map { DeskNotice($0.sentence, mood: .warn) }
        guard case .queue(let queue) = outcome.job.medium else {
            return ([DeskNotice(visit.words("print_done", ["issue": issue]))] + findings, true)
        }
        if let failure = outcome.failure {
            let (sentence, advice) = visit.words.explanation(of: failure)
            let refusal = DeskNotice(
                visit.words("print_refused", ["queue": queue]), mood: .bad, advice: "\(sentence) \(advice)")
            return ([refusal] + findings, false)
        }
        return ([DeskNotice(visit.words("print_queued", ["issue": issue, "queue": queue]))] + findings, false)
    }

    /// The badge as it would be with what the form says.
    private static func preview(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        let id = try await DeskPages.person(visit)
        let registration = try await visit.services.ledger.registration(id)
        let old = registration.person
        guard !old.isErased else { throw LedgerError(.registrationErased) }
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
    /// A badge on a page of its own size, as it was made, with what is known of its holder now.
    ///
    /// - Throws: `BadgeRendererError`.
    func badgePaper(of issue: BadgeIssue, created: Date) async throws -> Data {
        let event = try await services.store.definition()
        let job = BadgeRenderer.Job(
            template: try services.badgeTemplate(named: event.badgeTemplate), sheet: .single,
            title: "\(event.name): badge", created: created)
        return try await services.badgeRenderer().render(try await services.contents(of: [issue]), job).pdf
    }

    /// A badge as a picture, with the credential of the person's latest badge, or with a sample where there is none.
    ///
    /// - Throws: `BadgeRendererError`.
    func badgePreview(of old: Registration, as person: Person, dotsPerInch: Double) async throws -> Data {
        let event = try await services.store.definition()
        // Nobody prints for who does not come; the picture is shown all the same.
        let latest =
            old.status == .active
            ? try await services.badges.candidates(BadgeFilter(registrations: [old.id])).first?.latest : nil
        let registration = Registration(
            id: old.id, code: old.code, person: person, category: old.category, days: old.days, addOns: old.addOns,
            status: old.status, blockedBecause: old.blockedBecause, reference: old.reference,
            successor: old.successor, language: old.language)
        let mark = try await services.keysigning.marks(of: old.id)[old.id]
        return try await services.badgeRenderer().preview(
            BadgeContent(BadgeCandidate(registration: registration, latest: latest), mark, event: event),
            template: try services.badgeTemplate(named: event.badgeTemplate), dotsPerInch: dotsPerInch, back: false)
    }
}
