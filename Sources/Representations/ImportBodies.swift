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

    /// False where it was only shown.
    package let isBooked: Bool
    package let added: Int
    package let known: Int
    package let problems: [Problem]
    package let duplicates: [Duplicate]

    package init(_ report: ImportReport, isBooked: Bool, in language: Language) {
        self.isBooked = isBooked
        added = report.added
        known = report.known
        problems = report.problems.map { Problem($0, in: language) }
        duplicates = report.duplicates.map { duplicate in
            Duplicate(
                line: duplicate.line, code: duplicate.code.description, others: duplicate.others.map(\.description))
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
