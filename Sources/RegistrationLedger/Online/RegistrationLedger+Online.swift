package import Conference
import EventStore
import Foundation
import GRDB

/// Money that comes and goes through payment providers.
extension RegistrationLedger {
    /// Books money that a provider says has come in: once for each of the provider's numbers, however often, late or in what
    /// order it is told. What is not clear is kept as a line that waits for a person, as those of bank statements do.
    ///
    /// Money of the same account that belongs to no payment of this event is left alone.
    package func receive(_ receipt: OnlineReceipt, context: WriteContext) async throws -> OnlineOutcome {
        let tag = Data(store.tag)
        return try await store.write { [store] db in
            guard Self.isOurs(receipt.reference, tag) else { return .foreign }
            let provider = receipt.provider
            if try OnlineRecord.isKnown(db, provider, receipt.number) {
                try Self.settle(db, receipt, at: context)
                return .known
            }
            let definition = try store.definition(db)
            let checkout = try receipt.reference.flatMap {
                try CheckoutRecord.fetch(db, "reference = ?", [$0]).first
            }
            let subject = try checkout?.registration ?? Self.subject(db, code: receipt.code)
            let doubt = try Self.doubt(db, definition, receipt, checkout)
            var line = StatementLine(line: 1, dated: definition.date(at: receipt.time), amount: receipt.amount)
            line.currency = receipt.currency
            line.bankReference = receipt.number
            line.counterparty = provider.name
            line.text = doubt == .otherCurrency ? "\(receipt.amount) \(receipt.currency)" : receipt.code
            // The provider's number is what the write is known by.
            var outcome = OnlineOutcome.known
            _ = try EventStore.perform(
                db, "ledger.online", content: [provider.rawValue, receipt.number], context: context
            ) {
                let statement = try StatementRecord.insert(db, .online, context: context)
                let id = try StatementRecord.insert(db, line, of: statement, registration: subject)
                try OnlineRecord.insert(
                    db, provider, receipt.number, line: id, checkout: checkout?.id, givesBack: nil, because: doubt)
                if let doubt {
                    outcome = .waits(id, doubt)
                } else if let subject {
                    let whole = [Checkout.Share(registration: subject, amount: receipt.amount)]
                    // For a party each of its people gets a payment, as a transfer for them is booked.
                    let entries = try (checkout?.shares ?? whole).map { share in
                        let payment = try Payment(
                            amount: share.amount, method: .online, note: provider.name, valued: line.dated)
                        return try Self.pay(
                            db, definition, payment, for: share.registration, byProvider: true, context: context
                        ).entry
                    }
                    try StatementRecord.settle(db, id, .booked, entries: entries, context: context)
                    outcome = entries.first.map { .booked($0) } ?? .known
                }
                try Seals.seal(db, .statement, .statementLine, .statementSettlement)
                return id.rawValue
            }
            try Self.settle(db, receipt, at: context)
            return outcome
        }
    }

    /// Whether a reference was made for this event, by this file or one that it was restored from.
    private static func isOurs(_ reference: String?, _ tag: Data) -> Bool {
        // 32 bits are five characters and a part of the sixth.
        reference.map { $0.utf8.count == 43 && $0.hasPrefix(tag.base64URL.prefix(5)) } ?? false
    }

    private static func settle(_ db: Database, _ receipt: OnlineReceipt, at context: WriteContext) throws {
        guard let reference = receipt.reference,
            let checkout = try CheckoutRecord.fetch(db, "reference = ?", [reference]).first
        else { return }
        try CheckoutRecord.note(db, .paid, of: checkout, at: context.time)
    }

    private static func subject(_ db: Database, code: String) throws -> Registration.ID? {
        guard let code = try? RegistrationCode(code) else { return nil }
        return try RegistrationRecord.fetchAll(db, "WHERE code = ?", [code.symbols]).first?.id
    }

    /// Why money is not booked at once; nil where all is clear.
    private static func doubt(
        _ db: Database, _ definition: EventDefinition, _ receipt: OnlineReceipt, _ checkout: Checkout?
    ) throws -> OnlineDoubt? {
        guard receipt.currency == definition.currency.code else { return .otherCurrency }
        guard let checkout else { return .unknown }
        guard receipt.amount == checkout.amount else { return .amountDiffers }
        for share in checkout.shares {
            let registration = try RegistrationRecord.fetch(db, id: share.registration)
            guard registration.status == .active else { return .ended }
            guard share.amount <= (try Journal.due(db, from: registration.id)) else { return .moreThanDue }
        }
        return nil
    }

    /// Notes money that was given back at the provider without us: it waits for a person, who says what it was.
    ///
    /// - Parameters:
    ///   - number: the provider's own number of what went back.
    ///   - payment: the provider's own number of the payment.
    /// - Returns: the line that waits; nil where it was known, or the payment is none of ours.
    package func noteGivenBack(
        _ number: String, of payment: String, by provider: PaymentPlan.Provider, _ amount: Money, dated: CivilDate,
        context: WriteContext
    ) async throws -> BankLine.ID? {
        try await store.write { db in
            guard let paid = try OnlineRecord.payment(db, provider, payment),
                try !OnlineRecord.isKnown(db, provider, number), try !OnlineRecord.isOrdered(db, number)
            else { return nil }
            var line = StatementLine(line: 1, dated: dated, amount: -amount)
            line.bankReference = number
            line.counterparty = provider.name
            line.text = payment
            var kept: BankLine.ID?
            _ = try EventStore.perform(
                db, "ledger.online-back", content: [provider.rawValue, number], context: context
            ) {
                let statement = try StatementRecord.insert(db, .online, context: context)
                let id = try StatementRecord.insert(db, line, of: statement, registration: paid.registration)
                try OnlineRecord.insert(
                    db, provider, number, line: id, checkout: nil, givesBack: paid.id, because: .givenBack)
                try Seals.seal(db, .statement, .statementLine)
                kept = id
                return id.rawValue
            }
            return kept
        }
    }

    /// Books what a provider paid out to the bank, with what it kept: `online` is left with what is still there, and the account
    /// of payouts waits for the bank's statement.
    ///
    /// - Parameter fee: what the provider kept; nil where it does not say.
    /// - Returns: the entry; nil where it was booked before.
    /// - Throws: `period_closed`.
    package func bookPayout(
        _ number: String, by provider: PaymentPlan.Provider, _ amount: Money, fee: Money?, dated: CivilDate,
        context: WriteContext
    ) async throws -> Int64? {
        try await store.write { db in
            guard try !OnlineRecord.isPaidOut(db, provider, number) else { return nil }
            let sides = [
                (Account.payouts, amount), (.onlineFee, fee ?? .zero), (.money(.online), -amount - (fee ?? .zero)),
            ]
            let postings = sides.filter { $0.1 != .zero }.map { Posting(account: $0.0, amount: $0.1) }
            guard !postings.isEmpty else { return nil }
            return try EventStore.perform(
                db, "ledger.payout", content: [provider.rawValue, number], context: context
            ) {
                let entry = try Journal.append(
                    db, kind: .manual, registration: nil, memo: "\(provider.name) \(number)", valued: dated,
                    postings: postings, context: context)
                try OnlineRecord.insertPayout(db, provider, number, entry: entry.number)
                return entry.number
            }.result
        }
    }
}
