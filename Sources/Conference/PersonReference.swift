/// How somebody names a registration: by its number (`#17`), by its code, or by its reference in another system.
package enum PersonReference: Sendable, Hashable {
    case number(Registration.ID)
    /// A code, or a reference from another system: only the event's file can tell which.
    case text(String)

    /// What somebody typed, scanned or sent.
    package init(_ text: String) {
        if text.hasPrefix("#"), let number = UInt32(text.dropFirst()) {
            self = .number(Registration.ID(rawValue: number))
        } else {
            self = .text(text)
        }
    }
}
