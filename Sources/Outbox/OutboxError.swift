package import Conference

/// What the outbox refuses.
package typealias OutboxError = CodedError<OutboxErrorCode>

/// The codes of `OutboxError`, stable across versions; docs/error-codes.md has the words of each.
package enum OutboxErrorCode: String, ErrorCode {
    /// There is an announcement ‘{announcement}’ already.
    case announcementExists = "announcement_exists"
    /// There is no announcement ‘{announcement}’.
    case announcementUnknown = "announcement_unknown"
    /// The text of the announcement in {language} is missing.
    case announcementTextMissing = "announcement_text_missing"
    /// Mail {mail} was {state} already.
    case mailEnded = "mail_ended"
    /// There is no mail {mail}.
    case mailUnknown = "mail_unknown"
    /// That is no https address that a webhook can go to.
    case webhookAddressInvalid = "webhook_address_invalid"
    /// Nothing is named that it should be told of.
    case webhookKindsMissing = "webhook_kinds_missing"
    /// There is no webhook {webhook}.
    case webhookUnknown = "webhook_unknown"
    /// There are {limit} webhooks already.
    case webhooksTooMany = "webhooks_too_many"
}
