package import Conference
import EventStore
package import Foundation
import GRDB

/// One mail to one person, waiting or done.
package struct OutboxMail: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<OutboxMail, Int64>

    package let id: ID
    package let registration: Registration.ID
    package let occasion: MailOccasion
    /// What it is about, within its occasion.
    package let about: String
    /// What happened, without personal data.
    package let detail: String
    /// The local part of its Message-ID, the same for every attempt.
    package let messageID: String
    package let author: String
    /// When it was written: the date that it carries.
    package let time: Date
    package let state: State
    /// It is not tried before.
    package let due: Date
    package let deferrals: Int
    package let ended: Date?
    /// Why nothing was sent: a code; nil where the server's answer says it.
    package let because: String?
    /// What the server last answered; nil where it was not asked yet.
    package let lastAttempt: Attempt?

    package init(
        id: ID, registration: Registration.ID, occasion: MailOccasion, about: String, detail: String, messageID: String,
        author: String, time: Date, state: State, due: Date, deferrals: Int, ended: Date?, because: String?,
        lastAttempt: Attempt?
    ) {
        self.id = id
        self.registration = registration
        self.occasion = occasion
        self.about = about
        self.detail = detail
        self.messageID = messageID
        self.author = author
        self.time = time
        self.state = state
        self.due = due
        self.deferrals = deferrals
        self.ended = ended
        self.because = because
        self.lastAttempt = lastAttempt
    }

    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case waiting, sent, failed, cancelled
    }

    /// What a server answered.
    package struct Attempt: Sendable, Hashable {
        package let time: Date
        package let answer: MailAnswer
    }
}

/// What a server said to one mail.
package struct MailAnswer: Sendable, Hashable {
    package let kind: Kind
    /// As SMTP numbers it (RFC 5321, section 4.2); 0 where the connection broke.
    package let status: Int
    /// What the server wrote.
    package let reply: String

    package init(_ kind: Kind, status: Int, reply: String) {
        self.kind = kind
        self.status = status
        self.reply = reply
    }

    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case accepted
        /// Not now (4xx, or a connection that broke): it is tried again.
        case deferred
        /// Never (5xx).
        case refused
    }
}

/// What keeps all mail from going out.
package struct MailTrouble: Sendable, Hashable {
    package let code: String
    /// What the server wrote; empty where it wrote nothing.
    package let reply: String
    package let since: Date
    package let time: Date
}

/// How the outbox stands.
package struct OutboxStanding: Sendable, Hashable {
    package let isPaused: Bool
    package let counts: [OutboxMail.State: Int]
    package let trouble: MailTrouble?
    /// When the next one is due; nil where none waits.
    package let nextDue: Date?
}

/// Rows of the tables, as values.
struct MailRecord: RowRecord {
    let id: OutboxMail.ID
    let registration: Registration.ID
    let occasion: String
    let about: String
    let detail: String
    let messageId: String
    let author: String
    let atMs: Int64
    let state: String
    let dueMs: Int64
    let deferrals: Int
    let endedMs: Int64?
    let because: String?
    let answer: String?
    let status: Int?
    let reply: String?
    let answeredMs: Int64?

    /// Mail with its last answer.
    static let columns = """
        SELECT mail.*, answer, status, reply, mail_attempt.at_ms AS answered_ms FROM mail
        LEFT JOIN mail_attempt
            ON mail_attempt.id = (SELECT max(id) FROM mail_attempt WHERE mail = mail.id)
        """

    /// - Throws: `mail_unknown` for words that no version of this program writes.
    func mail() throws -> OutboxMail {
        guard let occasion = MailOccasion(rawValue: occasion), let state = OutboxMail.State(rawValue: state) else {
            throw OutboxError(.mailUnknown, ErrorDetail("mail", id))
        }
        var attempt: OutboxMail.Attempt?
        if let kind = answer.flatMap(MailAnswer.Kind.init(rawValue:)), let status, let reply, let answeredMs {
            attempt = OutboxMail.Attempt(
                time: Date(milliseconds: answeredMs), answer: MailAnswer(kind, status: status, reply: reply))
        }
        return OutboxMail(
            id: id, registration: registration, occasion: occasion, about: about, detail: detail,
            messageID: messageId, author: author, time: Date(milliseconds: atMs), state: state,
            due: Date(milliseconds: dueMs), deferrals: deferrals, ended: endedMs.map { Date(milliseconds: $0) },
            because: because, lastAttempt: attempt)
    }
}

struct TroubleRecord: RowRecord {
    let sinceMs: Int64
    let atMs: Int64
    let code: String
    let reply: String
}
