import Conference
import Foundation
import LanyardTestSupport
import Testing

struct TaxPlanTests {
    private static func plan(_ prices: TaxPlan.Prices, _ percents: String...) throws -> TaxPlan {
        TaxPlan(
            prices: prices,
            components: try percents.enumerated().map { index, percent in
                TaxPlan.Component(
                    id: .init(rawValue: "t\(index)"), name: "T", rate: try TaxRate(percent: percent),
                    registrationNumber: "")
            })
    }

    @Test(
        arguments: [
            (10_000, [1_300]), (35_000, [4_550]), (4, [1]), (3, [0]), (50, [7]), (-50, [-7]), (0, [0]),
        ] as [(Int64, [Int64])])
    func `HST of 13 percent comes on top, a half rounded away from zero`(cents: Int64, taxes: [Int64]) throws {
        let plan = try Self.plan(.added, "13")
        #expect(plan.taxes(onListed: Money(cents: cents)).map(\.cents) == taxes)
        #expect(plan.payable(onListed: Money(cents: cents)).cents == cents + taxes.reduce(0, +))
    }

    @Test(
        arguments: [
            (10_000, [500, 998]), (35_000, [1_750, 3_491]), (20_000, [1_000, 1_995]), (10, [1, 1]),
            (-10, [-1, -1]), (-10_000, [-500, -998]),
        ] as [(Int64, [Int64])])
    func `GST and QST are rounded apart`(cents: Int64, taxes: [Int64]) throws {
        #expect(try Self.plan(.added, "5", "9.975").taxes(onListed: Money(cents: cents)).map(\.cents) == taxes)
    }

    @Test(
        arguments: [(11_300, [1_300]), (10_000, [1_150]), (35_000, [4_027]), (-11_300, [-1_300])] as [(Int64, [Int64])])
    func `taxes within a price are what the price holds of them`(cents: Int64, taxes: [Int64]) throws {
        let plan = try Self.plan(.included, "13")
        #expect(plan.taxes(onListed: Money(cents: cents)).map(\.cents) == taxes)
        #expect(plan.payable(onListed: Money(cents: cents)).cents == cents)
    }

    @Test(arguments: [("13", Int64(130_000)), ("9.975", 99_750), ("0", 0), ("100", 1_000_000), ("0.0001", 1)])
    func `a rate is read and written`(text: String, millionths: Int64) throws {
        let rate = try TaxRate(percent: text)
        #expect(rate.millionths == millionths && rate.description == text)
    }

    @Test(arguments: ["", "13%", "-1", "100.0001", "9.97500", "1.", ".5", "1,5", "１３"])
    func `anything but a rate is refused`(text: String) {
        #expect(throws: ConferenceError(.rateInvalid, ErrorDetail("value", text))) { try TaxRate(percent: text) }
    }

    @Test(arguments: [
        (Int64(100), Int64(100)), (101, 100), (102, 100), (103, 105), (104, 105), (105, 105), (106, 105), (107, 105),
        (108, 110), (109, 110), (110, 110), (-102, -100), (-103, -105), (-108, -110), (2, 0), (-2, 0),
    ])
    func `cash is rounded the Canadian way`(cents: Int64, rounded: Int64) {
        #expect(Money(cents: cents).rounded(to: .fiveCents).cents == rounded)
        #expect(Money(cents: cents).rounded(to: .oneCent).cents == cents)
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `a fraction of an amount lies within half a cent of the exact one`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (cents, rate) = (
            Int64.random(in: -10_000_000...10_000_000, using: &generator),
            Int64.random(in: 0...1_000_000, using: &generator)
        )
        let rounded = Money(cents: cents).times(rate, over: TaxRate.whole).cents
        #expect(abs(rounded * TaxRate.whole - cents * rate) * 2 <= TaxRate.whole)
        #expect(Money(cents: -cents).times(rate, over: TaxRate.whole).cents == -rounded)
    }

    @Test func `amounts are decimal strings in JSON`() throws {
        let data = try JSONEncoder().encode([Money(cents: -1_205)])
        #expect(String(decoding: data, as: UTF8.self) == #"["-12.05"]"#)
        #expect(try JSONDecoder().decode([Money].self, from: data) == [Money(cents: -1_205)])
    }
}

struct ReductionTests {
    @Test(arguments: [
        (Voucher.Reduction.free, Int64(10_050)), (.amount(Money(cents: 5_000)), 5_000),
        (.amount(Money(cents: 99_999)), 10_050),
    ])
    func `a voucher reduces by at most the price`(reduction: Voucher.Reduction, cents: Int64) {
        let voucher = Voucher(
            id: .init(rawValue: "v"), reduction: reduction, uses: nil, valid: .always, categories: [], items: [])
        #expect(voucher.reduction(of: Money(cents: 10_050)).cents == cents)
    }

    @Test func `a percentage is rounded half away from zero`() throws {
        let voucher = Voucher(
            id: .init(rawValue: "v"), reduction: .percent(try TaxRate(percent: "50")), uses: nil, valid: .always,
            categories: [], items: [])
        #expect(voucher.reduction(of: Money(cents: 101)).cents == 51)
    }

    @Test func `what people type finds the voucher whatever its case`() {
        #expect(Voucher.ID(typed: " Early-50 ").rawValue == "early-50")
    }

    @Test(arguments: [
        ("2015-01-31", Int64(1_000_000)), ("2015-02-01", 1_000_000), ("2015-02-02", 500_000), ("2015-02-11", 0),
    ])
    func `the refund rule goes by date`(date: String, millionths: Int64) throws {
        let rule = RefundRule(steps: [
            .init(until: try CivilDate("2015-02-01"), rate: try TaxRate(percent: "100")),
            .init(until: try CivilDate("2015-02-10"), rate: try TaxRate(percent: "50")),
        ])
        #expect(rule.millionths(on: try CivilDate(date)) == millionths)
        #expect(RefundRule.everything.millionths(on: try CivilDate(date)) == 1_000_000)
    }
}
