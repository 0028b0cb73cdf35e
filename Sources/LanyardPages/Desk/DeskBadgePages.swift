import BadgeRenderer
import Badges
import Catalogues
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
                return try await PersonPage(visit, id).answer(notices, opensBadge: opens)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await PersonPage(visit, id).answer([DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Paths.deskPage)/people/:number/badge.pdf", for: DeskPages.roles) { visit in
            let id = try await DeskPages.person(visit)
            return Response(pdf: try await visit.services.paper(ofBadge: id), name: "badge-\(id)")
        }
        pages.post("\(Paths.deskPage)/people/:number/ticket", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            let shape = try Choice.read(form["form"], as: TicketForm.self)
            return Response(
                try await visit.services.ticket(of: id, as: shape, context: try visit.write(form, "ticket")))
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
        let (kind, reason): (BadgeRunKind, String) =
            switch form["mode"] {
            case "next": (.reprint, form["reason"])
            case "again": (.repetition, visit.words("badge_again_reason"))
            default: (.print, "")
            }
        let outcome = try await visit.services.printBadge(
            of: id, kind, because: reason, to: try await DeskPrintPages.destination(visit),
            context: try visit.write(form, "print"))
        return notices(outcome, visit)
    }

    /// What came of a print, and whether the browser is to open the paper.
    static func notices(_ outcome: BadgeOutcome, _ visit: PageVisit) -> (notices: [DeskNotice], opens: Bool) {
        let issue = outcome.issues.first.map { String($0.rawValue) } ?? ""
        let findings = outcome.findings.filter { $0.severity == .problem }
            .map { DeskNotice($0.sentence(in: visit.words.language), mood: .warn) }
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
        func text(_ name: String) -> String? { form.has(name) ? form[name] : nil }
        let png = try await visit.services.preview(
            of: id,
            with: PersonCorrection(
                name: text("name"), badgeName: text("badge_name"), affiliation: text("affiliation")),
            dotsPerInch: previewDotsPerInch)
        return Response(
            status: .ok, headers: [.contentType: "image/png"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
    }
}
