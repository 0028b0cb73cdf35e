import Conference
import EventStore
import Foundation
import GRDB

/// What people answered to the organizer's questions, in the row of each, and each change of it in their history.
extension RegistrationRecord {
    /// Puts answers in the place of those that somebody gave before; an empty one takes the answer away. Those to questions
    /// that are not named stay.
    ///
    /// - Returns: all that they answered by now.
    @discardableResult
    static func setAnswers(
        _ db: Database, _ definition: EventDefinition, _ registration: Registration, _ given: [Question.ID: String],
        context: WriteContext
    ) throws -> [Question.ID: String] {
        let before = registration.answers
        let after = before.merging(given) { $1 }.filter { !$0.value.isEmpty }
        guard after != before else { return before }
        try db.execute(
            sql: "UPDATE registration SET answers = ? WHERE id = ?", arguments: [try after.stored, registration.id])
        try tellAnswers(db, registration.id, from: before, to: after, context: context)
        return after
    }

    /// Tells which answers somebody gave or changed, in the order of the questions' words.
    static func tellAnswers(
        _ db: Database, _ id: Registration.ID, from before: [Question.ID: String] = [:],
        to after: [Question.ID: String],
        context: WriteContext
    ) throws {
        for question in Set(before.keys).union(after.keys).sorted() where before[question] != after[question] {
            try tell(
                db, id, .answered, question.rawValue,
                correction: Happening.Correction(before: before[question] ?? "", after: after[question] ?? ""),
                context: context)
        }
    }

    /// Takes all answers from a registration that is erased; their history is blanked with the other corrections.
    static func blankAnswers(_ db: Database, of id: Registration.ID) throws {
        try db.execute(sql: "UPDATE registration SET answers = '' WHERE id = ?", arguments: [id])
    }

    /// Erases the answers to some questions, those of earlier days as well.
    ///
    /// - Returns: how many people had answered.
    static func eraseAnswers(
        _ db: Database, _ definition: EventDefinition, to questions: Set<Question.ID>, context: WriteContext
    ) throws -> Int {
        let ids = try answered(db, questions)
        for id in ids {
            let registration = try fetch(db, id: id)
            let kept = registration.answers.filter { !questions.contains($0.key) }
            try db.execute(
                sql: "UPDATE registration SET answers = ? WHERE id = ?", arguments: [try kept.stored, id])
            for question in questions.sorted() {
                try db.execute(
                    sql: """
                        UPDATE registration_correction SET before = '', after = '', salt = NULL
                        WHERE registration = ?1 AND salt IS NOT NULL AND happening IN (
                            SELECT id FROM registration_history
                            WHERE registration = ?1 AND kind = 'answered' AND detail = ?2)
                        """,
                    arguments: [id, question.rawValue])
                guard db.changesCount > 0 else { continue }
                try tell(db, id, .answerErased, question.rawValue, context: context)
            }
            try setPerson(
                db, definition, try fetch(db, id: id), registration.person, reference: registration.reference)
            try ImportedRecord.forget(db, questions, of: id)
            try LetterRecord.blank(db, of: id, showing: questions)
        }
        return ids.count
    }

    /// Who answered one of these questions at any time, and is not erased.
    static func answered(_ db: Database, _ questions: Set<Question.ID>) throws -> [Registration.ID] {
        let marks = databaseQuestionMarks(count: questions.count)
        return try UInt32.fetchAll(
            db,
            sql: """
                SELECT DISTINCT registration_history.registration FROM registration_history
                JOIN registration_correction ON happening = registration_history.id
                WHERE kind = 'answered' AND salt IS NOT NULL AND detail IN (\(marks)) ORDER BY 1
                """,
            arguments: StatementArguments(questions.sorted().map(\.rawValue))
        ).map(Registration.ID.init(rawValue:))
    }
}

extension EventDefinition {
    /// Of somebody's answers those that people are found by.
    func found(by answers: [Question.ID: String]) -> [String] {
        guard !answers.isEmpty else { return [] }
        return questions.filter(\.isSearchable).compactMap { question in
            answers[question.id].map { question.told($0, in: .english) }
        }
    }
}

extension [Question.ID: String] {
    /// What makes two writes the same.
    var content: [String] { sorted { $0.key < $1.key }.map { "answer \($0.key)=\($0.value)" } }

    /// As the row has it: a JSON object with its keys in order; empty for no answers.
    var stored: String {
        get throws {
            guard !isEmpty else { return "" }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let words = Dictionary<String, String>(uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) })
            return String(decoding: try encoder.encode(words), as: UTF8.self)
        }
    }

    init(stored: String) throws {
        guard !stored.isEmpty else {
            self = [:]
            return
        }
        let words = try JSONDecoder().decode([String: String].self, from: Data(stored.utf8))
        self.init(uniqueKeysWithValues: words.map { (Question.ID(rawValue: $0.key), $0.value) })
    }
}
