package import Conference
package import EventDesk
import EventStore
import MailFormat
package import Outbox
import RegistrationLedger

/// One mail of the outbox, as JSON.
package struct MailBody: Encodable, Sendable {
    package let id: Int64
    /// The number of the registration.
    package let registration: UInt32
    package let occasion: String
    package let about: String
    package let messageID: String
    package let author: String
    package let time: String
    package let state: String
    /// When it is tried next; nil for what is done.
    package let due: String?
    package let ended: String?
    package let deferrals: Int
    /// Why nothing was sent: a word.
    package let because: String?
    /// What the server last answered.
    package let answer: Answer?

    package struct Answer: Encodable, Sendable {
        package let time: String
        /// accepted, deferred or refused.
        package let kind: String
        package let status: Int
        package let reply: String

        init(_ attempt: OutboxMail.Attempt, event: EventDefinition) {
            time = Timestamp(attempt.time, in: event.zone).description
            kind = attempt.answer.kind.rawValue
            status = attempt.answer.status
            reply = attempt.answer.reply
        }
    }

    package init(_ mail: OutboxMail, event: EventDefinition) {
        id = mail.id.rawValue
        registration = mail.registration.rawValue
        occasion = mail.occasion.rawValue
        about = mail.about
        messageID = mail.messageID
        author = mail.author
        time = Timestamp(mail.time, in: event.zone).description
        state = mail.state.rawValue
        due = mail.state == .waiting ? Timestamp(mail.due, in: event.zone).description : nil
        ended = mail.ended.map { Timestamp($0, in: event.zone).description }
        deferrals = mail.deferrals
        because = mail.because
        answer = mail.lastAttempt.map { Answer($0, event: event) }
    }
}

/// One mail with every answer of the server, as JSON.
package struct MailStoryBody: Encodable, Sendable {
    package let mail: MailBody
    package let answers: [MailBody.Answer]

    package init(_ mail: OutboxMail, _ attempts: [OutboxMail.Attempt], event: EventDefinition) {
        self.mail = MailBody(mail, event: event)
        answers = attempts.map { MailBody.Answer($0, event: event) }
    }
}

/// How the outbox stands, as JSON.
package struct MailStandingBody: Encodable, Sendable {
    /// Whether the event's description says how to send mail.
    package let planned: Bool
    package let paused: Bool
    package let waiting: Int
    package let sent: Int
    package let failed: Int
    package let cancelled: Int
    package let nextDue: String?
    package let trouble: Trouble?

    package struct Trouble: Encodable, Sendable {
        package let code: String
        package let reply: String
        package let since: String
        package let time: String
    }

    package init(_ standing: OutboxStanding, event: EventDefinition) {
        planned = event.mail != nil
        paused = standing.isPaused
        waiting = standing.counts[.waiting] ?? 0
        sent = standing.counts[.sent] ?? 0
        failed = standing.counts[.failed] ?? 0
        cancelled = standing.counts[.cancelled] ?? 0
        nextDue = standing.nextDue.map { Timestamp($0, in: event.zone).description }
        trouble = standing.trouble.map {
            Trouble(
                code: $0.code, reply: $0.reply, since: Timestamp($0.since, in: event.zone).description,
                time: Timestamp($0.time, in: event.zone).description)
        }
    }
}

/// What sending to many did, or would do, as JSON.
package struct MailRunBody: Encodable, Sendable {
    /// The numbers of those who are written to.
    package let recipients: [UInt32]
    /// Those who are not, by the reason.
    package let leftOut: [String: [UInt32]]

    package init(_ run: MailRun) {
        recipients = run.recipients.map(\.id.rawValue)
        leftOut = run.leftOut.mapValues { $0.map(\.rawValue) }
    }
}

/// A mail as its reader sees it, as JSON.
package struct MailPreviewBody: Encodable, Sendable {
    package let registration: UInt32
    package let to: String
    package let subject: String
    package let text: String
    package let html: String?

    package init(_ preview: MailPreview) {
        registration = preview.recipient.id.rawValue
        to = preview.message.recipient.description
        subject = preview.message.subject
        text = preview.message.text
        html = preview.message.html
    }
}

/// An announcement both ways, as JSON.
package struct AnnouncementBody: Codable, Sendable {
    package let name: String
    /// By language: `en`, `fr`.
    package let texts: [String: Text]

    package struct Text: Codable, Sendable {
        package let subject: String
        package let body: String
    }

    package init(_ announcement: Announcement) {
        name = announcement.name
        texts = Dictionary(
            uniqueKeysWithValues: announcement.texts.map {
                ($0.key.rawValue, Text(subject: $0.value.subject, body: $0.value.body))
            })
    }

    /// - Throws: `choice_unknown`.
    package func announcementTexts() throws -> [Language: Announcement.Text] {
        try texts.reduce(into: [:]) { found, entry in
            found[try Choice.read(entry.key, as: Language.self)] = Announcement.Text(
                subject: entry.value.subject, body: entry.value.body)
        }
    }
}

/// What is to be sent to whom, as JSON.
package struct MailOrderBody: Decodable, Sendable {
    package let template: String
    package let round: String?
    /// Nil for everybody.
    package let registrations: [String]?
    package let categories: [String]?
    package let days: String?
    package let addOns: [String]?
    package let languages: [String]?
    package let owes: Bool?
    /// True to write nothing.
    package let dryRun: Bool?

    /// - Throws: `category_unknown`, `choice_unknown`, `days_invalid`, `day_unknown`, `registration_unknown`.
    package func order(_ services: EventServices) async throws -> MailOrder {
        let event = try await services.store.definition()
        var selection = MailSelection()
        selection.registrations = try await services.ledger.registrations(named: registrations ?? [])
        selection.categories = Set(try (categories ?? []).map { try event.category(named: $0) })
        if let days { selection.days = try DaySet(days, dayCount: event.days.count) }
        selection.addOns = Set((addOns ?? []).map { AddOn.ID(rawValue: $0) })
        selection.languages = Set(try (languages ?? []).map { try Choice.read($0) })
        selection.owes = owes
        return MailOrder(MailOrder.Template(template), to: selection, round: round ?? "")
    }
}

/// A mail that came back, as JSON.
package struct MailBounceBody: Encodable, Sendable {
    package let mail: MailBody
    /// As RFC 3463 numbers it.
    package let status: String
    package let reply: String
    package let time: String

    package init(_ bounce: MailBounce, event: EventDefinition) {
        mail = MailBody(bounce.mail, event: event)
        status = bounce.status
        reply = bounce.reply
        time = Timestamp(bounce.time, in: event.zone).description
    }
}
