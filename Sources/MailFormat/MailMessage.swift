package import Conference
package import Foundation

/// One mail as it goes over the wire (RFC 5322, with MIME's parts by RFC 2045 and 2046).
///
/// The same values give the same bytes: every attempt to deliver a mail sends what the first one sent.
package struct MailMessage: Sendable, Hashable {
    package var sender: Mailbox
    package var replyTo: Mailbox?
    package var recipient: Mailbox
    package var subject: String
    /// Lines with LF.
    package var text: String
    /// The same as markup; nil for a text alone.
    package var html: String?
    package var attachments: [Attachment]
    package var language: Language
    package var date: Date
    /// The part of its Message-ID before the `@`, in ASCII letters and digits; nil for a message without one.
    package var identifier: String?
    /// Whether nobody wrote it by hand (RFC 3834).
    package var isAutomatic: Bool
    /// Where the reader stops further mail of this kind (RFC 2369, with RFC 8058's one click); nil for none.
    package var unsubscribe: String?

    /// A file that goes along.
    package struct Attachment: Sendable, Hashable {
        package let name: String
        /// `application/pdf`.
        package let type: String
        package let bytes: Data

        package init(name: String, type: String, bytes: Data) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    package init(
        from sender: Mailbox, replyTo: Mailbox? = nil, to recipient: Mailbox, subject: String, text: String,
        html: String? = nil, attachments: [Attachment] = [], language: Language = .english, date: Date,
        identifier: String? = nil, isAutomatic: Bool = false, unsubscribe: String? = nil
    ) {
        self.sender = sender
        self.replyTo = replyTo
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
        self.attachments = attachments
        self.language = language
        self.date = date
        self.identifier = identifier
        self.isAutomatic = isAutomatic
        self.unsubscribe = unsubscribe
    }

    /// Header and body, CRLF, in ASCII but for an address beyond it (RFC 6532); no line is longer than 998 bytes.
    package var bytes: Data {
        var header = HeaderText.field("Date", tokens: date.formatted(Self.dateFormat))
        header += HeaderText.field("From", sender)
        if let replyTo { header += HeaderText.field("Reply-To", replyTo) }
        header += HeaderText.field("To", recipient)
        header += HeaderText.field("Subject", text: subject)
        if let identifier { header += "Message-ID: <\(identifier)@\(sender.domain)>\r\n" }
        header += "Content-Language: \(language.rawValue)\r\n"
        if isAutomatic { header += "Auto-Submitted: auto-generated\r\n" }
        if let unsubscribe {
            header += "List-Unsubscribe: <\(HeaderText.oneLine(unsubscribe))>\r\n"
            if unsubscribe.hasPrefix("https:") { header += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" }
        }
        return Data((header + "MIME-Version: 1.0\r\n" + body).utf8)
    }

    // MARK: - Parts

    private var body: String {
        var part = Self.textPart(text, "plain")
        if let html { part = multipart("alternative", "a", [part, Self.textPart(html, "html")]) }
        guard !attachments.isEmpty else { return part }
        return multipart("mixed", "m", [part] + attachments.map(Self.attachment))
    }

    /// `=_` stands in no quoted-printable and in no base64, so that no part holds the boundary.
    ///
    /// The line end before a boundary belongs to it (RFC 2046, section 5.1.1): a part has its own last one before that.
    private func multipart(_ kind: String, _ letter: String, _ parts: [String]) -> String {
        let boundary = "=_\(letter)_\(identifier ?? "lanyard")"
        let head = "Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n\r\n"
        return head + parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)--\r\n"
    }

    private static func textPart(_ text: String, _ kind: String) -> String {
        "Content-Type: text/\(kind); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + QuotedPrintable.encode(text)
    }

    private static func attachment(_ attachment: Attachment) -> String {
        // Names are ours, but a name that is none is not sent.
        let name = String(
            attachment.name.unicodeScalars.filter {
                $0.isASCII && $0.value > 0x20 && $0 != "\"" && $0 != "\\" && $0.value < 0x7F
            }.map(Character.init))
        var lines = ""
        let text = attachment.bytes.base64EncodedString()
        var rest = text[...]
        while !rest.isEmpty {
            lines += rest.prefix(76) + "\r\n"
            rest = rest.dropFirst(76)
        }
        return "Content-Type: \(attachment.type)\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment;\r\n filename=\"\(name)\"\r\n\r\n" + lines
    }

    private static let dateFormat = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated), \(day: .defaultDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) +0000
            """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
}

extension MailMessage {
    /// Several messages as one file that mail programs open (RFC 4155). A line that begins with `From ` gets a `>` in
    /// front, and lines that already had some get one more; quoted-printable leaves none in a body.
    package static func mbox(_ messages: [MailMessage]) -> Data {
        let text = messages.map { message in
            let lines = String(decoding: message.bytes, as: UTF8.self).split(
                separator: "\r\n", omittingEmptySubsequences: false
            ).map { line in line.drop { $0 == ">" }.hasPrefix("From ") ? ">" + line : line }
            return "From lanyard \(message.date.formatted(Self.separatorFormat))\n" + lines.joined(separator: "\n")
                + "\n"
        }.joined()
        return Data(text.utf8)
    }

    private static let separatorFormat = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated) \(month: .abbreviated) \(day: .twoDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) \(year: .defaultDigits)
            """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
}
