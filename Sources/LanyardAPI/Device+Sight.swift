import CheckIn
import Conference
import EventStore

extension Device {
    /// Refuses a door what happens at gates that are not its own; all others see every gate.
    ///
    /// - Throws: `gate_not_allowed`.
    func checkSees(_ gate: Gate.ID) throws {
        guard sees(gate) else {
            throw CheckInError(.gateNotAllowed, ErrorDetail("device", name), ErrorDetail("gate", gate))
        }
    }
}
