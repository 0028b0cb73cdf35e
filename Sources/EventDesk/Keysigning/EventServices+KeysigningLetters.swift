import Catalogues
package import Conference
import EventStore
import Foundation
import Keysigning
import MailFormat
import OpenPGP
import RegistrationLedger

/// The letters to participants of a keysigning.
package enum KeysigningLetter: String, Sendable, Hashable, CaseIterable {
    /// Before: how far each key has come, and its entry as it will be printed.
    case state
    /// After: whom somebody still has to sign, and who still owes them.
    case reminder
    /// After an erratum: what is revoked, gone or new since the version that somebody holds.
    case erratum
}

/// Letters in one file, for the organizer's own mail program.
package struct KeysigningLetters: Sendable {
    /// `mbox`.
    package let file: NamedFile
    package let count: Int
    /// Whoever should hear and has no address.
    package let withoutAddress: [Registration.ID]
    /// Whoever should hear and has left the event: nobody writes to them any more.
    package let left: [Registration.ID]
}

extension EventServices {
    /// One letter to each person concerned, in the person's language: everybody with a key, everybody who still has to sign
    /// somebody, or everybody who holds a version of which something is to be told.
    ///
    /// - Throws: `keysigning_not_planned`; `list_unknown` for a reminder and an erratum before the first freezing,
    ///   `erratum_empty` before there is something to tell.
    package func letters(_ kind: KeysigningLetter) async throws -> KeysigningLetters {
        let event = try await store.definition()
        guard let plan = event.keysigning else { throw KeysigningError(.keysigningNotPlanned) }
        let sender = try Mailbox(plan.organizer)
        let now = clock.now
        let written = try await writtenLetters(kind)
        let messages = written.letters.map { letter in
            MailMessage(
                from: sender, to: letter.recipient, subject: letter.subject, text: letter.text,
                language: letter.language, date: now)
        }
        let file = NamedFile(
            name: "ksp-\(event.slug)-\(kind.rawValue).mbox", type: "application/mbox", bytes: MailMessage.mbox(messages)
        )
        return KeysigningLetters(
            file: file, count: messages.count, withoutAddress: written.withoutAddress, left: written.left)
    }

    /// A letter with the one who gets it.
    struct WrittenLetter: Sendable {
        let to: Registration.ID
        let recipient: Mailbox
        let subject: String
        let text: String
        let language: Language
    }

    /// The letters of a kind as they would go out now, by whatever way.
    ///
    /// - Throws: as `letters`.
    func writtenLetters(
        _ kind: KeysigningLetter
    ) async throws -> (letters: [WrittenLetter], withoutAddress: [Registration.ID], left: [Registration.ID]) {
        let event = try await store.definition()
        guard let plan = event.keysigning else { throw KeysigningError(.keysigningNotPlanned) }
        let now = clock.now
        let letters =
            switch kind {
            case .state: try await stateLetters(at: now)
            case .reminder: try await reminders(plan, at: now)
            case .erratum: try await errata()
            }
        var written: [WrittenLetter] = []
        var (withoutAddress, left): ([Registration.ID], [Registration.ID]) = ([], [])
        for letter in letters {
            let registration = try await ledger.registration(letter.to)
            let person = registration.person
            guard registration.status == .active else {
                left.append(letter.to)
                continue
            }
            guard let recipient = try? Mailbox(name: person.name, address: person.email) else {
                withoutAddress.append(letter.to)
                continue
            }
            let format = ReaderFormat(registration.language, event)
            let words = Catalogue.of(registration.language)
            var text = LetterText()
            text.paragraph(words("ksp_letter_hello", ["name": person.nameOnBadge]))
            letter.write(&text, Writing(event: event, plan: plan, words: words, format: format))
            text.block([plan.organizer])
            written.append(
                WrittenLetter(
                    to: letter.to, recipient: recipient,
                    subject: words(letter.subject, ["event": event.name]), text: text.text,
                    language: registration.language))
        }
        return (written, withoutAddress, left)
    }

    /// What a letter is written with.
    private struct Writing {
        let event: EventDefinition
        let plan: EventDefinition.KeysigningPlan
        let words: Catalogue
        let format: ReaderFormat

        /// Date and time of the keysigning.
        var when: String { "\(format.language.fullDate(plan.date)), \(format.time(minute: plan.time.minutes))" }
    }

    private struct Letter {
        let to: Registration.ID
        /// Its name in the catalogue.
        let subject: String
        /// Adds what stands between the greeting and the sender.
        let write: (inout LetterText, Writing) -> Void
    }

    // MARK: - How far a key has come

