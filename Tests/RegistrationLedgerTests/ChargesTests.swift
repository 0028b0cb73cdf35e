import Conference
import EventStore
import LanyardTestSupport
import RegistrationLedger
import Testing

struct ChargesTests {
    /// Charges less credits of one registration, from its journal.
    private static func charged(_ ledger: RegistrationLedger, _ id: Registration.ID) async throws -> [Int64] {
        try await ledger.story(of: id).entries.filter { $0.kind != .payment }.map(\.due.cents)
    }

    @Test func `three days bought one by one and a fourth later cost 100, 100, 100 and 50`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: DaySet([2])), context: .desk()).result
            for days in [[2, 4], [1, 2, 4], [1, 2, 3, 4]] {
                _ = try await ledger.changeDays(of: ada.id, to: DaySet(days), context: .desk())
            }
            #expect(try await Self.charged(ledger, ada.id) == [10_000, 10_000, 10_000, 5_000])
            let balance = try await ledger.trialBalance().map { "\($0.account) \($0.balance)" }
            #expect(balance == ["receivable 350.00", "revenue:day 0.00", "revenue:four-days -350.00"])
        }
    }

    @Test func `giving back the fourth day credits 50`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            _ = try await ledger.changeDays(of: ada.id, to: .first(3), context: .desk())
            let entries = try await ledger.story(of: ada.id).entries
            #expect(entries.map(\.kind) == [.charge, .credit])
            #expect(entries.map(\.due.cents) == [35_000, -5_000])
        }
    }

    @Test(arguments: SeededGenerator.seeds(12))
    func `any history of days ends at the price of the last set`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<25).map { _ in DaySet(bits: .random(in: 1...15, using: &generator)) }
        try await withNetdev01 { ledger, store in
            let prices = try await store.definition().prices
            let ada = try await ledger.register(.invented(days: sets[0]), context: .desk()).result
            for days in sets {
                _ = try await ledger.changeDays(of: ada.id, to: days, context: .desk())
                let total = try await Self.charged(ledger, ada.id).reduce(0, +)
                #expect(try Money(cents: total) == prices.quote(for: days).total)
                #expect(total <= 35_000)
            }
            let entries = try await ledger.story(of: ada.id).entries
            #expect(entries.allSatisfy { $0.postings.map(\.amount).total() == .zero && !$0.postings.isEmpty })
            #expect(entries.map(\.number) == Array(1...Int64(entries.count)))
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a change that costs the same writes no entry`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: DaySet([1, 2])), context: .desk()).result
            _ = try await ledger.changeDays(of: ada.id, to: DaySet([3, 4]), context: .desk())
            #expect(try await Self.charged(ledger, ada.id) == [20_000])
        }
    }

    @Test func `cancelling credits everything and frees the places`() async throws {
        let yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: 1")
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let new = try NewRegistration.invented(days: .first(4), addOns: [.dinner])
            let ada = try await ledger.register(new, context: .desk()).result
            _ = try await ledger.pay(.of(41_000), for: ada.id, context: .desk())
            let cancelled = try await ledger.cancel(ada.id, context: .desk()).result
            #expect(cancelled.status == .cancelled)
            let story = try await ledger.story(of: ada.id)
            #expect(story.summary.due == Money(cents: -41_000))
            #expect(story.entries.map(\.due.cents) == [41_000, -41_000, -41_000])
            #expect(story.history.map(\.kind) == [.registered, .paid, .cancelled])
            let other = try await ledger.register(.invented(2, addOns: [.dinner]), context: .desk()).result
            #expect(other.addOns == [.dinner])
            _ = try await ledger.cancel(ada.id, context: .desk())
            #expect(try await ledger.story(of: ada.id).entries.count == 3)
            for change in [
                { try await ledger.changeDays(of: ada.id, to: .first(1), context: .desk()) },
                { try await ledger.addAddOn(.dinner, to: ada.id, context: .desk()) },
            ] {
                let code = try await errorCode { _ = try await change() }
                #expect(code == "registration_cancelled")
            }
        }
    }

    @Test(arguments: [
        (Category.organizer, 0, 6_000), (.volunteer, 0, 6_000), (.attendee, 35_000, 41_000), (.speaker, 35_000, 41_000),
    ])
    func `a category that comes free pays for its dinner alone`(category: Category, alone: Int64, withDinner: Int64)
        async throws
    {
        try await withNetdev01 { ledger, _ in
            let person = try await ledger.register(.invented(days: .first(4), category: category), context: .desk())
                .result
            #expect(try await ledger.story(of: person.id).summary.due.cents == alone)
            _ = try await ledger.addAddOn(.dinner, to: person.id, context: .desk())
            _ = try await ledger.addAddOn(.dinner, to: person.id, context: .desk())
            #expect(try await ledger.story(of: person.id).summary.due.cents == withDinner)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `payments in part and beyond what is due add up`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            let dues = try await [
                ledger.pay(.of(10_000, .cash), for: ada.id, context: .desk()),
                ledger.pay(.of(25_000, .card), for: ada.id, context: .desk()),
                ledger.pay(.of(500, .bank), for: ada.id, context: .desk()),
            ].map { $0.result.due.cents }
            #expect(dues == [25_000, 0, -500])
            let balances = try await ledger.trialBalance()
            #expect(
                balances.map { "\($0.account) \($0.balance)" } == [
                    "bank 5.00", "card 250.00", "cash 100.00", "receivable 0.00", "refunds-due -5.00",
                    "revenue:four-days -350.00",
                ])
            #expect(balances.map(\.balance).total() == .zero)
        }
    }

    @Test(arguments: [0, -1])
    func `no payment is zero or less`(cents: Int64) {
        #expect(throws: ConferenceError(.amountNotPositive, ErrorDetail("value", Money(cents: cents)))) {
            try Payment.of(cents)
        }
    }

    @Test func `a payment for nobody is refused and not booked`() async throws {
        try await withNetdev01 { ledger, store in
            let before = try await dump(store)
            let code = try await errorCode {
                _ = try await ledger.pay(.of(100), for: Registration.ID(rawValue: 7), context: .desk())
            }
            #expect(code == "registration_unknown")
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a price that changes later leaves the books as they are`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            let yaml = try Repository.netdev01().replacing("price: 350.00", with: "price: 380.00")
            _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            let bob = try await ledger.register(.invented(2, days: .first(4)), context: .desk()).result
            #expect(try await ledger.story(of: ada.id).summary.due.cents == 35_000)
            #expect(try await ledger.story(of: bob.id).summary.due.cents == 38_000)
            _ = try await ledger.addAddOn(.dinner, to: ada.id, context: .desk())
            #expect(try await ledger.story(of: ada.id).entries.map(\.due.cents) == [35_000, 6_000])
            #expect(try await ledger.audit().findings == [])
        }
    }
}
