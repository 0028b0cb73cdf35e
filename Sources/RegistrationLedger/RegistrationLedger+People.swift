package import Conference
package import EventStore
import GRDB

/// What is to be put right about a person; nil leaves it as it is.
package struct PersonCorrection: Sendable, Hashable {
    package var name: String?
    package var badgeName: String?
    package var affiliation: String?
    package var email: String?
    /// The code of a country; empty to take it away.
    package var country: String?
    package var language: Language?
    /// What lists by family name are sorted by; a name that is corrected without one loses what it had.
    package var sortName: String?
    /// Answers to questions, as `EventDefinition.answers` reads them; an empty one takes the answer away.
    package var answers: [Question.ID: String]

    package init(
        name: String? = nil, badgeName: String? = nil, affiliation: String? = nil, email: String? = nil,
        country: String? = nil, language: Language? = nil, sortName: String? = nil,
        answers: [Question.ID: String] = [:]
    ) {
        self.name = name
        self.badgeName = badgeName
        self.affiliation = affiliation
        self.email = email
        self.country = country
        self.language = language
        self.sortName = sortName
        self.answers = answers
    }

    var content: [String] {
        [name, badgeName, affiliation, email, language?.rawValue, country].map { $0.map { "=" + $0 } ?? "" }
            + (sortName.map { ["sort=" + $0] } ?? []) + answers.content
    }
}

extension RegistrationLedger {
    /// Corrects a person's name, badge name, affiliation, e-mail address, country, language or answers. The history says what
    /// was changed, from what to what and by whom, until the person is erased; of an answer it says only that.
    ///
    /// - Throws: what `Person.init` throws; `registration_erased`, `registration_unknown`, `correction_missing`,
    ///   `person_barred` for a name or an address of somebody who must not be here.
    package func correct(
        _ id: Registration.ID, _ correction: PersonCorrection, context: WriteContext
    ) async throws -> Performed<Registration> {
        guard correction != PersonCorrection() else { throw LedgerError(.correctionMissing) }
        return try await change(
            "registration.correct", to: id, content: [id.description] + correction.content, context: context
        ) { [store] db in
            try Self.correct(db, try store.definition(db), id, correction, context: context)
        }
    }

