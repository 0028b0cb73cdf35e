package import Conference
import EventStore
import GRDB

/// Scans of a gate with one verdict, of which some may have been undone since.
package struct ScanTotal: Sendable, Hashable {
    package let gate: Gate.ID
    /// Its stable word.
    package let verdict: String
    package let scans: Int
}

extension CheckInService {
    /// Every scan that was ever recorded, by gate and verdict; what was undone is among them, so that no number goes down.
    package func scanTotals() async throws -> [ScanTotal] {
        try await totals(
            """
            SELECT gate.id AS gate, scan.verdict AS verdict, count(*) AS scans FROM gate
            JOIN scan ON scan.gate = gate.number GROUP BY scan.gate, scan.verdict
            """)
    }

    /// Those of them that were undone.
    package func undoneTotals() async throws -> [ScanTotal] {
        try await totals(
            """
            SELECT gate.id AS gate, scan.verdict AS verdict, count(*) AS scans FROM scan_undo
            JOIN scan ON scan.id = scan_undo.scan JOIN gate ON gate.number = scan.gate GROUP BY scan.gate, scan.verdict
            """)
    }

    private struct Record: RowRecord {
        let gate: String
        let verdict: String
        let scans: Int
    }

    private func totals(_ sql: String) async throws -> [ScanTotal] {
        try await store.read { db in
            try Record.fetchAll(db, sql: sql).map {
                ScanTotal(gate: Gate.ID(rawValue: $0.gate), verdict: $0.verdict, scans: $0.scans)
            }
        }
    }
}
