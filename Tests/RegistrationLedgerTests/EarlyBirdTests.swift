import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// The rule of early birds: nobody pays more than a newcomer would today, and nobody loses the price at which a day was
/// taken.
struct EarlyBirdTests {
    private static func withEarlyBird(
        days: [Int], _ body: (RegistrationLedger, Registration.ID) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: Books.earlyBird()) { ledger, _ in
            let ada = try await ledger.register(
                .invented(days: DaySet(days)), context: .desk(at: .january)
            ).result
            try await body(ledger, ada.id)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(
        arguments: [
            ([1], [1, 2], 18_000), ([1, 2, 3], [1, 2, 3, 4], 34_000), ([1], [1, 2, 3, 4], 35_000),
            ([1, 2], [3, 4], 20_000),
            ([1, 2, 3, 4], [1, 2, 3], 24_000), ([1, 2], [1], 8_000), ([1, 2], [2, 1], 16_000),
        ] as [([Int], [Int], Int64)])
    func `days that are kept keep their price`(before: [Int], after: [Int], cents: Int64) async throws {
        try await Self.withEarlyBird(days: before) { ledger, id in
            _ = try await ledger.changeDays(of: id, to: DaySet(after), context: .desk())
            #expect(try await Books.due(ledger, id) == cents)
        }
    }

    @Test func `a newcomer pays what is on sale today`() async throws {
        try await withNetdev01(yaml: Books.earlyBird()) { ledger, _ in
            let bob = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            #expect(try await Books.due(ledger, bob.id) == 35_000)
        }
    }

    @Test func `a dinner later leaves the days at their price`() async throws {
        try await Self.withEarlyBird(days: [1, 2]) { ledger, id in
            _ = try await ledger.addAddOn(.dinner, to: id, context: .desk())
            #expect(try await Books.due(ledger, id) == 22_000)
        }
    }

    @Test func `what is not on sale cannot be had, and what is held is charged no more`() async throws {
        let yaml = try Repository.netdev01().replacing("price: 350.00", with: "price: 350.00\n    until: 2015-01-31")
            .replacing("price: 100.00", with: "price: 100.00\n    until: 2015-01-31")
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk(at: .january)).result
            for change in [
                { _ = try await ledger.register(.invented(2), context: .desk()) },
                { _ = try await ledger.changeDays(of: ada.id, to: .first(2), context: .desk()) },
            ] {
                #expect(try await errorCode { try await change() } == "days_not_on_sale")
            }
            _ = try await ledger.addAddOn(.dinner, to: ada.id, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 16_000)
            let free = try await ledger.register(.invented(3, category: .organizer), context: .desk()).result
            #expect(try await Books.due(ledger, free.id) == 0)
        }
    }

    @Test(arguments: SeededGenerator.seeds(10))
    func `no order of changes makes anyone pay more than a newcomer`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<12).map { _ in DaySet(bits: .random(in: 1...15, using: &generator)) }
        try await withNetdev01(yaml: Books.earlyBird()) { ledger, store in
            let event = try await store.definition()
            let ada = try await ledger.register(.invented(days: sets[0]), context: .desk(at: .january)).result
            for (index, days) in sets.enumerated() {
                let time = Date.january.addingTimeInterval(Double(index) * 2 * 86_400)
                _ = try await ledger.changeDays(of: ada.id, to: days, context: .desk(at: time))
                let newcomer = try event.prices.onSale(event.date(at: time)).quote(for: days).total
                #expect(try await Books.due(ledger, ada.id) <= newcomer.cents)
            }
            #expect(try await ledger.audit().findings == [])
        }
    }
}
