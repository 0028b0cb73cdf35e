package import Conference
package import EventStore
import Foundation
import MailFormat
package import Outbox
import RegistrationLedger

/// What an organizer does with mail.
extension EventServices {
    /// Writes to many: one mail to each person of a selection, in their language, when it is their turn. Whoever got or will
    /// get a mail for the same is left out, and so is whoever has no address, wants none, or has nothing to be told.
    ///
    /// - Throws: `announcement_unknown`, `registration_unknown`, `mail_not_planned`, `nobody_to_write_to`.
    package func sendMail(_ order: MailOrder, context: WriteContext) async throws -> Performed<MailRun> {
        let planned = try await plan(order)
        let ids = planned.recipients.map(\.id)
        let occasion = order.template.occasion
        let content = [occasion.rawValue, order.about, order.round]
        let done = try await store.perform("mail.send", content: content, context: context) { db in
            guard !ids.isEmpty else { throw ServerError(.nobodyToWriteTo) }
            return try ids.filter { id in
                try Outbox.write(db, occasion, to: id, about: order.about, detail: order.round, context: context)
            }.map(\.rawValue)
        }
        // Asked again they are those who were written to then, although by now nobody is left.
        let recipients = try await store.read { db in
            try RegistrationLedger.registrations(db, done.result.map { Registration.ID(rawValue: $0) })
        }
        return Performed(
            result: MailRun(recipients: recipients, leftOut: planned.leftOut), replayed: done.replayed)
    }

    /// Who would be written to by that; nothing is written.
    ///
    /// - Throws: as `sendMail`, but for `nobody_to_write_to`.
    package func planMail(_ order: MailOrder) async throws -> MailRun { try await plan(order) }

    private func plan(_ order: MailOrder) async throws -> MailRun {
        guard try await store.definition().mail != nil else { throw ServerError(.mailNotPlanned) }
        if case .announcement(let name) = order.template { _ = try await outbox.announcement(name) }
        let occasion = order.template.occasion
        let concerned = try await KeysigningLetter(occasion).asyncMap { kind in
            Set(try await writtenLetters(kind).letters.map(\.to))
        }
        let selection = order.selection
        return try await store.read { [store] db in
            let named = selection.registrations
            let stopped = occasion.isOptional ? try Outbox.stopped(db) : []
            var recipients: [Registration] = []
            var leftOut: [String: [Registration.ID]] = [:]
            for registration in try RegistrationLedger.registrations(db, named.isEmpty ? nil : named)
            where selection.takes(registration) && registration.status == .active {
                let id = registration.id
                let summary = try RegistrationLedger.summary(db, of: id)
                // Whoever pays for a party is asked for all of it, and the others for nothing.
                let party = try RegistrationLedger.party(db, store.definition(db), of: id)
                let due = summary.map { party?.asked(of: $0) ?? $0.due } ?? .zero
                if let owes = selection.owes, owes != (due > .zero) { continue }
                let reason: String? =
                    if registration.person.email.isEmpty { "no_address" } else if stopped.contains(id) {
                        "stopped"
                    } else if [.paymentRequest, .reminder].contains(occasion), due <= .zero {
                        "owes_nothing"
                    } else if occasion == .ticket, due > .zero {
                        "owes"
                    } else if let concerned, !concerned.contains(id) {
                        "nothing_to_tell"
                    } else if try Outbox.has(db, occasion, to: id, about: order.about) { "had" } else { nil }
                if let reason { leftOut[reason, default: []].append(id) } else { recipients.append(registration) }
            }
            return MailRun(recipients: recipients, leftOut: leftOut)
        }
    }

    /// A mail as somebody would get it now; nothing is written.
    ///
    /// - Throws: `registration_unknown`, `announcement_unknown`, `mail_not_planned`, `mail_nothing_to_tell` where there is
    ///   nothing to be told to this person, `mail_template_missing`, `mail_template_wrong`.
    package func previewMail(
        _ template: MailOrder.Template, to id: Registration.ID
    ) async throws -> MailPreview {
        let registration = try await ledger.registration(id)
        let about =
            switch template {
            case .occasion: ""
            case .announcement(let name): name
            }
        return try await preview(
            OutboxMail.unwritten(template.occasion, to: id, about: about, at: clock.now), registration)
    }

