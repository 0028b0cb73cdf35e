import Foundation
import MailFormat
import Testing

/// Reports of mail servers, by the example of RFC 3464, appendix A.
struct DeliveryReportTests {
    static func report(
        action: String = "failed", status: String = "5.1.1",
        original: String = "Message-ID: <\(String(repeating: "0a", count: 16))@example.org>", newline: String = "\r\n"
    ) -> Data {
        let text = """
            Return-Path: <>
            From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example.net>
            To: registration@example.org
            Message-ID: <\(String(repeating: "ff", count: 16))@relay.example.net>
            Subject: Returned mail
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
            \tboundary="RAA14128.773615765/relay"

            --RAA14128.773615765/relay

            The following address had permanent fatal errors.

            --RAA14128.773615765/relay
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example.net
            Original-Envelope-ID: 12

            Final-Recipient: rfc822; ada@example.org
            Action: \(action)
            Status: \(status) (no such
              mailbox)
            Diagnostic-Code: smtp; 550 5.1.1
             no such user

            --RAA14128.773615765/relay
            Content-Type: text/rfc822-headers

            \(original)
            Subject: You are registered

            --RAA14128.773615765/relay--
            """
        return Data(text.replacing("\n", with: newline).utf8)
    }

    @Test(arguments: ["\r\n", "\n"])
    func `a failure names the mail, and says why`(newline: String) throws {
        let report = try #require(DeliveryReport(Self.report(newline: newline)))
        #expect(report.messageID == String(repeating: "0a", count: 16))
        #expect(report.isFinal)
        #expect(report.status == "5.1.1")
        #expect(report.diagnostic == "550 5.1.1 no such user")
    }

    @Test func `a delay is no failure, and a delivery is no report of trouble`() throws {
        #expect(try #require(DeliveryReport(Self.report(action: "delayed", status: "4.4.1"))).isFinal == false)
        for action in ["delivered", "relayed", "expanded", "x"] {
            #expect(DeliveryReport(Self.report(action: action)) == nil, "\(action)")
        }
    }

    @Test(arguments: [
        "", "Message-ID: <other@example.org>", "Message-ID: <" + String(repeating: "g", count: 32) + "@x>",
    ])
    func `a report that does not return our Message-ID names no mail`(original: String) throws {
        #expect(try #require(DeliveryReport(Self.report(original: original))).messageID == nil)
    }

    @Test func `what is no report is none, whatever it holds`() {
        for odd in ["", "\n\n", "Subject: out of office\n\nI am away.", "Content-Type: multipart/report\n\nx"] {
            #expect(DeliveryReport(Data(odd.utf8)) == nil)
        }
        let whole = Self.report()
        for end in stride(from: 0, to: whole.count, by: 7) { _ = DeliveryReport(whole.prefix(end)) }
        #expect(DeliveryReport(Data(repeating: 0x41, count: DeliveryReport.bytesMax + 1)) == nil)
    }
}
