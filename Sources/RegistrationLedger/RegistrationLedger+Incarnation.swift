package import Conference
package import GRDB

/// What of registrations a new incarnation of the event's file must know.
extension RegistrationLedger {
    /// Tables whose numbers an incarnation begins anew; those of the journal and of documents follow by themselves.
    package static let numberedTables = ["registration", "till"]

    /// The highest number of any registration; 0 where there is none.
    package static func highestRegistration(_ db: Database) throws -> UInt32 {
        try UInt32.fetchOne(db, sql: "SELECT max(id) FROM registration") ?? 0
    }

    /// The people who were erased.
    package static func erasedRegistrations(_ db: Database) throws -> [Registration.ID] {
        try Registration.ID.fetchAll(db, sql: "SELECT id FROM registration WHERE erased_ms IS NOT NULL ORDER BY id")
    }

    /// Everybody who is not erased, with the questions of consent to which they have not said yes.
    package static func withheldConsents(
        _ db: Database, _ definition: EventDefinition
    ) throws -> [Registration.ID: Set<Question.ID>] {
        let consents = definition.consents
        guard !consents.isEmpty else { return [:] }
        let erased = Set(try erasedRegistrations(db))
        return Dictionary(
            uniqueKeysWithValues: try registrations(db, nil).filter { !erased.contains($0.id) }.map { person in
                (person.id, consents.filter { person.answers[$0] != Question.yes })
            })
    }

    /// Those of these people whom the file knows and has not erased.
    package static func standing(_ ids: [Registration.ID], _ db: Database) throws -> [Registration.ID] {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM registration WHERE id = ? AND erased_ms IS NULL)")
        return try ids.filter { try Bool.fetchOne(statement, arguments: [$0]) ?? false }
    }
}

extension EventDefinition {
    /// The questions by which people agree to something.
    package var consents: Set<Question.ID> {
        Set(
            questions.compactMap { question in
                if case .consent = question.kind { question.id } else { nil }
            })
    }
}
