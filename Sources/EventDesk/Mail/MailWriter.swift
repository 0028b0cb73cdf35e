import Catalogues
import Conference
import EventStore
import Foundation
import Keysigning
import MailFormat
import Outbox
import RegistrationLedger

/// What came of writing a mail out.
enum WrittenMail {
    case message(MailMessage)
    /// There is nothing to be told any more, or nobody to tell it to: a code.
    case nothing(because: String)
}

extension EventServices {
    /// Writes a mail out by what is known now.
    ///
    /// - Throws: `mail_template_missing`, `mail_template_wrong`, and errors of the event's file.
    func write(_ mail: OutboxMail) async throws -> WrittenMail {
        let event = try await store.definition()
        guard let plan = event.mail else { return .nothing(because: "mail_not_planned") }
        let summary = try await ledger.standing(of: mail.registration).summary
        let registration = summary.registration
        guard !registration.person.isErased else { return .nothing(because: "erased") }
        guard registration.status == .active || mail.occasion.goesToThoseWhoLeft else {
            return .nothing(because: registration.status.rawValue)
        }
        guard let recipient = try? Mailbox(name: registration.person.name, address: registration.person.email) else {
            return .nothing(because: registration.person.email.isEmpty ? "no_address" : "address_invalid")
        }
        guard try await !outbox.hasBounced(registration.person.email) else {
            return .nothing(because: "address_bounced")
        }
        guard let text = try await text(of: mail, summary, event, plan) else {
            return .nothing(because: "nothing_to_tell")
        }
        return .message(
            MailMessage(
                from: plan.sender, replyTo: plan.replyTo, to: recipient, subject: text.subject, text: text.text,
                html: text.html, attachments: try await attachments(of: mail, summary, event),
                language: registration.language, date: mail.time, identifier: mail.messageID,
                isAutomatic: mail.occasion.isAutomatic,
                unsubscribe: mail.occasion.isOptional ? Self.stopAddress(plan, registration) : nil))
    }

    /// The invoice of a party, for whoever pays; the ticket, with the confirmation or the payment after which nothing is due,
    /// and by itself.
    private func attachments(
        of mail: OutboxMail, _ summary: RegistrationSummary, _ event: EventDefinition
    ) async throws -> [MailMessage.Attachment] {
        // What shows answers is fetched by its owner: mail lies about for years.
        if mail.occasion == .letter, let letter = try await letter(of: mail), letter.paper?.answers.isEmpty == true {
            let file = try await letterFile(letter)
            return [MailMessage.Attachment(name: file.name, type: file.type, bytes: file.bytes)]
        }
        guard [.ticket, .confirmation, .payment].contains(mail.occasion), mail.id.rawValue > 0 else { return [] }
        if mail.occasion == .confirmation, let invoice = try await ledger.party(of: mail.registration)?.invoices.last {
            return [
                MailMessage.Attachment(
                    name: "\(invoice.label).pdf", type: "application/pdf",
                    bytes: try await pdf(of: invoice, isCopy: false))
            ]
        }
        guard summary.due <= .zero, try await !ledger.awaitsApproval(mail.registration) else { return [] }
        // Letter paper is at hand where these are money.
        let paper: TicketForm = ["CAD", "USD", "MXN"].contains(event.currency.code) ? .letter : .a4
        let context = WriteContext(author: "mail", origin: "", time: clock.now, key: .unique())
        let pdf = try await ticket(of: summary.registration.id, as: paper, context: context)
        let days = try await ticketFile(of: summary.registration.id, as: .calendar)
        return [pdf, days].map { MailMessage.Attachment(name: $0.name, type: $0.type, bytes: $0.bytes) }
    }

    /// The letter that a mail is about; nil once nothing is kept of what it says.
    private func letter(of mail: OutboxMail) async throws -> Letter? {
        guard let id = try? LetterID(mail.detail) else { return nil }
        let letter = try await ledger.letter(id)
        return letter.registration == mail.registration && letter.paper != nil ? letter : nil
    }

    private struct Text {
        let subject: String
        let text: String
        let html: String?
    }

