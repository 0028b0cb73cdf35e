package import Conference
import EventStore
import Foundation
import Keysigning
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
    /// The registrations without an address.
    package let withoutAddress: [Registration.ID]
}

extension EventServices {
    /// One letter to each person concerned: everybody with a key, or everybody who still has to sign somebody.
    ///
    /// - Throws: `keysigning_not_planned`; `list_unknown` for a reminder before the first freezing, and for an erratum
    ///   before the second.
    package func letters(_ kind: KeysigningLetter) async throws -> KeysigningLetters {
        let event = try await store.definition()
        guard let plan = event.keysigning else { throw KeysigningError(.keysigningNotPlanned) }
        let now = clock.now
        let texts =
            switch kind {
            case .state: try await stateLetters(event, plan, at: now)
            case .reminder: try await reminders(event, plan, at: now)
            case .erratum: try await errata(event, plan)
            }
        var messages: [MailMessage] = []
        var withoutAddress: [Registration.ID] = []
        for letter in texts {
            let person = try await ledger.registration(letter.to).person
            guard !person.email.isEmpty else {
                withoutAddress.append(letter.to)
                continue
            }
            messages.append(
                MailMessage(
                    sender: plan.organizer, recipientName: person.name, recipientAddress: person.email,
                    subject: letter.subject, body: "Hello \(person.nameOnBadge),\n\n\(letter.body)", date: now))
        }
        let file = NamedFile(
            name: "ksp-\(event.slug)-\(kind.rawValue).mbox", type: "application/mbox", bytes: MailMessage.mbox(messages)
        )
        return KeysigningLetters(file: file, count: messages.count, withoutAddress: withoutAddress)
    }

    private typealias Letter = (to: Registration.ID, subject: String, body: String)

    private func stateLetters(
        _ event: EventDefinition, _ plan: EventDefinition.KeysigningPlan, at now: Date
    ) async throws -> [Letter] {
        let entries = try await keysigning.entries(at: now)
        let isClosed = try await keysigning.phase() == .closed
        var order: [Registration.ID] = []
        for entry in entries where !order.contains(entry.owner.id) { order.append(entry.owner.id) }
        return order.map { owner in
            let own = entries.filter { $0.owner.id == owner }
            let keys = own.map { entry in
                [
                    entry.preview.isEmpty ? entry.submission.key.fingerprint.grouped + "\n" : entry.preview,
                    Self.advice(for: entry, isClosed: isClosed).map { "  * \($0)\n" }.joined(),
                ].joined(separator: "\n")
            }
            let body = """
                this is what we have of your key\(own.count == 1 ? "" : "s") for the keysigning of \(event.name),
                \(plan.date.description) at \(plan.time).

                \(keys.joined(separator: "\n"))
                Compare every digit with what your own program shows: gpg --fingerprint
                \(plan.organizer)

                """
            return (owner, "\(event.name) keysigning: your key\(own.count == 1 ? "" : "s")", body)
        }
    }

    /// What is still to be done for a key, or that nothing is.
    private static func advice(for entry: KeysigningEntry, isClosed: Bool) -> [String] {
        var lines: [String] = []
        if entry.preview.isEmpty {
            lines.append(
                "It has expired or was left out, and is not on the list."
                    + (isClosed ? "" : " Extend it and hand it in again."))
        }
        if entry.standing.proof == nil {
            lines.append("Nobody has proved control of it yet: sign the challenge behind your link.")
        }
        if entry.standing.confirmation == nil {
            lines.append("Confirm its fingerprint at the desk, from your own paper or telephone.")
        }
        if entry.submission.number == nil { lines.append("It gets its number when the list is frozen.") }
        if lines.isEmpty { lines.append("All is done: it has its green dot and its number.") }
        return lines
    }

    /// To everybody who holds a version before the latest: what changed, revoked keys first.
    private func errata(
        _ event: EventDefinition, _ plan: EventDefinition.KeysigningPlan
    ) async throws -> [Letter] {
        let latest = try await frozenVersion(nil)
        guard latest > 1 else { throw KeysigningError(.listUnknown, ErrorDetail("version", 2)) }
        let list = try await keysigning.list(version: latest)
        let revoked = list.header.changes?.numbers[.revoked] ?? []
        let before = try await keysigning.entries(version: latest - 1)
        let warning =
            revoked.isEmpty
            ? ""
            : "\nDo not sign these keys, which their owners revoked:\n\n"
                + before.filter { revoked.contains($0.number) }.map { entry -> String in
                    let number = KeysigningList.threeDigits(entry.number)
                    return "\(number)  \(entry.submission.key.fingerprint.grouped)\n"
                }.joined()
        var holders: [Registration.ID: [Int]] = [:]
        for version in 1..<latest {
            for holder in try await keysigning.holders(version: version) {
                holders[holder.registration.id, default: []].append(version)
            }
        }
        return holders.sorted { $0.key.rawValue < $1.key.rawValue }.map { owner, versions in
            let body = """
                there is a version \(latest) of the keysigning list of \(event.name); you may hold
                version \(versions.map(String.init).joined(separator: ", ")).
                \(warning)
                \(list.changes.joined(separator: "\n"))

                Numbers have not moved. The new version and its keyring are behind your link.

                \(plan.organizer)

                """
            return (owner, "\(event.name) keysigning: the list has changed", body)
        }
    }

    private func reminders(
        _ event: EventDefinition, _ plan: EventDefinition.KeysigningPlan, at now: Date
    ) async throws -> [Letter] {
        let matrix = try await aftermath.matrix(at: now)
        let due = KeysigningDesk.signaturesDue(plan).formatted(.iso8601.year().month().day())
        func lines(_ numbers: [Int]) throws -> String {
            try matrix.keys.filter { numbers.contains($0.number) }.map { key in
                let number = KeysigningList.threeDigits(key.number)
                return "\(number)  \(try Fingerprint(key.fingerprint).grouped)\n     \(key.label)\n"
            }.joined()
        }
        return try matrix.accounts.filter { !$0.owes.isEmpty }.map { account in
            let owed =
                account.owed.isEmpty
                ? ""
                : """

                Still to come, of your own key:

                \(try lines(account.owed))
                """
            let body = """
                after the keysigning of \(event.name) these keys wait for your signature, by \(due):

                \(try lines(account.owes))
                Sign only those whose fingerprint and whose owner you checked yourself. Take the keyring
                behind your link, sign, and mail each signature to its address (caff does). A signature
                counts once the key's owner has brought it back; so bring back your own key, with what
                others signed on it.
                \(owed)
                \(plan.organizer)

                """
            return (account.registration, "\(event.name) keysigning: signatures to make", body)
        }
    }
}
