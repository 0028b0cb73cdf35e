import Conference

/// A text in the two forms of a mail: broken into lines, and as markup. Both say the same.
struct MailBody: Sendable, Hashable {
    let text: String
    let html: String

    private enum Block {
        case paragraph(String)
        /// Lines as they stand: they begin with two blanks.
        case lines([String])
    }

    /// - Parameter source: paragraphs with blank lines between them; one whose lines all begin with two blanks is kept as
    ///   it is.
    init(_ source: String, subject: String, language: Language) {
        let blocks = Self.blocks(source)
        var plain = LetterText()
        var markup = ""
        for block in blocks {
            switch block {
            case .paragraph(let text):
                plain.paragraph(text)
                markup += "<p dir=\"auto\">\(Self.linked(text))</p>\n"
            case .lines(let lines):
                plain.block(lines)
                let kept = lines.map { Self.linked($0.drop { $0 == " " }) }.joined(separator: "<br>\n")
                markup += "<p dir=\"auto\" style=\"margin-left:1.5em\">\(kept)</p>\n"
            }
        }
        text = plain.text
        html = Self.page(markup, subject: subject, language: language)
    }

    /// Markup of a text whose lines are kept as they stand: a letter with a key's entry and commands in it.
    static func kept(_ text: String, subject: String, language: Language) -> String {
        page("<pre style=\"white-space:pre-wrap\">\(linked(text))</pre>\n", subject: subject, language: language)
    }

    private static func page(_ markup: String, subject: String, language: Language) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head><meta charset="utf-8"><title>\(PlainXML.escaped(subject))</title></head>
        <body style="font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em">
        \(markup)</body>
        </html>

        """
    }

    private static func blocks(_ source: String) -> [Block] {
        source.split(separator: "\n", omittingEmptySubsequences: false)
            .split { line in line.allSatisfy { $0 == " " } }
            .map { lines in
                lines.allSatisfy { $0.hasPrefix("  ") }
                    ? .lines(lines.map(String.init)) : .paragraph(lines.joined(separator: " "))
            }
    }

    /// Markup of a text, in which addresses of pages are links.
    private static func linked(_ text: some StringProtocol) -> String {
        var markup = ""
        var rest = Substring(text)
        while let match = rest.firstMatch(of: #/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/#) {
            let address = PlainXML.escaped(String(match.0))
            markup += PlainXML.escaped(String(rest[..<match.range.lowerBound]))
            markup += "<a href=\"\(address)\">\(address)</a>"
            rest = rest[match.range.upperBound...]
        }
        return markup + PlainXML.escaped(String(rest))
    }
}
