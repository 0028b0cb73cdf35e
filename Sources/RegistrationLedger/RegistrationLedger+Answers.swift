package import Conference
package import EventStore
import GRDB

/// What is kept of people's answers, and how it is erased.
extension RegistrationLedger {
    /// How many people's answers to each question are kept; to questions that the description does not have any more as well.
    package func answeredCounts() async throws -> [Question.ID: Int] {
        try await store.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT detail, count(DISTINCT registration_history.registration) AS people FROM registration_history
                    JOIN registration_correction ON happening = registration_history.id
                    WHERE kind = 'answered' AND salt IS NOT NULL GROUP BY detail
                    """)
            return try Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    (Question.ID(rawValue: try row.decode(forColumn: "detail")), try row.decode(forColumn: "people"))
                })
        }
    }

    /// Erases the answers to some questions, with all that was corrected of them: badges, searches and lists know nothing of
    /// them any more. What was answered, when and by whom stays told without them.
    ///
    /// - Returns: of how many people.
    package func eraseAnswers(to questions: Set<Question.ID>, context: WriteContext) async throws -> Performed<Int> {
        try await store.perform(
            "registration.erase-answers", content: questions.sorted().map(\.rawValue), context: context
        ) { [store] db in
            try RegistrationRecord.eraseAnswers(db, try store.definition(db), to: questions, context: context)
        }
    }

    /// Everybody who is not erased yet.
    package func peopleKept() async throws -> [Registration.ID] {
        try await store.read { db in
            try UInt32.fetchAll(db, sql: "SELECT id FROM registration WHERE erased_ms IS NULL ORDER BY id")
                .map(Registration.ID.init(rawValue:))
        }
    }

    /// How many documents of people who were erased still name their recipient.
    package func documentsKeptCount() async throws -> Int {
        try await store.read { db in try DocumentRecord.erasedCount(db) }
    }
}
