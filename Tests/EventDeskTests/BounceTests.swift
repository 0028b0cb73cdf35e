import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import MailFormat
import Outbox
import RegistrationLedger
import Testing

/// Mail that comes back.
struct BounceTests {
    private static func report(_ messageID: String, action: String = "failed") -> Data {
        Data(
            """
            From: MAILER-DAEMON@relay.example.net
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example.net

            Final-Recipient: rfc822; person1@example.org
            Action: \(action)
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 person1@example.org does not exist

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <\(messageID)@example.org>

            --b--
            """.utf8)
    }

    private static func yaml() throws -> String {
        try Repository.netdev01() + """

            mail:
              from: Netdev 0.1 <registration@example.org>
              server: 127.0.0.1
              security: none
            """
    }

    @Test func `nothing more goes to an address from which mail came back, until another one is known`() async throws {
        try await withNetdev01(yaml: Self.yaml()) { _, store in
            let services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: WriteContext.desk().time))
            let id = try await services.ledger.register(.invented(1), context: .desk()).result.id
            let mail = try #require(try await services.dueMail(limit: 10).ready.first).mail
            try await services.outbox.note(
                MailAnswer(.accepted, status: 250, reply: "ok"), of: mail.id, to: "", at: services.clock.now)
            // A mail that another machine sent in a time that was lost is told from this event's own.
            let lost = String(repeating: "0f", count: 16)
            let mailbox = [mail.messageID, lost].map {
                "From x\nMessage-ID: <\($0)@example.org>\nSubject: You are registered\n\nDear Ada\n\n"
            }.joined()
            let found = try await services.lostMail(in: Data(mailbox.utf8))
            #expect(found.count == 2 && found.lost.map(\.messageID) == [lost])
            let late = try await services.takeBounce(
                Self.report(mail.messageID, action: "delayed"), context: .desk())
            #expect(late == nil)
            #expect(try await services.outbox.bounces().isEmpty)
            let bounce = try #require(try await services.takeBounce(Self.report(mail.messageID), context: .desk()))
            #expect(bounce.status == "5.1.1")
            #expect(bounce.reply == "550 ‹address› does not exist")
            // Again is once.
            _ = try await services.takeBounce(Self.report(mail.messageID), context: .desk())
            #expect(try await services.outbox.bounces().count == 1)
            // What was sent was sent; what follows is not tried.
            #expect(try await services.outbox.mail(mail.id).state == .sent)
            _ = try await services.ledger.pay(.of(10_000), for: id, context: .desk())
            #expect(try await services.dueMail(limit: 10).ready.isEmpty)
            let failed = try #require(try await services.outbox.list(.failed, limit: 10).first)
            #expect(failed.because == "address_bounced")
            _ = try await services.correct(id, PersonCorrection(email: "ada@example.org"), context: .desk())
            _ = try await services.outbox.retry(failed.id, context: .desk())
            #expect(try await services.dueMail(limit: 10).ready.map(\.mail.id).contains(failed.id))
            await #expect(throws: OutboxError.self) {
                try await services.takeBounce(Self.report(String(repeating: "0", count: 32)), context: .desk())
            }
            await #expect(throws: OutboxError.self) {
                try await services.takeBounce(Data("Subject: away\n\nhello".utf8), context: .desk())
            }
        }
    }
}
