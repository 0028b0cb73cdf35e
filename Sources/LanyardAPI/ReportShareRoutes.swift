import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Addresses for spreadsheets: each good for one report, and for whoever has it.
struct ReportShareRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        // A spreadsheet sends no header, so the secret stands in the address; nothing else is opened by it.
        routes.get("\(Paths.sharedReports)/:secret", for: .anyone) { _, context, _ in
            let secret = try context.parameters.require("secret")
            guard let name = try await services.store.sharedReport(secret), let report = EventReport(rawValue: name)
            else { throw ServerError(.routeUnknown) }
            let table = try await services.table(of: report, in: .whole)
            return Response(
                status: .ok, headers: [.contentType: "text/csv; charset=utf-8; header=present"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: table.csv(.plain))))
        }
        routes.get(Paths.reportShares, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            return try Response(
                json: ["items": try await services.store.reportShares().map { ReportShareBody($0, event: event) }])
        }
        routes.post(Paths.reportShares, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(
                services.clock.now, key: IdempotencyKey.of(request, or: nil), from: context)
            let body = try await request.decode(as: NewShare.self, context: context)
            guard let report = EventReport(rawValue: body.report) else {
                throw ServerError(.reportUnknown, ErrorDetail("report", String(body.report.prefix(40))))
            }
            let made = try await services.store.shareReport(report.rawValue, context: write)
            return try Response(
                status: .created,
                json: ReportShareBody(
                    made.share, event: try await services.store.definition(), path: Paths.shared(made.secret)))
        }
        routes.post("\(Paths.reportShares)/:share/end", for: .roles(.organizer)) { request, context, device in
            try await services.store.endReportShare(
                ReportShare.ID(rawValue: try context.parameters.row("share")),
                context: device.write(request, context, services.clock))
            return Response(status: .noContent)
        }
    }

    private struct NewShare: Decodable { let report: String }
}
