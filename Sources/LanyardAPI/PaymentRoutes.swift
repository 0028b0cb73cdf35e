import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Money that comes in or goes out; every write takes the header `Idempotency-Key`.
struct PaymentRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post("\(Paths.registrations)/:code/payments", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewPaymentBody.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let booked = try await services.ledger.pay(
                try body.payment(in: try await services.store.latestDefinition().currency), for: id,
                context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: PaymentBody(booked.result))
        }
        routes.post("\(Paths.registrations)/:code/refunds", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewPaymentBody.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let booked = try await services.ledger.refund(
                try body.sum(in: try await services.store.latestDefinition().currency), by: try body.paymentMethod(),
                till: body.till, note: body.note ?? "", isSure: body.sure ?? false,
                for: id, context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: PaymentBody(booked.result))
        }
        routes.post("\(Paths.registrations)/:code/waivers", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewWaiver.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let currency = try await services.store.latestDefinition().currency
            let amount = try body.amount.map { text throws(ConferenceError) in
                try Money(decimal: text, in: currency)
            }
            let leniency =
                body.beyondRule == true
                ? try Leniency(because: body.reason, isOrganizers: device.role == .organizer) : nil
            let entry = try await services.ledger.waive(
                amount, for: id, because: body.reason, leniency: leniency,
                isOrganizers: device.role == .organizer, context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: ["entry": entry.result])
        }
        routes.post("\(Paths.registrations)/:code/donations", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Donation.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let currency = try await services.store.latestDefinition().currency
            let amount = try body.amount.map { text throws(ConferenceError) in
                try Money(decimal: text, in: currency)
            }
            let entry = try await services.ledger.donate(
                amount, of: id, context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: ["entry": entry.result])
        }
        routes.post("\(Paths.entries)/:entry/correction", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewCorrection.self, context: context)
            let entry = try await services.ledger.correct(
                entry: try context.parameters.row("entry"), because: body.reason, isSure: body.sure ?? false,
                context: try device.write(request, context, services.clock))
            return try Response(status: .created, json: ["entry": entry.result])
        }
    }

    private struct NewWaiver: Decodable {
        /// A decimal string; left out for all that is owed.
        let amount: String?
        let reason: String
        /// Whether more than is owed may be waived, which gives money back.
        let beyondRule: Bool?
    }

    private struct Donation: Decodable {
        /// A decimal string; left out for all that is owed to the person.
        let amount: String?
    }

    private struct NewCorrection: Decodable {
        let reason: String
        /// Whether it is meant although the drawer does not hold what goes back.
        let sure: Bool?
    }
}
