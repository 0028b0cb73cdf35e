import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import MailFormat
import Outbox
import RegistrationLedger
import Testing

/// Who may choose which category: everybody, by an invitation, or with an organizer's approval.
struct RegisterAdmissionTests {
    private static func yaml(_ more: String = "") throws -> String {
        try Repository.netdev01() + MailPageTests.mail + """

            register:
              categories: attendee
              by_approval: press
              guardian_under: 18
              \(more)

            """
    }

    private static func person(_ number: Int, _ category: String, _ more: (String, String)...) -> [(String, String)] {
        [
            ("name", "Ada Placeholder \(number)"), ("email", "ada\(number)@example.org"), ("category", category),
            ("day", "1"), ("action", "register"),
        ] + more
    }

    private static func withServer(
        _ more: String = "", _ body: @escaping @Sendable (Server, Browser) async throws -> Void
    ) async throws {
        try await Server.run(clock: .fixed(at: MyPageTests.before), yaml: try yaml(more)) { server in
            try await body(server, Browser(server))
        }
    }

    @Test(arguments: ["en", "fr"])
    func `an invitation is for so many places of its category, and for nobody after its end`(language: String)
        async throws
    {
        try await Self.withServer("opens: 2015-02-01T00:00:00-05:00") { server, home in
            home.language = language
            let ledger = server.services.ledger
            let office = try await Browser.enrolled(.organizer, at: server)
            office.language = language
            try await office.get("/organizer/admission")
            try await office.post(
                "/organizer/admission/allot", ["note": "Packet Bakery", "category": "sponsor", "places": "2"])
            #expect(office.status == 200)
            #expect(!office.page.contains("{{"))
            let made = try #require(try await ledger.allotments().first)
            #expect(office.page.contains("https://netdev01.example.org/register?invitation=\(made.code)"))
            // Without it, and with another's, nobody is a sponsor; it opens before the others.
            for code in ["", "AAAAAAAAAAAA", "<script>"] {
                try await home.post("/register", Self.person(1, "sponsor", ("invitation", code)))
                #expect(home.status == 422, "\(code)")
            }
            try await home.get("/register?invitation=\(made.code.lowercased())")
            #expect(home.page.contains("<option value=\"sponsor\" selected>"))
            try await home.post("/register", Self.person(1, "attendee", ("invitation", made.code)))
            #expect(home.status == 422)
            for number in 1...3 {
                try await home.post("/register", Self.person(number, "sponsor", ("invitation", made.code)))
                #expect(home.status == (number < 3 ? 200 : 422))
            }
            #expect(try await ledger.allotments().first?.used == 2)
            // A place that is given up is there again.
            let first = try #require(try await ledger.list(limit: 1).first).registration.id
            _ = try await ledger.cancel(first, context: .desk(at: MyPageTests.before))
            try await home.post("/register", Self.person(4, "sponsor", ("invitation", made.code)))
            #expect(home.status == 200)
            try await office.post("/organizer/admission/end", ["allotment": "\(made.id.rawValue)"])
            #expect(office.status == 200)
            _ = try await ledger.cancel(first, context: .desk(at: MyPageTests.before))
            try await home.post("/register", Self.person(5, "sponsor", ("invitation", made.code)))
            #expect(home.status == 422)
        }
    }

    /// Somebody of the press, with a browser that opened their link.
    private static func applicant(_ server: Server, _ home: Browser, _ number: Int) async throws -> Registration.ID {
        try await home.post("/register", person(number, "press"))
        #expect(home.status == 200)
        let id = try #require(try await server.services.ledger.list(limit: 10).last).registration.id
        try await home.get(try await RegisterPageTests.link(server, id))
        try await home.follow()
        return id
    }

    @Test func `a category is approved by an organizer, and the proof is erased`() async throws {
        try await Self.withServer { server, home in
            let ledger = server.services.ledger
            let id = try await Self.applicant(server, home, 1)
            #expect(home.page.contains("/my/proof"))
            // Nothing is due, but there is no ticket before it is decided, neither here nor by mail.
            try await home.post("/my/ticket", ["form": "letter"])
            #expect(home.status == 422)
            let mail = try #require(try await server.services.dueMail(limit: 10).ready.first).message
            #expect(mail.attachments.isEmpty)
            try await home.post("/my/proof", file: "MZ is a program")
            #expect(home.status == 422)
            try await home.post("/my/proof", file: "%PDF-1.4 an invented card")
            #expect(home.status == 200)
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/admission/proof/\(id.rawValue)")
            #expect(office.headers[.contentType] == "application/pdf")
            #expect(office.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/organizer/admission/proof/\(id.rawValue)")
            #expect(desk.status == 403)
            try await office.get("/organizer/admission")
            try await office.post("/organizer/admission/judge", ["number": "\(id.rawValue)", "action": "approve"])
            #expect(office.status == 200)
            #expect(try await ledger.awaitsApproval(id) == false)
            let rows = try await dump(server.services.store).filter { $0.hasPrefix("approval_proof ") }
            #expect(rows.isEmpty)
            try await home.post("/my/ticket", ["form": "letter"])
            #expect(home.headers[.contentType] == "application/pdf")
            // Once is once.
            try await office.post(
                "/organizer/admission/judge", ["number": "\(id.rawValue)", "action": "decline", "reason": "late"])
            #expect(office.status == 422)
            #expect(try await ledger.registration(id).status == .active)
        }
    }

    @Test func `who is declined is cancelled, told why, and gets everything back`() async throws {
        try await Self.withServer { server, home in
            let ledger = server.services.ledger
            let id = try await Self.applicant(server, home, 1)
            let token = try await server.token(.organizer)
            let code = try await ledger.registration(id).code
            let unsaid = try await server.send(
                .post, "/v1/registrations/\(code)/approval", token: token, json: ["approved": false],
                headers: [HTTPField.Name("Idempotency-Key")!: "one"])
            #expect(unsaid.status == 400)
            let declined = try await server.send(
                .post, "/v1/registrations/\(code)/approval", token: token,
                json: ["approved": false, "reason": "the card has expired"],
                headers: [HTTPField.Name("Idempotency-Key")!: "two"])
            #expect(declined.status == 200)
            #expect(try await ledger.registration(id).status == .cancelled)
            let mail = try await server.services.dueMail(limit: 10).ready.first { $0.mail.occasion == .cancellation }
            #expect(try #require(mail).message.text.contains("the card has expired"))
            #expect(try await ledger.applications().isEmpty)
        }
    }

    @Test func `whoever is under age names a guardian who consents`() async throws {
        try await Self.withServer { server, home in
            let guardian = [("guardian", "Grace Placeholder"), ("guardian_email", "grace@example.org")]
            for wrong in [[], [("consents", "1")], guardian, guardian + [("consents", "0")]] {
                try await home.post("/register", Self.person(1, "press", ("minor", "1")) + wrong)
                #expect(home.status == 422, "\(wrong)")
            }
            try await home.post(
                "/register", Self.person(1, "press", ("minor", "1"), ("consents", "1")) + guardian)
            #expect(home.status == 200)
            let application = try #require(try await server.services.ledger.applications().first)
            #expect(application.guardian?.name == "Grace Placeholder")
            let id = application.summary.registration.id
            _ = try await server.services.erase(id, context: .desk(at: MyPageTests.before))
            let left = try await dump(server.services.store).filter { $0.contains("Grace Placeholder") }
            #expect(left.isEmpty)
        }
    }
}
