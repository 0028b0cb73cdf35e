import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import OpenPGP
import Testing

@testable import Keysigning

/// Keys that could be taken for one another.
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
                let queries: [(String, String)] = try [
                    ("249C" + String(repeating: "0", count: 36), "keysigning_submission_key"),
                    (String(repeating: "0", count: 16), "keysigning_submission_key_id"),
                    ("ada@example.org", "keysigning_user_id_mail"),
                ].map { text, index in (SubmissionRecord.query(KeySearch(text, as: .participant).condition), index) }
                return try queries.map { query, index in
                    let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(query)", arguments: ["x"])
                        .map { $0["detail"] as String }
                    return (plan: plan.joined(separator: "; "), index: index)
                }
                    + [
                        (Neighbours.alike, "keysigning_submission_ends", ["fingerprint": "x"] as StatementArguments),
                        (Neighbours.sameMaterial, "keysigning_submission_material", ["id": 1]),
                    ].map { query, index, arguments in
                        let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(query)", arguments: arguments)
                            .map { $0["detail"] as String }
                        return (plan: plan.joined(separator: "; "), index: index)
                    }
            }
            for (plan, index) in plans {
                #expect(plan.contains("USING INDEX \(index) ") || plan.contains("USING COVERING INDEX \(index) "), "\(plan)")
                #expect(!plan.contains("SCAN"), "\(plan)")
            }
        }
    }
}
