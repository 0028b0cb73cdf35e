import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Answers over HTTP and on pages: asked, corrected, and shown to those alone who may see them.
struct AnswerRouteTests {
    private static func yaml() throws -> String {
        try Repository.netdev01() + MailPageTests.mail + """

            register: { categories: "attendee, speaker" }
            questions:
              - { id: diet, label: Diet question, type: choice, choices: "anything, vegan", required: true, seen_by: desk }
              - { id: photos, label: No photographs, type: yes-no, seen_by: door }
              - { id: talk, label: Recording, type: consent, categories: speaker, required: true }
              - { id: allergy, label: Allergy question, seen_by: kitchen }

            """
    }

    private static func key() -> HTTPFields { [HTTPField.Name("Idempotency-Key")!: UUID().uuidString] }

    private static let secret = "quuxnuts"

    /// Somebody with all answers, paid up, with a badge; its text and their code.
    private static func badge(_ server: Server) async throws -> (text: String, person: Registration) {
        let text = try await server.badge()
        let person = try #require(try await server.services.ledger.list(limit: 1).first).registration
        let answers = try await server.services.store.definition().answers(
            ["diet": "vegan", "photos": "yes", "allergy": secret], by: .everything)
        _ = try await server.services.correct(person.id, PersonCorrection(answers: answers), context: .desk())
        return (text, person)
    }

    @Test(
        arguments: [
            (Device.Role.desk, ["diet", "photos"]), (.organizer, ["diet", "photos", "allergy"]),
        ])
    func `the file of a person has the answers that the device may see`(role: Device.Role, expected: [String])
        async throws
    {
        try await Server.run(yaml: try Self.yaml()) { server in
            let person = try await Self.badge(server).person
            let file = try await server.send(
                .get, "/v1/registrations/\(person.code)/file", token: try await server.token(role))
            let answers = try #require(file.body["answers"] as? [[String: Any]])
            #expect(answers.compactMap { $0["question"] as? String } == expected)
            let history = try await server.send(
                .get, "/v1/registrations/\(person.code)/history", token: try await server.token(role))
            #expect(!"\(history.body)".contains(Self.secret))
        }
    }

