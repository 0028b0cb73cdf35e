import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Invoices, receipts, credit notes and statements of account, for the desk.
struct DocumentRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.registrations)/:code/\(Paths.documents)", for: .roles(.desk)) { request, context, _ in
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let page = try PageLimit(request)
            let documents = try await services.ledger.documents(
                of: registration.id, after: try page.text().map { try DocumentID($0) }, limit: page.fetchCount)
            return try Response(json: PageBody(documents, page, cursor: \.label, DocumentBody.init))
        }
        routes.post("\(Paths.registrations)/:code/\(Paths.documents)", for: .roles(.desk)) { request, context, device in
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let (document, isNew) = try await services.latestDocument(
                of: registration.id, predates: try device.predates(request),
                context: device.write(request, context, services.clock))
            return try Response(status: isNew ? .created : .ok, json: DocumentBody(document))
        }
        routes.get("\(Paths.documents)/:label", for: .roles(.desk)) { request, context, _ in
            let document = try await services.ledger.document(
                DocumentID(try context.parameters.require("label")))
            let isOriginal = try request.isYes("original")
            return Response(
                pdf: try await services.pdf(of: document, isCopy: !isOriginal), name: document.label)
        }
        routes.get("\(Paths.registrations)/:code/account", for: .roles(.desk)) { _, context, _ in
            let account = try await account(context)
            return try Response(json: AccountBody(account, event: try await services.store.definition()))
        }
        routes.get("\(Paths.registrations)/:code/account/paper", for: .roles(.desk)) { _, context, _ in
            let account = try await account(context)
            return Response(pdf: try await services.pdf(of: account), name: "account-\(account.code)")
        }
        routes.get("\(Paths.tills)/:till/report", for: .roles(.desk, .reports)) { request, context, _ in
            let name = try context.parameters.require("till")
            let report = try await services.ledger.till(ShiftReference(inAddress: name))
            return Response(
                pdf: try await services.pdf(of: report, in: request.language), name: "shift-\(report.till.id)")
        }
    }

    private func account(_ context: DeviceRequestContext) async throws -> AccountStatement {
        let id = try await services.ledger.registration(named: context.parameters.require("code")).id
        return try await services.ledger.account(of: id, time: services.clock.now)
    }
}

extension Device {
    /// Whether a document may be dated before the last one of its kind, which an organizer alone may say.
    ///
    /// - Throws: `choice_unknown`, `role_not_allowed`.
    func predates(_ request: Request) throws -> Bool {
        guard try request.isYes("predates") else { return false }
        try require([])
        return true
    }
}
