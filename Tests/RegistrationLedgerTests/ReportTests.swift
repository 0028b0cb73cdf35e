import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct ReportTests {
    /// The rows of a report, cell by cell, as its CSV has them.
    private static func rows(_ ledger: RegistrationLedger, _ report: LedgerReport) async throws -> [[String]] {
        try ImportTable(Data(try await ledger.answer(report).csv.utf8)).rows.map { $0.cells.map(\.text) }
    }

    private static func register(
        _ ledger: RegistrationLedger, _ name: String, _ affiliation: String = "", email: String = "",
        category: Category = .attendee, days: DaySet = .first(1), addOns: Set<AddOn.ID> = [], at time: Date = .deskOpens
    ) async throws -> Registration.ID {
        let person = try Person(name: name, badgeName: "", affiliation: affiliation, email: email)
        let new = try NewRegistration(person: person, category: category, days: days, addOns: addOns, reference: nil)
        return try await ledger.register(new, context: .desk(at: time)).result.id
    }

    @Test(arguments: SeededGenerator.seeds(3))
    func `money in equals money out, day by day and in all`(seed: UInt64) async throws {
        try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
            try await RandomHistory.write(acts: 300, seed: seed, to: ledger)
            let days = try await ledger.answer(.moneyByDay)
            for row in days.rows + [try #require(days.total)] {
                let amounts = row.dropFirst().map { cell in
                    if case .amount(let amount) = cell { amount } else { Money.zero }
                }
                #expect(amounts[0] + amounts[1] + amounts[2] == amounts[3] + amounts[4] + amounts[5], "\(row)")
            }
            let balances = Dictionary(
                uniqueKeysWithValues: try await ledger.trialBalance().map { ($0.account, $0.balance) })
            #expect(days.total?.last == .amount((balances[.receivable] ?? .zero) + (balances[.refundsDue] ?? .zero)))

            let products = try await ledger.answer(.moneyByProduct)
            #expect(products.total?.last == days.total?[1])
            let methods = try await ledger.answer(.moneyByMethod)
            let money = PaymentMethod.allCases.compactMap { balances[.money($0)] }.total()
            // What a till is short of is money that people did pay.
            #expect(methods.total?.last == .amount(money + (balances[.tillDifference] ?? .zero)))
            let taxes = try await ledger.answer(.moneyByTax)
            #expect(taxes.rows.count == 2 && taxes.total?.last == days.total?[2])
            let outstanding = try await ledger.answer(.outstanding)
            #expect(
                outstanding.total?.last == .amount((balances[.receivable] ?? .zero) + (balances[.refundsDue] ?? .zero)))
        }
    }

    /// 05:30 in UTC is after midnight in Ottawa, 04:30 before it.
    @Test func `a day is a date at the event`() async throws {
        try await withNetdev01 { ledger, _ in
            let late = Date(timeIntervalSince1970: 1_423_629_000)
            let ada = try await Self.register(ledger, "Ada Placeholder", days: .first(2), at: late)
            _ = try await ledger.pay(.of(15_000), for: ada, context: .desk(at: late.addingTimeInterval(3_600)))
            #expect(
                try await Self.rows(ledger, .moneyByDay) == [
                    ["2015-02-10", "200.00", "0.00", "0.00", "0.00", "0.00", "200.00"],
                    ["2015-02-11", "0.00", "0.00", "0.00", "150.00", "0.00", "-150.00"],
                ])
        }
    }

    @Test func `money is told by product and by method`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await Self.register(ledger, "Ada Placeholder", days: .first(4), addOns: [.dinner])
            _ = try await ledger.changeDays(of: ada, to: .first(1), context: .desk())
            _ = try await ledger.pay(.of(10_000, .card), for: ada, context: .desk())
            _ = try await ledger.pay(.of(5_000, .card), for: ada, context: .desk())
            _ = try await ledger.pay(.of(1_000, .bank), for: ada, context: .desk())
            #expect(
                try await Self.rows(ledger, .moneyByProduct) == [
                    ["day", "One day", "100.00", "0.00", "100.00"],
                    ["dinner", "Conference dinner", "60.00", "0.00", "60.00"],
                    ["four-days", "All four days", "350.00", "-350.00", "0.00"],
                ])
            #expect(
                try await Self.rows(ledger, .moneyByMethod) == [
                    ["bank", "1", "10.00", "0", "0.00", "10.00"], ["card", "2", "150.00", "0", "0.00", "150.00"],
                ])
            #expect(try await Self.rows(ledger, .moneyByTax) == [])
        }
    }

    @Test func `registrations are counted by category, day, affiliation and country`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.register(ledger, "Ada", "Packet Bakery", email: "ada@example.org", days: .first(2))
            _ = try await Self.register(
                ledger, "Bo", "Packet Bakery", email: "bo@mail.example.co.uk", days: DaySet([2]))
            _ = try await Self.register(ledger, "Chloé", "PACKET BAKERY", email: "c@example.ca", category: .speaker)
            let cancelled = try await Self.register(
                ledger, "Dan", "=Example()", email: "dan@example.io", days: .first(4))
            _ = try await ledger.cancel(cancelled, context: .desk())

            #expect(
                try await Self.rows(ledger, .registrationsByCategory) == [
                    ["attendee", "Attendee", "2", "1"], ["speaker", "Speaker", "1", "0"],
                ])
            #expect(
                try await Self.rows(ledger, .registrationsByDay) == [
                    ["1", "2015-02-14", "2", "300", "298"], ["2", "2015-02-15", "2", "300", "298"],
                    ["3", "2015-02-16", "0", "300", "300"], ["4", "2015-02-17", "0", "300", "300"],
                ])
            #expect(
                try await Self.rows(ledger, .registrationsByAffiliation) == [
                    ["Packet Bakery", "3", "0"], ["=Example()", "0", "1"],
                ])
            #expect(
                try await Self.rows(ledger, .registrationsByCountry) == [
                    ["", "unknown", "1", "1"], ["CA", "Canada", "1", "0"], ["GB", "United Kingdom", "1", "0"],
                ])
        }
    }

    @Test func `the largest debt stands first, and what is owed to people last`() async throws {
        try await withNetdev01 { ledger, _ in
            let small = try await Self.register(ledger, "Small")
            let large = try await Self.register(ledger, "Large", days: .first(3))
            let paid = try await Self.register(ledger, "Paid")
            _ = try await ledger.pay(.of(10_000), for: paid, context: .desk())
            let over = try await Self.register(ledger, "Over")
            _ = try await ledger.pay(.of(12_550), for: over, context: .desk())
            let rows = try await Self.rows(ledger, .outstanding)
            #expect(rows.map(\.[0]) == [large, small, over].map(\.description))
            #expect(rows.map(\.[5]) == ["300.00", "100.00", "-25.50"])
            #expect(try await ledger.answer(.outstanding).total?.last == .amount(Money(cents: 37_450)))
        }
    }

    @Test func `the country that somebody gave counts before the one of their address`() async throws {
        try await withNetdev01 { ledger, _ in
            for (number, (email, country)) in [
                ("a@example.ca", nil), ("b@example.ca", "DE"), ("c@example.org", "ca"), ("", "DE"), ("", nil),
                ("d@example.io", nil), ("e@example.de", "DE"),
            ].enumerated() {
                let person = try Person(
                    name: "Person \(number)", badgeName: "", affiliation: "", email: email,
                    country: CountryCode(orNone: country ?? ""))
                let new = try NewRegistration(
                    person: person, category: .press, days: .first(1), addOns: [], reference: nil)
                _ = try await ledger.register(new, context: .desk())
            }
            let rows = try await Self.rows(ledger, .registrationsByCountry)
            #expect(rows == [["DE", "Germany", "3", "0"], ["", "unknown", "2", "0"], ["CA", "Canada", "2", "0"]])
        }
    }

    @Test(arguments: LedgerReport.allCases) func `an event without registrations has every report`(report: LedgerReport)
        async throws
    {
        try await withNetdev01 { ledger, _ in
            let table = try await ledger.answer(report)
            #expect(table.columns == report.columns)
            #expect(report == .registrationsByDay ? table.rows.count == 4 : table.rows.isEmpty)
        }
    }

    @Test(arguments: [
        ("ada@example.ca", "CA"), ("ada@example.co.uk", "GB"), ("ada@EXAMPLE.DE", "DE"), ("ada@example.org", nil),
        ("ada@example.io", nil), ("ada@example.xx", nil), ("", nil), ("ada@example", nil), ("ca", nil),
    ])
    func `an address tells a country or none`(address: String, country: String?) {
        #expect(EmailCountry.code(of: address) == country)
    }

    @Test func `a tax return tells every rate that was charged, and what it was charged on`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst)) { ledger, _ in
            let ada = try await Self.register(ledger, "Ada Placeholder", days: .first(2), at: .january)
            _ = try await ledger.apply(
                yaml: Books.yaml(Books.quebec), context: .desk(at: .january), onlyShow: false)
            _ = try await ledger.addAddOn(.dinner, to: ada, context: .desk())
            #expect(
                try await Self.rows(ledger, .taxReturn) == [
                    ["hst", "HST", "123456789 RT0001", "13", "200.00", "26.00"],
                    ["gst", "GST", "123456789 RT0001", "5", "60.00", "3.00"],
                    ["qst", "QST", "1234567890 TQ0001", "9.975", "60.00", "5.99"],
                ])
            let january = try ReportPeriod(from: nil, until: CivilDate("2015-01-31"))
            let table = try await ledger.table(
                of: .taxReturn, in: january, at: .deskOpens, admissions: { _ in [:] })
            #expect(table.rows.count == 1 && table.total?.last == .amount(Money(cents: 2_600)))
            #expect(throws: ConferenceError.self) {
                try ReportPeriod(from: CivilDate("2015-02-02"), until: CivilDate("2015-02-01"))
            }
        }
    }

    @Test func `money by method and day is what bank and terminal say of a day`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await Self.register(ledger, "Ada Placeholder", days: .first(4), at: .january)
            _ = try await ledger.pay(.of(10_000, .card), for: ada, context: .desk(at: .january))
            _ = try await ledger.pay(.of(20_000, .card), for: ada, context: .desk())
            _ = try await ledger.pay(.of(9_000, .bank), for: ada, context: .desk())
            _ = try await ledger.refund(nil, by: .card, note: "", for: ada, context: .desk())
            #expect(
                try await Self.rows(ledger, .moneyByMethodAndDay) == [
                    ["2015-01-20", "card", "1", "100.00", "0", "0.00", "100.00"],
                    ["2015-02-10", "bank", "1", "90.00", "0", "0.00", "90.00"],
                    ["2015-02-10", "card", "1", "200.00", "1", "-40.00", "160.00"],
                ])
        }
    }

    @Test func `vouchers tell who holds them and what they saved`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let ada = try await Self.register(ledger, "Ada Placeholder", days: .first(4))
            _ = try await ledger.redeem(.half, for: ada, context: .desk())
            let rows = try await Self.rows(ledger, .vouchers)
            #expect(rows.map { [$0[0], $0[3], $0[6]] } == [["HALF", "Ada Placeholder", "175.00"]])
        }
    }

    @Test func `a spreadsheet gets its mark and its comma when it asks for them`() {
        for (style, text) in [
            (CSVText.Style.plain, "a,b\r\nZoë,1.50\r\n"), (.excel, "\u{FEFF}a,b\r\nZoë,1.50\r\n"),
            (.excelComma, "\u{FEFF}a;b\r\nZoë;1,50\r\n"),
        ] {
            var csv = CSVText(header: ["a", "b"], style: style)
            csv.append([.text("Zoë"), .amount(Money(cents: 150))])
            #expect(csv.text == text)
        }
    }
}
