import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What stands beside the journal, and what an owner of the file may try with it, row class by row class.
struct SealTests {
    private static let today = CivilDate(daysSince1970: 16_476)
    private static let january = CivilDate(daysSince1970: 16_466)

    /// A statement with a line that is booked and one that is nobody's, two totals of a terminal, a period, a drop.
    private static func withBooks(_ body: (RegistrationLedger, EventStore) async throws -> Void) async throws {
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            _ = try await ledger.close(until: january, context: .desk())
            _ = try await Statements.book(
                ledger,
                [
                    try Statements.line("E-TRANSFER \(ada.code)", 10_000, from: "A. PLACEHOLDER"),
                    try Statements.line("RENT OF A ROOM", 5_000, from: "B. PLACEHOLDER"),
                ])
            let waiting = try #require(try await ledger.bankLines(onlyWaiting: true, limit: 9).first)
            _ = try await ledger.dismiss(waiting.id, because: "another event", context: .desk())
            for cents in [100, 200] as [Int64] {
                _ = try await ledger.enterTerminal(
                    Money(cents: cents), on: today, terminal: "north", because: "", context: .desk())
            }
            _ = try await ledger.openTill(named: "north", float: Money(cents: 5_000), context: .desk())
            _ = try await ledger.dropCash(Money(cents: 1_000), fromTill: "north", context: .desk())
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: 4_000), context: .desk())
            try await body(ledger, store)
        }
    }

    private static func found(_ ledger: RegistrationLedger, _ anchors: [Anchor] = []) async throws -> [String] {
        try await ledger.audit(anchors: anchors).findings.map { finding in
            "\(finding.code) \(finding.subject)\(finding.details["chain"].map { " \($0)" } ?? "")"
        }
    }

    @Test(arguments: [
        ("UPDATE statement SET author = 'somebody'", "record_differs statement 1"),
        ("UPDATE statement SET form = 'ofx'", "record_differs statement 1"),
        ("UPDATE statement_line SET cents = cents + 1 WHERE id = 2", "record_differs statement_line 1–2"),
        ("UPDATE statement_line SET cents = cents + 1 WHERE id = 1", "record_differs statement_line 1"),
        ("UPDATE statement_line SET dated = '2015-02-04' WHERE id = 1", "record_differs statement_line 1–2"),
        ("UPDATE statement_line SET registration = NULL WHERE id = 1", "record_differs statement_line 1–2"),
        ("UPDATE statement_line SET words = 'something else' WHERE id = 2", "record_differs statement_line 2"),
        ("UPDATE statement_line SET counterparty = 'C' WHERE id = 2", "record_differs statement_line 2"),
        (
            "DELETE FROM statement_settlement WHERE line = 2; DELETE FROM statement_line WHERE id = 2",
            "record_differs statement_line 1–2"
        ),
        (
            """
            INSERT INTO statement_line
            SELECT 3, statement, 9, dated, cents, '', words_sha256, NULL, '', '' FROM statement_line WHERE id = 2
            """,
            "record_unsealed statement_line 3"
        ),
        ("UPDATE statement_settlement SET outcome = 'booked' WHERE id = 2", "record_differs statement_settlement 2"),
        ("UPDATE statement_settlement SET reason = 'ours' WHERE id = 2", "record_differs statement_settlement 2"),
        ("DELETE FROM statement_settlement WHERE id = 2", "record_differs statement_settlement 2"),
        ("DELETE FROM statement_share", "record_differs statement_settlement 1"),
        ("UPDATE terminal_total SET cents = 100", "record_differs terminal_total 2"),
        ("UPDATE terminal_total SET reason = 'x' WHERE number = 1", "record_differs terminal_total 1"),
        ("DELETE FROM terminal_total WHERE number = 2", "record_differs terminal_total 2"),
        ("UPDATE period SET end_ms = end_ms - 1", "record_differs period 1"),
        ("UPDATE period SET anchor = 'lanyard-anchor-v1'", "record_differs period 1"),
        ("DELETE FROM period", "record_differs period 1"),
        ("UPDATE seal SET digest = randomblob(32) WHERE number = 2", "seal_broken 2"),
        ("UPDATE seal SET subject = 'something' WHERE number = 2", "seal_broken 2"),
        ("UPDATE seal SET last = 9 WHERE number = 2", "seal_broken 2"),
        ("DELETE FROM seal WHERE number = 2", "seal_broken 3"),
        ("DELETE FROM seal", "record_unsealed terminal_total 2"),
        ("UPDATE till_drop SET cents = 500", "till_differs #1"),
        ("DELETE FROM till_drop", "till_differs #1"),
        ("UPDATE place SET taken = taken + 1", "seats_differ day:1"),
        ("UPDATE posting SET account = 'bank' WHERE entry = 1 AND line = 1", "hash_wrong 1"),
        ("DELETE FROM posting WHERE entry = 1 AND line = 1", "posting_missing 1"),
    ])
    func `an edit of what stands beside the journal is found`(sql: String, expected: String) async throws {
        try await Self.withBooks { ledger, store in
            #expect(try await Self.found(ledger) == [])
            try await AnchorTests.tamper(store, sql)
            let found = try await Self.found(ledger)
            #expect(found.contains(expected), "\(found)")
        }
    }

    @Test func `seals that are cut off with what they seal are found by an anchor`() async throws {
        try await Self.withBooks { ledger, store in
            let anchor = try await ledger.close(
                until: CivilDate("2015-02-09"), context: .desk()
            ).result
            try await AnchorTests.tamper(
                store,
                """
                DELETE FROM period WHERE number = 2; DELETE FROM terminal_total;
                DELETE FROM seal WHERE subject = 'terminal_total' OR subject = 'period' AND last = 2
                """)
            #expect(try await Self.found(ledger) == [])
            #expect(try await Self.found(ledger, [anchor]) == ["anchor_differs 2015-02-09 seals"])
        }
    }

    @Test func `the words of somebody who is erased go, and the seals hold`() async throws {
        try await Self.withBooks { ledger, _ in
            let ada = try await ledger.list(limit: 1)[0].registration.id
            _ = try await ledger.erase(ada, context: .desk())
            #expect(try await ledger.bankLines(onlyWaiting: false, limit: 9).map(\.words) == ["RENT OF A ROOM", ""])
            #expect(try await ledger.audit().findings == [])
        }
    }
}
