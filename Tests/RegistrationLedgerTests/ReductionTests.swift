import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct VoucherTests {
    private static func new(
        _ voucher: String, _ number: Int = 1, days: DaySet = .first(4), category: Category = .attendee,
        addOns: Set<AddOn.ID> = []
    ) throws -> NewRegistration {
        try NewRegistration(
            person: .invented(number), category: category, days: days, addOns: addOns, reference: nil,
            voucher: Voucher.ID(typed: voucher))
    }

    @Test(
        arguments: [
            ("HALF", Category.attendee, 23_500), ("ten-off", .attendee, 40_000), ("guest", .attendee, 0),
            ("speakers", .speaker, 6_000),
        ] as [(String, Category, Int64)])
    func `a voucher reduces what it is for`(voucher: String, category: Category, cents: Int64) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let ada = try await ledger.register(
                Self.new(voucher, category: category, addOns: [.dinner]), context: .desk()
            ).result
            #expect(try await Books.due(ledger, ada.id) == cents)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [
        ("nonsense", "voucher_unknown"), ("january", "voucher_not_valid"), ("speakers", "voucher_not_for_category"),
    ])
    func `a voucher that does not hold is refused, and nobody is registered`(
        voucher: String, code: String
    ) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, store in
            let before = try await dump(store)
            #expect(
                try await errorCode { _ = try await ledger.register(Self.new(voucher), context: .desk()) } == code)
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a voucher that was redeemed in time holds for what is booked later`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let ada = try await ledger.register(
                Self.new("january", days: .first(1)), context: .desk(at: .january)
            ).result
            _ = try await ledger.changeDays(of: ada.id, to: .first(4), context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 31_500)
            #expect(
                try await errorCode { _ = try await ledger.redeem(.half, for: ada.id, context: .desk()) }
                    == "voucher_held")
        }
    }

    @Test(arguments: [false, true])
    func `a voucher that is handed back is charged, and can be redeemed again`(paid: Bool) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let ada = try await ledger.register(Self.new("HALF"), context: .desk()).result
            if paid { _ = try await ledger.pay(.of(17_500, .card), for: ada.id, context: .desk()) }
            let context = WriteContext.desk()
            for _ in 1...2 { _ = try await ledger.handBack(.half, of: ada.id, context: context) }
            #expect(try await Books.due(ledger, ada.id) == (paid ? 17_500 : 35_000))
            #expect(try await ledger.story(of: ada.id).history.last?.kind == .voucherHandedBack)
            _ = try await ledger.redeem(.guest, for: ada.id, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == (paid ? -17_500 : 0))
            for (voucher, id) in [(Voucher.ID.half, ada.id), (.guest, Registration.ID(rawValue: 99))] {
                let code = try await errorCode { _ = try await ledger.handBack(voucher, of: id, context: .desk()) }
                #expect(code == (id == ada.id ? "voucher_not_held" : "registration_unknown"))
            }
            _ = try await ledger.cancel(ada.id, context: .desk())
            #expect(
                try await errorCode { _ = try await ledger.handBack(.guest, of: ada.id, context: .desk()) }
                    == "registration_cancelled")
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `of 40 who race for three uses, three have one; a cancelled one is free again`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let results = try await withThrowingTaskGroup(of: (String?, Registration.ID?).self) { group in
                for number in 1...40 {
                    group.addTask {
                        do {
                            return (
                                nil, try await ledger.register(Self.new("half", number), context: .desk()).result.id
                            )
                        } catch let error as LedgerError {
                            return (error.code.rawValue, nil)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0.0 == nil } == 3)
            #expect(results.count { $0.0 == "voucher_used_up" } == 37)
            let winner = try #require(results.compactMap(\.1).first)
            _ = try await ledger.cancel(winner, context: .desk())
            _ = try await ledger.register(Self.new("half", 41), context: .desk())
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `terms that change later leave the books as they are`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let ada = try await ledger.register(Self.new("half"), context: .desk()).result
            let yaml = try Books.yaml(Books.vouchers.replacing("percent: \"50\"", with: "percent: \"1\""))
            _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            _ = try await ledger.addAddOn(.dinner, to: ada.id, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 17_500 + 6_000)
            #expect(try await ledger.audit().findings == [])
        }
    }
}

struct WaiverTests {
    @Test func `a part and the rest are waived, each with its reason, and withdrawn again`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            let part = try await ledger.waive(
                Money(cents: 5_000), for: ada.id, because: "helped with the cables", context: .desk()
            ).result
            #expect(try await Books.due(ledger, ada.id) == 30_000)
            let all = try await ledger.waive(nil, for: ada.id, because: "guest of the committee", context: .desk())
                .result
            #expect(try await Books.balances(ledger) == ["revenue:four-days": -35_000, "waiver": 35_000])
            _ = try await ledger.addAddOn(.dinner, to: ada.id, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 6_000, "a waiver does not grow")
            _ = try await ledger.correct(entry: all, because: "not a guest after all", context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 36_000)
            let story = try await ledger.story(of: ada.id)
            #expect(story.entries.map(\.kind) == [.charge, .waiver, .waiver, .charge, .correction])
            #expect(story.entries.last?.corrects == all)
            #expect(story.entries.first { $0.number == part }?.memo == "helped with the cables")
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a waiver needs a reason, an amount, and something to waive`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(category: .organizer), context: .desk()).result
            let waive = { (amount: Money?, reason: String) in
                try await errorCode {
                    _ = try await ledger.waive(amount, for: ada.id, because: reason, context: .desk())
                }
            }
            #expect(try await waive(nil, " ") == "reason_missing")
            #expect(try await waive(.zero, "x") == "amount_not_positive")
            #expect(try await waive(nil, "x") == "nothing_to_waive")
        }
    }
}
