import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Reports and the journal, for the organizer and the treasurer.
struct ReportRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.reports)/:report", for: .roles(.reports)) { request, context, _ in
            let name = try context.parameters.require("report")
            guard let report = EventReport(rawValue: name) else {
                throw ServerError(.reportUnknown, ErrorDetail("report", name))
            }
            let format = try request.choice("format", Format.self, default: .json)
            let query = request.uri.queryParameters
            func date(_ name: Substring) throws -> CivilDate? { try query[name].map { try CivilDate(String($0)) } }
            let style = try request.choice("style", CSVText.Style.self, default: .plain)
            let table = try await services.table(
                of: report, in: ReportPeriod(from: date("from"), until: date("to")))
            return switch format {
            case .json: try Response(json: ReportBody(report, table))
            case .csv: Response(csv: Data(table.csv(style).utf8))
            }
        }
        routes.get(Paths.figures, for: .roles(.desk, .reports)) { _, _, _ in
            return try Response(json: FiguresBody(try await services.figures()))
        }
        routes.get(Paths.journal, for: .roles(.reports)) { request, _, _ in
            let format = try request.choice("format", JournalFormat.self, default: .csv)
            let journal = try await services.ledger.exportJournal(
                as: format, notes: try request.choice("notes", Notes.self, default: .without) == .with,
                style: try request.choice("style", CSVText.Style.self, default: .plain))
            return switch format {
            case .csv: Response(csv: journal)
            case .gnucash:
                Response(
                    status: .ok, headers: [.contentType: "application/xml"],
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: journal)))
            case .hledger, .beancount:
                Response(
                    status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: journal)))
            }
        }
    }

    private enum Format: String, CaseIterable { case json, csv }
    private enum Notes: String, CaseIterable { case with, without }
}

extension Response {
    /// An answer of CSV (RFC 4180), with a heading.
    fileprivate init(csv: Data) {
        self.init(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8; header=present"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: csv)))
    }
}