    /// A stop by mail needs no page: it goes to whoever answers for the event (RFC 2369).
    private static func stopAddress(_ plan: MailPlan, _ registration: Registration) -> String {
        "mailto:\((plan.replyTo ?? plan.sender).address)?subject=stop%20\(registration.code)"
    }

    /// Nil where nothing is left to be told.
    private func text(
        of mail: OutboxMail, _ summary: RegistrationSummary, _ event: EventDefinition, _ plan: MailPlan
    ) async throws -> Text? {
        let language = summary.registration.language
        if let kind = KeysigningLetter(mail.occasion) {
            guard let letter = try await writtenLetters(kind).letters.first(where: { $0.to == mail.registration })
            else { return nil }
            return Text(
                subject: letter.subject, text: letter.text,
                html: MailBody.kept(letter.text, subject: letter.subject, language: language))
        }
        guard let fields = try await fields(for: mail, summary, event, plan) else { return nil }
        let filled: MailTemplates.Filled
        if mail.occasion == .announcement {
            guard let text = try await outbox.announcement(mail.about).text(in: language) else { return nil }
            filled = MailTemplates.Filled(
                subject: try mailTemplates.fill(text: text.subject, named: mail.about, in: language, fields),
                text: try mailTemplates.fill(text: text.body, named: mail.about, in: language, fields))
        } else {
            filled = try mailTemplates.fill(mail.occasion.rawValue, in: language, fields)
        }
        let body = MailBody(filled.text, subject: filled.subject, language: language)
        return Text(subject: filled.subject, text: body.text, html: body.html)
    }

    /// What a mail can say; nil where nothing is left to be told.
    private func fields(
        for mail: OutboxMail, _ summary: RegistrationSummary, _ event: EventDefinition, _ plan: MailPlan
    ) async throws -> MailFields? {
        let registration = summary.registration
        let format = ReaderFormat(registration.language, event)
        var fields = Self.fields(of: summary, event, plan)
        let hasPage = [.active, .cancelled].contains(registration.status)
        let link = try hasPage ? ownAddress(registration, plan) : nil
        fields["link"] = .text(link ?? "")
        fields["held_until"] = .text(try await heldUntil(registration.id).map(format.fullMoment) ?? "")
        let party = try await ledger.party(of: registration.id)
        let toPay = party?.asked(of: summary) ?? summary.due
        if let party { Self.tell(party, toPay, &fields, format) }
        fields["awaits_approval"] = .flag(try await ledger.awaitsApproval(registration.id))
        switch mail.occasion {
        case .paymentRequest, .reminder:
            guard toPay > .zero else { return nil }
        case .addressConfirmation:
            guard let until = try await ledger.confirmation(of: registration.id), link != nil else { return nil }
            fields["until"] = .text(format.fullMoment(until))
        case .ticket:
            guard summary.due <= .zero else { return nil }
        case .payment:
            let parts = mail.detail.split(separator: " ")
            let amount = parts.first.flatMap { try? Money(decimal: String($0)) } ?? .zero
            let words = Catalogue.of(registration.language)
            fields["amount"] = .text(format.money(amount < .zero ? -amount : amount))
            fields["is_refund"] = .flag(amount < .zero)
            fields["method"] = .text(
                parts.count > 1 ? (words.text("document_method_\(parts[1])") ?? "").lowercased() : "")
        case .offer:
            let offers = try await ledger.waitingList().filter {
                $0.registration == registration.id && $0.place.description == mail.detail
            }
            guard let until = offers.compactMap(\.offeredUntil).first, let place = offers.first?.place else {
                return nil
            }
            fields["place"] = .text(event.mailName(of: place, in: registration.language))
            fields["until"] = .text(format.fullMoment(until))
        case .letter:
            guard let letter = try await letter(of: mail), let paper = letter.paper else { return nil }
            fields["letter"] = .text(paper.title)
            fields["letter_number"] = .text(letter.label)
            fields["is_attached"] = .flag(paper.answers.isEmpty)
        case .cancellation:
            fields["reason"] = .text(try await ledger.declineReason(of: registration.id) ?? "")
        case .calledOff:
            fields["reason"] = .text(mail.detail)
        case .keysigningInvitation:
            guard let plan = event.keysigning, let server = event.mail?.pages ?? plan.origin,
                let token = try await keysigning.invite(
                    registration: registration.id, for: mail.messageID, at: clock.now)
            else { return nil }
            fields["link"] = .text(token.link(at: server))
            fields["when"] = .text(
                "\(registration.language.fullDate(plan.date)), \(format.time(minute: plan.time.minutes))")
        default: break
        }
        return fields
    }

