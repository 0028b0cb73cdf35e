package import Conference
package import EventDesk
import EventStore
import Foundation
package import Outbox

/// Some of what happened, as JSON.
package struct FeedBody: Encodable, Sendable {
    package let items: [Item]
    /// Where the next look goes on, also where nothing follows yet.
    package let next: String
    /// Whether more follows at once.
    package let more: Bool

    package struct Item: Encodable, Sendable {
        package let type: String
        package let timestamp: String
        package let data: FeedEventData
        /// Where whoever stopped here goes on.
        package let cursor: String
    }

    package init(_ page: FeedPage, event: EventDefinition) {
        items = page.events.map { happened in
            Item(
                type: happened.kind.rawValue, timestamp: Timestamp(happened.time, in: event.zone).description,
                data: FeedEventData(happened), cursor: happened.position.description)
        }
        next = page.next.description
        more = page.hasMore
    }
}

/// A webhook, as JSON.
package struct WebhookBody: Encodable, Sendable {
    package let id: Int64
    package let url: String
    package let kinds: [String]
    package let allowsPrivate: Bool
    package let author: String
    package let made: String
    /// `works`, `fails`, `stopped`.
    package let standing: String
    /// Everything up to here was told.
    package let cursor: String
    package let failures: Int
    package let failingSince: String?
    /// When it is tried again; nil where nothing failed.
    package let due: String?
    package let answers: [Answer]
    /// To check signatures with; given once, when it is made.
    package let secret: String?

    package struct Answer: Encodable, Sendable {
        package let message: String
        package let time: String
        package let answer: String
    }

    /// - Parameter secret: of the keys folder; nil where it is not told.
    package init(_ webhook: Webhook, event: EventDefinition, secret: String? = nil) {
        func text(_ time: Date) -> String { Timestamp(time, in: event.zone).description }
        id = webhook.id.rawValue
        url = webhook.url.description
        kinds = webhook.kinds.map(\.rawValue).sorted()
        allowsPrivate = webhook.allowsPrivate
        author = webhook.author
        made = text(webhook.made)
        standing = webhook.standing
        cursor = webhook.position.description
        failures = webhook.failures
        failingSince = webhook.failingSince.map(text)
        due = webhook.failures > 0 && webhook.stopped == nil ? text(webhook.due) : nil
        answers = webhook.attempts.map {
            Answer(message: $0.message, time: text($0.time), answer: $0.answer.text)
        }
        self.secret = secret
    }
}
