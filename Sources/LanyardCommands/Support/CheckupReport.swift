import ArgumentParser
import Conference
package import EventDesk
import Wording

/// What the doctor found, on stdout.
package enum CheckupReport {
    /// - Throws: the exit code 2 if something does not work.
    package static func show(_ checkup: Checkup, json: Bool) throws {
        if json {
            try Output.json(Body(checkup))
        } else {
            for subject in checkup.subjects { show(subject, of: checkup) }
        }
        guard checkup.isWell else { throw ExitCode.answerIsNo }
    }

    private static func show(_ subject: Checkup.Subject, of checkup: Checkup) {
        let findings = checkup.findings.filter { $0.subject == subject }
        if findings.isEmpty { line("ok", subject, "") }
        for finding in findings {
            let words = Words(for: finding.error)
            line(finding.isFault ? "FAULT" : "warning", subject, words.sentence)
            if !words.advice.isEmpty { Output.line(String(repeating: " ", count: 22) + words.advice) }
        }
    }

    private static func line(_ state: String, _ subject: Checkup.Subject, _ sentence: String) {
        func cell(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let name = subject.rawValue.replacing("_", with: " ")
        Output.line(
            sentence.isEmpty ? cell(state, 9) + name : cell(state, 9) + cell(name, 13) + sentence)
    }

    private struct Body: Encodable {
        struct Check: Encodable {
            let check: String
            let state: String
            let findings: [Finding]
        }

        struct Finding: Encodable {
            let code: String
            let fault: Bool
            let sentence: String
            let advice: String
        }

        let well: Bool
        let checks: [Check]

        init(_ checkup: Checkup) {
            well = checkup.isWell
            checks = checkup.subjects.map { subject in
                let found = checkup.findings.filter { $0.subject == subject }
                return Check(
                    check: subject.rawValue,
                    state: found.isEmpty ? "ok" : found.contains(where: \.isFault) ? "fault" : "warning",
                    findings: found.map { finding in
                        let words = Words(for: finding.error)
                        return Finding(
                            code: words.code, fault: finding.isFault, sentence: words.sentence, advice: words.advice)
                    })
            }
        }
    }
}
