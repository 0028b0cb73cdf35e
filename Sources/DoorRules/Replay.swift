/// Whether a scan is new, by what is stored under its device and nonce: row 0 of the checks.
package enum Replay: Hashable, Sendable {
    /// Nothing is stored: the scan is to be decided.
    case new
    /// The very same scan is stored: its verdict is the answer again, whatever has changed since; nothing is recorded.
    case repeated
    /// Another scan is stored under the same nonce: the device is at fault, and neither verdict is its answer.
    case conflicting

    /// Compares a scan with what is stored under its device and nonce.
    ///
    /// What makes two scans the same is the gate, the direction and what was presented; a clock may differ.
    package init<Content: Equatable>(of scan: Content, stored: Content?) {
        guard let stored else {
            self = .new
            return
        }
        self = stored == scan ? .repeated : .conflicting
    }
}
