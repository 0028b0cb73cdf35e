import Conference
import EventStore
import GRDB
import LanyardTestSupport
import Synchronization
import Testing

@testable import RegistrationLedger

/// What the desk does all day looks up; it never reads a table from end to end.
struct QueryPlanTests {
    /// The statements that the body runs and that SQLite would answer by scanning a table.
    private static func scans(
        _ store: EventStore, _ body: @escaping @Sendable (Database) throws -> Void
    ) async throws -> [String] {
        try await store.write { db in
            let statements = Mutex<[String]>([])
            db.trace { event in statements.withLock { $0.append(event.expandedDescription) } }
            try body(db)
            db.trace(options: [])
            let seen = statements.withLock { $0 }
            #expect(!seen.isEmpty)
            return try seen.filter { sql in
                // The plan of an INSERT names what foreign keys would look at if one were violated.
                guard ["SELECT", "UPDATE"].contains(where: sql.hasPrefix) else { return false }
                return try String.fetchAll(
                    db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)"), adapter: SuffixRowAdapter(fromIndex: 3)
                ).contains { step in
                    // An account's postings are everybody's: looking them up is a scan by another name.
                    step.hasPrefix("SCAN") && step != "SCAN CONSTANT ROW"
                        || step.hasSuffix("posting_account (account=?)")
                }
            }
        }
    }

    private static func withPeople(
        _ body: (RegistrationLedger, EventStore, Registration) async throws -> Void
    ) async throws {
        try await withNetdev01 { ledger, store in
            var people: [Registration] = []
            for number in 0..<20 {
                people.append(
                    try await ledger.register(.invented(number, reference: "R-\(number)"), context: .desk()).result)
            }
            try await body(ledger, store, people[7])
        }
    }

    @Test func `a scan would be noticed`() async throws {
        try await Self.withPeople { _, store, _ in
            let scans = try await Self.scans(store) { db in
                _ = try Int.fetchAll(db, sql: "SELECT id FROM registration WHERE affiliation = 'x'")
            }
            #expect(scans.count == 1)
            let owed = try await Self.scans(store) { db in
                _ = try Int.fetchAll(db, sql: "SELECT entry FROM posting WHERE account = 'receivable'")
            }
            #expect(owed.count == 1)
        }
    }

    @Test func `people are looked up by code, reference and number`() async throws {
        try await Self.withPeople { _, store, person in
            let scans = try await Self.scans(store) { db in
                for name in [person.code.description, "R-7", "#\(person.id)"] {
                    #expect(try RegistrationLedger.registration(db, named: name) == person)
                }
                _ = try RegistrationLedger.summary(db, of: person.id)
                _ = try Journal.entries(db, of: person.id)
                _ = try Journal.balances(db, of: person.id)
            }
            #expect(scans == [])
        }
    }

    @Test func `a search reads what changed and the people it shows`() async throws {
        try await Self.withPeople { ledger, store, person in
            _ = try await ledger.find("first search of the process", limit: 1)
            let scans = try await Self.scans(store) { db in
                let code = String(person.code.description.prefix(5))
                _ = try RegistrationLedger.find(db, ledger.search, "placeholder", limit: 10)
                #expect(try RegistrationLedger.find(db, ledger.search, code, limit: 10).first?.registration == person)
            }
            #expect(scans == [])
        }
    }

    @Test func `a payment touches the payer's rows alone`() async throws {
        try await Self.withPeople { _, store, person in
            let scans = try await Self.scans(store) { db in
                _ = try EventStore.perform(db, "test", content: [], context: .desk()) {
                    try RegistrationLedger.pay(
                        db, store.definition(db), .of(100, .card), for: person.id, context: .desk())
                }
            }
            #expect(scans == [])
        }
    }
}
