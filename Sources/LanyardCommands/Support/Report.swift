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
    /// A file cannot be made (`EX_CANTCREAT`).
    static let cannotCreate = ExitCode(73)
    /// What should be written cannot be: a full disk, a closed stream (`EX_IOERR`).
    static let outputFailed = ExitCode(74)
    /// The system does not allow it (`EX_NOPERM`).
    static let notPermitted = ExitCode(77)

    /// How an error ends the program.
    fileprivate static func of(_ error: any DescribedError) -> ExitCode {
        switch error.code.rawValue {
        case "output_not_written", "backup_not_written", "bundle_not_written", "key_not_written":
            of(system: error.underlying) ?? .cannotCreate
        case "disk_full", "output_failed": .outputFailed
        case "event_file_forbidden", "file_forbidden": .notPermitted
        case "event_folder_read_only", "event_folder_missing", "event_exists": .cannotCreate
        default: .failure
        }
    }

    /// By what the system said; nil where that says nothing of it.
    fileprivate static func of(system error: (any Error)?) -> ExitCode? {
        let number = (error as? POSIXError)?.code.rawValue ?? 0
        switch number {
        case EACCES, EPERM: return .notPermitted
        case ENOSPC, EDQUOT, EIO, EFBIG: return .outputFailed
        default: break
        }
        switch (error as? CocoaError)?.code {
        case .fileWriteNoPermission?, .fileReadNoPermission?: return .notPermitted
        case .fileWriteOutOfSpace?: return .outputFailed
        default: return nil
        }
    }
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
                fail(problem.code, line(problem))
            }
            say("\(error.problems.count) found; nothing was changed.", unlessJSON: true)
            return .inputIsWrong
        case let error as ImportProblems:
            show(error.problems)
            say(
                "\(error.problems.count) found; nothing was imported. "
                    + (error.isOfRows
                        ? "Put them right, or keep the good rows with --keep-good."
                        : "Put that right and import again."),
                unlessJSON: true)
            return .inputIsWrong
        case let error as PaperProblems:
            for problem in error.problems {
                fail(
                    problem.code,
                    "line \(problem.line): \(Words(code: problem.code, details: problem.details).sentence)")
            }
            say(
                "\(error.problems.count) found; nothing was recorded. Put them right and enter the whole list again.",
                unlessJSON: true)
            return .inputIsWrong
        case let error as BadgeRendererError where !error.problems.isEmpty:
            error.problems.forEach { fail(AnyErrorCode($0.code), line($0)) }
            return .inputIsWrong
        case let error as any DescribedError:
            let words = Words(for: error)
            fail(code: words.code, words.sentence, advice: words.advice)
            return .of(error)
        case let error as CocoaError where error.isFileError:
            let path = (error.userInfo[NSFilePathErrorKey] as? String) ?? ""
            let isMissing = [.fileReadNoSuchFile, .fileNoSuchFile].contains(error.code)
            fail(
                code: "file_unusable",
                isMissing ? "There is no file \(path)." : "The file \(path) cannot be read or written.",
                advice: isMissing ? "Check its name." : "Check its name and its permissions.")
            return .of(system: error) ?? .failure
        case is CancellationError:
            fail(code: "stopped", "stopped.")
            return .failure
        default:
            // Parsing errors come here too, and have their own words.
            guard EventCommand.exitCode(for: error) == .failure else { return nil }
            let words = Words(for: error)
            fail(code: words.code, words.sentence, advice: words.advice)
            return .failure
        }
    }

    /// Something that keeps nobody from going on, with what to do about it.
    package static func warn(_ warning: any DescribedError) {
        let words = Words(for: warning)
        say("warning: \(words.sentence)" + (words.advice.isEmpty ? "" : "\n\(words.advice)"))
    }

    /// The rows of a file that were wrong: what is the same of many lines once, what to do about it where it comes first.
    ///
    /// - Parameter label: what stands before each; empty for nothing.
    static func show(_ problems: [ImportProblems.Problem], as label: String = "") {
        // A program is told of each line by itself.
        let told =
            isJSON
            ? problems.flatMap { [$0].told(in: .english, to: .terminal) } : problems.told(in: .english, to: .terminal)
        for problem in told {
            let column = problem.column.map { ", column \($0)" } ?? ""
            let noun = problem.lines.count == 1 ? "line" : "lines"
            let place = problem.place.isEmpty ? "" : "\(noun) \(problem.place)\(column): "
            let text = place + problem.sentence + (problem.advice.isEmpty ? "" : " \(problem.advice)")
            if label.isEmpty { fail(problem.code, text) } else { say("\(label): \(text)") }
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

    /// A line on stderr. Where that cannot be written either, nobody is there to be told.
    package static func say(_ text: some StringProtocol) {
        _ = StandardStream.send(Data((text + "\n").utf8), to: STDERR_FILENO)
    }

    private static func say(_ text: String, unlessJSON: Bool) {
        if !unlessJSON || !isJSON { say(text) }
    }

    /// Whether whoever called wants JSON: then errors are JSON as well, one object a line.
    private static let isJSON = CommandLine.arguments.dropFirst().prefix { $0 != "--" }.contains("--json")

    private struct Failure: Encodable {
        struct Body: Encodable {
            let code: String
            let message: String
            let advice: String?
        }
        let error: Body
    }

    /// An error, as a sentence or as JSON.
    static func fail(code: String, _ sentence: String, advice: String = "") {
        guard isJSON else {
            return say("lanyard: \(sentence)" + (advice.isEmpty ? "" : "\n\(advice)"))
        }
        let failure = Failure(
            error: .init(code: code, message: sentence, advice: advice.isEmpty ? nil : advice))
        guard let text = try? JSONText.encode(failure) else { return say(sentence) }
        say(String(decoding: text, as: UTF8.self))
    }

    /// A problem among several, as a line or as JSON.
    private static func fail(_ code: AnyErrorCode, _ line: String) {
        if isJSON { fail(code: code.rawValue, line) } else { say(line) }
    }

    /// What the parser says of a command line that it does not take.
    static func explainUsage(_ text: String) {
        if isJSON { fail(code: "usage", text) } else { say(text) }
    }
}

extension CocoaError {
    fileprivate var isFileError: Bool { (0..<1_024).contains(code.rawValue) }
}
