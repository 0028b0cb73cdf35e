package import Conference
package import RegistrationLedger
import Wording

/// What an import of people brought, or would bring, as JSON.
package struct ImportBody: Encodable, Sendable {
    package struct Problem: Encodable, Sendable {
        package let line: Int
        package let column: String?
        package let code: String
        package let title: String
    }

    package struct Duplicate: Encodable, Sendable {
        package let line: Int
        package let code: String
        package let others: [String]
    }

    package struct Change: Encodable, Sendable {
        package let field: String
        package let here: String
        package let list: String
        package let state: String
    }

    package struct Difference: Encodable, Sendable {
        package let line: Int
        package let code: String
        package let name: String
        package let changes: [Change]
    }

    package struct Question: Encodable, Sendable {
        package let line: Int
        package let name: String
        package let email: String
        package let candidates: [String]
        package let changes: [Change]
    }

    package struct Missing: Encodable, Sendable {
        package let code: String
        package let name: String
        package let reference: String?
        package let isCancelled: Bool
    }

    /// False where it was only shown.
    package let isBooked: Bool
    package let source: String
    package let list: String
    package let added: Int
    package let known: Int
    package let updated: Int
    package let cancelled: Int
    package let problems: [Problem]
    package let notes: [Problem]
    package let duplicates: [Duplicate]
    package let differences: [Difference]
    package let questions: [Question]
    package let missing: [Missing]

    package init(_ report: ImportReport, isBooked: Bool, in language: Language) {
        self.isBooked = isBooked
        (source, list) = (report.source.rawValue, report.list)
        (added, known, updated, cancelled) = (report.added, report.known, report.updated, report.cancelled)
        problems = report.problems.map { Problem($0, in: language) }
        notes = report.notes.map { Problem($0, in: language) }
        duplicates = report.duplicates.map { duplicate in
            Duplicate(
                line: duplicate.line, code: duplicate.code.description, others: duplicate.others.map(\.description))
        }
        differences = report.differences.map { difference in
            Difference(
                line: difference.line, code: difference.code.description, name: difference.name,
                changes: difference.changes.map(Change.init))
        }
        questions = report.questions.map { question in
            Question(
                line: question.line, name: question.name, email: question.email,
                candidates: question.candidates.map(\.description), changes: question.changes.map(Change.init))
        }
        missing = report.missing.map { missing in
            Missing(
                code: missing.code.description, name: missing.name, reference: missing.reference,
                isCancelled: missing.isCancelled)
        }
    }
}

extension ImportBody.Problem {
    fileprivate init(_ problem: ImportProblems.Problem, in language: Language) {
        line = problem.line
        column = problem.column
        code = problem.code.rawValue
        title = Words(code: problem.code, details: problem.details, in: language, to: .program).sentence
    }
}

extension ImportBody.Change {
    fileprivate init(_ change: ImportReport.Change) {
        (field, here, list, state) = (change.field.rawValue, change.from, change.to, change.state.rawValue)
    }
}
