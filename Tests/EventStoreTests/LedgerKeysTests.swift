import Conference
import EventStore
import LanyardTestSupport
import Testing

struct LedgerKeysTests {
    private static let books = """
        issuer:
          name: Invented Conferences Inc.
          address: |
            1 Example Street
            Ottawa
        taxes:
          prices: included
          components:
            - { id: gst, name: GST, rate: "5", number: 123456789 RT0001 }
            - { id: qst, name: QST, rate: "9.975" }
        vouchers:
          - { id: half, percent: "50", uses: 3, from: 2015-01-01, until: 2015-02-01, categories: "speaker, press" }
          - { id: ten-off, amount: "10.00", items: "day, dinner" }
          - { id: guest, free: true }
        refunds:
          - { until: 2015-02-01, percent: "100" }
          - { until: 2015-02-10, percent: "50" }

        """

    @Test func `everything that the ledger needs is read`() throws {
        let yaml = try Repository.netdev01()
            .replacing("currency: CAD", with: "currency: CAD\n  cash_rounding: 0.05")
            .replacing("    price: 350.00", with: "    price: 350.00\n    until: 2015-02-14")
        let event = try EventFile.read(yaml + Self.books)
        #expect(event.cashStep == .fiveCents)
        #expect(event.issuer == Issuer(name: "Invented Conferences Inc.", address: ["1 Example Street", "Ottawa"]))
        #expect(event.taxes.prices == .included)
        #expect(
            event.taxes.components.map { "\($0.id) \($0.rate) \($0.registrationNumber)" } == [
                "gst 5 123456789 RT0001", "qst 9.975 ",
            ])
        #expect(
            event.vouchers.map(\.reduction) == [
                .percent(try TaxRate(percent: "50")), .amount(Money(cents: 1_000)), .free,
            ])
        #expect(event.vouchers[0].uses == 3 && event.vouchers[0].categories == [.speaker, .press])
        #expect(event.vouchers[1].items == ["day", "dinner"])
        #expect(event.refunds.steps.count == 2)
        #expect(event.prices.passes[1].onSale.until == (try CivilDate("2015-02-14")))
    }

    @Test func `the defaults are no tax, full refunds and no rounding`() throws {
        let event = try EventFile.read(try Repository.netdev01())
        #expect(event.taxes == .none && event.refunds == .everything && event.cashStep == .oneCent)
        #expect(event.vouchers == [] && event.issuer == nil)
        #expect(event.prices.passes.allSatisfy { $0.onSale == .always })
    }

    @Test(arguments: [
        ("prices: included", "prices: perhaps", "choice_unknown", "taxes.prices"),
        ("rate: \"5\"", "rate: 5%", "rate_invalid", "taxes.components[1].rate"),
        ("id: qst", "id: gst", "value_repeated", "taxes.components[2].id"),
        ("percent: \"50\", uses", "uses", "voucher_reduction", "vouchers[1]"),
        ("free: true", "free: true, amount: \"1\"", "voucher_reduction", "vouchers[3]"),
        ("free: true", "free: false", "voucher_reduction", "vouchers[3]"),
        ("items: \"day, dinner\"", "items: breakfast", "item_unknown", "vouchers[2].items"),
        (
            "until: 2015-02-01, categories", "until: 2014-12-31, categories", "ends_before_it_begins",
            "vouchers[1].until"
        ),
        ("id: guest", "id: half", "value_repeated", "vouchers[3].id"),
        ("until: 2015-02-10", "until: 2015-01-10", "days_out_of_order", "refunds[2].until"),
    ])
    func `a mistake is named with its place`(right: String, wrong: String, code: String, path: String) throws {
        let yaml = try Repository.netdev01() + Self.books.replacing(right, with: wrong)
        let problems = #expect(throws: EventFileProblems.self) { try EventFile.read(yaml) }?.problems
        #expect(problems?.map { "\($0.code) \($0.path)" } == ["\(code) \(path)"])
    }

    @Test func `no pass takes the name of an account of the program`() throws {
        let yaml = try Repository.netdev01().replacing("- id: day\n", with: "- id: cancellation\n")
        let problems = #expect(throws: EventFileProblems.self) { try EventFile.read(yaml) }?.problems
        #expect(problems?.map(\.code.rawValue) == ["identifier_reserved"])
    }
}
