import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What holds whatever the desk does, in whatever order.
struct LedgerPropertyTests {
    /// Refusals that a random desk meets.
    private static let refusals: Set<String> = [
        "registration_cancelled", "registration_moved", "add_on_full", "add_on_not_held", "voucher_used_up",
        "voucher_held", "nothing_due", "nothing_to_refund", "nothing_to_waive", "waiver_too_large", "till_too_empty",
        "place_free", "place_held",
        "waits_already", "document_nothing_new", "invoice_nothing_due", "merge_with_itself", "entry_not_correctable",
        "entry_corrected",
        "entry_unknown", "correction_changes_nothing", "registration_erased", "till_not_open", "till_open_already",
        "cash_not_payable", "days_missing",
    ]

    /// One random act of the desk.
    private static func act(
        _ ledger: RegistrationLedger, _ people: inout [Registration.ID], number: Int,
        using generator: inout SeededGenerator
    ) async throws {
        let time = Date.deskOpens.addingTimeInterval(Double(number) * 600)
        let days = DaySet(bits: .random(in: 1...15, using: &generator))
        let kind = people.count < 2 ? 0 : Int.random(in: 0...17, using: &generator)
        guard kind > 0, let id = people.randomElement(using: &generator),
            let other = people.randomElement(using: &generator)
        else {
            let new = try NewRegistration(
                person: .invented(number), category: Category.standard.randomElement(using: &generator) ?? .attendee,
                days: days,
                addOns: number % 3 == 0 ? [.dinner] : [], reference: nil, whenFull: .wait)
            people.append(try await ledger.register(new, context: .desk(at: time)).result.id)
            return
        }
        let amount = Money(cents: 5 * Int64.random(in: 1...8_000, using: &generator))
        let entry = Int64.random(in: 1...Int64(2 * number + 2), using: &generator)
        let context = WriteContext.desk(at: time)
        switch kind {
        case 1, 2: _ = try await ledger.changeDays(of: id, to: days, context: context)
        case 3: _ = try await ledger.addAddOn(.dinner, to: id, context: context)
        case 4: _ = try await ledger.removeAddOn(.dinner, from: id, context: context)
        case 5: _ = try await ledger.wait(id, for: .addOn(.dinner), context: context)
        case 6:
            _ = try await ledger.pay(
                Payment(amount: amount, method: .card, note: "", isSure: true), for: id, context: context)
        case 7:
            _ = try await ledger.pay(
                Payment(amount: nil, method: .cash, till: number % 2 == 0 ? "north" : nil, note: ""), for: id,
                context: context)
        case 8: _ = try await ledger.refund(nil, by: .cash, note: "", for: id, context: context)
        case 9 where number % 3 == 0: _ = try await ledger.cancel(id, context: context)
        case 10: _ = try await ledger.redeem(number % 2 == 0 ? .half : .guest, for: id, context: context)
        case 11:
            _ = try await ledger.waive(number % 4 == 0 ? nil : amount, for: id, because: "why not", context: context)
        case 12: _ = try await ledger.correct(entry: entry, because: "a slip", context: context)
        case 13:
            people.append(
                try await ledger.transfer(id, to: .invented(number), language: .french, context: context).result.id)
        case 14: _ = try await ledger.merge(id, into: other, context: context)
        case 15: _ = try await ledger.openTill(named: "north", float: amount, context: context)
        case 16: _ = try await ledger.closeTill(named: "north", counted: amount, context: context)
        default: _ = try await Books.document(ledger, for: id, context: context)
        }
    }

    @Test(arguments: SeededGenerator.seeds(8), [Books.hst, Books.quebec, Books.quebecIncluded, ""])
    func `after any history the books are sound and the documents say what the journal says`(
        seed: UInt64, taxes: String
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        let yaml = try Books.yaml(taxes, Books.vouchers, Books.refunds, fiveCents: true, seats: 2)
        try await withNetdev01(yaml: yaml) { ledger, store in
            var people: [Registration.ID] = []
            for number in 1...70 {
                let before = try await dump(store)
                do {
                    try await Self.act(ledger, &people, number: number, using: &generator)
                } catch let error as any DescribedError {
                    #expect(Self.refusals.contains(error.code.rawValue), "\(error.code)")
                    #expect(try await dump(store) == before)
                }
            }
            for id in people {
                _ = try await errorCode { _ = try await Books.document(ledger, for: id, context: .desk()) }
            }
            #expect(try await ledger.audit().findings == [])
            let balances = try await ledger.trialBalance()
            #expect(balances.map(\.balance).total() == .zero)
            let priced = balances.filter { account, _ in
                ["revenue:", "tax:", "discount:", "waiver"].contains { account.description.hasPrefix($0) }
            }
            let documents = try await ledger.documents()
            #expect(documents.map(\.figures.total).total() == -priced.map(\.balance).total())
            let taxed = balances.filter { $0.account.description.hasPrefix("tax:") }.map(\.balance).total()
            #expect(documents.flatMap(\.figures.taxes).map(\.amount).total() == -taxed)
            for document in documents where document.figures.pricesIncludeTaxes {
                #expect(document.figures.subtotal == document.figures.total)
            }
            let entries = try await people.asyncMap { try await ledger.story(of: $0).entries }.flatMap { $0 }
            #expect(entries.allSatisfy { $0.postings.map(\.amount).total() == .zero })
        }
    }

