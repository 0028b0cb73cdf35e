import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A tax plan that changes in the middle of the sale.
struct TaxChangeTests {
    private static let fifteen = Books.hst.replacing("rate: \"13\"", with: "rate: \"15\"")

    private static func put(_ taxes: String, in ledger: RegistrationLedger) async throws {
        let yaml = try Books.yaml(taxes, Books.vouchers, Books.refunds, fiveCents: true)
        _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
    }

    private static func withHST(_ body: (RegistrationLedger) async throws -> Void) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.vouchers, Books.refunds, fiveCents: true)) {
            ledger, _ in
            try await body(ledger)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what was charged before keeps its tax, what is charged after takes the new one`() async throws {
        try await Self.withHST { ledger in
            let ada = try await ledger.register(.invented(days: .first(2)), context: .desk(at: .january)).result.id
            #expect(try await Books.due(ledger, ada) == 22_600)
            try await Self.put(Self.fifteen, in: ledger)
            _ = try await ledger.addAddOn(.dinner, to: ada, context: .desk(at: .january))
            #expect(try await Books.due(ledger, ada) == 22_600 + 6_900)
            let quote = try await ledger.quote(
                QuoteRequest(registration: ada, days: .first(4), addOns: nil, voucher: nil), time: .january)
            #expect(quote.difference.cents == 17_250, "150 more, with 15 percent")
            #expect(quote.taxes.map { "\($0.ratePercent) \($0.amount)" } == ["13 26.00", "15 31.50"])
            _ = try await ledger.changeDays(of: ada, to: .first(4), context: .desk(at: .january))
            #expect(try await Books.due(ledger, ada) == 22_600 + 6_900 + 17_250)
            let order = try InvoiceOrder(people: [ada])
            let receipt = try await ledger.issueInvoice(order, context: .desk(at: .january)).result.figures
            #expect(
                receipt.taxes.map { "\($0.name) \($0.ratePercent) \($0.amount)" } == ["HST 13 26.00", "HST 15 31.50"])
            #expect(receipt.subtotal.cents == 41_000 && receipt.total.cents == 46_750)
        }
    }

    @Test func `a credit gives back the tax that was charged, and its note shows that rate`() async throws {
        try await Self.withHST { ledger in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk(at: .january)).result.id
            _ = try await ledger.pay(.of(39_550, .card), for: ada, context: .desk(at: .january))
            _ = try await ledger.issueDocument(for: ada, context: .desk(at: .january))
            try await Self.put(Self.fifteen, in: ledger)
            _ = try await ledger.changeDays(of: ada, to: .first(3), context: .desk(at: .january))
            #expect(try await Books.due(ledger, ada) == -5_650)
            let note = try await ledger.issueDocument(for: ada, context: .desk(at: .january)).result
            #expect(note.kind == .creditNote)
            #expect(note.figures.taxes.map { "\($0.ratePercent) \($0.amount)" } == ["13 -6.50"])
            _ = try await ledger.cancel(ada, context: .desk(at: .january))
            #expect(try await Books.due(ledger, ada) == -39_550)
            #expect(try await Books.balances(ledger).filter { $0.key.hasPrefix("tax:") } == [:])
        }
    }

    @Test func `a swap of what costs the same moves no tax`() async throws {
        try await Self.withHST { ledger in
            let ada = try await ledger.register(.invented(days: DaySet([1])), context: .desk(at: .january)).result.id
            try await Self.put(Books.quebec, in: ledger)
            let before = try await Books.balances(ledger)
            _ = try await ledger.changeDays(of: ada, to: DaySet([2]), context: .desk(at: .january))
            #expect(try await Books.balances(ledger) == before)
            try await Self.put("", in: ledger)
            _ = try await ledger.correct(ada, PersonCorrection(name: "Ada Elsewhere"), context: .desk(at: .january))
            #expect(try await Books.balances(ledger) == before)
        }
    }

    @Test func `a transfer and a merge take the taxes along`() async throws {
        try await Self.withHST { ledger in
            let ada = try await ledger.register(.invented(days: DaySet([1])), context: .desk(at: .january)).result.id
            _ = try await ledger.pay(.of(11_300, .card), for: ada, context: .desk(at: .january))
            try await Self.put(Books.quebecIncluded, in: ledger)
            let before = try await Books.balances(ledger)
            let bob = try await ledger.transfer(
                ada, to: .invented(2), language: .english, context: .desk(at: .january)
            ).result.id
            #expect(try await Books.balances(ledger) == before)
            #expect(try await Books.due(ledger, bob) == 0)
            let eve = try await ledger.register(.invented(3, days: DaySet([2])), context: .desk(at: .january)).result.id
            #expect(try await Books.due(ledger, eve) == 10_000, "prices include the taxes by now")
            _ = try await ledger.merge(bob, into: eve, context: .desk(at: .january))
            #expect(try await Books.due(ledger, eve) == 10_000)
            #expect(try await Books.balances(ledger)["tax:hst"] == -1_300)
            let figures = try await ledger.issueDocument(for: eve, context: .desk(at: .january)).result.figures
            #expect(!figures.pricesIncludeTaxes, "one of the prices does not include them")
            #expect(figures.subtotal + figures.taxes.map(\.amount).total() == figures.total)
            #expect(figures.total.cents == 21_300)
        }
    }

    @Test func `a voucher after the change gives back the tax of what it makes cheaper`() async throws {
        try await Self.withHST { ledger in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk(at: .january)).result.id
            try await Self.put(Self.fifteen, in: ledger)
            _ = try await ledger.redeem(.half, for: ada, context: .desk(at: .january))
            #expect(try await Books.due(ledger, ada) == 19_775)
            _ = try await ledger.handBack(.half, of: ada, context: .desk(at: .january))
            #expect(try await Books.due(ledger, ada) == 39_550)
        }
    }

    @Test func `what is kept at a cancelling keeps its tax`() async throws {
        try await Self.withHST { ledger in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk(at: .january)).result.id
            _ = try await ledger.pay(.of(39_550, .card), for: ada, context: .desk(at: .january))
            try await Self.put("", in: ledger)
            let later = WriteContext.desk(at: Date.january.addingTimeInterval(15 * 86_400))
            _ = try await ledger.cancel(ada, context: later)
            #expect(try await Books.due(ledger, ada) == -19_775, "4 February: half is given back")
            #expect(
                try await Books.balances(ledger).filter { $0.key.hasPrefix("tax") || $0.key.hasPrefix("revenue") } == [
                    "revenue:cancellation": -17_500, "tax:hst": -2_275,
                ])
        }
    }

    @Test(arguments: SeededGenerator.seeds(12))
    func `audit stays clean over any order of plans, transfers and merges`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let plans = ["", Books.hst, Self.fifteen, Books.quebec, Books.quebecIncluded]
        try await Self.withHST { ledger in
            var people: [Registration.ID] = []
            for number in 1...60 {
                let (id, other) = (people.randomElement(using: &generator), people.randomElement(using: &generator))
                let days = DaySet(bits: .random(in: 1...15, using: &generator))
                let time = Date.january.addingTimeInterval(.random(in: 0...2_000_000, using: &generator))
                let context = WriteContext.desk(at: time)
                let choice = Int.random(in: 0...11, using: &generator)
                guard let id, let other, choice > 1 else {
                    let addOns: Set<AddOn.ID> = number % 3 == 0 ? [.dinner] : []
                    let new = try NewRegistration.invented(number, days: days, addOns: addOns)
                    people.append(try await ledger.register(new, context: context).result.id)
                    continue
                }
                if choice == 2 { try await Self.put(plans.randomElement(using: &generator) ?? "", in: ledger) }
                let code = try await errorCode {
                    switch choice {
                    case 3: _ = try await ledger.changeDays(of: id, to: days, context: context)
                    case 4: _ = try await ledger.addAddOn(.dinner, to: id, context: context)
                    case 5:
                        _ = try await ledger.pay(
                            Payment(amount: nil, method: .card, note: ""), for: id, context: context)
                    case 6: _ = try await ledger.cancel(id, context: context)
                    case 7: _ = try await ledger.reinstate(id, context: context)
                    case 8: _ = try await ledger.merge(id, into: other, context: context)
                    case 9: _ = try await ledger.waive(nil, for: id, because: "a reason", context: context)
                    case 10: _ = try await ledger.redeem(.half, for: id, context: context)
                    case 11: _ = try await Books.document(ledger, for: id, context: context)
                    default: break
                    }
                }
                let refusals: Set<String?> = [
                    nil, "registration_cancelled", "registration_moved", "merge_with_itself", "nothing_due",
                    "not_cancelled", "nothing_to_waive", "voucher_held", "voucher_used_up", "document_nothing_new",
                    "add_on_full", "invoice_nothing_due", "document_predates",
                ]
                #expect(refusals.contains(code), "\(code ?? "")")
                let findings = try await ledger.audit().findings
                #expect(findings == [], "seed \(seed), act \(number): \(choice)")
                if !findings.isEmpty { return }
            }
            #expect(try await ledger.trialBalance().map(\.balance).total() == .zero)
        }
    }
}
