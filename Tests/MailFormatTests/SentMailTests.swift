import Foundation
import MailFormat
import Testing

/// Copies of sent mail, as mail servers and programs keep them.
struct SentMailTests {
    private static func mail(_ digits: String, subject: String, newline: String = "\n") -> String {
        """
        Date: Sat, 14 Feb 2015 09:05:00 -0500
        From: Netdev 0.1 <registration@example.org>
        To: =?utf-8?B?\(Data("Đặng Datagram".utf8).base64EncodedString())?=
         <dang@example.org>
        Subject: \(subject)
        Message-ID: <\(String(repeating: digits, count: 16))@example.org>

        >From what follows nothing is read.
        Message-ID: <\(String(repeating: "99", count: 16))@example.org>

        """.replacing("\n", with: newline)
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a mailbox is read mail by mail, and mail of others is passed over`(newline: String) {
        let other = "Message-ID: <hello@example.org>\nSubject: Hello\n\nHello.\n\n".replacing("\n", with: newline)
        let words = "=?UTF-8?Q?Re=C3=A7u_0007?=\n =?utf-8?q?_pay=C3=A9?="
        let mailbox = [
            Self.mail("0a", subject: words, newline: newline), other,
            Self.mail("0b", subject: "You are registered", newline: newline),
        ].map { "From registration@example.org Sat Feb 14 14:05:00 2015\(newline)\($0)" }.joined()
        let found = SentMail.all(in: Data(mailbox.utf8))
        #expect(found.map(\.messageID) == ["0a", "0b"].map { String(repeating: $0, count: 16) })
        #expect(found.map(\.subject) == ["Reçu 0007 payé", "You are registered"])
        #expect(found.first?.recipient == "Đặng Datagram <dang@example.org>")
        #expect(found.first?.date == "Sat, 14 Feb 2015 09:05:00 -0500")
    }

    @Test func `a single mail needs no line before it, and what is no mail has none`() {
        let broken = "=?utf-8?Q?=4?= x"
        #expect(SentMail.all(in: Data(Self.mail("0c", subject: broken).utf8)).map(\.subject) == [broken])
        #expect(SentMail.all(in: Data()).isEmpty)
        #expect(SentMail.all(in: Data(repeating: 0xFF, count: 100_000)).isEmpty)
        #expect(SentMail.all(in: Data("\n\n\nFrom \nFrom \n".utf8)).isEmpty)
    }
}
