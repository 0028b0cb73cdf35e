import Catalogues
package import Conference
import RegistrationLedger

/// What is wrong with lines of a file, told once for all lines of which it says the same.
package struct ToldProblem: Sendable, Hashable {
    package let code: AnyErrorCode
    /// The header of the column; nil where whole rows are meant.
    package let column: String?
    /// In the order of the file; 0 for the whole file.
    package fileprivate(set) var lines: [Int]
    package fileprivate(set) var sentence: String
    /// What to do about it; empty where that was said before.
    package let advice: String

    /// How many sentences are read of one kind, such as addresses that are none.
    fileprivate static let sentencesMax = 10
    /// How many runs of lines are named.
    private static let runsMax = 12

    /// `3`, or `2–9701, 9705`; empty for the whole file.
    package var place: String {
        var runs: [ClosedRange<Int>] = []
        for line in Set(lines).subtracting([0]).sorted() {
            if let last = runs.last, last.upperBound + 1 == line {
                runs[runs.count - 1] = last.lowerBound...line
            } else {
                runs.append(line...line)
            }
        }
        let named = runs.prefix(Self.runsMax).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        return named.joined(separator: ", ") + (runs.count > Self.runsMax ? " …" : "")
    }

    /// `line 3, email: …`, `lines 2–9701, days: …`.
    package func sentence(in language: Language) -> String {
        guard !place.isEmpty else { return sentence }
        return Catalogue.of(language)(
            lines.count == 1 ? "line_problem" : "lines_problem",
            ["line": place, "lines": place, "problem": column.map { "\($0): \(sentence)" } ?? sentence])
    }
}

extension [ImportProblems.Problem] {
    /// Each thing that is wrong once, with its lines. Of one kind ten sentences are told, and how many more there are.
    package func told(in language: Language, to audience: Audience) -> [ToldProblem] {
        var told: [ToldProblem] = []
        var places: [String: Int] = [:]
        var counts: [String: Int] = [:]
        var rests: [String: Int] = [:]
        var advised: Set<String> = []
        for problem in self {
            let words = Words(code: problem.code, details: problem.details, in: language, to: audience)
            let kind = "\(problem.code.rawValue) \(problem.column ?? "")"
            if let place = places["\(kind) \(words.sentence)"] ?? rests[kind] {
                told[place].lines.append(problem.line)
                continue
            }
            counts[kind, default: 0] += 1
            let isRest = counts[kind, default: 0] > ToldProblem.sentencesMax
            if isRest { rests[kind] = told.count } else { places["\(kind) \(words.sentence)"] = told.count }
            told.append(
                ToldProblem(
                    code: problem.code, column: problem.column, lines: [problem.line], sentence: words.sentence,
                    advice: isRest || !advised.insert(words.advice).inserted ? "" : words.advice))
        }
        for place in rests.values where told[place].lines.count > 1 {
            told[place].sentence = Catalogue.of(language)(
                "problems_alike", ["count": String(told[place].lines.count)])
        }
        return told
    }
}
