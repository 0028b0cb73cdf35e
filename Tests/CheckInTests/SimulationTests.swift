import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import CheckIn

@Suite struct SimulationTests {
    @Test(arguments: [UInt64](1...6))
    func `whatever the network does, the file ends with what the doors did`(seed: UInt64) async throws {
        let door = try await Door()
        let simulation = try DoorSimulation(doors: 4, people: 20, scans: 150, seed: seed)
        let report = try await simulation.run(on: door.store) { _ in }
        #expect(report.isRight, "seed \(seed): \(report)")
        #expect(report.online + report.alone == 150)
        #expect(report.admitted == 20 || report.letIn < 150)
        #expect(report.alone > 0)
    }

    /// A gate of each frequency, with people who come and go.
    @Test(arguments: ["main", "party", "staff", "lounge"], [UInt64](11...13))
    func `people who come and go at doors with a bad network are counted as they passed`(
        gate: String, seed: UInt64
    ) async throws {
        let door = try await Door()
        let simulation = try DoorSimulation(
            doors: 4, people: 8, scans: 150, seed: seed, gate: Gate.ID(rawValue: gate))
        let report = try await simulation.run(on: door.store) { _ in }
        #expect(report.isRight, "seed \(seed): \(report)")
        #expect(report.letOut > 0 && report.alone > 0)
        // Where an exit opens the gate again, people come in more than once.
        #expect(report.admitted > 8 || gate == "main" || gate == "party")
    }

    @Test func `the same seed repeats the same run`() async throws {
        let simulation = try DoorSimulation(doors: 3, people: 10, scans: 80, seed: 99)
        let (one, other) = (try await Door(), try await Door())
        let first = try await simulation.run(on: one.store) { _ in }
        let second = try await simulation.run(on: other.store) { _ in }
        #expect(first == second)
        #expect(first.conflicts > 0)
    }

    @Test func `a simulation has limits`() async throws {
        #expect(
            try await errorCode { _ = try DoorSimulation(doors: 201, people: 1, scans: 1, seed: 1) }
                == "simulation_too_large")
    }
}
