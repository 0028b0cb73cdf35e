import Conference
import EventStore
import Foundation
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
                    // An account's postings belong to everybody: looking them up is a scan by another name.
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

    @Test func `a payment touches only the payer's rows`() async throws {
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

    @Test func `the waiting list reads who waits, and a person's waiting theirs`() async throws {
        try await Self.withPeople { ledger, store, person in
            let scans = try await Self.scans(store) { db in
                let definition = try store.definition(db)
                _ = try WaitingList.list(db, after: Waiting.ID(rawValue: 3), limit: 20)
                _ = try WaitingList.end(db, person.id, nil, as: .left, context: .desk())
                _ = try WaitingList.end(db, person.id, .day(1), as: .left, context: .desk())
                try WaitingList.promote(db, definition, definition.places, context: .desk())
            }
            // The index that is read from end to end has only those who wait: it is the list itself.
            #expect(scans.filter { !$0.contains("INDEXED BY waiting_for") } == [])
        }
    }

    @Test func `a till is found by its name, and its report reads its own payments`() async throws {
        try await Self.withPeople { ledger, store, _ in
            _ = try await ledger.openTill(named: "north", float: .zero, context: .desk())
            let scans = try await Self.scans(store) { db in
                let till = try TillRecord.open(db, named: "north")
                #expect(try TillRecord.last(db, named: "north") == till)
                _ = try TillRecord.fetch(db, id: till.id)
                _ = try TillRecord.list(db, after: till.id, limit: 20)
                _ = try TillRecord.report(db, till)
            }
            #expect(scans == [])
        }
    }

    @Test func `a document is issued and found by the person's entries and its number`() async throws {
        try await Self.withPeople { ledger, store, person in
            _ = try await ledger.pay(.of(100, .card), for: person.id, context: .desk())
            let document = try await ledger.issueDocument(for: person.id, context: .desk()).result
            let scans = try await Self.scans(store) { db in
                let definition = try store.definition(db)
                _ = try RegistrationLedger.pay(db, definition, .of(100, .card), for: person.id, context: .desk())
                let order = DocumentOrder(people: [person.id], wish: .whatIsNew)
                let id = try DocumentRecord.issue(db, definition, order, context: .desk())
                _ = try MissingDocument.fetchAll(db, definition, of: person.id)
                for person in [person.id, nil] {
                    let after = DocumentID(kind: document.kind, number: document.number)
                    _ = try DocumentRecord.list(db, definition, of: person, after: after, limit: 20)
                }
                _ = try DocumentRecord.fetchAll(
                    db, definition, "WHERE kind = ? AND number = ?", [id.kind.rawValue, id.number])
            }
            #expect(scans == [])
        }
    }

    @Test func `registering, listing and telling a story look up`() async throws {
        try await Self.withPeople { ledger, store, person in
            let scans = try await Self.scans(store) { db in
                let definition = try store.definition(db)
                _ = try RegistrationLedger.register(
                    db, definition, .invented(99, addOns: [.dinner], reference: "R-99"), status: .active,
                    context: .desk())
                _ = try RegistrationLedger.list(db, after: person.id, limit: 20)
                _ = try RegistrationLedger.history(db, of: person.id, after: Happening.ID(rawValue: 2), limit: 20)
                _ = try Holding(db, of: person.id)
                _ = try RegistrationLedger.end(db, person.id, as: nil, successor: nil, context: .desk())
                _ = try Charges.settle(db, definition, person.id, memo: "cancelled", context: .desk())
            }
            #expect(scans == [])
        }
    }

    @Test func `a row of an import looks for its key and its reference`() async throws {
        try await Self.withPeople { _, store, _ in
            let scans = try await Self.scans(store) { db in
                let definition = try store.definition(db)
                #expect(try RegistrationRecord.isTaken(db, reference: "R-7"))
                _ = try EventStore.perform(db, "import", content: ["R-98"], context: .desk()) {
                    try RegistrationLedger.register(
                        db, definition, .invented(98, reference: "R-98"), status: .active, context: .desk()
                    ).id.rawValue
                }
            }
            #expect(scans == [])
        }
    }

    /// These sum everything, so that they read everything: each table once, none for each row of another.
    private static let readsAll: [LedgerReport: Set<String>] = [
        .moneyByDay: ["journal_entry"], .moneyByMethod: ["journal_entry"], .moneyByProduct: ["posting"],
        .moneyByTax: ["posting"], .registrationsByCategory: ["registration"], .registrationsByDay: ["registration"],
        .registrationsByAffiliation: ["registration"], .registrationsByCountry: ["registration"],
        .moneyByMethodAndDay: ["journal_entry"], .taxReturn: ["journal_entry", "charge_tax", "charge_line"],
        .vouchers: ["voucher_use"], .outstanding: ["posting"], .noShows: ["registration"],
        .documentsMissing: ["journal_entry"], .refundsDue: ["posting"], .answers: ["registration"],
        .kitchen: ["registration"],
    ]

    @Test(arguments: LedgerReport.allCases)
    func `a report reads what it sums once, and looks the rest up`(report: LedgerReport) async throws {
        try await Self.withPeople { _, store, _ in
            let steps = try await store.write { db in
                let statements = Mutex<[String]>([])
                db.trace { event in statements.withLock { $0.append(event.expandedDescription) } }
                _ = try RegistrationLedger.rows(
                    db, try store.definition(db), of: report, at: .deskOpens.addingTimeInterval(30 * 86_400),
                    admissions: { _ in [:] })
                db.trace(options: [])
                return try Set(statements.withLock { $0 }).filter { $0.hasPrefix("SELECT") }.flatMap { sql in
                    try String.fetchAll(
                        db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)"), adapter: SuffixRowAdapter(fromIndex: 3))
                }
            }
            let read = steps.filter { $0.hasPrefix("SCAN") || $0.contains("posting_account (account=?)") }
                .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
            // Definitions and closed periods stay few, however large the event.
            let growing = read.filter { !["event_definition", "period", "CONSTANT"].contains($0) }
            #expect(growing.count == Set(growing).count, "\(steps)")
            #expect(Set(growing).isSubset(of: Self.readsAll[report] ?? []), "\(steps)")
        }
    }
}
