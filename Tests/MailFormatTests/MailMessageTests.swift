import Conference
import Foundation
import LanyardTestSupport
import MailFormat
import Testing

/// Mail as Python's own reader of it sees it, and by the letter of the RFCs.
struct MailMessageTests {
    private static func message(
        name: String = "Ann Example", address: String = "ann@example.org", subject: String = "Hello",
        text: String = "Hello\n", html: String? = nil, attachments: [MailMessage.Attachment] = []
    ) throws -> MailMessage {
        MailMessage(
            from: try Mailbox("Netdev 0.1 <registration@example.org>"),
            to: try Mailbox(name: name, address: address), subject: subject, text: text, html: html,
            attachments: attachments, date: Date(timeIntervalSince1970: 1_424_000_000), identifier: "0123abcd",
            isAutomatic: true)
    }

    private struct Read: Decodable {
        let to: [String]
        let subject: String
        let fields: [String]
        let parts: [Part]
        let defects: [String]

        struct Part: Decodable {
            let type: String
            let name: String?
            /// Base64.
            let bytes: Data
            var text: String { String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n") }
        }
    }

    private static func read(_ message: MailMessage) throws -> Read {
        let folder = try ScratchFolder()
        try message.bytes.write(to: folder.file("mail.eml"))
        let script = """
            import base64, email, email.header, email.policy, email.utils, json, sys
            data = open(sys.argv[1], 'rb').read()
            m = email.message_from_bytes(data, policy=email.policy.SMTP)
            address = m['to'].addresses[0]
            # The newer reader of names keeps the blank between two encoded words, against RFC 2047, section 6.2
            # (python/cpython#128110); the older one drops it.
            line = ''.join(email.message_from_bytes(data)['to'].splitlines())
            name = str(email.header.make_header(email.header.decode_header(email.utils.parseaddr(line)[0])))
            parts = [p for p in m.walk() if not p.is_multipart()]
            print(json.dumps({
                'to': [name, address.addr_spec], 'subject': m['subject'], 'fields': list(m.keys()),
                'parts': [{'type': p.get_content_type(), 'name': p.get_filename(),
                           'bytes': base64.b64encode(p.get_payload(decode=True)).decode()} for p in parts],
                'defects': [str(d) for p in m.walk() for d in p.defects]
                    + [str(d) for name in m.keys() for d in m[name].defects],
            }))
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, folder.file("mail.eml").path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Read.self, from: output)
    }

    /// Whatever is in it: lines with CRLF alone, of at most 78 columns, in ASCII.
    private static func check(_ message: MailMessage) {
        let bytes = Array(message.bytes)
        #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
        var length = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                #expect(index > 0 && bytes[index - 1] == 0x0D)
                #expect(length <= 79, "\(length)")
                length = 0
            } else {
                if byte == 0x0D { #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0A) }
                length += 1
            }
        }
        #expect(bytes.suffix(2) == [0x0D, 0x0A])
    }

    @Test(arguments: [
        "Ann Example", "Ada \"Quoted\", Jr.", "a\\b", "花子 見本", "Đặng Thị Mai", "محمد بن عبد الله", "O’Brien",
        "=?utf-8?Q?not_a_word?=", "J. R. (Bob) <Dobbs>", "👩‍👩‍👧‍👦 Family",
        "花子 見本 with a name that is far longer than one encoded word of a header can be, 見本 見本",
        "An Entirely Plain Name That Is Longer Than A Line Of A Header May Be In Any Mail Program Of This World",
        "A  Name With  Two Blanks", String(repeating: "x", count: 100), String(repeating: "\\", count: 68),
        "An Entirely Plain Name, Jr., That Is Longer Than A Line Of A Header May Be In Any Mail Program Of This World",
    ])
    func `a name arrives as it was written`(name: String) throws {
        let message = try Self.message(name: name)
        Self.check(message)
        let read = try Self.read(message)
        #expect(read.to == [name, "ann@example.org"])
        #expect(read.defects.isEmpty)
    }

    @Test(arguments: [
        "Hello", "Netdev 0.1 : votre inscription", "花子", "=?utf-8?B?aGk=?=",
        String(repeating: "word ", count: 60) + "end",
        String(repeating: "x", count: 300), String(repeating: "é", count: 200), String(repeating: "x", count: 73),
        "two  blanks",
    ])
    func `a subject arrives as it was written`(subject: String) throws {
        let message = try Self.message(subject: subject)
        Self.check(message)
        let read = try Self.read(message)
        #expect(read.subject == subject)
        #expect(read.defects.isEmpty)
    }

    @Test(arguments: ["\r\n", "\n", "\r", "\u{0}", "\u{2028}", "\u{2029}", "\u{85}", "\u{b}", "\u{c}"])
    func `no text becomes a second field`(break separator: String) throws {
        let evil = "Hello\(separator)Bcc: eve@example.org\(separator)\(separator)<script>"
        for message in [
            try Self.message(name: evil), try Self.message(subject: evil),
            try Self.message(name: "é" + evil, subject: "é" + evil),
        ] {
            Self.check(message)
            let read = try Self.read(message)
            #expect(
                read.fields == [
                    "Date", "From", "To", "Subject", "Message-ID", "Content-Language", "Auto-Submitted", "MIME-Version",
                    "Content-Type", "Content-Transfer-Encoding",
                ])
            #expect(read.parts.map(\.text) == ["Hello\n"])
        }
    }

    @Test(arguments: [
        "a@b\r\nRCPT TO:<eve@example.org>", "a b@example.org", "<a@example.org>", "a@b@c", "@example.org", "a@",
        "a@.org",
        "a..b@example.org", "\"a b\"@example.org", "a@example.org>", "a@exa mple.org", "a@[127.0.0.1]",
        "a\u{0}@example.org",
        "-f@example.org\n", "a@example.org,b@example.org", "a@example..org", "a\u{202e}@example.org",
    ])
    func `what could be more than one address is none`(address: String) {
        #expect(throws: ConferenceError.self) { try Mailbox(name: "", address: address) }
    }

    @Test(arguments: [
        "From here\n>From there\n.\n..dots\nuid Đặng\n", "no end of line", "trailing blank \nand tab\t\n",
        "=3D equals = =\n",
        String(repeating: "long ", count: 400), String(repeating: "é", count: 300), String(repeating: ".", count: 200),
        String(repeating: "F", count: 200), String(repeating: "=", count: 200),
        String(repeating: "x", count: 76) + "\n",
        String(repeating: "x", count: 75) + " \n", "a\r\nb\rc\nd\n", "\n\nempty lines\n\n",
    ])
    func `a text arrives as it was written`(text: String) throws {
        let message = try Self.message(text: text, html: "<p>" + text + "</p>")
        Self.check(message)
        let read = try Self.read(message)
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let whole = lines.hasSuffix("\n") ? lines : lines + "\n"
        #expect(read.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(read.parts.first?.text == whole)
        let markup = "<p>" + lines + "</p>\n"
        #expect(read.parts.last?.text == markup)
        #expect(read.defects.isEmpty)
    }

    @Test func `a file goes along whole`() throws {
        let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let message = try Self.message(
            html: "<p>Hello</p>", attachments: [.init(name: "ticket.pdf", type: "application/pdf", bytes: bytes)])
        Self.check(message)
        let read = try Self.read(message)
        #expect(read.parts.map(\.type) == ["text/plain", "text/html", "application/pdf"])
        #expect(read.parts.last?.name == "ticket.pdf")
        #expect(read.parts.last?.bytes == bytes)
        #expect(read.defects.isEmpty)
    }

    @Test func `the same values give the same bytes`() throws {
        #expect(try Self.message(html: "<p>é</p>").bytes == Self.message(html: "<p>é</p>").bytes)
    }
}
