package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// Undoes a payment, a refund or a waiver that should not have been booked, by a new entry that names it.
    ///
    /// Cash of a till that is closed by now is taken from the safe, whose account is `cash`. What the payer's place was passed
    /// on or merged into by now owes the money again: the bank returns a payment whoever has the place. A waiver that went along
    /// with a place is taken back by the entry that it stands under there.
    /// - Parameter isSure: whether it is meant although the drawer does not hold the cash that goes back.
    /// - Returns: the number of the new entry.
    /// - Throws: `entry_unknown`, `entry_not_correctable` for other kinds (what a registration is charged follows from
    ///   what it holds), `entry_corrected`, `correction_changes_nothing`, `reason_missing`, `registration_moved` for a waiver that
    ///   stands under another entry by now, `till_too_empty` for cash that the drawer does not hold and nobody confirmed, `refund_already_sent` for a refund that a
    ///   provider has made.
    package func correct(
        entry number: Int64, because reason: String, isSure: Bool = false, context: WriteContext
    ) async throws -> Performed<Int64> {
        let reason = try Self.reason(reason)
        return try await store.perform("ledger.correct", content: [String(number), reason], context: context) {
            [store] db in
            try Self.correct(
                db, try store.definition(db), entry: number, because: reason, isSure: isSure, context: context)
        }
    }

    /// The same within a transaction.
    ///
    /// - Parameter valued: when the bank moved the money back; nil where it does not say.
    static func correct(
        _ db: Database, _ definition: EventDefinition, entry number: Int64, because reason: String,
        isSure: Bool = false, valued: CivilDate? = nil, context: WriteContext
    ) throws -> Int64 {
        guard let entry = try Journal.entry(db, number) else {
            throw LedgerError(.entryUnknown, ErrorDetail("entry", number))
        }
        let isMoney = entry.kind == .payment || entry.kind == .refund
        guard let id = try isMoney ? entry.registration : CountedWaiver.holder(db, ofEntry: number) else {
            throw LedgerError(.entryNotCorrectable, ErrorDetail("entry", number))
        }
        let isCorrected = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = ?)", arguments: [number])
        guard isCorrected != true else { throw LedgerError(.entryCorrected, ErrorDetail("entry", number)) }
        guard !isMoney else {
            return try undoPayment(db, entry, of: id, reason, isSure: isSure, valued: valued, context: context)
        }
        try refuseMoved(db, try RegistrationRecord.fetch(db, id: id))
        return try withdrawWaiver(db, definition, number, of: id, reason, context: context)
    }

    private static func withdrawWaiver(
        _ db: Database, _ definition: EventDefinition, _ number: Int64, of id: Registration.ID, _ reason: String,
        context: WriteContext
    ) throws -> Int64 {
        let entry = try Charges.settle(
            db, definition, id, kind: .correction, corrects: number, memo: reason, context: context)
        guard let entry else { throw LedgerError(.correctionChangesNothing, ErrorDetail("entry", number)) }
        try RegistrationRecord.tell(db, id, .waiverWithdrawn, String(number), context: context)
        return entry.number
    }

    private static func undoPayment(
        _ db: Database, _ entry: JournalEntry, of id: Registration.ID, _ reason: String, isSure: Bool,
        valued: CivilDate?, context: WriteContext
    ) throws -> Int64 {
        guard let paid = try PaymentParticulars.fetch(db, entry: entry.number),
            let method = PaymentMethod(rawValue: paid.method)
        else { throw LedgerError(.journalUnreadable, ErrorDetail("entry", entry.number)) }
        if method == .online, entry.kind == .refund { try OnlineRefundRecord.cancel(db, of: entry.number) }
        let till = try paid.till.flatMap { try TillRecord.fetch(db, id: Till.ID(rawValue: $0)) }
        if let till, till.isOpen, method == .cash, !isSure {
            try TillRecord.check(db, till, holds: Money(cents: paid.cents))
        }
        let booked = MoneyMovement(
            amount: Money(cents: -paid.cents), rounding: Money(cents: -paid.rounding), method: method, tendered: nil,
            till: till.flatMap { $0.isOpen ? $0 : nil }, valued: valued)
        let holder = try holder(db, of: id)
        let correction = try booked.append(
            db, kind: .correction, of: holder, corrects: entry.number, memo: reason, context: context)
        for person in Set([id, holder]).sorted(by: { $0.rawValue < $1.rawValue }) {
            try RegistrationRecord.tell(db, person, .paymentCorrected, String(entry.number), context: context)
        }
        return correction.number
    }
}
