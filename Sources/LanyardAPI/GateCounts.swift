import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardHTTP
import Representations

/// The counts of all gates as an event for those who watch, worked out once for all of them and at most once a second: with
/// hundreds of thousands of scans in the file that is a few hundredths of a second's work.
actor GateCounts {
    private static let pause = Duration.seconds(1)

    /// The counts of a moment, under a number that grows when they change.
    struct Counts: Sendable {
        let gates: [GateBody]
        let number: Int
        /// For those who see every gate.
        private let event: ServerSentEvent

        fileprivate init(_ gates: [GateBody], number: Int) throws {
            self.gates = gates
            self.number = number
            event = try ServerSentEvent("counts", ["gates": gates])
        }

        /// What a device is told of them: a door of its own gates.
        func event(for device: Device) throws -> ServerSentEvent {
            guard device.role == .door, !device.gates.isEmpty else { return event }
            return try ServerSentEvent("counts", ["gates": gates.filter { device.sees(Gate.ID(rawValue: $0.id)) }])
        }
    }

    private let services: EventServices
    private var made: Counts?
    private var mark: DoorMark?
    private var lastLook: ContinuousClock.Instant?
    private var isLooking = false

    init(services: EventServices) { self.services = services }

    /// The counts as they were at most a second ago, under a number that grows when they change; nil while they are
    /// worked out for the first time.
    func latest() async throws -> Counts? {
        let now = ContinuousClock.now
        if let lastLook, now - lastLook < Self.pause { return made }
        guard !isLooking else { return made }
        isLooking = true
        defer { isLooking = false }
        let found = try await services.checkIn.mark(at: services.clock.now)
        if found != mark {
            let gates = try await services.checkIn.gates(at: services.clock.now).map(GateBody.init)
            made = try Counts(gates, number: (made?.number ?? 0) + 1)
            mark = found
        }
        lastLook = now
        return made
    }
}
