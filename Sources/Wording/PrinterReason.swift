package import BadgeRenderer
package import CheckIn
import Conference

/// What printers say in keywords (RFC 8011, 5.4.12; PWG 5100.9), for people.
package enum PrinterReason {
    private static let words: [String: String] = [
        "media-empty": "out of paper", "media-needed": "wants paper", "media-jam": "paper jam",
        "media-low": "paper is running out", "input-tray-missing": "a tray is missing",
        "output-area-full": "the output tray is full", "cover-open": "a cover is open", "door-open": "a door is open",
        "interlock-open": "a door is open", "toner-empty": "out of toner", "toner-low": "toner is running out",
        "marker-supply-empty": "out of ink or toner", "marker-supply-low": "ink or toner is running out",
        "offline": "does not answer", "timed-out": "does not answer", "connecting-to-device": "is being connected to",
        "shutdown": "is switched off", "paused": "was paused", "moving-to-paused": "is being paused",
        "stopped-partly": "stopped in part", "cups-missing-filter": "lacks a filter",
        "cups-insecure-filter": "has a filter that others could change", "job-hold-until-specified": "held back",
        "printer-stopped": "the printer is stopped", "job-canceled-by-user": "taken back",
        "job-canceled-by-operator": "taken back by the printer's keeper", "aborted-by-system": "given up by the queue",
        "resources-are-not-ready": "lacks paper or the like", "interrupted": "interrupted before it was handed over",
    ]

    /// A sentence's worth of words; a keyword without words stands for itself.
    package static func explain(_ keywords: [String]) -> String {
        var seen: Set<String> = []
        return keywords.map { keyword in
            var stem = keyword
            for ending in ["-error", "-warning", "-report"] where stem.hasSuffix(ending) {
                stem.removeLast(ending.count)
            }
            return words[stem] ?? words[keyword] ?? stem
        }.filter { seen.insert($0).inserted }.joined(separator: ", ")
    }
}

extension PrintJob {
    /// Why it stands as it does, for people; empty when there is nothing to tell.
    package var explanation: String {
        standing.state == .failed && Words.codes.contains(standing.reasons.first ?? "")
            ? Words(code: standing.reasons[0], details: []).sentence : PrinterReason.explain(standing.reasons)
    }
}

extension PreflightFinding {
    /// What is to be seen, for people.
    package var sentence: String {
        Words(code: code.rawValue, details: details + [ErrorDetail("field", field)]).sentence
    }
}
