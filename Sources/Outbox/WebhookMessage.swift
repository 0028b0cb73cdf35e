import Conference
import Crypto
package import Foundation

/// A message as it goes to another program: body and headers as Standard Webhooks has them.
package struct WebhookMessage: Sendable {
    /// The same, however often it is sent: the other side tells a repetition by it.
    package let id: String
    package let body: Data

    /// - Parameter incarnation: of the event's file; a restored one counts on elsewhere.
    package init(_ event: FeedEvent, slug: String, incarnation: Int, zone: TimeZone) throws {
        id = "\(slug)-\(incarnation)-\(event.position)"
        body = try JSONText.encode(Content(event, id: id, slug: slug, zone: zone))
    }

    /// A message that says nothing.
    ///
    /// - Parameter number: another for each test.
    package init(testing webhook: Webhook.ID, number: Int64, slug: String, time: Date, zone: TimeZone) throws {
        id = "\(slug)-test-\(webhook)-\(number)"
        let event = FeedEvent(.test, time: time, registration: nil, position: .start)
        body = try JSONText.encode(Content(event, id: id, slug: slug, zone: zone))
    }

    /// `webhook-id`, `webhook-timestamp`, `webhook-signature`: HMAC-SHA-256 over id, time and body, with blanks between nothing
    /// and full stops between them.
    ///
    /// - Parameters:
    ///   - secret: 32 bytes.
    ///   - time: when it is sent; receivers refuse what is too old.
    package func headers(secret: Data, at time: Date) -> [(name: String, value: String)] {
        let stamp = String(Int64(time.timeIntervalSince1970.rounded(.down)))
        let signed = Data("\(id).\(stamp).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret))
        return [
            ("webhook-id", id), ("webhook-timestamp", stamp),
            ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
    }

    /// What the other side is given once, to check signatures with: `whsec_` and the secret in base 64.
    package static func shown(_ secret: Data) -> String { "whsec_" + secret.base64EncodedString() }

    private struct Content: Encodable {
        let type: String
        let timestamp: String
        let data: FeedEventData

        init(_ event: FeedEvent, id: String, slug: String, zone: TimeZone) {
            type = event.kind.rawValue
            timestamp = Timestamp(event.time, in: zone).description
            data = FeedEventData(event, event: slug)
        }
    }
}

/// The ids and codes of an event, as JSON.
package struct FeedEventData: Encodable, Sendable {
    private let fields: [(name: String, value: FeedEvent.Particular)]

    /// - Parameter event: the short name of the conference; nil to leave it out.
    package init(_ happened: FeedEvent, event slug: String? = nil) {
        let registration = happened.registration.map {
            [("registration", FeedEvent.Particular.number(Int64($0.rawValue)))]
        }
        fields = (slug.map { [("event", .word($0))] } ?? []) + (registration ?? []) + happened.particulars
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for field in fields {
            switch field.value {
            case .number(let number): try container.encode(number, forKey: Key(field.name))
            case .word(let word): try container.encode(word, forKey: Key(field.name))
            }
        }
    }
}
