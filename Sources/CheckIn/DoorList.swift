package import Conference
package import Foundation

/// Whom a gate lets in on one of its days, on paper: what a door uses when nothing else works.
package struct DoorList: Sendable, Hashable {
    package let gate: Gate
    package let day: Int
    /// As of when.
    package let time: Date
    /// In the order of the alphabet.
    package let entries: [Entry]

    /// One person on the list.
    package struct Entry: Sendable, Hashable {
        package let code: RegistrationCode
        package let name: String
        package let affiliation: String
        package let category: Category
        /// What keeps the person from being ticked off.
        package let obstacle: Obstacle?
        /// What is due; zero where nothing is.
        package let due: Money
        /// When the person came in, where the gate would not let them in again.
        package let admitted: Date?
    }

    /// Why somebody who is otherwise entitled has to go to the desk first.
    package enum Obstacle: Sendable, Hashable {
        case unpaid
        case blocked
    }
}

/// One line of a paper list that was ticked: who came in or went out, and when.
package struct PaperLine: Sendable, Hashable {
    package let code: RegistrationCode
    package let time: TimeOfDay
    package let isExit: Bool
    /// The line of the text, from 1.
    package let number: Int

    /// How many lines one text holds.
    package static let countMax = 5_000

    /// Reads lines of a code, a time, and `out` for somebody who left: `K7X-42MK 09:30`, `K7X-42MK 12:10 out`. Blank
    /// lines and anything after `#` are ignored.
    ///
    /// - Parameter time: of lines that name none.
    /// - Throws: `PaperProblems` with everything that is wrong.
    package static func read(_ text: String, time: TimeOfDay?) throws(PaperProblems) -> [PaperLine] {
        var lines: [PaperLine] = []
        var problems: [PaperProblems.Problem] = []
        let texts = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        for (index, text) in texts.enumerated() {
            let content = text.prefix { $0 != "#" }.drop { $0 == "\u{FEFF}" }
            let words = content.split { $0.isWhitespace || $0 == "," || $0 == ";" }
            guard !words.isEmpty else { continue }
            do {
                lines.append(try PaperLine(words.map(String.init), number: index + 1, time: time))
            } catch {
                problems.append(.init(line: index + 1, error: error))
            }
            if lines.count > countMax {
                problems = [
                    .init(line: index + 1, error: CheckInError(.paperTooLong, ErrorDetail("limit", countMax)))
                ]
                break
            }
        }
        if lines.isEmpty, problems.isEmpty { problems = [.init(line: 1, error: CheckInError(.paperEmpty))] }
        guard problems.isEmpty else { throw PaperProblems(problems: problems) }
        return lines
    }

    private init(_ words: [String], number: Int, time: TimeOfDay?) throws(ConferenceError) {
        var words = words[...]
        isExit = words.last == "out"
        if isExit { words = words.dropLast() }
        self.number = number
        if let last = words.last, last.contains(":") {
            self.time = try TimeOfDay(last)
            words = words.dropLast()
        } else if let time {
            self.time = time
        } else {
            throw ConferenceError(.timeInvalid, ErrorDetail("value", words.last ?? ""))
        }
        // A code may be written with blanks.
        code = try RegistrationCode(words.joined())
    }
}

/// Everything that is wrong with a list that was typed in; nothing of it was recorded.
package struct PaperProblems: Error {
    package let problems: [Problem]

    /// One thing that is wrong, and where.
    package struct Problem: Sendable, Hashable {
        /// The line of the text, from 1.
        package let line: Int
        package let code: AnyErrorCode
        package let details: [ErrorDetail]

        init(line: Int, error: any DescribedError) {
            self.line = line
            code = AnyErrorCode(error.code)
            details = error.details
        }
    }
}
