import Conference
import EventStore
import Foundation
import LanyardTestSupport
import MailFormat
import Outbox
import RegistrationLedger
import Testing

@testable import EventDesk

/// What is written to whom, and when not.
struct MailTests {
    private static let plan = """

        mail:
          from: Netdev 0.1 <registration@example.org>
          server: 127.0.0.1
          security: none
        invoices:
          pay_to: |
            Bank of Nowhere
            Account 123-456
        """

    private static func run(
        _ more: String = plan, at time: Date = .deskOpens, _ body: (EventServices) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: try Repository.netdev01() + more) { _, store in
            try await body(
                EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: time)))
        }
    }

    private static func mails(_ services: EventServices) async throws -> [OutboxMail] {
        try await services.outbox.list(limit: 1_000).reversed()
    }

    @Test func `what happens is written down with its cause, and told once`() async throws {
        try await Self.run { services in
            let id = try await services.ledger.register(.invented(1), context: .desk()).result.id
            #expect(try await Self.mails(services).map(\.occasion) == [.confirmation])
            // While the confirmation waits, it will tell the rest.
            _ = try await services.ledger.pay(.of(10_000), for: id, context: .desk())
            _ = try await services.changeDays(of: id, to: DaySet([1, 2]), context: .desk())
            #expect(try await Self.mails(services).map(\.occasion) == [.confirmation])
            let ready = try await services.dueMail(limit: 10).ready
            #expect(ready.count == 1)
            for mail in ready { try await services.note(MailAnswer(.accepted, status: 250, reply: "OK"), of: mail) }
            _ = try await services.ledger.pay(.of(10_000), for: id, context: .desk())
            _ = try await services.changeDays(of: id, to: DaySet([1]), context: .desk())
            _ = try await services.changeDays(of: id, to: DaySet([1, 3]), context: .desk())
            // Edits are gathered.
            #expect(try await Self.mails(services).map(\.occasion) == [.confirmation, .payment, .change])
            let last = try #require(try await Self.mails(services).last)
            #expect(last.due == Date.deskOpens.addingTimeInterval(Outbox.changePause))
        }
    }

    @Test func `a cause that is taken back leaves no mail`() async throws {
        try await Self.run { services in
            // Refused: nobody said how it is paid.
            await #expect(throws: (any Error).self) {
                _ = try await services.ledger.register(
                    .invented(1), paying: .unsaid(ConferenceError(.amountMissing)), context: .desk())
            }
            let mails = try await Self.mails(services)
            #expect(mails.isEmpty)
        }
    }

    @Test func `nobody who left or was erased is written to, but told that they left`() async throws {
        try await Self.run { services in
            let ids = try await [1, 2].asyncMap {
                try await services.ledger.register(.invented($0), context: .desk()).result.id
            }
            _ = try await services.ledger.cancel(ids[0], context: .desk())
            _ = try await services.ledger.cancel(ids[1], context: .desk())
            _ = try await services.erase(ids[1], context: .desk())
            let mails = try await Self.mails(services)
            #expect(mails.filter { $0.registration == ids[0] }.map(\.state) == [.cancelled, .waiting])
            #expect(mails.filter { $0.registration == ids[1] }.map(\.state) == [.cancelled, .cancelled])
            let ready = try await services.dueMail(limit: 10).ready
            #expect(ready.map(\.mail.occasion) == [.cancellation])
        }
    }

    @Test(arguments: Language.allCases)
    func `every text is filled in each language, with nothing left open`(language: Language) async throws {
        try await Self.run { services in
            let person = try Person(
                name: "Ada <Placeholder> & \"Co\"", badgeName: "", affiliation: "", email: "ada@example.org")
            let id = try await services.ledger.register(
                try NewRegistration(
                    person: person, category: .attendee, days: DaySet([1, 2]), addOns: [.dinner], reference: nil,
                    language: language), context: .desk()
            ).result.id
            for occasion in MailOccasion.allCases
            where ![.ticket, .announcement, .offer, .link, .keysigningInvitation, .addressConfirmation, .letter]
                .contains(
                    occasion)
                && KeysigningLetter(occasion) == nil
            {
                let preview = try await services.previewMail(.occasion(occasion), to: id)
                let message = preview.message
                #expect(!message.subject.isEmpty)
                #expect(message.text.contains("Ada <Placeholder>"), "\(occasion)")
                #expect(!message.text.contains("{{"), "\(message.text)")
                #expect(message.text.split(separator: "\n").allSatisfy { $0.count <= 76 })
                let html = try #require(message.html)
                #expect(html.contains("Ada &lt;Placeholder&gt; &amp; &quot;Co&quot;"))
                #expect(!html.contains("<Placeholder>"))
            }
            let request = try await services.previewMail(.occasion(.paymentRequest), to: id).message.text
            let code = try await services.ledger.registration(id).code.description
            #expect(request.contains(code))
            #expect(request.contains("Account 123-456"))
        }
    }

    @Test func `a selection is written to once, and those who are left out are named with the reason`() async throws {
        try await Self.run { services in
            var ids: [Registration.ID] = []
            for number in 1...4 {
                ids.append(try await services.ledger.register(.invented(number), context: .desk()).result.id)
            }
            _ = try await services.ledger.pay(.of(10_000), for: ids[0], context: .desk())
            let nameless = try Person(name: "Nobody Reachable", badgeName: "", affiliation: "", email: "")
            let lost = try await services.ledger.register(
                try NewRegistration(
                    person: nameless, category: .attendee, days: DaySet([1]), addOns: [], reference: nil),
                context: .desk()
            ).result.id
            var unpaid = MailSelection()
            unpaid.owes = true
            let order = MailOrder(.occasion(.reminder), to: unpaid)
            let planned = try await services.planMail(order)
            #expect(planned.recipients.map(\.id) == Array(ids[1...]))
            #expect(planned.leftOut == ["no_address": [lost]])
            let context = WriteContext.desk()
            for isAgain in [false, true] {
                let sent = try await services.sendMail(order, context: context)
                #expect(sent.result.recipients.map(\.id) == Array(ids[1...]) && sent.replayed == isAgain)
            }
            await #expect(throws: ServerError(.nobodyToWriteTo)) {
                try await services.sendMail(order, context: .desk())
            }
            #expect(try await services.planMail(order).leftOut["had"] == Array(ids[1...]))
            let second = try await services.sendMail(
                MailOrder(.occasion(.reminder), to: unpaid, round: "second"), context: .desk()
            ).result
            #expect(second.recipients.count == 3)
            // A selection of everybody leaves those out who owe nothing.
            let all = try await services.planMail(MailOrder(.occasion(.reminder), to: MailSelection(), round: "third"))
            #expect(all.leftOut["owes_nothing"] == [ids[0]])
        }
    }

    @Test func `an announcement is fixed, says what is the reader's, and stops where somebody wants none`() async throws
    {
        try await Self.run { services in
            let ids = try await [1, 2].asyncMap {
                try await services.ledger.register(.invented($0), context: .desk()).result.id
            }
            let texts: [Language: Announcement.Text] = [
                .english: .init(
                    subject: "{{event}}: the room", body: "Hello {{name}},\r\n\r\nit is room 5.\n\n  {{code}}")
            ]
            _ = try await services.announce("room", texts, context: .desk())
            await #expect(throws: OutboxError(.announcementExists, ErrorDetail("announcement", "room"))) {
                try await services.announce("room", texts, context: .desk())
            }
            await #expect(throws: (any Error).self) {
                try await services.announce(
                    "wrong", [.english: .init(subject: "Hi", body: "{{nmae}}")], context: .desk())
            }
            try await services.outbox.stop(ids[1], true, context: .desk())
            let run = try await services.sendMail(
                MailOrder(MailOrder.Template("room"), to: MailSelection()), context: .desk()
            ).result
            #expect(run.recipients.map(\.id) == [ids[0]])
            #expect(run.leftOut == ["stopped": [ids[1]]])
            let message = try await services.previewMail(.announcement("room"), to: ids[0]).message
            #expect(message.subject == "Netdev 0.1: the room")
            #expect(String(decoding: message.bytes, as: UTF8.self).contains("List-Unsubscribe: <mailto:"))
        }
    }

    @Test func `a mail says what somebody answered where its template asks for it`() async throws {
        let questions = """

            questions:
              - { id: diet, label: Diet, fr: Régime, type: choice, choices: [ { id: vegan, label: Vegan, fr: Végane }, { id: all, label: Anything, fr: De tout } ] }
              - { id: photos, label: No photos, fr: Pas de photos, type: yes-no }
              - { id: shirt, label: Shirt }
            """
        try await Self.run(Self.plan + questions) { services in
            let id = try await services.ledger.register(.invented(1), context: .desk()).result.id
            _ = try await services.ledger.correct(
                id,
                PersonCorrection(
                    language: .french,
                    answers: [Question.ID(rawValue: "diet"): "vegan", Question.ID(rawValue: "photos"): "yes"]),
                context: .desk())
            let body = """
                {{answer-diet}}, {{answer-photos}}{{#answer-shirt}} {{answer-shirt}}{{/answer-shirt}}

                {{#answers}}
                  {{.}}
                {{/answers}}
                """
            _ = try await services.announce(
                "answers", [.french: .init(subject: "{{event}}", body: body)], context: .desk())
            let message = try await services.previewMail(.announcement("answers"), to: id).message
            #expect(message.text.contains("Végane, Oui\n\n  Régime: Végane\n  Pas de photos: Oui"), "\(message.text)")
            await #expect(throws: (any Error).self) {
                try await services.announce(
                    "wrong", [.french: .init(subject: "Hi", body: "{{answer-shoes}}")], context: .desk())
            }
        }
    }

    @Test func `what is put off waits longer each time, and is given up in the end`() async throws {
        try await Self.run { services in
            _ = try await services.ledger.register(.invented(1), context: .desk())
            let id = try #require(try await Self.mails(services).first?.id)
            var now = Date.deskOpens
            for pause in Outbox.pauses {
                try await services.outbox.note(
                    MailAnswer(.deferred, status: 451, reply: "later, person1@example.org"), of: id,
                    to: "person1@example.org", at: now)
                let mail = try await services.outbox.mail(id)
                #expect(mail.state == .waiting)
                #expect(mail.due == now.addingTimeInterval(pause))
                #expect(mail.lastAttempt?.answer.reply == "later, ‹address›")
                #expect(try await services.outbox.due(at: now, limit: 10).isEmpty)
                now = mail.due
                #expect(try await services.outbox.due(at: now, limit: 10).map(\.id) == [id])
            }
            try await services.outbox.note(
                MailAnswer(.deferred, status: 451, reply: "later"), of: id, to: "person1@example.org", at: now)
            #expect(try await services.outbox.mail(id).state == .failed)
            _ = try await services.outbox.retry(id, context: .desk(at: now))
            #expect(try await services.outbox.due(at: now, limit: 10).map(\.id) == [id])
        }
    }

    @Test func `days that are called off are told with the reason`() async throws {
        try await Self.run { services in
            for number in 1...2 {
                _ = try await services.ledger.register(
                    try .invented(number, days: DaySet(number == 1 ? [1] : [1, 2])), context: .desk())
            }
            for mail in try await services.dueMail(limit: 10).ready {
                try await services.note(MailAnswer(.accepted, status: 250, reply: ""), of: mail)
            }
            _ = try await services.ledger.callOff(DaySet([1]), because: "the roof leaks", context: .desk())
            let ready = try await services.dueMail(limit: 10).ready.filter { $0.mail.occasion == .calledOff }
            #expect(ready.count == 2)
            #expect(ready.allSatisfy { $0.message.text.contains("the roof leaks") })
        }
    }

    @Test func `the description says exactly one way, and no login in the clear`() throws {
        let base = try Repository.netdev01()
        func codes(_ mail: String) -> [String] {
            do {
                _ = try EventFile.read(base + "\nmail:\n  from: a@example.org\n" + mail)
                return []
            } catch { return error.problems.map(\.code.rawValue) }
        }
        #expect(codes("  server: smtp.example.org\n") == [])
        #expect(codes("  server: 192.0.2.1\n  security: tls\n  login: a\n") == [])
        #expect(codes("  sendmail: /usr/sbin/sendmail\n  on: none\n") == [])
        #expect(codes("") == ["mail_way"])
        #expect(codes("  server: a\n  sendmail: /b\n") == ["mail_way"])
        #expect(codes("  server: a\n  security: none\n  login: b\n") == ["mail_login_in_the_clear"])
        #expect(codes("  server: a b\n") == ["host_invalid"])
        #expect(codes("  sendmail: bin/sendmail\n") == ["path_invalid"])
        #expect(codes("  server: a\n  on: confirmation, lunch\n") == ["choice_unknown"])
        #expect(codes("  server: a\n  password: b\n") == ["key_unknown"])
    }
}
