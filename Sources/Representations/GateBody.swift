package import CheckIn
import Conference
import DoorRules

/// A gate as JSON.
package struct GateBody: Encodable, Sendable {
    package let id: String
    package let name: String
    package let days: [Int]
    package let opens: String
    package let closes: String
    package let closedForEver: Bool
    package let admitted: Int
    package let refused: Int
    /// How many are inside now; nil if the gate counts nobody out.
    package let inside: Int?
    /// How many people have room; nil for no limit.
    package let capacity: Int?
    /// How much room is left: `roomy`, `nearly_full` from nine tenths on, `full`; nil for no limit.
    package let crowding: String?
    /// How many came in as a second person on the same badge, while a door was alone.
    package let conflicts: Int
    /// How many scans got each verdict and were not undone.
    package let verdicts: [String: Int]

    package init(_ status: GateStatus) {
        id = status.gate.id.rawValue
        name = status.gate.name
        days = status.gate.days.numbers
        opens = status.gate.opensAt.description
        closes = status.gate.closesAt.description
        closedForEver = status.closing != nil
        admitted = status.admitted
        refused = status.refused
        inside = status.inside
        capacity = status.gate.capacity
        crowding = status.crowding?.word
        conflicts = status.conflicts
        verdicts = Dictionary(uniqueKeysWithValues: status.verdicts.map { ($0.key.word, $0.value) })
    }
}
