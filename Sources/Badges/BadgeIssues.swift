package import Conference
import Crypto
package import DoorRules
package import EventStore
import Foundation
import GRDB
import RegistrationLedger

/// The badges of an event: made, replaced, revoked, printed.
///
/// Issue n+1 revokes issue n in the transaction that makes it. The e-ticket (issue 0) is good at the desk as long as
/// the registration stands, and never at a door.
package struct BadgeIssues: Sendable {
    let store: EventStore

    package init(store: EventStore) { self.store = store }

    /// Makes the first badge of each of these registrations that has none, all in one transaction.
    ///
    /// - Returns: the new badges in the order of the registrations; who has a badge already is left out.
    /// - Throws: `registration_unknown`, `registration_cancelled`; then nothing is made.
    package func makeFirst(
        for registrations: [Registration.ID], context: WriteContext
    ) async throws -> Performed<[BadgeIssue]> {
        try await make("badge.first", for: registrations, reason: "", context: context) { latest in
            latest.map { $0 == .ticket } ?? true ? IssueNumber(rawValue: 1) : nil
        }
    }

    /// Makes the next badge of a registration; the one before is revoked at once.
    ///
    /// - Parameter reason: why, in at most 200 characters: lost, damaged, name corrected.
    /// - Throws: `reason_missing`, `text_too_long`, `badge_missing` when there is none to replace,
    ///   `issues_exhausted` after 65,535, `registration_unknown`, `registration_cancelled`.
    package func makeNext(
        for registration: Registration.ID, reason: String, context: WriteContext
    ) async throws -> Performed<BadgeIssue> {
        let reason = try Self.reason(reason)
        let made = try await make("badge.next", for: [registration], reason: reason, context: context) { latest in
            guard let latest, latest != .ticket else { throw BadgesError(.badgeMissing) }
            guard latest.rawValue < .max else { throw BadgesError(.issuesExhausted) }
            return IssueNumber(rawValue: latest.rawValue + 1)
        }
        return Performed(result: made.result[0], replayed: made.replayed)
    }

    /// Makes the e-tickets of those of these registrations that have none.
    ///
    /// - Returns: the new tickets.
    /// - Throws: `registration_unknown`, `registration_cancelled`; then nothing is made.
    package func makeTickets(
        for registrations: [Registration.ID], context: WriteContext
    ) async throws -> Performed<[BadgeIssue]> {
        try await make("badge.ticket", for: registrations, reason: "", tickets: true, context: context) { ticket in
            ticket == nil ? .ticket : nil
        }
    }

    /// Revokes the latest badge of a registration without another in its place.
    ///
    /// - Throws: `reason_missing`, `text_too_long`, `badge_missing`, `badge_revoked` when it is revoked already.
    package func revoke(
        latestOf registration: Registration.ID, reason: String, context: WriteContext
    ) async throws -> Performed<BadgeIssue> {
        let reason = try Self.reason(reason)
        let done = try await store.perform(
            "badge.revoke", content: [registration.description, reason], context: context
        ) { db in
            guard let latest = try BadgeRecord.latest(db, of: registration) else { throw BadgesError(.badgeMissing) }
            guard latest.revocation == nil else {
                throw BadgesError(.badgeRevoked, ErrorDetail("issue", latest.number.rawValue))
            }
            try BadgeRecord.revoke(db, latest, reason: reason, context: context)
            return BadgeRecord.Key(latest)
        }
        return Performed(result: try await fetch([done.result])[0], replayed: done.replayed)
    }

    /// The latest badge of each of these registrations that has one, in their order; e-tickets do not count.
    package func latest(of registrations: [Registration.ID]) async throws -> [BadgeIssue] {
        try await store.read { db in try registrations.compactMap { try BadgeRecord.latest(db, of: $0) } }
    }

    /// All issues of a registration in order, the e-ticket too.
    package func all(of registration: Registration.ID) async throws -> [BadgeIssue] {
        try await store.read { db in try BadgeRecord.all(db, of: registration) }
    }

    /// Whose credential a text is, for the desk: it takes badges, e-tickets, and badges that a later issue revoked.
    ///
    /// - Throws: `credential_invalid` with the reason; `scanner_keyboard_wrong` for what a keyboard's layout made unreadable.
    package func holder(of text: String) async throws -> (registration: Registration.ID, number: IssueNumber) {
        try await store.read { [store] db in
            let keys = try EventStore.validSigningKeys(db)
            switch try CredentialExamination.examine(text, event: EventTag(store.tag), keys: keys, db) {
            case .flawed(.keyboardLayout): throw BadgesError(.scannerKeyboardWrong)
            case .flawed(let flaw): throw BadgesError(.credentialInvalid, ErrorDetail("reason", flaw.code))
            case .genuine(let registration, let number): return (registration, number)
            }
        }
    }
}

