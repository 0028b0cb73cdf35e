// The numbers by which the door knows things. What they stand for (names, texts, tokens) stays outside.

/// The number of a registration within its event, as a credential carries it.
package struct RegistrationNumber: RawRepresentable, Hashable, Sendable {
    /// The number itself.
    package var rawValue: UInt32

    /// Wraps a number.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Which badge of a registration: 1 for the first, one more for each reprint; 0 is the e-ticket.
package struct IssueNumber: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number itself.
    package var rawValue: UInt16

    /// Wraps a number.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The e-ticket: good at the desk, not at a door.
    package static var ticket: IssueNumber { IssueNumber(rawValue: 0) }

    /// Earlier issues come first.
    package static func < (left: IssueNumber, right: IssueNumber) -> Bool { left.rawValue < right.rawValue }
}

/// The number of a gate within its event.
package struct GateNumber: RawRepresentable, Hashable, Sendable {
    /// The number itself.
    package var rawValue: UInt32

    /// Wraps a number.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The number of a device within its event.
package struct DeviceNumber: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number itself.
    package var rawValue: UInt32

    /// Wraps a number.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Devices enrolled earlier come first.
    package static func < (left: DeviceNumber, right: DeviceNumber) -> Bool { left.rawValue < right.rawValue }
}

/// The number of an add-on within its event.
package struct AddOnNumber: RawRepresentable, Hashable, Sendable {
    /// The number itself.
    package var rawValue: UInt32

    /// Wraps a number.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Names the note in which the desk wrote why it blocked someone; opaque here.
package struct BlockReference: RawRepresentable, Hashable, Sendable {
    /// The number itself.
    package var rawValue: UInt32

    /// Wraps a number.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Four random bytes, made with the event, that tell its badges from those of another event.
package struct EventTag: RawRepresentable, Hashable, Sendable {
    /// The four bytes, the first one most significant.
    package var rawValue: UInt32

    /// Wraps four bytes, the first one most significant.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Which of the event's signing keys made a signature.
package struct KeyID: RawRepresentable, Hashable, Sendable {
    /// The number itself.
    package var rawValue: UInt8

    /// Wraps a number.
    package init(rawValue: UInt8) { self.rawValue = rawValue }
}