    private func preview(_ mail: OutboxMail, _ registration: Registration) async throws -> MailPreview {
        guard try await store.definition().mail != nil else { throw ServerError(.mailNotPlanned) }
        // A link that works is its owner's alone.
        guard mail.occasion != .keysigningInvitation, mail.occasion != .link,
            mail.occasion != .addressConfirmation
        else {
            throw ServerError(.mailNothingToTell, ErrorDetail("reason", "keysigning_invitation"))
        }
        switch try await write(mail) {
        case .message(let message): return MailPreview(recipient: registration, message: message)
        case .nothing(let reason): throw ServerError(.mailNothingToTell, ErrorDetail("reason", reason))
        }
    }

    /// Writes an announcement down, after filling it once for everybody's language. Nothing is sent by that.
    ///
    /// - Throws: what `Outbox.announce` throws, `mail_not_planned`, `mail_template_wrong`.
    package func announce(
        _ name: String, _ texts: [Language: Announcement.Text], context: WriteContext
    ) async throws -> Performed<Announcement> {
        let event = try await store.definition()
        guard let plan = event.mail else { throw ServerError(.mailNotPlanned) }
        for (language, text) in texts {
            let fields = Self.fields(of: .sample(language), event, plan)
            for part in [text.subject, text.body] {
                _ = try mailTemplates.fill(text: part, named: name, in: language, fields)
            }
        }
        return try await outbox.announce(name, texts, context: context)
    }
}

/// What the background sender asks for.
extension EventServices {
    /// What is due, written out. What nobody can or need be told any more is ended on the way, with the reason.
    ///
    /// - Parameter limit: how many are looked at.
    /// - Returns: what is to be handed over, and whether anything was looked at.
    package func dueMail(limit: Int) async throws -> (ready: [ReadyMail], sawAny: Bool) {
        let due = try await outbox.due(at: clock.now, limit: limit)
        var ready: [ReadyMail] = []
        for mail in due {
            do {
                switch try await write(mail) {
                case .message(let message): ready.append(ReadyMail(mail: mail, message: message))
                case .nothing(let reason):
                    let isOver = ["nothing_to_tell", "erased", "cancelled", "transferred", "merged"].contains(reason)
                    try await outbox.end(mail.id, isOver ? .cancelled : .failed, because: reason, at: clock.now)
                }
            } catch let error as any DescribedError {
                // One that cannot be written out keeps no other from going.
                try await outbox.end(mail.id, .failed, because: error.code.rawValue, at: clock.now)
            }
        }
        return (ready, !due.isEmpty)
    }

    /// Notes what the server said to a mail.
    package func note(_ answer: MailAnswer, of mail: ReadyMail) async throws {
        try await outbox.note(answer, of: mail.mail.id, to: mail.message.recipient.address, at: clock.now)
    }
}

extension MailSelection {
    fileprivate func takes(_ registration: Registration) -> Bool {
        (categories.isEmpty || categories.contains(registration.category))
            && (days.isEmpty || days.numbers.contains { registration.days.contains($0) })
            && (addOns.isEmpty || !addOns.isDisjoint(with: registration.addOns))
            && (languages.isEmpty || languages.contains(registration.language))
    }
}

extension OutboxMail {
    /// What would be written to somebody, for a look at it.
    fileprivate static func unwritten(
        _ occasion: MailOccasion, to id: Registration.ID, about: String, at now: Date
    ) -> OutboxMail {
        OutboxMail(
            id: ID(rawValue: 0), registration: id, occasion: occasion, about: about, detail: "",
            messageID: String(repeating: "0", count: 32), author: "", time: now, state: .waiting, due: now,
            deferrals: 0,
            ended: nil, because: nil, lastAttempt: nil)
    }
}

extension RegistrationSummary {
    /// Somebody invented, to try a text with.
    fileprivate static func sample(_ language: Language) -> RegistrationSummary {
        RegistrationSummary(
            registration: Registration(
                id: Registration.ID(rawValue: 1), code: RegistrationCode(checked: "0000000"), person: .erased,
                category: .attendee, days: .none, addOns: [], status: .active, blockedBecause: nil, reference: nil,
                language: language), due: .zero)
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
