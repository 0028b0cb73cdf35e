package import Conference
package import Foundation

/// One mail with its envelope.
package struct Envelope: Sendable, Hashable {
    package let sender: Mailbox
    package let recipient: Mailbox
    /// Header and body, CRLF.
    package let message: Data

    package init(from sender: Mailbox, to recipient: Mailbox, message: Data) {
        self.sender = sender
        self.recipient = recipient
        self.message = message
    }
}

/// What came of handing over one mail.
package enum Delivery: Sendable, Hashable {
    case accepted(status: Int, reply: String)
    /// Not now (4xx), or the connection broke before it was clear: it may be tried again.
    case deferred(status: Int, reply: String)
    /// Never (5xx).
    case refused(status: Int, reply: String)
}
