import Catalogues
package import CheckIn
package import Conference
package import EventStore
package import RegistrationLedger

extension EventFileProblems.Problem {
    /// `line 3, gates[1].opens: …`
    package func sentence(in language: Language, to audience: Audience) -> String {
        let words = Words(code: code, details: details + [ErrorDetail("value", value)], in: language, to: audience)
        return Catalogue.of(language)(
            "line_problem",
            ["line": String(line), "problem": path.isEmpty ? words.sentence : "\(path): \(words.sentence)"])
    }
}

extension EventFileProblems {
    /// The first of them, for an answer that has one sentence.
    package func sentences(in language: Language, to audience: Audience) -> String {
        problems.prefix(10).map { $0.sentence(in: language, to: audience) }.joined(separator: " ")
    }
}

extension ImportProblems {
    /// The first of them, for an answer that has one sentence.
    package func sentences(in language: Language, to audience: Audience) -> String {
        problems.told(in: language, to: audience).prefix(10).map { $0.sentence(in: language) }.joined(separator: " ")
    }
}

extension PaperProblems {
    /// The first twenty with their lines, and how many more there are.
    package func sentences(in language: Language, to audience: Audience) -> String {
        let shown = problems.prefix(20).map { problem in
            Words(code: problem.code, details: problem.details, in: language, to: audience).inLine(
                problem.line, of: language)
        }
        let rest = problems.count - shown.count
        let more = rest > 0 ? [Catalogue.of(language)("lines_more", ["count": String(rest)])] : []
        return (shown + more).joined(separator: " ")
    }
}
