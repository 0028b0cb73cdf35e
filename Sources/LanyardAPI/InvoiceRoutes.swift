import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Invoices, for the desk: one for a person or for several with one payer; who may come in meanwhile.
struct InvoiceRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.invoices, for: .roles(.desk)) { request, _, _ in
            let page = try PageLimit(request)
            let after = try page.number() ?? 0
            let open = try await services.ledger.openInvoices().filter { $0.document.number > after }
            return try Response(
                json: PageBody(
                    Array(open.prefix(page.fetchCount)), page, cursor: \.document.number, InvoiceBody.init))
        }
        routes.post(Paths.invoices, for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body = try await request.decode(as: NewInvoiceBody.self, context: context)
            let order = try body.order(for: try await services.ledger.registrations(named: body.registrations))
            let issued = try await services.ledger.issueInvoice(
                order, predates: try device.predates(request), context: write
            ).result
            return try await answer(DocumentID(kind: .invoice, number: issued.number), status: .created)
        }
        routes.get("\(Paths.invoices)/:label", for: .roles(.desk)) { _, context, _ in
            try await answer(try await invoice(context))
        }
        routes.post("\(Paths.invoices)/:label/payments", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body = try await request.decode(as: NewPaymentBody.self, context: context)
            let payment = try body.payment(in: try await services.store.latestDefinition().currency)
            let paid = try await services.ledger.payInvoice(try await invoice(context), payment, context: write)
            return try Response(status: .created, json: PaidInvoiceBody(paid.result))
        }
        routes.post("\(Paths.invoices)/:label/documents", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let (document, isNew) = try await services.latestDocument(
                answering: try await invoice(context), predates: try device.predates(request), context: write)
            return try Response(status: isNew ? .created : .ok, json: DocumentBody(document))
        }
        routes.get("\(Paths.invoices)/:label/account", for: .roles(.desk)) { _, context, _ in
            let account = try await services.ledger.account(
                ofPeopleOn: try await invoice(context), time: services.clock.now)
            return try Response(json: AccountBody(account, event: try await services.store.definition()))
        }
        routes.get("\(Paths.invoices)/:label/account/paper", for: .roles(.desk)) { _, context, _ in
            let account = try await services.ledger.account(
                ofPeopleOn: try await invoice(context), time: services.clock.now)
            return Response(pdf: try await services.pdf(of: account), name: "account-\(account.code)")
        }
        addLettingIn(to: routes)
    }

    private func addLettingIn(to routes: APIRouter) {
        routes.post("\(Paths.registrations)/:code/let-in", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body = try await request.decode(as: Reason.self, context: context)
            return try await letIn(body.reason, device, context, write)
        }
        routes.post("\(Paths.registrations)/:code/let-in/end", for: .roles(.desk)) { request, context, device in
            try await letIn(nil, device, context, try write(device, request, context))
        }
        routes.post("\(Paths.invoices)/:label/let-in", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body = try await request.decode(as: Reason.self, context: context)
            let id = try await invoice(context)
            let owing = try await services.ledger.invoice(id).owing.map(\.registration.id)
            _ = try await services.ledger.letIn(
                owing, because: body.reason, isOrganizers: device.role == .organizer, context: write)
            return try await answer(id)
        }
    }

    private func letIn(
        _ reason: String?, _ device: Device, _ context: DeviceRequestContext, _ write: WriteContext
    ) async throws -> Response {
        let id = try await services.ledger.registration(named: context.parameters.require("code")).id
        _ = try await services.ledger.letIn(
            [id], because: reason, isOrganizers: device.role == .organizer, context: write)
        return try Response(registration: try await services.ledger.standing(of: id), status: .ok)
    }

    private func invoice(_ context: DeviceRequestContext) async throws -> DocumentID {
        try await services.ledger.invoice(named: try context.parameters.require("label"))
    }

    private func answer(_ id: DocumentID, status: HTTPResponse.Status = .ok) async throws -> Response {
        try Response(status: status, json: InvoiceBody(try await services.ledger.invoice(id)))
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        var write = try device.write(request, context, services.clock)
        write.seen = request.seenVersion
        return write
    }

    private struct Reason: Decodable {
        let reason: String
    }
}
