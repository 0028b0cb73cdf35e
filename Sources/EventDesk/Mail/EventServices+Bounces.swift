package import Conference
import EventStore
package import Foundation
package import MailFormat
package import Outbox
import RegistrationLedger

extension EventServices {
    /// The longest report that is read, in bytes.
    package static let bounceBytesMax = DeliveryReport.bytesMax

    /// Takes what a mail server reports: the mail is marked, and nothing more goes to that address until another one is
    /// known. What is only late changes nothing.
    ///
    /// - Returns: nil for a mail that is only late.
    /// - Throws: `bounce_unreadable`, `mail_unknown` for a mail that is not of this event.
    package func takeBounce(_ report: Data, context: WriteContext) async throws -> MailBounce? {
        guard let report = DeliveryReport(report) else { throw OutboxError(.bounceUnreadable) }
        guard let identifier = report.messageID else { throw OutboxError(.mailUnknown, ErrorDetail("mail", "")) }
        let mail = try await outbox.mail(messageID: identifier)
        guard report.isFinal else { return nil }
        let address = try await ledger.registration(mail.registration).person.email
        return try await outbox.bounce(
            mail.id, status: report.status, reply: report.diagnostic, address: address, context: context
        ).result
    }

    /// Looks for mail that was sent from this event and that its file knows nothing of: a machine sent it whose last doings were
    /// lost. What such a mail says was done there.
    ///
    /// - Parameter mailbox: a mail, or a mailbox with copies of what was sent.
    /// - Returns: how many mails of any event are in it, and those that this one does not know, in their order.
    /// - Throws: `mailbox_too_large`.
    package func lostMail(in mailbox: Data) async throws -> (count: Int, lost: [SentMail]) {
        guard mailbox.count <= SentMail.bytesMax else {
            throw ServerError(.mailboxTooLarge, ErrorDetail("limit", SentMail.bytesMax >> 20))
        }
        let mails = SentMail.all(in: mailbox)
        let unknown = try await outbox.unknown(messageIDs: mails.map(\.messageID))
        return (mails.count, mails.filter { unknown.contains($0.messageID) })
    }
}
