import CheckIn
import Conference
import EventStore

extension Device {
    /// Refuses to tell a door what happens at gates other than its own; all other devices see every gate.
    ///
    /// - Throws: `gate_not_allowed`.
    func checkSees(_ gate: Gate.ID) throws {
        guard sees(gate) else {
            throw CheckInError(.gateNotAllowed, ErrorDetail("device", name), ErrorDetail("gate", gate))
        }
    }
}
