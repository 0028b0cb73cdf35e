import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Periods that are closed, what their anchors promise, and what an owner of the file may try.
struct AnchorTests {
    /// 31 January 2015.
    private static let january = CivilDate(daysSince1970: 16_466)

    /// Two people, payments, a till that was closed, a receipt and somebody who cancelled; all in January.
    private static func withBooks(
        _ body: (RegistrationLedger, EventStore, _ people: [Registration.ID]) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst)) { ledger, store in
            let people = try await (1...3).asyncMap {
                try await ledger.register(.invented($0, days: .first(2)), context: .desk(at: .january)).result.id
            }
            _ = try await ledger.openTill(named: "north", float: Money(cents: 5_000), context: .desk(at: .january))
            let cash = try Payment(amount: nil, method: .cash, till: "north", note: "")
            _ = try await ledger.pay(cash, for: people[0], context: .desk(at: .january))
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: 27_000), context: .desk(at: .january))
            _ = try await ledger.issueDocument(for: people[0], context: .desk(at: .january))
            _ = try await ledger.cancel(people[2], context: .desk(at: .january))
            try await body(ledger, store, people)
        }
    }

    /// What somebody with the file and SQLite can do.
    static func tamper(_ store: EventStore, _ sql: String) async throws {
        try await store.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
            let triggers = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            try db.execute(sql: sql)
        }
    }

    private static func found(_ ledger: RegistrationLedger, _ anchors: [Anchor] = []) async throws -> Set<String> {
        Set(try await ledger.audit(anchors: anchors).findings.map { "\($0.code) \($0.subject)" })
    }

    @Test func `nothing is booked into a closed period, and a refund afterwards names it`() async throws {
        try await Self.withBooks { ledger, _, people in
            let anchor = try await ledger.close(until: Self.january, context: .desk()).result
            #expect(anchor.until == Self.january && anchor.heads[.journal]?.number == 7)
            let late = WriteContext.desk(at: .january)
            let code = try await errorCode { _ = try await ledger.pay(.of(100), for: people[1], context: late) }
            #expect(code == "period_closed")
            for (date, expected) in [
                ("2015-01-31", "period_closed"), ("2015-01-01", "period_closed"), ("2030-01-01", "period_not_over"),
            ] {
                let until = try CivilDate(date)
                #expect(
                    try await errorCode { _ = try await ledger.close(until: until, context: .desk()) } == expected)
            }
            _ = try await ledger.cancel(people[0], context: .desk())
            _ = try await ledger.refund(nil, by: .card, note: "ill", for: people[0], context: .desk())
            let refund = try await ledger.story(of: people[0]).entries.last
            #expect(refund?.memo == "ill; paid in the period until 2015-01-31")
            #expect(try await Self.found(ledger, [anchor]) == [])
            #expect(try await ledger.closedPeriods() == [anchor])
        }
    }

    @Test func `a refund names the closed period that it reaches back into, whoever paid then`() async throws {
        try await Self.withBooks { ledger, _, people in
            func memo(_ id: Registration.ID) async throws -> String? {
                try await ledger.story(of: id).entries.last { $0.kind == .refund }?.memo
            }
            func refund(_ cents: Int64?, to id: Registration.ID) async throws -> String? {
                _ = try await ledger.refund(
                    cents.map { Money(cents: $0) }, by: .card, note: "", for: id, context: .desk())
                return try await memo(id)
            }
            _ = try await ledger.close(until: Self.january, context: .desk())
            let named = "paid in the period until 2015-01-31"
            // Paid in January, passed on in February: the heir's refund is of January.
            let heir = try await ledger.transfer(
                people[0], to: .invented(9), language: .english, context: .desk()
            ).result.id
            _ = try await ledger.addAddOn(.dinner, to: heir, context: .desk())
            _ = try await ledger.pay(.of(6_780, .card), for: heir, context: .desk())
            _ = try await ledger.cancel(heir, context: .desk())
            #expect(try await refund(6_000, to: heir) == "", "that came in since")
            #expect(try await refund(1_000, to: heir) == named, "780 of it did, the rest in January")
            #expect(try await refund(nil, to: heir) == named)
            // Paid in the open period alone: nothing to name.
            _ = try await ledger.pay(.of(22_600, .card), for: people[1], context: .desk())
            _ = try await ledger.cancel(people[1], context: .desk())
            #expect(try await refund(nil, to: people[1]) == "")
        }
    }

    @Test func `an anchor is read as it was written, with the line ends of any system`() async throws {
        try await Self.withBooks { ledger, _, _ in
            let anchor = try await ledger.close(until: Self.january, context: .desk()).result
            #expect(try Anchor(parsing: anchor.text) == anchor)
            #expect(try Anchor(parsing: anchor.text.replacing("\n", with: "\r\n")) == anchor)
            for text in ["", "hello", String(anchor.text.dropFirst()), String(anchor.text.prefix(200))] {
                #expect(throws: LedgerError.self) { try Anchor(parsing: text) }
            }
            let other = try Anchor(parsing: anchor.text.replacing("until: 2015-01-31", with: "until: 2015-01-30"))
            #expect(try await Self.found(ledger, [other]) == ["anchor_forged 2015-01-30"])
            try await withNetdev01 { stranger, _ in
                let found = try await Self.found(stranger, [anchor])
                #expect(found == ["anchor_foreign 2015-01-31"])
            }
        }
    }

    @Test(arguments: [
        ("UPDATE till SET counted_cents = counted_cents - 100", "till_differs #1"),
        ("UPDATE till SET float_cents = float_cents - 100", "till_differs #1"),
        ("UPDATE charge_tax SET cents = cents - 1 WHERE entry = 1", "hash_wrong 1"),
        ("UPDATE charge_line SET item = 'four-days' WHERE entry = 1", "hash_wrong 1"),
        ("DELETE FROM charge_tax WHERE entry = 1", "hash_wrong 1"),
        ("UPDATE payment SET method = 'card'", "hash_wrong 5"),
        ("UPDATE payment SET tendered_cents = 30000", "hash_wrong 5"),
        (
            "UPDATE document SET figures = json_set(figures, '$.taxes[0].registrationNumber', '1')",
            "document_differs receipt 1"
        ),
        (
            "UPDATE document SET figures = json_set(figures, '$.taxes[0].ratePercent', '5')",
            "document_differs receipt 1"
        ),
        (
            "UPDATE document SET recipient = json_set(recipient, '$.name', 'Somebody Else')",
            "document_differs receipt 1"
        ),
        ("DELETE FROM document_entry; DELETE FROM document", "document_missing receipt 1"),
        (
            "DELETE FROM registration_day WHERE registration = 3; DELETE FROM registration WHERE id = 3",
            "registration_missing #3"
        ),
        ("UPDATE registration_history SET author = 'somebody' WHERE id = 2", "history_broken 2"),
        ("DELETE FROM registration_history WHERE id = 2", "history_broken 3"),
        ("DELETE FROM request", "request_missing 1"),
        ("DELETE FROM request WHERE number = 2", "request_broken 2"),
        ("UPDATE request SET result = '{}' WHERE number = 1", "request_broken 1"),
        ("UPDATE retained SET cents = cents + 1; INSERT INTO retained VALUES (1, 1, 100)", "charge_differs"),
        ("UPDATE registration SET days = 70000 WHERE id = 1", "row_impossible registration 1"),
        ("UPDATE registration SET category = '' WHERE id = 1", "row_impossible registration_unreadable"),
        ("UPDATE registration SET category = 'king' WHERE id = 1", "row_impossible category of registration 1"),
        ("UPDATE registration SET country = 'Q1' WHERE id = 1", "row_impossible"),
    ])
    func `an edit is found`(sql: String, expected: String) async throws {
        try await Self.withBooks { ledger, store, _ in
            #expect(try await Self.found(ledger) == [])
            try await Self.tamper(store, sql)
            let found = try await Self.found(ledger)
            #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
        }
    }

    /// The last rows of each chain can be cut off by somebody who seals the rest; the anchor knows how far they went.
    @Test(arguments: [
        (
            "journal",
            "DELETE FROM posting WHERE entry = 7; DELETE FROM charge_line WHERE entry = 7; "
                + "DELETE FROM charge_tax WHERE entry = 7; DELETE FROM journal_entry WHERE number = 7"
        ),
        ("history", "DELETE FROM registration_history WHERE id = (SELECT max(id) FROM registration_history)"),
        ("requests", "DELETE FROM request WHERE number >= (SELECT max(number) - 1 FROM request)"),
    ])
    func `what is cut off before an anchor is found by it`(chain: String, sql: String) async throws {
        try await Self.withBooks { ledger, store, _ in
            let anchor = try await ledger.close(until: Self.january, context: .desk()).result
            try await Self.tamper(store, sql)
            let findings = try await ledger.audit(anchors: [anchor]).findings
            #expect(findings.contains { $0.code == .anchorDiffers && $0.details["chain"] == chain })
        }
    }

    /// The worst that an owner of the file can do: rewrite a row and seal all that follows anew. Without an anchor kept
    /// elsewhere, nothing tells.
    @Test func `whoever seals everything anew is found by the anchor alone`() async throws {
        try await Self.withBooks { ledger, store, _ in
            let anchor = try await ledger.close(until: Self.january, context: .desk()).result
            try await Self.tamper(
                store, "UPDATE registration_history SET author = 'somebody' WHERE id = 2")
            try await store.write { db in
                var previous = HashChain.origin
                for row in try Row.fetchAll(db, sql: "SELECT * FROM registration_history ORDER BY id") {
                    let vouches: Data? = row["vouches"]
                    previous = HashChain.next(
                        previous,
                        [
                            "\(row["id"] as Int64)", "\(row["registration"] as Int64)", row["kind"], row["detail"],
                            row["author"], row["origin"], "\(row["at_ms"] as Int64)",
                            vouches?.base64EncodedString() ?? "",
                        ])
                    try db.execute(
                        sql: "UPDATE registration_history SET hash = ? WHERE id = ?",
                        arguments: [previous, row["id"] as Int64])
                }
            }
            #expect(try await Self.found(ledger) == [])
            #expect(try await Self.found(ledger, [anchor]) == ["anchor_differs 2015-01-31"])
        }
    }
}

