import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP

/// /organizer/reports/shares: addresses by which spreadsheets fetch a report.
struct SharePages {
    private static let path = Paths.sharesPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/add", answeringWith: Self.page) { visit, form in
            guard let report = EventReport(rawValue: form["report"]) else {
                throw ServerError(.reportUnknown, ErrorDetail("report", String(form["report"].prefix(40))))
            }
            let made = try await visit.services.store.shareReport(report.rawValue, context: try visit.write(form))
            return [DeskNotice(visit.words("shares_made"), advice: visit.origin + Paths.shared(made.secret))]
        }
        pages.organize("\(Self.path)/end", answeringWith: Self.page) { visit, form in
            try await visit.services.store.endReportShare(
                try form.id("share"), context: try visit.write(form))
            return [DeskNotice(visit.words("shares_ended"))]
        }
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let shares = try await visit.services.store.reportShares().filter { $0.ended == nil }
        return try visit.organizerPage(
            "shares",
            [
                "has_shares": .flag(!shares.isEmpty),
                "reports": .list(
                    EventReport.allCases.map { report in
                        ["report": .text(report.rawValue), "label": .text(label(report.rawValue, visit))]
                    }),
                "shares": .list(
                    shares.map { share in
                        [
                            "share": .number(share.id.rawValue), "label": .text(label(share.report, visit)),
                            "time": .text(visit.format.moment(share.made)),
                        ]
                    }),
            ],
            notices: notices, at: path)
    }

    private static func label(_ report: String, _ visit: PageVisit) -> String {
        visit.words.text("report_\(report.replacing("-", with: "_"))") ?? report
    }
}
