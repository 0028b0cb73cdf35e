import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations
import Wording

/// Money that comes in and goes out; every write takes the header `Idempotency-Key`.
struct PaymentRoutes {
    /// The longest bank statement that is taken, in bytes.
    private static let statementSizeMax = 2_097_152

    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.post("\(Paths.registrations)/:code/payments") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: NewPaymentBody.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let booked = try await services.ledger.pay(
                try body.payment(), for: id, context: try write(device, request, context))
            return try Response(status: .created, json: PaymentBody(booked.result))
        }
        group.post("\(Paths.registrations)/:code/refunds") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: NewPaymentBody.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let booked = try await services.ledger.refund(
                try body.sum(), by: try body.paymentMethod(), till: body.till, note: body.note ?? "",
                for: id, context: try write(device, request, context))
            return try Response(status: .created, json: PaymentBody(booked.result))
        }
        group.post("\(Paths.registrations)/:code/waivers") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: NewWaiver.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let amount = try body.amount.map { text throws(ConferenceError) in try Money(decimal: text) }
            let leniency =
                body.beyondRule == true
                ? try Leniency(because: body.reason, isOrganizers: device.role == .organizer) : nil
            let entry = try await services.ledger.waive(
                amount, for: id, because: body.reason, leniency: leniency,
                context: try write(device, request, context))
            return try Response(status: .created, json: ["entry": entry.result])
        }
        group.post("\(Paths.registrations)/:code/donations") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: Donation.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let amount = try body.amount.map { text throws(ConferenceError) in try Money(decimal: text) }
            let entry = try await services.ledger.donate(
                amount, of: id, context: try write(device, request, context))
            return try Response(status: .created, json: ["entry": entry.result])
        }
        group.post("\(Paths.entries)/:entry/correction") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: Reason.self, context: context)
            guard let number = Int64(try context.parameters.require("entry")) else {
                throw ServerError(.routeUnknown)
            }
            let entry = try await services.ledger.correct(
                entry: number, because: body.reason, context: try write(device, request, context))
            return try Response(status: .created, json: ["entry": entry.result])
        }
        group.post(RouterPath(Paths.bankStatements)) { request, context in
            let device = try context.device(of: .organizer)
            let csv = try await request.body.collect(upTo: Self.statementSizeMax)
            do {
                let report = try await services.ledger.importBankStatement(
                    csv: Data(csv.readableBytesView), author: "device:\(device.id)", origin: context.remoteAddress,
                    time: services.clock.now)
                return try Response(json: BankStatementBody(report))
            } catch let error as ImportProblems {
                throw ServerError(.statementUnreadable, ErrorDetail("problem", Self.words(error)))
            }
        }
    }

    private static func words(_ problems: ImportProblems) -> String {
        problems.problems.prefix(1).map { problem in
            "line \(problem.line): " + Words(code: problem.code, details: problem.details).sentence
        }.joined()
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
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

    private struct Reason: Decodable {
        let reason: String
    }
}
