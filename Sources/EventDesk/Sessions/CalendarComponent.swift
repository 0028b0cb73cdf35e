import Foundation

/// A part of an iCalendar file between BEGIN and END, with its own fields: what stands in a part within (an alarm) is not among
/// them, but the two halves of a time zone are.
struct CalendarComponent {
    let name: String
    private var fields: [(name: String, field: CalendarField)] = []

    func first(_ name: String) -> CalendarField? { fields.first { $0.name == name }?.field }
    func all(_ name: String) -> [CalendarField] { fields.filter { $0.name == name }.map(\.field) }

    private init(_ name: String) { self.name = name }

    /// All parts that were begun and ended, the inner ones first.
    static func all(in text: String) -> [CalendarComponent] {
        var (found, open): ([CalendarComponent], [CalendarComponent]) = ([], [])
        for line in unfolded(text) {
            guard let (name, field) = CalendarField.read(line) else { continue }
            let word = field.value.uppercased()
            switch name {
            case "BEGIN": open.append(CalendarComponent(word))
            case "END":
                guard let last = open.popLast(), last.name == word else { continue }
                if ["STANDARD", "DAYLIGHT"].contains(word), !open.isEmpty {
                    open[open.count - 1].fields += last.fields
                }
                found.append(last)
            default: if !open.isEmpty { open[open.count - 1].fields.append((name, field)) }
            }
        }
        return found
    }

    /// The bytes with their lines joined: a program may have parted one in the middle of a character.
    static func unfolded(_ bytes: [UInt8]) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            let isFolded = index > 0 && bytes[index - 1] == UInt8(ascii: "\n")
            if isFolded, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                joined.removeLast()
                if joined.last == UInt8(ascii: "\r") { joined.removeLast() }
            } else {
                joined.append(byte)
            }
        }
        return joined
    }

    /// Lines whose continuations (a line that begins with a blank) are joined (RFC 5545, section 3.1).
    private static func unfolded(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
            if let first = line.first, first == " " || first == "\t", !lines.isEmpty {
                lines[lines.count - 1] += line.dropFirst()
            } else {
                lines.append(String(line))
            }
        }
        return lines
    }
}

/// A line of such a file: `DTSTART;TZID=America/Toronto:20150214T093000`.
struct CalendarField {
    /// By their names in capital letters, without quotation marks.
    let parameters: [String: String]
    let value: String

    /// Nil for what is no such line. Between quotation marks colons and semicolons are ordinary.
    static func read(_ line: String) -> (name: String, field: CalendarField)? {
        var (parts, part, isQuoted): ([String], String, Bool) = ([], "", false)
        var rest = line[...]
        while let next = rest.popFirst() {
            switch next {
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted:
                parts.append(part)
                part = ""
            case ":" where !isQuoted:
                parts.append(part)
                let parameters = parts.dropFirst().map { $0.split(separator: "=", maxSplits: 1) }
                    .filter { $0.count == 2 }.map { ($0[0].uppercased(), String($0[1])) }
                let field = CalendarField(
                    parameters: Dictionary(parameters) { first, _ in first }, value: String(rest))
                return (parts[0].uppercased(), field)
            default: part.append(next)
            }
        }
        return nil
    }

    /// The value without its escapes (RFC 5545, section 3.3.11).
    var text: String {
        value.replacing(#/\\([nN,;\\])/#) { match in match.1.lowercased() == "n" ? " " : String(match.1) }
    }

    /// How long `PT1H30M` is; nil for another form.
    var seconds: Double? {
        let form = #/\+?P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?/#
        guard let match = value.wholeMatch(of: form) else { return nil }
        func number(_ part: Substring?) -> Double { part.flatMap { Double($0) } ?? 0 }
        return number(match.1) * 86_400 + number(match.2) * 3_600 + number(match.3) * 60 + number(match.4)
    }
}