    @Test(arguments: [(Device.Role.door, true), (.desk, true), (.organizer, true)])
    func `a door is told what it is to notice, and nothing else`(role: Device.Role, isTold: Bool) async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            let text = try await Self.badge(server).text
            let scan = try await server.scan(
                ["gate": "main", "nonce": "n", "text": text], token: try await server.token(role))
            let notices = try #require(scan.body["notices"] as? [String])
            #expect(notices.contains("No photographs") == isTold)
            #expect(!"\(scan.body)".contains("vegan") && !"\(scan.body)".contains(Self.secret))
        }
    }

    @Test func `nobody writes what they may not read`() async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            let person = try await Self.badge(server).person
            let path = "/v1/registrations/\(person.code)/person"
            let desk = try await server.token(.desk)
            let refused = try await server.send(
                .post, path, token: desk, json: ["answers": ["allergy": "none"]], headers: Self.key())
            #expect(refused.status == 400 && refused.body["code"] as? String == "question_unknown")
            let done = try await server.send(
                .post, path, token: desk, json: ["answers": ["diet": "Anything"]], headers: Self.key())
            #expect(done.status == 200)
            let new = try await server.send(
                .post, "/v1/registrations", token: desk, json: ["name": "Bo", "answers": ["diet": "meat"]],
                headers: Self.key())
            #expect(new.status == 400 && new.body["code"] as? String == "choice_unknown")
            let now = try await server.services.ledger.registration(person.id)
            #expect(now.answers[.init(rawValue: "diet")] == "anything")
            #expect(now.answers[.init(rawValue: "allergy")] == Self.secret)
        }
    }

    @Test(arguments: [(Device.Role.reports, ["name"]), (.desk, ["name", "answer-diet"])])
    func `a list has the answers that the device may see`(role: Device.Role, expected: [String]) async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            _ = try await Self.badge(server)
            let token = try await server.token(role)
            let file = try await server.file(
                "/v1/listings/csv?columns=\(expected.joined(separator: ","))", token: token)
            #expect(file.status == 200)
            let refused = try await server.file("/v1/listings/csv?columns=name,answer-allergy", token: token)
            #expect(refused.status == 400)
            let usual = try await server.file("/v1/listings/csv", token: token)
            #expect(!String(decoding: usual.bytes, as: UTF8.self).contains(Self.secret))
        }
    }

    @Test func `the kitchen's counts name nobody`() async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            _ = try await Self.badge(server)
            let token = try await server.token(.reports)
            let kitchen = try await server.send(.get, "/v1/reports/kitchen", token: token)
            #expect("\(kitchen.body)".contains(Self.secret) && !"\(kitchen.body)".contains("Placeholder"))
            let answers = try await server.send(.get, "/v1/reports/answers", token: token)
            #expect(answers.status == 200 && !"\(answers.body)".contains(Self.secret))
        }
    }

    @Test func `a desk asks, shows and corrects the answers that it may see`() async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            let person = try await Self.badge(server).person
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/\(person.id)")
            #expect(desk.page.contains("Diet question") && desk.page.contains("No photographs"))
            // That it was answered is history; what, and where to change it, is not for a desk.
            #expect(!desk.page.contains("answer-allergy") && !desk.page.contains(Self.secret))
            try await desk.post(
                "/desk/people/\(person.id)/answers",
                [("asked", "diet"), ("answer-diet", "anything"), ("asked", "photos"), ("answer-photos", "")])
            #expect(desk.status == 200)
            let now = try await server.services.ledger.registration(person.id)
            #expect(now.answers == [.init(rawValue: "diet"): "anything", .init(rawValue: "allergy"): Self.secret])
            try await desk.post(
                "/desk/people/\(person.id)/answers", [("asked", "allergy"), ("answer-allergy", "none")])
            #expect(desk.status == 422)

            try await desk.get("/desk/walk-in")
            #expect(desk.page.contains("Diet question") && !desk.page.contains("Allergy question"))
            try await desk.post(
                "/desk/walk-in/register",
                [
                    ("name", "Walter Walk-In"), ("category", "attendee"), ("day", "1"), ("method", "later"),
                    ("asked", "diet"), ("answer-diet", "vegan"),
                ])
            #expect(desk.status == 200)
            let walter = try #require(try await server.services.ledger.find("walter", limit: 1).first)
            #expect(walter.registration.answers == [.init(rawValue: "diet"): "vegan"])
        }
    }

    @Test(arguments: ["en", "fr"])
    func `whoever registers by themselves is asked what concerns them`(language: String) async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            let home = Browser(server)
            home.language = language
            try await home.get("/register")
            #expect(home.status == 200 && home.page.contains("Diet question") && home.page.contains("Allergy question"))
            let asked = [("asked", "diet"), ("asked", "talk"), ("asked", "allergy")]
            let who = [("name", "Ada Own"), ("email", "ada@example.org"), ("day", "1"), ("action", "register")]
            try await home.post("/register", asked + who + [("category", "attendee")])
            #expect(home.status == 422 && home.page.contains("Diet question"))
            // Speakers are asked one thing more.
            try await home.post("/register", asked + who + [("category", "speaker"), ("answer-diet", "vegan")])
            #expect(home.status == 422)
            try await home.post(
                "/register", asked + who + [("category", "attendee"), ("answer-diet", "vegan"), ("answer-talk", "yes")])
            #expect(home.status == 200)
            let ada = try #require(try await server.services.ledger.list(limit: 1).first).registration
            #expect(ada.answers == [.init(rawValue: "diet"): "vegan"])
        }
    }

    @Test func `people see and correct their own answers, all of them`() async throws {
        try await Server.run(yaml: try Self.yaml()) { server in
            let home = Browser(server)
            try await home.get("/register")
            try await home.post(
                "/register",
                [
                    ("name", "Ada Own"), ("email", "ada@example.org"), ("day", "1"), ("category", "attendee"),
                    ("asked", "diet"), ("answer-diet", "vegan"), ("asked", "allergy"), ("answer-allergy", Self.secret),
                    ("action", "register"),
                ])
            let ada = try #require(try await server.services.ledger.list(limit: 1).first).registration
            try await home.get(try await RegisterPageTests.link(server, ada.id))
            try await home.follow()
            #expect(home.status == 200 && home.page.contains(Self.secret) && home.page.contains("Diet question"))
            // What is required stays answered.
            try await home.post("/my/answers", [("asked", "diet"), ("answer-diet", "")])
            #expect(home.status == 422)
            try await home.post(
                "/my/answers",
                [("asked", "diet"), ("answer-diet", "anything"), ("asked", "allergy"), ("answer-allergy", "")])
            #expect(home.status == 200)
            let now = try await server.services.ledger.registration(ada.id)
            #expect(now.answers == [.init(rawValue: "diet"): "anything"])
        }
    }

    @Test func `an organizer sees what is due and erases it, once it is sure`() async throws {
        let yaml = try Self.yaml() + "retention: { answers: 2015-02-14 }\n"
        try await Server.run(yaml: yaml) { server in
            let person = try await Self.badge(server).person
            let token = try await server.token(.organizer)
            let shown = try await server.send(.get, "/v1/retention", token: token)
            let items = try #require(shown.body["items"] as? [[String: Any]])
            #expect(
                items.filter { $0["isDue"] as? Bool == true }.compactMap { $0["question"] as? String }
                    == ["diet", "photos", "allergy"])
            #expect(try await server.send(.get, "/v1/retention", token: try await server.token(.desk)).status == 403)
            let office = try await Browser.enrolled(.organizer, at: server)
            try await office.get("/organizer/retention")
            #expect(office.status == 200 && office.page.contains("Diet question"))
            try await office.post("/organizer/retention/purge")
            #expect(office.status == 422)
            try await office.post("/organizer/retention/purge", ["sure": "1"])
            #expect(office.status == 200)
            #expect(try await server.services.ledger.registration(person.id).answers.isEmpty)
            let again = try await server.send(.post, "/v1/retention/purge", token: token, headers: Self.key())
            #expect(again.status == 200 && again.body["answers"] as? Int == 0)
        }
    }
}
