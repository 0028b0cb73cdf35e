import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Receipts and credit notes, for the desk.
struct DocumentRoutes {
    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get("\(Paths.registrations)/:code/\(Paths.documents)") { request, context in
            _ = try context.device(of: .desk)
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let page = try PageLimit(request)
            let documents = try await services.ledger.documents(
                of: registration.id, after: try page.text().map { try DocumentID($0) }, limit: page.fetchCount)
            return try Response(json: PageBody(documents, page, cursor: \.label, DocumentBody.init))
        }
        group.post("\(Paths.registrations)/:code/\(Paths.documents)") { request, context in
            let device = try context.device(of: .desk)
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let issued = try await services.ledger.issueDocument(
                for: registration.id,
                context: device.write(
                    services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context))
            return try Response(status: .created, json: DocumentBody(issued.result))
        }
        group.get("\(Paths.documents)/:label") { _, context in
            _ = try context.device(of: .desk)
            let document = try await services.ledger.document(
                DocumentID(try context.parameters.require("label")))
            return Response(pdf: try await services.pdf(of: document), name: document.label)
        }
        group.get("\(Paths.tills)/:till/report") { request, context in
            _ = try context.device(of: .desk, .reports)
            let name = try context.parameters.require("till")
            let report = try await services.ledger.till(named: Int64(name).map { "#\($0)" } ?? name)
            return Response(
                pdf: try await services.pdf(of: report, in: request.language), name: "shift-\(report.till.id)")
        }
    }
}
