import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

struct AuditTests {
    /// Two registrations and five entries: 1 and 2 charges, 3 a payment, 4 a credit, 5 a payment of registration 2.
    private static func withBooks(
        _ body: (RegistrationLedger, EventStore, _ codes: [String]) async throws -> Void
    ) async throws {
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(1, days: .first(4)), context: .desk()).result
            let bob = try await ledger.register(.invented(2, days: .first(2)), context: .desk()).result
            _ = try await ledger.pay(.of(35_000), for: ada.id, context: .desk())
            _ = try await ledger.changeDays(of: ada.id, to: .first(3), context: .desk())
            _ = try await ledger.pay(.of(20_000), for: bob.id, context: .desk())
            try await body(ledger, store, [ada.code.description, bob.code.description])
        }
    }

    /// What somebody with the file and SQLite can do.
    private static func tamper(_ store: EventStore, _ sql: String) async throws {
        try await store.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA foreign_keys = OFF;
                    PRAGMA ignore_check_constraints = ON;
                    DROP TRIGGER journal_entry_is_kept;
                    DROP TRIGGER journal_entry_is_fixed;
                    DROP TRIGGER posting_is_kept;
                    DROP TRIGGER posting_is_fixed;
                    """)
            try db.execute(sql: sql)
        }
    }

    private static func found(_ ledger: RegistrationLedger) async throws -> Set<String> {
        Set(try await ledger.audit().findings.map { "\($0.code) \($0.subject)" })
    }

    @Test func `sound books have no findings and a head`() async throws {
        try await Self.withBooks { ledger, store, _ in
            let report = try await ledger.audit()
            #expect(report.findings == [] && report.entries == 5 && report.registrations == 2)
            let hash = try await store.read {
                try Data.fetchOne($0, sql: "SELECT hash FROM journal_entry WHERE number = 5")
            }
            #expect(report.head == hash && report.head?.count == 32)
        }
    }

    @Test func `empty books have no head`() async throws {
        try await withNetdev01 { ledger, _ in
            let report = try await ledger.audit()
            #expect(report.findings == [] && report.head == nil && report.entries == 0)
        }
    }

    @Test(arguments: [
        "kind = 'payment'", "kind = 'bribe'", "registration = 2", "registration = 77", "registration = -1",
        "registration = 99999999999", "corrects = 1", "memo = memo || ' '", "author = 'cli:mallory'", "origin = 'x'",
        "at_ms = at_ms + 1", "previous_hash = randomblob(32)", "hash = randomblob(32)", "hash = zeroblob(31)",
        "hash = CAST(substr(hash, 1, 31) || x'00' AS BLOB)",
    ])
    func `a changed entry is named`(change: String) async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(store, "UPDATE journal_entry SET \(change) WHERE number = 4")
            let found = try await Self.found(ledger)
            #expect(!found.isDisjoint(with: ["hash_wrong 4", "entry_unreadable 4"]), "\(found)")
        }
    }

    @Test(arguments: [
        ("cents = cents + 1", "entry = 4 AND line = 1"), ("cents = -cents", "entry = 4"),
        ("account = 'cash'", "entry = 4 AND line = 1"), ("line = 7", "entry = 4 AND line = 1"),
        ("line = 9", "entry = 4 AND line = 3"), ("entry = 5, line = 3", "entry = 4 AND line = 3"),
        ("entry = 77", "entry = 4"),
    ])
    func `a changed posting names its entry`(change: String, rows: String) async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(store, "UPDATE posting SET \(change) WHERE \(rows)")
            let found = try await Self.found(ledger)
            #expect(!found.isDisjoint(with: ["hash_wrong 4", "posting_missing 4"]), "\(found)")
        }
    }

    @Test(arguments: [
        ("UPDATE registration_day SET day = 99 WHERE registration = 1 AND day = 3", "day of registration 1"),
        ("UPDATE registration SET days = 99999 WHERE id = 2", "registration 2"),
        ("UPDATE registration SET days = -1 WHERE id = 1", "registration 1"),
        ("UPDATE posting SET cents = 9223372036854775807 WHERE entry = 1", "posting of entry 1"),
        ("UPDATE posting SET cents = -9223372036854775807 - 1 WHERE entry = 4 AND line = 1", "posting of entry 4"),
    ])
    func `a row that nothing here can have written is named, and ends nothing`(
        change: String, subject: String
    ) async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(store, change)
            let found = try await Self.found(ledger)
            #expect(found.contains("row_impossible \(subject)"), "\(found)")
        }
    }

    @Test func `a posting of no entry is named`() async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(store, "INSERT INTO posting VALUES (9, 1, 'cash', -5)")
            #expect(try await Self.found(ledger) == ["posting_orphaned 9"])
        }
    }

    @Test(arguments: 1...5)
    func `a deleted entry is named`(number: Int) async throws {
        try await Self.withBooks { ledger, store, codes in
            try await Self.tamper(
                store, "DELETE FROM posting WHERE entry = \(number); DELETE FROM journal_entry WHERE number = \(number)"
            )
            let found = try await Self.found(ledger)
            // What is cut off at the end is missed by the chain, not by the rest of the books.
            let expected = number == 5 ? "payments_differ \(codes[1])" : "entry_missing \(number)"
            #expect(found.contains(expected), "\(found)")
        }
    }

    @Test(arguments: ["entry = 4 AND line = 1", "entry = 4 AND line = 3", "entry = 4"])
    func `a deleted posting names its entry`(rows: String) async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(store, "DELETE FROM posting WHERE \(rows)")
            let found = try await Self.found(ledger)
            #expect(found.isSuperset(of: ["hash_wrong 4", "entry_unbalanced 4"]), "\(found)")
        }
    }

    @Test func `an entry that is added by hand is named`() async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(
                store,
                """
                INSERT INTO journal_entry
                SELECT 6, 'payment', 1, NULL, NULL, request, '', NULL, zeroblob(32), 'a', '', 0, NULL, hash, randomblob(32)
                FROM journal_entry WHERE number = 5;
                INSERT INTO posting VALUES (6, 1, 'cash', 100), (6, 2, 'receivable', -100);
                """)
            #expect(try await Self.found(ledger).contains("hash_wrong 6"))
        }
    }

    @Test func `entries that change places are named`() async throws {
        try await Self.withBooks { ledger, store, _ in
            try await Self.tamper(
                store,
                """
                UPDATE posting SET entry = entry + 100 WHERE entry IN (3, 4);
                UPDATE journal_entry SET number = number + 100 WHERE number IN (3, 4);
                UPDATE posting SET entry = 107 - entry WHERE entry > 100;
                UPDATE journal_entry SET number = 107 - number WHERE number > 100;
                """)
            #expect(try await Self.found(ledger).isSuperset(of: ["chain_broken 3", "hash_wrong 3", "chain_broken 4"]))
        }
    }

    @Test func `days that were given away without a charge are found`() async throws {
        try await Self.withBooks { ledger, store, codes in
            try await store.write { db in
                try db.execute(
                    sql: """
                        UPDATE registration SET days = 15 WHERE id = 2;
                        INSERT INTO registration_day VALUES (2, 3, 1423576800000, 1), (2, 4, 1423576800000, 1);
                        """)
            }
            let findings = try await ledger.audit().findings
            #expect(
                findings.map { "\($0.code) \($0.subject)" } == [
                    "charge_differs \(codes[1])", "lines_differ \(codes[1])", "seats_differ day:3",
                    "seats_differ day:4",
                ])
            #expect(findings[0].details["charged"] == "200.00" && findings[0].details["price"] == "350.00")
        }
    }

    @Test func `seats that were oversold by hand are found`() async throws {
        let yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: 1").replacing(
            "capacity: 300", with: "capacity: 2")
        try await withNetdev01(yaml: yaml) { ledger, store in
            for number in 1...2 { _ = try await ledger.register(.invented(number, addOns: []), context: .desk()) }
            _ = try await ledger.register(.invented(3, days: DaySet([2])), context: .desk())
            try await store.write { db in
                try db.execute(
                    sql: """
                        UPDATE registration SET days = 3 WHERE id = 3;
                        INSERT INTO registration_add_on VALUES (1, 'dinner', 1), (2, 'dinner', 1);
                        """)
            }
            #expect(try await Self.found(ledger).isSuperset(of: ["day_oversold 1", "add_on_oversold dinner"]))
        }
    }

    @Test(arguments: SeededGenerator.seeds(6))
    func `any history leaves sound books`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let steps = (0..<60).map { _ in (0..<4).map { _ in Int.random(in: 0..<1_000, using: &generator) } }
        try await withNetdev01 { ledger, _ in
            var people: [Registration.ID] = []
            for (number, step) in steps.enumerated() {
                let days = DaySet(bits: UInt16(step[1] % 15 + 1))
                guard let id = people.isEmpty ? nil : people[step[3] % people.count], step[0] % 6 > 0 else {
                    let category = Category.standard[step[2] % Category.standard.count]
                    let new = try NewRegistration.invented(
                        number, days: days, category: category, addOns: step[2] % 3 == 0 ? [.dinner] : [])
                    people.append(try await ledger.register(new, context: .desk()).result.id)
                    continue
                }
                let code = try await errorCode {
                    switch step[0] % 6 {
                    case 1: _ = try await ledger.pay(.of(Int64(step[2] + 1)), for: id, context: .desk())
                    case 2: _ = try await ledger.addAddOn(.dinner, to: id, context: .desk())
                    case 3 where step[2] % 3 == 0: _ = try await ledger.cancel(id, context: .desk())
                    default: _ = try await ledger.changeDays(of: id, to: days, context: .desk())
                    }
                }
                #expect([nil, "registration_cancelled", "add_on_full"].contains(code))
            }
            let report = try await ledger.audit()
            #expect(report.findings == [] && report.entries > 10)
            let balances = try await ledger.trialBalance()
            #expect(balances.map(\.balance).total() == .zero)
            let due = try await ledger.list(limit: 1_000).map(\.due).total()
            #expect(balances.filter { [.receivable, .refundsDue].contains($0.account) }.map(\.balance).total() == due)
        }
    }
}
