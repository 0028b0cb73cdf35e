import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

/// Keys that could be taken for one another.
@Suite(.waitsForPrograms)
struct NeighbourTests {
    /// Submissions that nobody could hand in, straight into the tables.
    private func warnings(
        _ keys: [(fingerprint: String, material: UInt8)]
    ) async throws -> [[CertificateWarning]] {
        try await withNetdev01 { ledger, store in
            _ = try await ledger.register(.invented(1), context: .desk())
            return try await store.write { db in
                for (index, key) in keys.enumerated() {
                    try db.execute(
                        sql: """
                            INSERT INTO keysigning_submission
                                (id, registration, fingerprint, material_sha256, author, origin, at_ms)
                            VALUES (?, 1, ?, ?, '', '', 0)
                            """, arguments: [index + 1, key.fingerprint, Data(repeating: key.material, count: 32)])
                    try db.execute(
                        sql: """
                            INSERT INTO keysigning_certificate
                                (submission, version, packets, algorithm, capabilities, created_s, author, origin, at_ms)
                            VALUES (?, 1, x'00', 'ed25519', 'SC', 0, '', '', 0)
                            """, arguments: [index + 1])
                }
                return try keys.indices.map { index in
                    try Neighbours.warnings(
                        db, of: SubmissionRecord.fetch(db, id: .init(rawValue: Int64(index + 1))))
                }
            }
        }
    }

    @Test func `a key of the same numbers and another date is noticed`() async throws {
        let (one, twin, other) = (
            String(repeating: "A", count: 40), String(repeating: "C", count: 40), String(repeating: "E", count: 40)
        )
        let found = try await warnings([(one, 1), (twin, 1), (other, 2)])
        #expect(found[0] == [CertificateWarning(.sameKeyMaterial, ["fingerprint": twin])])
        #expect(found[1] == [CertificateWarning(.sameKeyMaterial, ["fingerprint": one])])
        #expect(found[2].isEmpty)
    }

    @Test func `a fingerprint that begins and ends like another is noticed`() async throws {
        let one = "249C" + String(repeating: "0", count: 32) + "028D"
        let alike = "249C" + String(repeating: "1", count: 32) + "028D"
        let half = "249C" + String(repeating: "1", count: 32) + "028E"
        let found = try await warnings([(one, 1), (alike, 2), (half, 3)])
        #expect(found[0] == [CertificateWarning(.looksLikeAnother, ["fingerprint": alike])])
        #expect(found[2].isEmpty)
    }

    @Test func `every look-up goes through an index`() async throws {
        try await withNetdev01 { _, store in
            let plans = try await store.read { db in
                let digits = String(repeating: "A", count: 40)
                let searches: [(text: String, index: String)] = [
                    (digits, "keysigning_submission_key"), (String(digits.prefix(16)), "keysigning_submission_key_id"),
                    ("ada@example.org", "keysigning_user_id_mail"),
                ]
                var plans: [(plan: String, index: String)] = []
                func explain(_ query: String, _ arguments: StatementArguments, uses index: String) throws {
                    let rows = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(query)", arguments: arguments)
                    plans.append((rows.map { $0["detail"] as String }.joined(separator: "; "), index))
                }
                for search in searches {
                    let wanted = try KeySearch(search.text, as: .participant)
                    for condition in [wanted.condition, wanted.conditionOnLists] {
                        try explain(SubmissionRecord.query(condition), ["x"], uses: search.index)
                    }
                }
                try explain(Neighbours.alike, ["fingerprint": digits], uses: "keysigning_submission_ends")
                try explain(Neighbours.sameMaterial, ["id": 1], uses: "keysigning_submission_material")
                return plans
            }
            for (plan, index) in plans {
                #expect(plan.contains("INDEX \(index) "), "\(plan)")
                #expect(!plan.contains("SCAN"), "\(plan)")
            }
        }
    }
}
