package import EventDesk

/// Gates of a programme's sessions, as JSON.
package struct ProgrammeBody: Encodable, Sendable {
    package let gates: [String]
    /// Sessions that do not lie within one day of the event.
    package let leftOut: [String]
    /// The event's description with these gates in it; it is not applied yet.
    package let description: String

    package init(_ programme: ProgrammeGates) {
        gates = programme.made.gates
        leftOut = programme.made.leftOut
        description = programme.description
    }
}
