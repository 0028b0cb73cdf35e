import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger

/// A year of whatever a desk does, drawn from a seed.
enum RandomHistory {
    /// 1 January 2015, 00:00 in UTC: still 2014 in Ottawa.
    private static let newYear = Date(timeIntervalSince1970: 1_420_070_400)

    /// What the desk is refused; it leaves nothing in the books.
    private static let refusals: Set<String> = [
        "add_on_full", "day_full", "registration_cancelled", "registration_moved", "nothing_due", "nothing_to_refund",
        "nothing_to_waive", "waiver_too_large", "till_too_empty", "voucher_not_valid", "voucher_not_for_category",
        "voucher_used_up", "voucher_held",
        "correction_not_possible",
    ]

    /// An event with all that can move money: two taxes, vouchers, a rule for refunds, cash in steps of five cents.
    static func yaml() throws -> String {
        try Books.yaml(Books.quebec, Books.vouchers, Books.refunds, fiveCents: true)
    }

    /// So many acts on fresh registrations, spread over the year at any hour.
    static func write(acts: Int, seed: UInt64, to ledger: RegistrationLedger) async throws {
        var generator = SeededGenerator(seed: seed)
        var people: [Registration.ID] = []
        for act in 0..<acts {
            let second = 31_536_000 * act / acts + Int.random(in: 0..<80_000, using: &generator)
            let context = WriteContext.desk(at: newYear.addingTimeInterval(Double(second)))
            let known = people.randomElement(using: &generator)
            do {
                if let known, Int.random(in: 0..<4, using: &generator) > 0 {
                    try await change(known, &people, act, ledger, context, using: &generator)
                } else {
                    let addOns: Set<AddOn.ID> = Bool.random(using: &generator) ? [.dinner] : []
                    let category = Category.standard.randomElement(using: &generator) ?? .attendee
                    let new = try NewRegistration.invented(
                        act, days: days(&generator), category: category, addOns: addOns)
                    people.append(try await ledger.register(new, context: context).result.id)
                }
            } catch let error as LedgerError where refusals.contains(error.code.rawValue) {
                continue
            }
        }
    }

    private static func days(_ generator: inout SeededGenerator) -> DaySet {
        DaySet(bits: UInt16.random(in: 1...15, using: &generator))
    }

    private static func change(
        _ id: Registration.ID, _ people: inout [Registration.ID], _ act: Int, _ ledger: RegistrationLedger,
        _ context: WriteContext, using generator: inout SeededGenerator
    ) async throws {
        switch Int.random(in: 0..<11, using: &generator) {
        case 0...2:
            let method = PaymentMethod.byHand.randomElement(using: &generator) ?? .cash
            let cents = 5 * Int64.random(in: 1...8_000, using: &generator)
            let payment = try Payment(amount: Money(cents: cents), method: method, note: "", isSure: true)
            _ = try await ledger.pay(payment, for: id, context: context)
        case 3:
            _ = try await ledger.pay(Payment(amount: nil, method: .cash, note: ""), for: id, context: context)
        case 4: _ = try await ledger.refund(nil, by: .cash, note: "", for: id, context: context)
        case 5: _ = try await ledger.changeDays(of: id, to: days(&generator), context: context)
        case 6: _ = try await ledger.addAddOn(.dinner, to: id, context: context)
        case 7: _ = try await ledger.cancel(id, context: context)
        case 8:
            let voucher = ["half", "ten-off", "january"].randomElement(using: &generator) ?? "half"
            _ = try await ledger.redeem(Voucher.ID(rawValue: voucher), for: id, context: context)
        case 9:
            let waived = Bool.random(using: &generator) ? nil : Money(cents: 2_500)
            _ = try await ledger.waive(waived, for: id, because: "as the committee decided", context: context)
        default:
            let successor = try await ledger.transfer(id, to: .invented(act), language: .french, context: context)
            people.append(successor.result.id)
            try await workShift(of: people, ledger, context, using: &generator)
        }
    }

    /// A till that takes a few payments and is found some cents short or over at night.
    private static func workShift(
        of people: [Registration.ID], _ ledger: RegistrationLedger, _ context: WriteContext,
        using generator: inout SeededGenerator
    ) async throws {
        func next() -> WriteContext { .desk(at: context.time) }
        _ = try await ledger.openTill(named: "desk-1", float: Money(cents: 20_000), context: next())
        for id in people.suffix(3) {
            let payment = try Payment(amount: Money(cents: 2_500), method: .cash, till: "desk-1", note: "")
            do {
                _ = try await ledger.pay(payment, for: id, context: next())
            } catch let error as LedgerError where refusals.contains(error.code.rawValue) {
                continue
            }
        }
        let expected = try await ledger.till(.init("desk-1")).expectedCash
        let counted = expected + Money(cents: 5 * Int64.random(in: -10...10, using: &generator))
        _ = try await ledger.closeTill(named: "desk-1", counted: counted, context: next())
    }
}
