package import Conference
import Yams

/// Everything that is wrong with an event's YAML file, in the order of its lines.
package struct EventFileProblems: Error {
    package let problems: [Problem]

    init(_ problems: [Problem]) { self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) } }

    /// One thing that is wrong, and where.
    package struct Problem: Sendable, Hashable {
        /// From 1.
        package let line: Int
        /// From 1, in Unicode scalars.
        package let column: Int
        /// The path to the key: `gates[2].opens`; empty for the file itself.
        package let path: String
        /// A code of `ConferenceError`, or `text_missing`, `key_missing`, `key_unknown`, `value_repeated`, `not_a_mapping`,
        /// `not_a_list`, `not_a_value`, `list_length`, `yaml_syntax`, `file_too_large`.
        package let code: AnyErrorCode
        /// The text that was found there, at most 80 characters.
        package let value: String
        package let details: [ErrorDetail]

        init(line: Int, column: Int, path: String, code: AnyErrorCode, value: String, details: [ErrorDetail] = []) {
            self.line = line
            self.column = column
            self.path = path
            self.code = code
            self.value = String(value.prefix(80))
            self.details = details
        }

        init(
            line: Int, column: Int, path: String, code: some ErrorCode, value: String, details: [ErrorDetail] = []
        ) {
            self.init(
                line: line, column: column, path: path, code: AnyErrorCode(code), value: value, details: details)
        }

        init(at node: Node, path: String, code: some ErrorCode, value: String = "", details: [ErrorDetail] = []) {
            self.init(at: node, path: path, code: AnyErrorCode(code), value: value, details: details)
        }

        init(at node: Node, path: String, code: AnyErrorCode, value: String = "", details: [ErrorDetail] = []) {
            self.init(
                line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, path: path, code: code, value: value,
                details: details)
        }

        init(syntax error: any Error) {
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                self.init(
                    line: mark.line, column: mark.column, path: "", code: EventStoreErrorCode.yamlSyntax, value: "",
                    details: [ErrorDetail("problem", problem)])
            case .duplicatedKeysInMapping(let duplicates, let context):
                self.init(
                    line: context.mark.line, column: context.mark.column, path: "",
                    code: EventStoreErrorCode.valueRepeated,
                    value: duplicates.map(\.description).sorted().joined(separator: ", "))
            default:
                self.init(
                    line: 1, column: 1, path: "", code: EventStoreErrorCode.yamlSyntax, value: "",
                    details: [ErrorDetail("problem", "the text cannot be read as YAML")])
            }
        }
    }
}

/// Collects what the readers of one file find wrong.
final class ProblemList {
    private(set) var found: [EventFileProblems.Problem] = []
    func add(_ problem: EventFileProblems.Problem) { found.append(problem) }
}