    private func stateLetters(at now: Date) async throws -> [Letter] {
        let entries = try await keysigning.entries(at: now)
        let isClosed = try await keysigning.phase() == .closed
        var order: [Registration.ID] = []
        for entry in entries where !order.contains(entry.owner.id) { order.append(entry.owner.id) }
        return order.map { owner in
            let own = entries.filter { $0.owner.id == owner }
            return Letter(to: owner, subject: "ksp_letter_state_subject") { text, writing in
                text.paragraph(
                    writing.words("ksp_letter_state", ["event": writing.event.name, "when": writing.when]))
                for entry in own {
                    let preview = entry.preview.isEmpty ? entry.submission.key.fingerprint.grouped : entry.preview
                    text.block(preview.split(separator: "\n").map(String.init))
                    text.points(Self.advice(for: entry, isClosed: isClosed, writing.words))
                }
                text.paragraph(writing.words("ksp_letter_state_compare", ["command": "gpg --fingerprint"]))
            }
        }
    }

    /// What is still to be done for a key, or that nothing is.
    private static func advice(for entry: KeysigningEntry, isClosed: Bool, _ words: Catalogue) -> [String] {
        var lines: [String] = []
        if entry.preview.isEmpty {
            lines.append(words(isClosed ? "ksp_letter_left_out" : "ksp_letter_extend"))
        }
        if entry.standing.proof == nil { lines.append(words("ksp_letter_prove")) }
        if entry.standing.confirmation == nil { lines.append(words("ksp_letter_confirm")) }
        if entry.submission.number == nil { lines.append(words("ksp_letter_unnumbered")) }
        return lines.isEmpty ? [words("ksp_letter_done")] : lines
    }

    // MARK: - What has become of a list

    /// To everybody who holds a version of which something is to be told: revoked keys first, with who revoked them, and
    /// what the latest version has otherwise.
    ///
    /// A revocation is passed on at once; no later version has to be frozen for it.
    private func errata() async throws -> [Letter] {
        let latest = try await frozenVersion(nil)
        var held: [Registration.ID: [Int]] = [:]
        var news: [Int: VersionNews] = [:]
        for version in 1...latest {
            news[version] = try await keysigning.news(of: version)
            for holder in try await keysigning.holders(version: version) {
                held[holder.registration.id, default: []].append(version)
            }
        }
        guard news.values.contains(where: { !$0.isEmpty }) else {
            throw KeysigningError(.erratumEmpty)
        }
        return held.sorted { $0.key < $1.key }.compactMap { owner, versions in
            // Somebody may look into the oldest version that they have.
            guard let told = versions.min().flatMap({ news[$0] }), !told.isEmpty else { return nil }
            let subject = told.revoked.isEmpty ? "ksp_letter_erratum_subject" : "ksp_letter_revoked_subject"
            return Letter(to: owner, subject: subject) { text, writing in
                Self.write(told, holding: versions, latest: latest, to: &text, writing.words, writing.event.name)
            }
        }
    }

    private static func write(
        _ news: VersionNews, holding versions: [Int], latest: Int, to text: inout LetterText, _ words: Catalogue,
        _ event: String
    ) {
        let held = versions.map(String.init).joined(separator: ", ")
        text.paragraph(words("ksp_letter_erratum", ["versions": held, "event": event]))
        if !news.revoked.isEmpty {
            text.paragraph(words("ksp_letter_revoked"))
            for key in news.revoked {
                text.block([
                    "\(KeysigningList.threeDigits(key.number))  \(key.fingerprint.grouped)", "     \(key.userID)",
                    "     \(key.revocation.sentence(words))",
                ])
            }
        }
        if let changes = news.changes {
            let others = changes.sentences(words, without: [.revoked])
            text.paragraph(
                words(
                    others.isEmpty ? "ksp_letter_newer" : "ksp_letter_changes",
                    ["latest": "\(latest)", "version": "\(changes.since)"]))
            text.points(others)
            text.paragraph(words("ksp_letter_latest"))
        } else {
            text.paragraph(words("ksp_letter_next"))
        }
    }

    // MARK: - Whom somebody still has to sign

    private func reminders(_ plan: EventDefinition.KeysigningPlan, at now: Date) async throws -> [Letter] {
        let matrix = try await aftermath.matrix(at: now)
        func lines(_ numbers: [Int]) throws -> [String] {
            try matrix.keys.filter { numbers.contains($0.number) }.flatMap { key in
                [
                    "\(KeysigningList.threeDigits(key.number))  \(try Fingerprint(key.fingerprint).grouped)",
                    "     \(key.label)",
                ]
            }
        }
        let due = CivilDate(
            daysSince1970: Int(KeysigningDesk.signaturesDue(plan).timeIntervalSince1970 / 86_400))
        return try matrix.accounts.filter { !$0.owes.isEmpty }.map { account in
            let (owes, owed) = (try lines(account.owes), try lines(account.owed))
            return Letter(to: account.registration, subject: "ksp_letter_reminder_subject") { text, writing in
                let words = writing.words
                text.paragraph(
                    words(
                        "ksp_letter_reminder",
                        ["event": writing.event.name, "date": writing.format.language.fullDate(due)]))
                text.block(owes)
                text.paragraph(words("ksp_letter_reminder_how"))
                text.paragraph(words("ksp_letter_reminder_back"))
                if !owed.isEmpty {
                    text.paragraph(words("ksp_letter_reminder_owed"))
                    text.block(owed)
                }
            }
        }
    }
}
