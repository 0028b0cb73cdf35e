package import CheckIn
package import Conference
import EventStore
import Foundation

/// Rehearsals, one at a time: on a copy of the event, or in a file of their own. The event itself is not touched.
extension EventServices {
    /// Tries everything that can happen at a gate, on a copy of the event that is then removed.
    ///
    /// - Throws: `rehearsal_running`, `gate_unknown`; `badge_missing` when the gate would let in nobody who has a badge.
    package func drill(at gate: Gate.ID) async throws -> [DoorDrill.Step] {
        try await rehearsals.run {
            try await Self.withTemporaryFolder { folder in
                let copy = try await store.copy(to: folder.appendingPathComponent("drill.lanyard"))
                defer { try? copy.close() }
                return try await DoorDrill(on: copy).run(at: gate)
            }
        }
    }

    /// Simulates doors with a bad network that scan invented people, in a file with this event's description that is
    /// then removed.
    ///
    /// - Parameter progress: is told how many scans were made.
    /// - Throws: `rehearsal_running`, `gate_unknown`.
    package func simulate(
        _ simulation: DoorSimulation, progress: (Int) -> Void = { _ in }
    ) async throws -> DoorSimulation.Report {
        let yaml = try await store.yaml()
        return try await rehearsals.run {
            try await Self.withTemporaryFolder { folder in
                let file = try await EventStore.create(
                    at: folder.appendingPathComponent("simulation.lanyard"), yaml: yaml, author: "simulation",
                    time: clock.now)
                defer { try? file.close() }
                return try await simulation.run(on: file, progress: progress)
            }
        }
    }

    /// A private folder for one piece of work.
    private static func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lanyard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
