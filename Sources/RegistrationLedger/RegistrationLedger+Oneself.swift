package import Conference
package import EventStore
import Foundation
import GRDB

extension RegistrationLedger {
    /// How many registrations one e-mail address may hold: a family's, not a robot's.
    package static let registrationsPerAddressMax = 10

    /// Registers somebody who does it themselves. Days and side events that are full are waited for.
    ///
    /// - Throws: what `register` throws; `register_closed` outside the time in which people register themselves, or where
    ///   they never do; `register_full` where all places are taken; `register_category` for a category that nobody can
    ///   choose; `register_address_missing`; `register_too_many` for an address that has several registrations.
    package func registerOneself(
        _ new: OwnRegistering, context: WriteContext
    ) async throws -> Performed<RegistrationSummary> {
        let done = try await store.perform("registration.self", content: new.content, context: context) { [store] db in
            let definition = try store.definition(db)
            return try Self.registerOneself(db, definition, [new], context: context)[0].rawValue
        }
        return Performed(
            result: try await standing(of: Registration.ID(rawValue: done.result)).summary, replayed: done.replayed)
    }

    /// Registers people who are registered by one of them, the first. Where the event asks for it, that one has to confirm
    /// the address first: nobody is written to before but them.
    static func registerOneself(
        _ db: Database, _ definition: EventDefinition, _ people: [OwnRegistering], context: WriteContext
    ) throws -> [Registration.ID] {
        guard let plan = definition.register else { throw LedgerError(.registerClosed) }
        let ids = try people.map { person in
            let new = person.new
            let isInvited = !plan.categories.contains(new.category) && !plan.approved.contains(new.category)
            try check(db, plan, person, isInvited: isInvited, at: context.time)
            let unanswered = definition.unanswered(new.answers, category: new.category, addOns: new.addOns)
            guard unanswered.isEmpty else { throw answerMissing(unanswered, in: new.language) }
            let id = try register(
                db, definition, new, status: .active, mail: plan.confirmHours == nil ? .usual : .none,
                context: context
            ).id
            if isInvited { try use(db, code: person.invitation, of: new.category, for: id, at: context.time) }
            if plan.approved.contains(new.category) { try ask(db, forApprovalOf: id, at: context.time) }
            if let guardian = person.guardian { try insert(db, guardian, of: id, at: context.time) }
            return id
        }
        if let hours = plan.confirmHours, let first = ids.first {
            try AddressConfirmation.ask(db, of: first, hours: hours, context: context)
        }
        return ids
    }

    /// Whoever is invited may come before the others, and counts against their allotment alone.
    private static func check(
        _ db: Database, _ plan: RegisterPlan, _ person: OwnRegistering, isInvited: Bool, at now: Date
    ) throws {
        let new = person.new
        switch plan.standing(at: now) {
        case .open: break
        case .notYet: guard isInvited else { throw LedgerError(.registerClosed) }
        case .over: throw LedgerError(.registerClosed)
        }
        if isInvited, person.invitation.isEmpty {
            throw LedgerError(.registerCategory, ErrorDetail("category", new.category.rawValue))
        }
        guard !new.person.email.isEmpty else { throw LedgerError(.registerAddressMissing) }
        if !isInvited {
            let taken = try Int.fetchOne(db, sql: "SELECT count(*) FROM registration WHERE status = 'active'") ?? 0
            guard plan.places.map({ taken < $0 }) ?? true else {
                throw LedgerError(.registerFull, ErrorDetail("places", plan.places ?? 0))
            }
        }
        let own = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM registration WHERE email = ? COLLATE NOCASE AND status = 'active'",
            arguments: [new.person.email])
        guard own ?? 0 < registrationsPerAddressMax else {
            throw LedgerError(.registerTooMany, ErrorDetail("limit", registrationsPerAddressMax))
        }
    }

    /// That people who register by themselves must answer these questions.
    package static func answerMissing(_ questions: [Question], in language: Language) -> LedgerError {
        LedgerError(
            .answerMissing,
            ErrorDetail("questions", questions.map { $0.labels[language] }.joined(separator: "; ")))
    }

    /// Whose address this is, of those whose place stands or who cancelled it.
    package func registrations(withAddress email: String) async throws -> [Registration] {
        try await store.read { db in
            try RegistrationRecord.fetchAll(
                db,
                """
                WHERE email = ? COLLATE NOCASE AND email <> '' AND ended IS NULL
                ORDER BY status <> 'active', id LIMIT ?
                """,
                [email, Self.registrationsPerAddressMax])
        }
    }
}
