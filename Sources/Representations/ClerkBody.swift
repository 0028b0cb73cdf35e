package import EventStore

/// Somebody who has a PIN at a shared device.
package struct ClerkBody: Encodable, Sendable {
    package let name: String
    /// Whether it was wrong too often.
    package let locked: Bool
    package let here: Bool

    package init(_ clerk: Clerk) {
        name = clerk.name
        locked = clerk.isLocked
        here = clerk.isHere
    }
}
