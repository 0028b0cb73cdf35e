package import Foundation

/// What the head of a mail says that was sent from an event: its Message-ID tells it from every other.
package struct SentMail: Sendable, Hashable {
    /// The longest mailbox that is read, in bytes.
    package static let bytesMax = 64 << 20
    /// The longest head of a mail; of a longer one the beginning counts.
    private static let headMax = 64 << 10

    /// The local part of its Message-ID, 32 hexadecimal digits.
    package let messageID: String
    /// As the mail says it.
    package let date: String
    package let recipient: String
    package let subject: String

    /// The mails of an event in a file: one mail, or a mailbox with a line that begins with `From ` before each (RFC 4155). Mail
    /// of others is passed over, and so is what is enclosed in a mail.
    package static func all(in mailbox: Data) -> [SentMail] {
        var mails: [SentMail] = []
        var head = ""
        var isHead = true
        func end() {
            if let mail = SentMail(head: head) { mails.append(mail) }
        }
        var wasBlank = true
        for bytes in mailbox.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
            if wasBlank, line.starts(with: Data("From ".utf8)) {
                end()
                (head, isHead) = ("", true)
            } else if isHead, line.isEmpty {
                isHead = false
            } else if isHead, head.utf8.count < headMax {
                head += String(decoding: line, as: UTF8.self) + "\n"
            }
            wasBlank = line.isEmpty
        }
        end()
        return mails
    }

    private init?(head: String) {
        let fields = DeliveryReport.fields(head)
        guard let match = fields["message-id"]?.firstMatch(of: /<([0-9a-f]{32})@/) else { return nil }
        messageID = String(match.1)
        date = fields["date"] ?? ""
        recipient = Self.decoded(fields["to"] ?? "")
        subject = Self.decoded(fields["subject"] ?? "")
    }

    /// Encoded words of UTF-8 as what they stand for (RFC 2047); whatever else is there stays.
    private static func decoded(_ text: String) -> String {
        let joined = text.replacing(/\?=\s+=\?/, with: "?==?")
        return joined.replacing(/=\?[Uu][Tt][Ff]-8\?([BbQq])\?([^?]*)\?=/) { word in
            let bytes = word.1.lowercased() == "b" ? Data(base64Encoded: String(word.2)) : unquoted(word.2)
            return bytes.map { String(decoding: $0, as: UTF8.self) } ?? String(word.0)
        }
    }

    private static func unquoted(_ text: Substring) -> Data? {
        var bytes = Data()
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "_"): bytes.append(0x20)
            case UInt8(ascii: "="):
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}
