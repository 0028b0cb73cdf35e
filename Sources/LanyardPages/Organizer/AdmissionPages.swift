import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger

/// /organizer/admission: invitations for so many places, and categories that wait for approval.
struct AdmissionPages {
    private static let path = Paths.admissionPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/allot", answeringWith: Self.page) { visit, form in
            let until =
                form["until"].isEmpty
                ? nil : try visit.event.moment(atWallClock: "\(form["until"])T23:59")
            let made = try await visit.services.ledger.allot(
                try visit.event.category(named: form["category"]), places: Int(form["places"]) ?? 0,
                for: form["note"], until: until, context: try visit.write(form)
            ).result
            return [DeskNotice(visit.words("admission_made"), figure: Self.link(visit, made))]
        }
        pages.organize("\(Self.path)/end", answeringWith: Self.page) { visit, form in
            _ = try await visit.services.ledger.endAllotment(
                try form.id("allotment"), context: try visit.write(form))
            return [DeskNotice(visit.words("admission_ended"))]
        }
        pages.organize("\(Self.path)/judge", answeringWith: Self.page) { visit, form in
            let approves = form["action"] == "approve"
            _ = try await visit.services.ledger.judge(
                try form.registration("number"), approves: approves, because: form["reason"],
                context: try visit.write(form))
            return [DeskNotice(visit.words(approves ? "admission_approved" : "admission_declined"))]
        }
        pages.get("\(Self.path)/proof/:number", for: OrganizerPages.roles) { visit in
            guard let number = UInt32(try visit.context.parameters.require("number")) else {
                throw ServerError(.routeUnknown)
            }
            let proof = try await visit.services.ledger.proof(of: Registration.ID(rawValue: number))
            // A file of a stranger is saved, not shown on a page of ours.
            return Response(
                NamedFile(name: "proof-\(number).\(proof.ending)", type: proof.type, bytes: proof.content))
        }
    }

    private static func link(_ visit: PageVisit, _ allotment: Allotment) -> String {
        "\(visit.event.mail?.pages ?? visit.origin)\(Paths.registerPage)?invitation=\(allotment.code)"
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let allotments = try await visit.services.ledger.allotments()
        let applications = try await visit.services.ledger.applications()
        return try visit.organizerPage(
            "admission",
            [
                "has_applications": .flag(!applications.isEmpty),
                "applications": .list(applications.map { self.value($0, visit) }),
                "has_allotments": .flag(!allotments.isEmpty),
                "allotments": .list(allotments.map { self.value($0, visit) }),
                "categories": .list(
                    visit.event.categories.map { rule in
                        [
                            "category": .text(rule.category.rawValue),
                            "label": .text(rule.labels[visit.words.language]),
                        ]
                    }),
                "places": .text(form?["places"] ?? ""), "note": .text(form?["note"] ?? ""),
                "until": .text(form?["until"] ?? ""),
            ],
            notices: notices, at: path)
    }

    private static func value(_ allotment: Allotment, _ visit: PageVisit) -> PageValue {
        [
            "allotment": .number(allotment.id.rawValue), "link": .text(link(visit, allotment)),
            "category": .text(visit.event.rule(of: allotment.category).labels[visit.words.language]),
            "used": .text(visit.format.number(allotment.used)), "places": .text(visit.format.number(allotment.places)),
            "note": .text(allotment.note), "is_open": .flag(allotment.isOpen(at: visit.now)),
            "may_end": .flag(allotment.ended == nil),
            "until": .text(allotment.until.map(visit.format.fullMoment) ?? ""),
        ]
    }

    private static func value(_ application: CategoryApplication, _ visit: PageVisit) -> PageValue {
        let registration = application.summary.registration
        return [
            "number": .number(registration.id.rawValue), "code": .text(registration.code.description),
            "name": .text(registration.person.name), "affiliation": .text(registration.person.affiliation),
            "category": .text(visit.event.rule(of: registration.category).labels[visit.words.language]),
            "since": .text(visit.format.moment(application.since)), "has_proof": .flag(application.hasProof),
            "guardian": .text(application.guardian.map { "\($0.name) <\($0.email)>" } ?? ""),
        ]
    }
}
