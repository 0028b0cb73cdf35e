import ArgumentParser
import BadgeRenderer
import CheckIn
package import Conference
import EventStore
import Foundation
import RegistrationLedger
import Wording

extension ExitCode {
    /// The answer is no: a scan turned away, an audit with findings.
    static let answerIsNo = ExitCode(2)
    /// The input is wrong (`EX_DATAERR` of sysexits.h).
    static let inputIsWrong = ExitCode(65)
}

/// Tells people on stderr what went wrong.
package enum Report {
    /// Puts an error into words; nil for those of the command line itself, which the parser words.
    static func explain(_ error: any Error) -> ExitCode? {
        switch error {
        case is CleanExit, is ValidationError, is ExitCode:
            return nil
        case let error as EventFileProblems:
            for problem in error.problems {
                say(line(problem))
            }
            say("\(error.problems.count) found; nothing was changed.")
            return .inputIsWrong
        case let error as ImportProblems:
            show(error.problems)
            say(
                "\(error.problems.count) found; nothing was imported. "
                    + (error.isOfRows
                        ? "Put them right, or keep the good rows with --keep-good."
                        : "Put that right and import again.")
            )
            return .inputIsWrong
        case let error as PaperProblems:
            for problem in error.problems {
                say("line \(problem.line): \(Words(code: problem.code, details: problem.details).sentence)")
            }
            say("\(error.problems.count) found; nothing was recorded. Put them right and enter the whole list again.")
            return .inputIsWrong
        case let error as BadgeRendererError where !error.problems.isEmpty:
            error.problems.forEach { say(line($0)) }
            return .inputIsWrong
        case let error as any DescribedError:
            let words = Words(for: error)
            say("lanyard: \(words.sentence)" + (words.advice.isEmpty ? "" : "\n\(words.advice)"))
            return .failure
        case let error as CocoaError where error.isFileError:
            let path = (error.userInfo[NSFilePathErrorKey] as? String) ?? ""
            say("lanyard: The file \(path) cannot be read or written.\nCheck its name and its permissions.")
            return .failure
        case is CancellationError:
            say("lanyard: stopped.")
            return .failure
        default:
            // Parsing errors come here too, and have their own words.
            guard EventCommand.exitCode(for: error) == .failure else { return nil }
            say("lanyard: \(Words(for: error).sentence)\n\(Words(for: error).advice)")
            return .failure
        }
    }

    /// Something that keeps nobody from going on, with what to do about it.
    package static func warn(_ warning: any DescribedError) {
        let words = Words(for: warning)
        say("warning: \(words.sentence)" + (words.advice.isEmpty ? "" : "\n\(words.advice)"))
    }

    /// The rows of a file that were wrong, each kind with what to do about it where it comes first.
    ///
    /// - Parameter label: what stands before each; empty for nothing.
    static func show(_ problems: [ImportProblems.Problem], as label: String = "") {
        var told: Set<String> = []
        for problem in problems {
            let words = Words(code: problem.code, details: problem.details)
            let column = problem.column.map { ", column \($0)" } ?? ""
            let place = problem.line == 0 ? "" : "line \(problem.line)\(column): "
            let isNew = told.insert(words.advice).inserted && !words.advice.isEmpty
            say((label.isEmpty ? "" : "\(label): ") + place + words.sentence + (isNew ? " \(words.advice)" : ""))
        }
    }

    /// What is wrong with a badge template: `error: a.svg, line 7, name: …`.
    static func line(_ problem: TemplateProblem) -> String {
        let words = Words(code: problem.code, details: [ErrorDetail("value", problem.value)])
        return "\(problem.code.isError ? "error" : "notice"): \(problem.file), line \(problem.line)"
            + (problem.id.isEmpty ? "" : ", \(problem.id)") + ": \(words.sentence)"
            + (words.advice.isEmpty ? "" : " \(words.advice)")
    }

    private static func line(_ problem: EventFileProblems.Problem) -> String {
        let words = Words(code: problem.code, details: problem.details + [ErrorDetail("value", problem.value)])
        return "line \(problem.line), column \(problem.column): \(problem.path.isEmpty ? "" : "\(problem.path): ")"
            + words.sentence
    }

    /// A line on stderr.
    package static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

extension CocoaError {
    fileprivate var isFileError: Bool { (0..<1_024).contains(code.rawValue) }
}
