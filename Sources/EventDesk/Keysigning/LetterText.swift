/// The body of a plain letter: paragraphs that are broken into lines, and blocks that are kept as they are.
struct LetterText {
    /// The longest line, in characters: mail programs quote with one or two signs before it.
    private static let columns = 76

    private(set) var text = ""

    /// A paragraph, with a blank line before it.
    mutating func paragraph(_ sentences: String...) {
        let words = sentences.joined(separator: " ")
        guard !words.isEmpty else { return }
        add(Self.broken(words, first: "", rest: ""))
    }

    /// Points of a list, with a blank line before the first.
    mutating func points(_ points: [String]) {
        guard !points.isEmpty else { return }
        add(points.map { Self.broken($0, first: "  * ", rest: "    ") }.joined())
    }

    /// Lines as they stand, with a blank line before the first: a key's entry, or a command.
    mutating func block(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        add(lines.map { $0 + "\n" }.joined())
    }

    private mutating func add(_ part: String) { text += (text.isEmpty ? "" : "\n") + part }

    /// Breaks at blanks; a word that is longer than a line stays whole.
    private static func broken(_ text: String, first: String, rest: String) -> String {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                (line, isEmpty) = (rest, true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).map { $0 + "\n" }.joined()
    }
}
