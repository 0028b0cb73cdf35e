import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct ReinstatingTests {
    /// 4 February 2015: the rule gives half back.
    private static var late: WriteContext { .desk(at: Date.january.addingTimeInterval(15 * 86_400)) }
    private static var later: WriteContext { .desk(at: Date.january.addingTimeInterval(15 * 86_400 + 60)) }

    @Test func `a cancelling by mistake leaves nothing behind`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.refunds)) { ledger, _ in
            let ada = try await ledger.register(
                .invented(days: .first(4), addOns: [.dinner]), context: .desk(at: .january)
            ).result
            _ = try await ledger.pay(.of(46_330, .card), for: ada.id, context: .desk(at: .january))
            let before = try await Books.balances(ledger)
            _ = try await ledger.cancel(ada.id, context: Self.late)
            #expect(try await Books.due(ledger, ada.id) == -23_165)
            let back = try await ledger.reinstate(ada.id, context: Self.later).result
            #expect(back == ada && back.status == .active)
            #expect(try await Books.balances(ledger) == before)
            #expect(try await ledger.story(of: ada.id).history.last?.kind == .reinstated)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `money that was given back is owed again`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.refunds)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk(at: .january)).result.id
            _ = try await ledger.pay(.of(35_000, .card), for: ada, context: .desk(at: .january))
            _ = try await ledger.cancel(ada, context: Self.late)
            _ = try await ledger.refund(nil, by: .card, note: "", for: ada, context: Self.late)
            _ = try await ledger.reinstate(ada, context: Self.later)
            #expect(try await Books.due(ledger, ada) == 17_500)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a seat that somebody else has by now stays theirs`() async throws {
        try await withNetdev01(yaml: Books.yaml(seats: 1)) { ledger, store in
            let ada = try await ledger.register(.invented(addOns: [.dinner]), context: .desk()).result.id
            _ = try await ledger.cancel(ada, context: .desk())
            _ = try await ledger.register(.invented(2, addOns: [.dinner]), context: .desk())
            let before = try await dump(store)
            #expect(try await errorCode { _ = try await ledger.reinstate(ada, context: .desk()) } == "add_on_full")
            #expect(try await dump(store) == before)
        }
    }

    @Test func `voucher and waiver stay gone`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.vouchers)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result.id
            _ = try await ledger.redeem(.half, for: ada, context: .desk())
            _ = try await ledger.waive(nil, for: ada, because: "a guest", context: .desk())
            _ = try await ledger.cancel(ada, context: .desk())
            _ = try await ledger.reinstate(ada, context: .desk())
            #expect(try await Books.due(ledger, ada) == 39_550)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `nobody who went elsewhere or was erased comes back`() async throws {
        try await withNetdev01 { ledger, _ in
            let people = try await (1...4).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            _ = try await ledger.transfer(people[0], to: .invented(9), language: .english, context: .desk())
            _ = try await ledger.merge(people[1], into: people[2], context: .desk())
            _ = try await ledger.cancel(people[3], context: .desk())
            _ = try await ledger.erase(people[3], context: .desk())
            for (index, code) in [
                "registration_moved", "registration_moved", "not_cancelled", "registration_erased",
            ].enumerated() {
                #expect(
                    try await errorCode { _ = try await ledger.reinstate(people[index], context: .desk()) } == code)
            }
        }
    }

    @Test func `what was kept is given back in parts, what is left becomes a donation`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.refunds) + "desk_leniency: 100.00\n") { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk(at: .january)).result.id
            _ = try await ledger.pay(.of(39_550, .card), for: ada, context: .desk(at: .january))
            _ = try await ledger.cancel(ada, context: Self.late)
            let desk = try Leniency(because: "ill", isOrganizers: false)
            func giveBack(_ cents: Int64?, _ leniency: Leniency) async throws -> String? {
                try await errorCode {
                    _ = try await ledger.giveBackKept(
                        cents.map { Money(cents: $0) }, to: ada, leniency: leniency, context: Self.later)
                }
            }
            #expect(try await giveBack(nil, desk) == "beyond_rule_too_much")
            #expect(try await giveBack(10_000, desk) == nil)
            #expect(try await Books.due(ledger, ada) == -29_775)
            let organizer = try Leniency(because: "ill", isOrganizers: true)
            #expect(try await giveBack(20_000, organizer) == "kept_less")
            #expect(try await giveBack(nil, organizer) == nil)
            #expect(try await giveBack(nil, organizer) == "nothing_kept")
            #expect(try await Books.due(ledger, ada) == -39_550)
            _ = try await ledger.donate(Money(cents: 550), of: ada, context: Self.later)
            _ = try await ledger.refund(nil, by: .card, note: "", for: ada, context: Self.later)
            #expect(try await Books.balances(ledger) == ["card": 550, "donation:refund": -550])
            #expect(try await ledger.audit().findings == [])
        }
    }
}