    /// A payer is asked for all, with the code of the invoice; the others are told who pays.
    private static func tell(_ party: OwnParty, _ toPay: Money, _ fields: inout MailFields, _ format: ReaderFormat) {
        fields["owes"] = .flag(toPay > .zero)
        fields["due"] = .text(toPay > .zero ? format.money(toPay) : "")
        if let payer = party.payer {
            fields["paid_by"] = .text(party.open > .zero ? payer : "")
        } else if let code = party.code {
            fields["pay_code"] = .text(code.description)
        }
    }

    /// What every mail can say.
    static func fields(
        of summary: RegistrationSummary, _ event: EventDefinition, _ plan: MailPlan
    ) -> MailFields {
        let registration = summary.registration
        let language = registration.language
        let format = ReaderFormat(language, event)
        var fields = MailFields()
        fields["name"] = .text(registration.person.nameOnBadge)
        fields["full_name"] = .text(registration.person.name)
        fields["code"] = .text(registration.code.description)
        fields["event"] = .text(event.name)
        fields["venue"] = .text(event.venue)
        fields["dates"] = .text(format.dates(event))
        fields["days"] = .text(
            event.days.filter { registration.days.contains($0.number) }.map { language.longDay($0.date) }
                .joined(separator: ", "))
        fields["category"] = .text(event.rule(of: registration.category).labels[language])
        fields["add_ons"] = .text(
            event.addOns.filter { registration.addOns.contains($0.id) }.map { $0.names[language] }
                .joined(separator: ", "))
        var answers: [String] = []
        for question in event.questions {
            let answer = registration.answers[question.id].map { told($0, to: question, in: language) } ?? ""
            fields[question.column] = .text(answer)
            if !answer.isEmpty { answers.append("\(question.labels[language]): \(answer)") }
        }
        fields["answers"] = .lines(answers)
        fields["has_answers"] = .flag(!answers.isEmpty)
        fields["is_active"] = .flag(registration.status == .active)
        fields["owes"] = .flag(summary.due > .zero)
        fields["due"] = .text(summary.due > .zero ? format.money(summary.due) : "")
        fields["is_owed"] = .flag(summary.due < .zero)
        fields["credit"] = .text(summary.due < .zero ? format.money(-summary.due) : "")
        fields["pay_code"] = .text(registration.code.description)
        fields["paid_by"] = .text("")
        fields["awaits_approval"] = .flag(false)
        fields["pay_to"] = .lines(event.payTo)
        fields["has_account"] = .flag(!event.payTo.isEmpty)
        fields["held_until"] = .text("")
        fields["pays_online"] = .flag(event.payments?.provider != nil && plan.pages != nil)
        fields["pages"] = .text(plan.pages ?? "")
        fields["link"] = .text(plan.pages ?? "")
        fields["sender"] = .text(plan.sender.name.isEmpty ? event.name : plan.sender.name)
        return fields
    }

    /// An answer in words.
    private static func told(_ answer: String, to question: Question, in language: Language) -> String {
        switch question.kind {
        case .yesNo, .consent:
            Catalogue.of(language).text(answer == Question.yes ? "question_yes" : "question_no") ?? answer
        case .text, .choice, .number: question.told(answer, in: language)
        }
    }
}

extension EventDefinition {
    /// A place as a mail names it.
    fileprivate func mailName(of place: Place, in language: Language) -> String {
        switch place {
        case .day(let number): days.first { $0.number == number }.map { language.longDay($0.date) } ?? "\(number)"
        case .addOn(let id): addOns.first { $0.id == id }?.names[language] ?? id.rawValue
        }
    }
}

extension KeysigningLetter {
    /// The letter that an occasion sends; nil for others.
    init?(_ occasion: MailOccasion) {
        switch occasion {
        case .keysigningState: self = .state
        case .keysigningReminder: self = .reminder
        case .keysigningErratum: self = .erratum
        default: return nil
        }
    }
}
