package import Conference
package import Foundation

/// Another program that is told of what happens, at an address that the organizer named.
package struct Webhook: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<Webhook, Int64>

    /// How many an event has at the most.
    package static let countMax = 20
    /// How long one that fails waits, time after time, in seconds; the last is repeated.
    package static let pauses = [5.0, 30, 120, 600, 1_800, 3_600]
    /// After so long without success it is stopped, in seconds: a day.
    package static let failingMax = 86_400.0

    package let id: ID
    package let url: WebhookAddress
    package let kinds: Set<FeedEvent.Kind>
    /// Whether the address may be one of a local network.
    package let allowsPrivate: Bool
    package let author: String
    package let made: Date
    /// Everything up to here was told or passed over.
    package let position: FeedPosition
    package let wantsTest: Bool
    /// How often the next one failed.
    package let failures: Int
    package let failingSince: Date?
    package let due: Date
    /// It failed for a day, or the other side wants no more.
    package let stopped: Date?
    /// The last answers that were kept, the latest first.
    package let attempts: [Attempt]

    /// One answer.
    package struct Attempt: Sendable, Hashable {
        /// The id of the message, as the other side knows it.
        package let message: String
        package let time: Date
        package let answer: WebhookAnswer
    }

    /// How it stands, in a word: `works`, `fails`, `stopped`.
    package var standing: String { stopped != nil ? "stopped" : failures > 0 ? "fails" : "works" }
}

/// What came of a message.
package enum WebhookAnswer: Sendable, Hashable {
    /// The status of HTTP; 2xx is success.
    case status(Int)
    /// There was no answer: `unreachable`, `slow`, `name_unknown`, `address_private`, `certificate_invalid`.
    case failed(String)

    package var isSuccess: Bool { if case .status(200..<300) = self { true } else { false } }
    /// Whether the other side says that it wants no more (RFC 9110, section 15.5.11).
    package var isGone: Bool { self == .status(410) }

    /// As people read it: `204`, `unreachable`.
    package var text: String {
        switch self {
        case .status(let status): String(status)
        case .failed(let code): code
        }
    }
}

/// Where a webhook goes: an https address with a name and a path, without anything secret.
package struct WebhookAddress: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    package let host: String
    package let port: Int

    /// - Throws: `webhook_address_invalid` for what is not an https address, one with a login or a fragment, and one over 2,000
    ///   characters.
    package init(_ text: String) throws {
        let invalid = OutboxError(.webhookAddressInvalid)
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let url = URLComponents(string: text), url.scheme?.lowercased() == "https", let host = url.host,
            !host.isEmpty, url.user == nil, url.password == nil, url.fragment == nil
        else { throw invalid }
        let port = url.port ?? 443
        guard (1...65_535).contains(port) else { throw invalid }
        description = text
        self.host = host
        self.port = port
    }
}
