import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

/// The ledger against a model that knows nothing of it: ten thousand random acts, each allowed or refused alike, and the
/// same money in every account afterwards.
struct ModelTests {
    private static let acts = 1_000
    /// From 20 January until the middle of February: while all is given back, half of it, and nothing.
    private static let secondsBetween = 2_400.0

    @Test(arguments: SeededGenerator.seeds(10))
    func `whatever happens, the books say what the model says`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let first = ModelAct.plans.randomElement(using: &generator) ?? ModelTaxes()
        try await withNetdev01(yaml: ModelAct.yaml(first)) { ledger, _ in
            var books = ModelBooks(first)
            for number in 1...Self.acts {
                let time = Date.january.addingTimeInterval(Double(number) * Self.secondsBetween)
                let act = try ModelAct.draw(books, time, using: &generator)
                let saying = "act \(number) of seed \(seed): \(act.name)"
                let expected = Self.refusal(of: books) { try act.model(&$0, 0) }
                var entry: Int64?
                let told = try await errorCode { entry = try await act.ledger(ledger, .desk(at: time)) }
                try #require(told == expected, "\(saying)")
                guard told == nil else { continue }
                let before = books
                try act.model(&books, entry ?? 0)
                for person in books.people.keys where before.due(person) != books.due(person) {
                    let id = Registration.ID(rawValue: UInt32(person))
                    let due = try await Books.due(ledger, id)
                    try #require(due == Int64(books.due(person)), "\(saying): what \(person) owes")
                }
                if number.isMultiple(of: 100) { try await Self.compare(books, ledger, saying) }
            }
            try await Self.compareElsewhere(ledger, seed)
        }
    }

    /// Why the model refuses an act; nil where it does not.
    private static func refusal(
        of books: ModelBooks, _ act: (inout ModelBooks) throws -> Void
    ) -> String? {
        var books = books
        do {
            try act(&books)
            return nil
        } catch {
            return (error as? ModelBooks.Refusal)?.code ?? "\(error)"
        }
    }

    /// Every account, everybody's debt and place, and who waits.
    private static func compare(_ books: ModelBooks, _ ledger: RegistrationLedger, _ saying: String) async throws {
        var balances: [String: Int] = [:]
        for (account, balance) in try await ledger.trialBalance() {
            let isSold = ["revenue:", "discount:", "waiver"].contains { account.description.hasPrefix($0) }
            balances[isSold ? "sold" : account.description, default: 0] += Int(balance.cents)
        }
        try #require(balances.filter { $0.value != 0 } == books.balances, "\(saying)")
        for (summary, person) in zip(
            try await ledger.list(limit: .max), books.people.sorted(by: { $0.key < $1.key }).map(\.value))
        {
            let registration = summary.registration
            let isActive = registration.status == .active
            try #require(isActive == (person.standing == .active), "\(saying)")
            guard isActive else { continue }
            try #require(Set(registration.days.numbers) == person.days, "\(saying): \(registration.id)")
            try #require(registration.addOns.contains(.dinner) == person.hasDinner, "\(saying): \(registration.id)")
            try #require(registration.category == person.category, "\(saying): \(registration.id)")
        }
        let waiting = try await ledger.waitingList().sorted { $0.id.rawValue < $1.id.rawValue }
        let told = waiting.map { "\($0.registration) \($0.place) \($0.offeredUntil != nil)" }
        let expected = books.waiting.map {
            "\($0.person) \($0.place == .dinner ? "add-on:dinner" : "day:2") \($0.until != nil)"
        }
        try #require(told == expected, "\(saying)")
    }

    private static func compareElsewhere(_ ledger: RegistrationLedger, _ seed: UInt64) async throws {
        #expect(try await ledger.audit().findings == [], "seed \(seed)")
        try await withScratchFolder { folder in
            let hledger = try await ForeignBooks.hledger(ledger, in: folder)
            #expect(try await hledger == ForeignBooks.ours(ledger, \.hledger), "seed \(seed)")
            let beancount = try await ForeignBooks.beancount(ledger, in: folder)
            #expect(try await beancount == ForeignBooks.ours(ledger, \.beancount), "seed \(seed)")
        }
    }
}
