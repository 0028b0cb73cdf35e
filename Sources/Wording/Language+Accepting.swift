package import Conference
import Foundation

extension Language {
    /// The one of ours that a browser likes best (`Accept-Language`, RFC 9110 section 12.5.4); English if it names none.
    package init(accepting header: String?) {
        let ranges = (header ?? "").prefix(500).split(separator: ",").compactMap { range -> (Language, Double)? in
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let tag = parts.first?.split(separator: "-").first.map { $0.lowercased() } ?? ""
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return Language(rawValue: tag).map { ($0, quality) }
        }
        // The first of equals: `max` would take the last.
        self =
            ranges.filter { $0.1 > 0 }.reduce(nil as (Language, Double)?) { best, range in
                if let best, best.1 >= range.1 { return best }
                return range
            }?.0 ?? .english
    }
}
