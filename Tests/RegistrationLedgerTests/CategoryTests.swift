import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct CategoryTests {
    @Test(
        arguments: [
            (Category.attendee, Category.volunteer, -35_000), (.volunteer, .attendee, 35_000), (.attendee, .speaker, 0),
            (.press, .organizer, 0),
        ] as [(Category, Category, Int64)])
    func `a change of category charges or credits what the passes cost`(from: Category, to: Category, cents: Int64)
        async throws
    {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(
                .invented(days: .first(4), category: from, addOns: [.dinner]), context: .desk()
            ).result
            let quoted = try await ledger.quote(
                QuoteRequest(registration: ada.id, category: to, days: nil, addOns: nil, voucher: nil), time: .deskOpens
            )
            #expect(quoted.difference.cents == cents)
            let before = try await Books.due(ledger, ada.id)
            let context = WriteContext.desk()
            for _ in 1...2 {
                #expect(try await ledger.changeCategory(of: ada.id, to: to, context: context).result.category == to)
            }
            #expect(try await Books.due(ledger, ada.id) - before == cents)
            let told = try #require(try await ledger.story(of: ada.id).history.last)
            #expect(told.kind == .categoryChanged && told.detail == to.rawValue)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `the same category and the same days write nothing`() async throws {
        try await withNetdev01(yaml: Books.earlyBird()) { ledger, store in
            let ada = try await ledger.register(.invented(days: .first(2)), context: .desk(at: .january)).result
            let before = try await dump(store).filter { !$0.hasPrefix("request") }
            _ = try await ledger.changeCategory(of: ada.id, to: .attendee, context: .desk())
            _ = try await ledger.changeDays(of: ada.id, to: .first(2), context: .desk())
            #expect(try await dump(store).filter { !$0.hasPrefix("request") } == before)
            #expect(try await Books.due(ledger, ada.id) == 16_000)
        }
    }

    @Test func `a voucher of another category is handed back first`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers)) { ledger, _ in
            let speakers = Voucher.ID(rawValue: "speakers")
            let new = try NewRegistration(
                person: .invented(), category: .speaker, days: .first(4), addOns: [], reference: nil, voucher: speakers)
            let ada = try await ledger.register(new, context: .desk()).result
            let change = { (context: WriteContext) in
                try await errorCode { _ = try await ledger.changeCategory(of: ada.id, to: .press, context: context) }
            }
            #expect(try await change(.desk()) == "voucher_not_for_category")
            let asked = QuoteRequest(registration: ada.id, category: .press, days: nil, addOns: nil, voucher: nil)
            #expect(
                try await errorCode { _ = try await ledger.quote(asked, time: .deskOpens) }
                    == "voucher_not_for_category")
            _ = try await ledger.handBack(speakers, of: ada.id, context: .desk())
            #expect(try await change(.desk()) == nil)
            #expect(try await Books.due(ledger, ada.id) == 0)
            _ = try await ledger.cancel(ada.id, context: .desk())
            #expect(try await change(.desk()) == "registration_cancelled")
            #expect(try await ledger.audit().findings == [])
        }
    }

    /// What a category pays is what the event says when the category is given.
    @Test func `a category that has become free is free for people who get it now`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            let bob = try await ledger.register(.invented(2, days: .first(4), category: .speaker), context: .desk())
                .result
            let yaml = try Repository.netdev01().replacing(
                "color: \"#0f766e\", free: false", with: "color: \"#0f766e\", free: true")
            _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            _ = try await ledger.changeCategory(of: ada.id, to: .speaker, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 0)
            #expect(try await Books.due(ledger, bob.id) == 35_000)
            #expect(try await ledger.audit().findings == [])
        }
    }
}