extension BadgeIssues {
    /// Signs credentials with the event's current key.
    struct Signer {
        private let event: EventTag
        private let id: KeyID
        private let key: Curve25519.Signing.PrivateKey
        private let issuesAfter: UInt16

        /// Throws `signing_key_missing`.
        init(_ db: Database, _ store: EventStore) throws {
            event = EventTag(store.tag)
            id = KeyID(rawValue: try EventStore.currentSigningKey(db).id)
            key = try store.keys.signingKey(id: id.rawValue)
            issuesAfter = try EventStore.incarnation(db).issuesAfter
        }

        /// The number that this incarnation gives in the place of another: above those that an earlier one may have given after
        /// its last doings were lost. A ticket stays a ticket.
        func own(_ number: IssueNumber) -> IssueNumber {
            number == .ticket ? number : max(number, IssueNumber(rawValue: UInt16(clamping: Int(issuesAfter) + 1)))
        }

        func sign(_ registration: Registration.ID, _ number: IssueNumber, days: DaySet) throws -> SignedCredential {
            let credential = Credential(
                key: id, event: event, registration: RegistrationNumber(registration), issue: number,
                days: DayMask(days))
            let signature = try key.signature(for: Data(credential.signedMessage))
            return try SignedCredential(credential: credential, signature: Array(signature))
        }
    }

    static func reason(_ text: String) throws -> String {
        let reason = try Person.line(text, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw LedgerError(.reasonMissing) }
        return reason
    }

    /// Makes an issue for every registration for which `number` gives one, from its latest badge (or its ticket).
    private func make(
        _ operation: String, for registrations: [Registration.ID], reason: String, tickets: Bool = false,
        context: WriteContext, number: @escaping @Sendable (IssueNumber?) throws -> IssueNumber?
    ) async throws -> Performed<[BadgeIssue]> {
        let content = registrations.map(\.description) + [reason]
        let done = try await store.perform(operation, content: content, context: context) { [store] db in
            let signer = try Signer(db, store)
            var made: [BadgeRecord.Key] = []
            for id in registrations {
                guard let registration = try RegistrationLedger.summary(db, of: id)?.registration else {
                    throw LedgerError(.registrationUnknown, ErrorDetail("number", id))
                }
                guard registration.status == .active else {
                    throw LedgerError(.registrationCancelled, ErrorDetail("number", id))
                }
                let latest = try BadgeRecord.latestNumber(db, of: id, tickets: tickets)
                guard let number = try number(latest).map(signer.own) else { continue }
                let signed = try signer.sign(id, number, days: registration.days)
                try BadgeRecord.insert(db, signed, reason: reason, context: context)
                made.append(BadgeRecord.Key(registration: id.rawValue, issue: number.rawValue))
            }
            return made
        }
        return Performed(result: try await fetch(done.result), replayed: done.replayed)
    }

    private func fetch(_ keys: [BadgeRecord.Key]) async throws -> [BadgeIssue] {
        try await store.read { db in try keys.compactMap { try BadgeRecord.fetch(db, $0) } }
    }
}
