package import Conference
package import DoorRules
package import EventStore
import Foundation
import GRDB
import RegistrationLedger

/// Issues and prints of many badges at once: nothing of a run is kept unless all of it is.
extension BadgeIssues {
    private static let operation = "badge.run"

    /// Whom a run could be about, in the order named, or of their numbers.
    ///
    /// - Throws: `registration_unknown`; `registration_cancelled` for one that was named and does not stand.
    package func candidates(_ filter: BadgeFilter) async throws -> [BadgeCandidate] {
        let affiliations = Set(filter.affiliations.map(SearchText.fold))
        return try await store.read { db in
            try RegistrationLedger.registrations(db, filter.registrations).compactMap { registration in
                guard registration.status == .active else {
                    guard filter.registrations == nil else {
                        throw LedgerError(.registrationCancelled, ErrorDetail("number", registration.id))
                    }
                    return nil
                }
                guard filter.categories.isEmpty || filter.categories.contains(registration.category),
                    affiliations.isEmpty || affiliations.contains(SearchText.fold(registration.person.affiliation)),
                    filter.days.isEmpty || filter.days.numbers.contains(where: registration.days.contains)
                else { return nil }
                let candidate = BadgeCandidate(
                    registration: registration, latest: try BadgeRecord.standing(db, forRunOf: registration.id))
                guard !filter.isUnprinted || candidate.latest.map({ !$0.isPrinted && !$0.isRevoked }) ?? true else {
                    return nil
                }
                return candidate
            }
        }
    }

    /// Signs credentials without keeping them: what `record` then keeps, or nobody does.
    ///
    /// - Throws: `signing_key_missing`, `issues_exhausted` after 65,535.
    package func sign(nextFor candidates: [BadgeCandidate]) async throws -> [SignedCredential] {
        try await store.read { [store] db in
            let signer = try Signer(db, store)
            return try candidates.map { candidate in
                let latest = candidate.latest?.number.rawValue ?? 0
                guard latest < .max else { throw BadgesError(.issuesExhausted) }
                return try signer.sign(
                    candidate.registration.id, signer.own(IssueNumber(rawValue: latest + 1)),
                    days: candidate.registration.days)
            }
        }
    }

    /// The run that a request led to before, if it did.
    ///
    /// - Throws: `idempotency_conflict`.
    package func recorded(_ request: [String], context: WriteContext) async throws -> PrintJob.ID? {
        struct NotYet: Error {}
        do {
            return try await store.read { db in
                let done: Performed<Int64> = try EventStore.perform(
                    db, Self.operation, content: request, context: context
                ) { throw NotYet() }
                return PrintJob.ID(rawValue: done.result)
            }
        } catch is NotYet {
            return nil
        }
    }

    /// Makes the new issues of a run and records its prints, all in one transaction.
    ///
    /// - Parameters:
    ///   - request: what was asked for, by which a repeated call is known.
    ///   - state: how the run stands from the start.
    ///   - delivering: the last step before all of it is kept; if it throws, nothing is.
    /// - Throws: `badge_changed_meanwhile` when a badge does not stand any more as the run was drawn,
    ///   `registration_cancelled`, `text_too_long`, `reason_missing`, and what `delivering` throws.
    package func record(
        _ run: BadgeRun, request: [String], state: PrintJob.State, context: WriteContext,
        delivering: @escaping @Sendable () throws -> Void = {}
    ) async throws -> Performed<PrintJob.ID> {
        let reason = try Person.line(run.reason, field: "reason", limit: 200)
        let done = try await store.perform(Self.operation, content: request, context: context) { db in
            let job = try PrintJobRecord.insert(db, run, reason: reason, state: state, context: context)
            for (index, badge) in run.badges.enumerated() {
                try Self.record(db, badge, in: job, position: index + 1, context: context)
            }
            try delivering()
            return job.rawValue
        }
        return Performed(result: PrintJob.ID(rawValue: done.result), replayed: done.replayed)
    }

    private static func record(
        _ db: Database, _ badge: BadgeRun.Badge, in job: PrintJob.ID, position: Int, context: WriteContext
    ) throws {
        let id = badge.candidate.registration.id
        let number = ErrorDetail("number", id)
        let registration = try RegistrationLedger.registrations(db, [id])[0]
        guard registration.status == .active else { throw LedgerError(.registrationCancelled, number) }
        let latest = try BadgeRecord.latest(db, of: id)
        guard latest?.number == badge.candidate.latest?.number,
            latest.map({ $0.revocation != nil }) == badge.candidate.latest?.isRevoked,
            latest?.copies == badge.candidate.latest?.copies
        else { throw BadgesError(.badgeChangedMeanwhile, number) }
        let reason = try Person.line(badge.reason, field: "reason", limit: 200)
        if badge.isNew {
            guard latest == nil || !reason.isEmpty else { throw LedgerError(.reasonMissing) }
            try BadgeRecord.insert(db, badge.credential, reason: reason, context: context)
        }
        try BadgeRecord.insertPrint(
            db, BadgeRecord.Key(registration: id.rawValue, issue: badge.number.rawValue),
            copy: badge.isNew ? 1 : (latest?.copies ?? 0) + 1, job: job, position: position, facts: badge.facts,
            reason: reason, context: context)
    }

    /// The badges of a run, in its order.
    package func badges(of job: PrintJob.ID) async throws -> [BadgeIssue] {
        try await store.read { db in
            try BadgeRecord.Key.fetchAll(
                db, sql: "SELECT registration, issue FROM badge_print WHERE job = ? ORDER BY position",
                arguments: [job.rawValue]
            ).compactMap { try BadgeRecord.fetch(db, $0) }
        }
    }
}