    @Test(arguments: SeededGenerator.seeds(6), [Books.hst, Books.quebec, Books.quebecIncluded])
    func `any sequence of changes costs what the last holding costs, taxes and all`(
        seed: UInt64, taxes: String
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<15).map { _ in DaySet(bits: .random(in: 1...15, using: &generator)) }
        try await withNetdev01(yaml: Books.yaml(taxes, Books.vouchers)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: sets[0]), context: .desk()).result
            _ = try await ledger.redeem(.half, for: ada.id, context: .desk())
            for days in sets {
                _ = try await ledger.changeDays(of: ada.id, to: days, context: .desk())
                let request = QuoteRequest(registration: nil, days: days, addOns: [], voucher: .half)
                let quote = try await ledger.quote(request, time: .deskOpens)
                #expect(try await Books.due(ledger, ada.id) == quote.total.cents)
            }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: SeededGenerator.seeds(3))
    func `the same key again changes nothing`(seed: UInt64) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.vouchers)) { ledger, store in
            let ada = try await ledger.register(.invented(1), context: .desk()).result.id
            let bob = try await ledger.register(.invented(2), context: .desk()).result.id
            let acts: [(WriteContext) async throws -> Bool] = [
                {
                    let payment = try Payment(amount: Money(cents: 50_000), method: .card, note: "", isSure: true)
                    return try await ledger.pay(payment, for: ada, context: $0).replayed
                },
                { try await ledger.refund(Money(cents: 100), by: .bank, note: "", for: ada, context: $0).replayed },
                { try await ledger.redeem(.half, for: ada, context: $0).replayed },
                {
                    let leniency = try Leniency(because: "x", isOrganizers: true)
                    return try await ledger.waive(
                        Money(cents: 100), for: ada, because: "x", leniency: leniency, context: $0
                    ).replayed
                },
                { try await ledger.correct(ada, PersonCorrection(name: "New Name"), context: $0).replayed },
                { try await ledger.addAddOn(.dinner, to: ada, context: $0).replayed },
                { try await ledger.removeAddOn(.dinner, from: ada, context: $0).replayed },
                { try await ledger.issueDocument(for: ada, context: $0).replayed },
                { try await ledger.merge(bob, into: ada, context: $0).replayed },
                { try await ledger.transfer(ada, to: .invented(3), language: .english, context: $0).replayed },
                { try await ledger.erase(bob, context: $0).replayed },
            ]
            for act in acts {
                let context = WriteContext.desk()
                #expect(try await act(context) == false)
                let before = try await dump(store)
                #expect(try await act(context) == true)
                #expect(try await dump(store) == before)
            }
        }
    }

    @Test func `a quote says what registering then costs, and changes nothing`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.vouchers, seats: 0)) { ledger, store in
            let before = try await dump(store)
            let request = QuoteRequest(
                registration: nil, category: .attendee, days: .first(3), addOns: [.dinner], voucher: .half)
            let quote = try await ledger.quote(request, time: .deskOpens)
            #expect(
                quote.lines.map { "\($0.kind) \($0.name) \($0.quantity) \($0.amount)" } == [
                    "pass One day 3 300.00", "addOn Conference dinner 1 60.00", "voucher HALF 1 -150.00",
                ])
            #expect(quote.taxes.map(\.amount.cents) == [2_730] && quote.total.cents == 23_730)
            #expect(quote.full == [.addOn(.dinner)] && quote.charged == .zero && quote.due == quote.total)
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a quote for a change says the difference`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(3)), context: .desk()).result
            _ = try await ledger.pay(.of(30_000), for: ada.id, context: .desk())
            let quote = try await ledger.quote(
                QuoteRequest(registration: ada.id, days: .first(4), addOns: nil, voucher: nil), time: .deskOpens)
            #expect(quote.total.cents == 35_000 && quote.difference.cents == 5_000 && quote.due.cents == 5_000)
        }
    }
}