struct DuplicateTests {
    private static func person(_ name: String, _ affiliation: String, _ email: String) throws -> NewRegistration {
        try NewRegistration(
            person: Person(name: name, badgeName: "", affiliation: affiliation, email: email), category: .attendee,
            days: .first(1), addOns: [], reference: nil)
    }

    @Test func `the same name with the same address or affiliation is told, whatever case and accents`() async throws {
        try await withNetdev01 { ledger, _ in
            let first = try await ledger.register(
                Self.person("Zoé Example", "Packet Works", "zoe@example.org"), context: .desk()
            ).result.id
            for (name, affiliation, email, isSame) in [
                ("ZOE EXAMPLE", "", "ZOE@example.org", true), ("Zoé Example", "packet works", "", true),
                ("Zoé Example", "Elsewhere", "other@example.org", false), ("Zoé Example", "", "", false),
                ("Zoé Exampleton", "Packet Works", "zoe@example.org", false),
            ] {
                let new = try Self.person(name, affiliation, email)
                let told = try await ledger.duplicates(of: new.person).map(\.id)
                #expect(told == (isSame ? [first] : []), "\(name) \(affiliation) \(email)")
            }
            let second = try await ledger.register(
                Self.person("Zoe Example", "", "zoe@example.org"), context: .desk()
            ).result.id
            #expect(try await ledger.duplicates(of: first).map(\.id) == [second])
            _ = try await ledger.merge(second, into: first, context: .desk())
            #expect(try await ledger.duplicates(of: first) == [])
        }
    }
}
