import Conference
import EventStore
import Foundation

/// What letters are made of: drawings and texts, the event's own before those of this program.
struct LetterTexts {
    /// The folder of the event's own, and that of this program.
    let own: URL
    let shipped: URL
    let templates: MailTemplates

    /// A text that was filled.
    struct Filled {
        let title: String
        let paragraphs: [String]
    }

    /// The drawing of a kind: `NAME.templates/letter-TEMPLATE.PAPER.svg`, else `templates/letters/TEMPLATE.PAPER.svg`.
    ///
    /// - Throws: `letter_file_missing`.
    func drawing(_ plan: LetterPlan, _ paper: LetterSheet) throws -> URL {
        try file("\(plan.template).\(paper.rawValue).svg")
    }

    /// Fills the text of a kind: the first line is its heading (`Title: …`), the rest paragraphs with blank lines between them.
    ///
    /// - Throws: `letter_file_missing`, `mail_template_wrong` for names that nothing knows and for a text without a heading.
    func fill(_ plan: LetterPlan, in language: Language, _ fields: MailFields) throws -> Filled {
        let name = "\(plan.id).\(language.rawValue).txt"
        let source = try String(contentsOf: try file(name), encoding: .utf8)
        let text = try templates.fill(text: source, named: name, in: language, fields)
        var blocks = text.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .map { lines in lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ") }
        let mark = "Title: "
        guard blocks.count > 1, blocks[0].hasPrefix(mark) else {
            throw ServerError(
                .mailTemplateWrong, ErrorDetail("template", name),
                ErrorDetail("problem", mark.trimmingCharacters(in: .whitespaces)))
        }
        let title = String(blocks.removeFirst().dropFirst(mark.count))
        return Filled(title: title, paragraphs: blocks.map { Self.leftToRight(sentence: $0) })
    }

    /// U+200E, which turns what is around it from left to right (UAX #9).
    private static let mark = "\u{200E}"

    /// A sentence of a language that is written from left to right, also where it begins with a name that is not.
    private static func leftToRight(sentence: String) -> String {
        isRightToLeft(sentence) ? mark + sentence : sentence
    }

    /// A name within such a sentence: what follows it, as a bracket with an affiliation, stands to its right.
    static func leftToRight(after value: String) -> String {
        isRightToLeft(value) ? value + mark : value
    }

    /// Whether some of it is Hebrew, Arabic, N’Ko or the like.
    private static func isRightToLeft(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            (0x0590...0x08FF).contains(scalar.value) || (0xFB1D...0xFDFF).contains(scalar.value)
                || (0xFE70...0xFEFC).contains(scalar.value) || (0x10800...0x10FFF).contains(scalar.value)
                || (0x1E800...0x1EFFF).contains(scalar.value)
        }
    }

    /// Looks whether there is all that a kind needs, in each language.
    ///
    /// - Throws: `letter_file_missing`.
    func check(_ plan: LetterPlan, _ paper: LetterSheet) throws -> URL {
        for language in Language.allCases { _ = try file("\(plan.id).\(language.rawValue).txt") }
        return try drawing(plan, paper)
    }

    private func file(_ name: String) throws -> URL {
        let files = [own.appendingPathComponent("letter-\(name)"), shipped.appendingPathComponent(name)]
        guard let found = files.first(where: { FileManager.default.isReadableFile(atPath: $0.path) }) else {
            throw ServerError(.letterFileMissing, ErrorDetail("file", "letter-\(name)"))
        }
        return found
    }
}

/// The paper that letters are written on.
enum LetterSheet: String {
    case letter, a4

    /// Letter paper is at hand where these are money.
    init(_ event: EventDefinition) {
        self = ["CAD", "USD", "MXN"].contains(event.currency.code) ? .letter : .a4
    }
}