struct RefundRuleTests {
    private static var late: WriteContext { .desk(at: Date.january.addingTimeInterval(15 * 86_400)) }

    /// Two days and the dinner, all paid, when the rule gives half back.
    private static func withPaid(_ body: (RegistrationLedger, Registration.ID) async throws -> Void) async throws {
        let yaml = try Books.yaml(Books.refunds) + "desk_leniency: 40.00\n"
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let ada = try await ledger.register(
                .invented(days: .first(2), addOns: [.dinner]), context: .desk(at: .january)
            ).result.id
            _ = try await ledger.pay(.of(26_000, .card), for: ada, context: .desk(at: .january))
            try await body(ledger, ada)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `the rule binds days, side events and categories as it binds a cancelling`() async throws {
        try await Self.withPaid { ledger, ada in
            _ = try await ledger.removeAddOn(.dinner, from: ada, context: Self.late)
            #expect(try await Books.due(ledger, ada) == -3_000)
            _ = try await ledger.changeDays(of: ada, to: DaySet([1]), context: Self.late)
            #expect(try await Books.due(ledger, ada) == -8_000)
            _ = try await ledger.changeCategory(of: ada, to: .volunteer, context: Self.late)
            #expect(try await Books.due(ledger, ada) == -13_000)
            #expect(try await Books.balances(ledger)["revenue:cancellation"] == -13_000)
        }
    }

    @Test func `a quote says what the rule keeps`() async throws {
        try await Self.withPaid { ledger, ada in
            let quote = try await ledger.quote(
                QuoteRequest(registration: ada, days: DaySet([1]), addOns: nil, voucher: nil), time: Self.late.time)
            #expect(quote.difference.cents == -5_000)
            #expect(quote.lines.last.map { "\($0.kind) \($0.amount)" } == "cancellationFee 50.00")
            _ = try await ledger.changeDays(of: ada, to: DaySet([1]), context: Self.late)
            #expect(try await Books.due(ledger, ada) == quote.due.cents)
        }
    }

    @Test func `nothing is kept of what was never paid`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.refunds)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(2)), context: .desk(at: .january)).result.id
            _ = try await ledger.changeDays(of: ada, to: DaySet([1]), context: Self.late)
            #expect(try await Books.due(ledger, ada) == 10_000)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a desk goes beyond the rule with a reason up to its limit, an organizer beyond that`() async throws {
        try await Self.withPaid { ledger, ada in
            let desk = try Leniency(because: "the room was cold", isOrganizers: false)
            _ = try await ledger.removeAddOn(.dinner, from: ada, leniency: desk, context: Self.late)
            #expect(try await Books.due(ledger, ada) == -6_000)
            let told = try await ledger.story(of: ada).history.last { $0.kind == .gaveBackBeyondRule }
            #expect(told?.detail == "30.00")
            #expect(
                try await errorCode { _ = try await ledger.cancel(ada, leniency: desk, context: Self.late) }
                    == "beyond_rule_too_much")
            let organizer = try Leniency(because: "the room was cold", isOrganizers: true)
            _ = try await ledger.cancel(ada, leniency: organizer, context: Self.late)
            #expect(try await Books.due(ledger, ada) == -26_000)
            #expect(throws: LedgerError.self) { try Leniency(because: "  ", isOrganizers: true) }
        }
    }

    @Test func `a waiver is for what is owed; more is giving back`() async throws {
        try await Self.withPaid { ledger, ada in
            func waive(_ cents: Int64?, _ leniency: Leniency? = nil) async throws -> String? {
                try await errorCode {
                    _ = try await ledger.waive(
                        cents.map { Money(cents: $0) }, for: ada, because: "a reason", leniency: leniency,
                        context: Self.late)
                }
            }
            #expect(try await waive(nil) == "nothing_to_waive")
            #expect(try await waive(1_000) == "waiver_too_large")
            let desk = try Leniency(because: "a reason", isOrganizers: false)
            #expect(try await waive(5_000, desk) == "beyond_rule_too_much")
            #expect(try await waive(4_000, desk) == nil)
            #expect(try await Books.due(ledger, ada) == -4_000)
        }
    }

    @Test(arguments: [Books.hst, Books.quebec, Books.quebecIncluded, ""])
    func `waiving all that is owed leaves nothing due, whatever was paid`(taxes: String) async throws {
        try await withNetdev01(yaml: Books.yaml(taxes)) { ledger, _ in
            for (number, paid) in [1, 99, 5_003, 20_000, 33_333].enumerated() {
                let id = try await ledger.register(.invented(number, days: .first(4)), context: .desk()).result.id
                _ = try await ledger.pay(.of(Int64(paid), .card), for: id, context: .desk())
                _ = try await ledger.waive(nil, for: id, because: "a guest", context: .desk())
                #expect((-2...0).contains(try await Books.due(ledger, id)), "\(paid)")
            }
            #expect(try await ledger.audit().findings == [])
        }
    }
}
