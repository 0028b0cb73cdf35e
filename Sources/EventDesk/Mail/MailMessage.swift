import Foundation

/// A plain letter as mail carries it (RFC 5322 with RFC 6532's UTF-8 in the body, and RFC 2047's words in the header).
///
/// Nothing here sends: an organizer's own mail program does.
struct MailMessage: Sendable, Hashable {
    /// Name and address, as `Ann Example <ann@example.org>`.
    let sender: String
    let recipientName: String
    let recipientAddress: String
    let subject: String
    /// Lines of at most 998 bytes, LF.
    let body: String
    let date: Date

    /// Header and body, LF.
    var text: String {
        let fields = [
            ("Date", date.formatted(Self.dateFormat)), ("From", Self.mailbox(sender)),
            ("To", Self.mailbox("\(recipientName) <\(recipientAddress)>")), ("Subject", Self.words(subject)),
            ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]
        return fields.map { "\($0.0): \($0.1)\n" }.joined() + "\n" + body
    }

    /// Several messages as one file that mail programs open (RFC 4155; a line that begins with `From ` gets a `>` in
    /// front, and lines that already had some get one more).
    static func mbox(_ messages: [MailMessage]) -> Data {
        let text = messages.map { message in
            let lines = message.text.components(separatedBy: "\n").map { line in
                line.drop { $0 == ">" }.hasPrefix("From ") ? ">" + line : line
            }
            return "From lanyard \(message.date.formatted(Self.separatorFormat))\n" + lines.joined(separator: "\n")
                + (message.body.hasSuffix("\n") ? "\n" : "\n\n")
        }.joined()
        return Data(text.utf8)
    }

    private static let dateFormat = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated), \(day: .defaultDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) +0000
            """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))

    private static let separatorFormat = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated) \(month: .abbreviated) \(day: .twoDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) \(year: .defaultDigits)
            """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))

    /// A name in quotation marks or in encoded words, and its address.
    private static func mailbox(_ text: String) -> String {
        guard let open = text.lastIndex(of: "<") else { return text }
        let name = text[..<open].trimmingCharacters(in: .whitespaces)
        let address = text[open...]
        guard !name.isEmpty else { return String(address) }
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " ") }
        let isASCII = name.allSatisfy(\.isASCII)
        let quoted = "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        return (isPlain ? name : isASCII ? quoted : words(name)) + " " + address
    }

    /// ASCII as is, anything else as encoded words of at most 75 characters, none of which splits a character.
    private static func words(_ text: String) -> String {
        guard !text.allSatisfy(\.isASCII) else { return text }
        var words: [Data] = [Data()]
        for scalar in text.unicodeScalars {
            let bytes = Data(String(scalar).utf8)
            if (words.last?.count ?? 0) + bytes.count > 45 { words.append(Data()) }
            words[words.count - 1].append(bytes)
        }
        return words.map { "=?utf-8?B?\($0.base64EncodedString())?=" }.joined(separator: "\n ")
    }
}
