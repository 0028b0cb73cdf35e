import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Wording

/// /booth: an exhibitor reads a visitor's badge, and the visitor says on the same screen what they give.
///
/// Before that the page tells nothing of them. What was read travels from step to step in the form, never in an address.
struct BoothPages {
    private static let path = Paths.boothPage
    private static let roles: Set<Device.Role> = [.exhibitor]

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: Self.roles) { visit in
            guard let own = visit.session?.device.exhibitor else { return visit.goes(to: Paths.exhibitorsPage) }
            return visit.goes(to: Self.path(of: own))
        }
        pages.get("\(Self.path)/:exhibitor", for: Self.roles) { visit in
            try Self.page(visit, try Self.exhibitor(visit))
        }
        step(pages, "") { visit, form, exhibitor in
            guard !form["text"].isEmpty else { return try Self.page(visit, exhibitor) }
            let answer = try await visit.services.readAtBooth(
                form["text"], of: exhibitor.id, context: try visit.write(form))
            return try Self.page(visit, exhibitor, Self.fields(answer, form, exhibitor, visit))
        }
        step(pages, "/agree") { visit, form, exhibitor in
            let fields = try form.all("field").map { try Choice.read($0, as: Exhibitor.Field.self) }
            let lead = try await visit.services.agreeAtBooth(
                form["text"], with: exhibitor.id, to: Set(fields), context: try visit.write(form))
            return try Self.page(visit, exhibitor, Self.fields(.given(lead), form, exhibitor, visit))
        }
        step(pages, "/withdraw") { visit, form, exhibitor in
            _ = try await visit.services.withdrawAtBooth(
                form["text"], from: exhibitor.id, context: try visit.write(form))
            return try Self.page(
                visit, exhibitor, [:], [DeskNotice(visit.words("booth_withdrawn", ["exhibitor": exhibitor.name]))])
        }
        pages.get("\(Self.path)/:exhibitor/leads.csv", for: Self.roles) { visit in
            let exhibitor = try Self.exhibitor(visit)
            let table = try await visit.services.leadTable(of: exhibitor.id)
            return Response(
                NamedFile(
                    name: "\(visit.event.slug)-\(exhibitor.id).csv", type: "text/csv; charset=utf-8; header=present",
                    bytes: Data(table.csv(.excel).utf8)))
        }
    }

    static func path(of exhibitor: Exhibitor.ID) -> String { "\(path)/\(exhibitor)" }

    /// A form of the page; what is refused stands above the page as it began.
    private func step(
        _ pages: PageRouter, _ name: String,
        _ body: @escaping @Sendable (PageVisit, PageForm, Exhibitor) async throws -> Response
    ) {
        pages.post("\(Self.path)/:exhibitor\(name)", for: Self.roles) { visit, form in
            let exhibitor = try Self.exhibitor(visit)
            do {
                return try await body(visit, form, exhibitor)
            } catch let error as LedgerError where error.code == .exhibitorFieldsMissing {
                // Nothing was ticked: the question stays where it is.
                return try Self.page(
                    visit, exhibitor, Self.fields(.asks(exhibitor.fields), form, exhibitor, visit),
                    [DeskNotice(error, visit.words)])
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try Self.page(visit, exhibitor, [:], [DeskNotice(error, visit.words)])
            }
        }
    }

    /// The booth that the address names, if it is this device's.
    ///
    /// - Throws: `exhibitor_unknown`.
    private static func exhibitor(_ visit: PageVisit) throws -> Exhibitor {
        let named = try visit.event.exhibitor(
            Exhibitor.ID(rawValue: try visit.context.parameters.require("exhibitor")))
        try visit.device(of: roles).require(booth: named.id)
        return named
    }

    private static func fields(
        _ answer: BoothAnswer, _ form: PageForm, _ exhibitor: Exhibitor, _ visit: PageVisit
    ) -> [String: PageValue] {
        switch answer {
        case .asks(let fields):
            [
                "asks": [
                    "text": .text(form["text"]),
                    "question": .text(visit.words("booth_question", ["exhibitor": exhibitor.name])),
                    "fields": .list(
                        fields.map { field in
                            ["field": .text(field.rawValue), "label": .text(visit.words.label(of: field))]
                        }),
                ]
            ]
        case .given(let lead):
            [
                "given": [
                    "text": .text(form["text"]),
                    "fields": .list(
                        lead.given.map { given in
                            ["label": .text(visit.words.label(of: given.field)), "value": .text(given.value)]
                        }),
                    "agreed": .text(visit.format.moment(lead.agreed)),
                ]
            ]
        }
    }

    private static func page(
        _ visit: PageVisit, _ exhibitor: Exhibitor, _ state: [String: PageValue] = [:],
        _ notices: [DeskNotice] = []
    ) throws -> Response {
        let isRefused = notices.contains { $0.mood == .bad }
        let fields: [String: PageValue] = [
            "exhibitor": .text(exhibitor.name), "path": .text(path(of: exhibitor.id)), "asks": false, "given": false,
            "is_idle": .flag(state.isEmpty), "notices": .list(notices.map(\.value)),
            "has_notices": .flag(!notices.isEmpty),
        ]
        return try visit.page(
            "booth", fields.merging(state) { $1 }, at: path(of: exhibitor.id), script: "kiosk",
            status: isRefused ? .unprocessableContent : .ok,
            policy: PagePolicy(showsOwnPictures: true, runsWebAssembly: true, usesCamera: true))
    }
}

extension Catalogue {
    /// What a field is called that somebody may give an exhibitor.
    func label(of field: Exhibitor.Field) -> String { self("exhibitor_field_\(field.rawValue)") }
}
