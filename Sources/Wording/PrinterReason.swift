package import BadgeRenderer
package import Badges
import Catalogues
package import Conference

/// What printers say in keywords (RFC 8011, 5.4.12; PWG 5100.9), for people.
package enum PrinterReason {
    /// A sentence's worth of words; a keyword without words stands for itself.
    package static func explain(_ keywords: [String], in language: Language) -> String {
        let words = Catalogue.of(language)
        var seen: Set<String> = []
        return keywords.map { keyword in
            var stem = keyword
            for ending in ["-error", "-warning", "-report"] where stem.hasSuffix(ending) {
                stem.removeLast(ending.count)
            }
            return words.text("printer_\(stem)") ?? words.text("printer_\(keyword)") ?? stem
        }.filter { seen.insert($0).inserted }.joined(separator: ", ")
    }
}

extension PrintJob {
    /// Why it stands as it does, for people; empty when there is nothing to tell.
    package func explanation(in language: Language) -> String {
        let refusal = standing.state == .failed ? Words.codes.first { $0.rawValue == standing.reasons.first } : nil
        return refusal.map { Words(code: $0, details: [], in: language, to: .desk).sentence }
            ?? PrinterReason.explain(standing.reasons, in: language)
    }
}

extension PreflightFinding {
    /// What is to be seen, for people.
    package func sentence(in language: Language) -> String {
        Words(code: code, details: details + [ErrorDetail("field", field)], in: language, to: .desk).sentence
    }
}
