import Conference
import EventStore
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What a desk may do alone, and what an organizer has to.
struct DeskLimitTests {
    private static func waive(
        _ amount: Int64?, for id: Registration.ID, _ ledger: RegistrationLedger, isOrganizers: Bool
    ) async throws -> String? {
        try await errorCode {
            _ = try await ledger.waive(
                amount.map { Money(cents: $0) }, for: id, because: "helped", isOrganizers: isOrganizers,
                context: .desk())
        }
    }

    @Test func `a desk waives up to the amount that event_yaml names, an organizer more`() async throws {
        try await withNetdev01(yaml: try Repository.netdev01() + "desk_waiver: 50.00\n") { ledger, _ in
            let ada = try await ledger.register(.invented(1, days: .first(4)), context: .desk()).result.id
            #expect(try await Self.waive(5_001, for: ada, ledger, isOrganizers: false) == "waiver_beyond_desk")
            // All that is owed is as much as any other amount.
            #expect(try await Self.waive(nil, for: ada, ledger, isOrganizers: false) == "waiver_beyond_desk")
            #expect(try await ledger.story(of: ada).summary.due == Money(cents: 35_000))
            #expect(try await Self.waive(5_000, for: ada, ledger, isOrganizers: false) == nil)
            #expect(try await Self.waive(nil, for: ada, ledger, isOrganizers: true) == nil)
            #expect(try await ledger.story(of: ada).summary.due == .zero)
        }
    }

    @Test func `without such an amount a desk waives what is owed`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1, days: .first(4)), context: .desk()).result.id
            #expect(try await Self.waive(nil, for: ada, ledger, isOrganizers: false) == nil)
        }
    }

    @Test func `what a write answers with is what the whole story says`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1, days: .first(2)), context: .desk()).result.id
            func agree() async throws {
                let (story, standing) = (try await ledger.story(of: ada), try await ledger.standing(of: ada))
                #expect(standing.summary == story.summary)
                #expect(standing.version == story.version)
            }
            try await agree()
            _ = try await ledger.block(ada, because: "Test", context: .desk())
            try await agree()
            // A payment makes no edit stale.
            _ = try await ledger.pay(
                Payment(amount: Money(cents: 10_000), method: .card, note: ""), for: ada, context: .desk())
            try await agree()
            let code = try await errorCode { _ = try await ledger.standing(of: Registration.ID(rawValue: 999)) }
            #expect(code == "registration_unknown")
        }
    }
}
