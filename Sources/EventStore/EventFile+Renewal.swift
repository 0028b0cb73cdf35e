package import Conference
import Yams

/// A new event's description from an old one's: the text stays, with its comments, but for what names the event and when
/// it is.
extension EventFile {
    /// The file with another slug and, if given, another name and a first day on that date: then every date of the file moves
    /// by as many days.
    ///
    /// Whether the result is right is found out when it is read.
    /// - Throws: `description_layout` where a value is written in a way that cannot be changed in its place.
    package static func renewing(
        _ yaml: String, slug: String, name: String? = nil, begins: CivilDate? = nil
    ) throws(EventStoreError) -> String {
        guard let root = try? Yams.compose(yaml: yaml) else { return yaml }
        var edits = [ScalarEdit(root["event"]?["slug"], "event.slug", slug)]
        if let name { edits.append(ScalarEdit(root["event"]?["name"], "event.name", name)) }
        if let begins, let first = root["days"]?[0]?["date"]?.string, let first = try? CivilDate(first) {
            edits += dates(root, moving: begins.daysSince1970 - first.daysSince1970)
        }
        var lines = yaml.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
        // From the end, so that no edit moves the place of another.
        for edit in edits.compactMap(\.self).sorted(by: { ($0.line, $0.column) > ($1.line, $1.column) }) {
            try edit.apply(to: &lines)
        }
        return lines.map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line)
            return String(text)
        }.joined(separator: "\n")
    }

    /// An edit for each date of the file.
    private static func dates(_ root: Node, moving days: Int) -> [ScalarEdit?] {
        var found: [(node: Node?, path: String)] = [
            (root["keysigning"]?["date"], "keysigning.date"),
            (root["keysigning"]?["digestsFrom"], "keysigning.digestsFrom"),
            (root["documents_kept_until"], "documents_kept_until"),
            (root["retention"]?["answers"], "retention.answers"), (root["retention"]?["people"], "retention.people"),
        ]
        for (list, keys) in [
            ("days", ["date"]), ("passes", ["from", "until"]), ("vouchers", ["from", "until"]), ("refunds", ["until"]),
            ("questions", ["erased"]),
        ] {
            for (index, item) in (root[list]?.sequence.map(Array.init) ?? []).enumerated() {
                found += keys.map { (item[$0], "\(list)[\(index + 1)].\($0)") }
            }
        }
        return found.map { node, path in
            // A time of day stays behind its date.
            guard let text = node?.string, let date = try? CivilDate(String(text.prefix(10))) else { return nil }
            let moved = CivilDate(daysSince1970: date.daysSince1970 + days)
            return ScalarEdit(node, path, moved.description + text.dropFirst(10))
        }
    }
}

/// One value of a YAML text and what takes its place.
private struct ScalarEdit {
    let line: Int
    let column: Int
    private let path: String
    private let old: [Unicode.Scalar]
    private let new: [Unicode.Scalar]

    /// Nil where the value is not there or is the same.
    init?(_ node: Node?, _ path: String, _ text: String) {
        guard let scalar = node?.scalar, let mark = scalar.mark, scalar.string != text else { return nil }
        (line, column) = (mark.line - 1, mark.column - 1)
        self.path = path
        old = Array(scalar.string.unicodeScalars)
        // In double quotes a text is the same whatever is in it.
        let isPlain =
            (try? CivilDate(text)) != nil
            || text.wholeMatch(of: #/[A-Za-z][A-Za-z0-9.\-]*( [A-Za-z0-9.\-]+)*/#) != nil
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        new = Array((isPlain ? text : "\"\(escaped)\"").unicodeScalars)
    }

    func apply(to lines: inout [[Unicode.Scalar]]) throws(EventStoreError) {
        guard lines.indices.contains(line) else { throw refusal }
        let text = lines[line]
        var (start, end) = (column, column + old.count)
        if text.indices.contains(start), text[start] == "\"" || text[start] == "'" {
            (start, end) = (start + 1, end + 1)
            guard text.indices.contains(end), text[end] == text[column] else { throw refusal }
        }
        guard end <= text.count, Array(text[start..<end]) == old else { throw refusal }
        lines[line].replaceSubrange(start == column ? start..<end : column..<end + 1, with: new)
    }

    private var refusal: EventStoreError { EventStoreError(.descriptionLayout, ErrorDetail("path", path)) }
}