    /// The same within a transaction.
    static func correct(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, _ correction: PersonCorrection,
        context: WriteContext
    ) throws -> Registration {
        try write(db, definition, correction, to: try RegistrationRecord.fetch(db, id: id), context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// Writes a correction of somebody as they are now.
    static func write(
        _ db: Database, _ definition: EventDefinition, _ correction: PersonCorrection, to before: Registration,
        context: WriteContext
    ) throws {
        let id = before.id
        guard !before.person.isErased else { throw LedgerError(.registrationErased) }
        let old = before.person
        let person = try Person(
            name: correction.name ?? old.name, badgeName: correction.badgeName ?? old.badgeName,
            affiliation: correction.affiliation ?? old.affiliation, email: correction.email ?? old.email,
            country: try correction.country.map(CountryCode.init(orNone:)) ?? old.country,
            sortName: correction.sortName ?? (correction.name ?? old.name == old.name ? old.sortName : ""))
        let language = correction.language ?? before.language
        if (person.name, person.badgeName, person.email) != (old.name, old.badgeName, old.email) {
            try Self.refuseBarred(db, person)
        }
        let answers = try RegistrationRecord.setAnswers(
            db, definition, before, correction.answers, context: context)
        try RegistrationRecord.setPerson(
            db, definition, before, person, answers: answers, reference: before.reference)
        if language != before.language {
            try db.execute(
                sql: "UPDATE registration SET language = ? WHERE id = ?", arguments: [language.rawValue, id])
        }
        let changes: [(kind: Happening.Kind, before: String, after: String)] = [
            (.nameCorrected, old.name, person.name), (.badgeNameChanged, old.badgeName, person.badgeName),
            (.affiliationChanged, old.affiliation, person.affiliation), (.emailChanged, old.email, person.email),
            (.countryChanged, old.country?.description ?? "", person.country?.description ?? ""),
            (.sortNameChanged, old.sortName, person.sortName),
        ]
        for change in changes where change.before != change.after {
            try RegistrationRecord.tell(
                db, id, change.kind, correction: Happening.Correction(before: change.before, after: change.after),
                context: context)
        }
        if language != before.language {
            try RegistrationRecord.tell(db, id, .languageChanged, language.rawValue, context: context)
        }
    }

    /// Blanks everything that says who somebody is: names, affiliation, e-mail address, country, the reference elsewhere,
    /// and what people wrote about them: reasons, memos, notes for the doors; of records that were merged into it as well.
    /// The place, the money and the documents stay, without a name; only documents that the
    /// event's file says are kept until a date keep theirs until then. It cannot be undone.
    ///
    /// - Throws: `registration_unknown`.
    package func erase(_ id: Registration.ID, context: WriteContext) async throws -> Performed<Registration> {
        try await change("registration.erase", to: id, content: [id.description], context: context) { [store] db in
            let before = try RegistrationRecord.fetch(db, id: id)
            guard !before.person.isErased else { return before }
            let definition = try store.definition(db)
            for record in try Self.recordsOfPerson(db, id) {
                try Self.erase(db, definition, record, context: context)
            }
            return try RegistrationRecord.fetch(db, id: id)
        }
    }

    /// A registration and those that were merged into it, which are the same person.
    static func recordsOfPerson(_ db: Database, _ id: Registration.ID) throws -> [Registration] {
        let numbers = try UInt32.fetchAll(
            db,
            sql: """
                WITH RECURSIVE record (id) AS (
                    SELECT ? UNION
                    SELECT registration.id FROM registration JOIN record ON successor = record.id AND ended = 'merged')
                SELECT id FROM record
                """,
            arguments: [id])
        return try numbers.map { try RegistrationRecord.fetch(db, id: Registration.ID(rawValue: $0)) }
            .filter { !$0.person.isErased }
    }

    static func erase(
        _ db: Database, _ definition: EventDefinition, _ before: Registration, context: WriteContext
    ) throws {
        let id = before.id
        try RegistrationRecord.blankAnswers(db, of: id)
        try RegistrationRecord.setPerson(db, definition, before, .erased, answers: [:], reference: nil)
        // A reason is written by people and may name somebody; that the person is blocked stays.
        try db.execute(
            sql: """
                UPDATE registration
                SET erased_ms = ?, blocked_because = CASE WHEN blocked_because IS NULL THEN NULL ELSE '–' END,
                    let_in_because = CASE WHEN let_in_because IS NULL THEN NULL ELSE '–' END
                WHERE id = ?
                """,
            arguments: [context.time.milliseconds, id])
        try StatementRecord.blank(db, of: id)
        // No law wants a letter kept.
        try LetterRecord.blank(db, of: id)
        try RegistrationRecord.blankCorrections(db, of: id)
        try ImportedRecord.blank(db, of: id)
        try Journal.forgetMemos(db, of: id)
        try forgetExhibitors(db, of: id, context: context)
        // What the law wants kept of documents is kept as long as it says.
        if definition.documentsKeptUntil.map({ definition.date(at: context.time) > $0 }) ?? true {
            try DocumentRecord.forgetRecipient(db, of: id)
        }
        try RegistrationRecord.tell(db, id, .erased, context: context)
    }

    /// Takes the recipient from the documents of everybody who was erased, once the date has passed until which the
    /// event's file says they are kept.
    ///
    /// - Returns: how many documents that were.
    /// - Throws: `documents_kept` before that date.
    package func forgetDocuments(context: WriteContext) async throws -> Performed<Int> {
        try await store.perform("ledger.forget-documents", content: [], context: context) { [store] db in
            let definition = try store.definition(db)
            if let until = definition.documentsKeptUntil, definition.date(at: context.time) <= until {
                throw LedgerError(.documentsKept, ErrorDetail("until", until))
            }
            return try DocumentRecord.forgetErased(db)
        }
    }
}
