import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What people answer to the organizer's questions, until it is erased.
struct AnswerTests {
    static let questions = """
        questions:
          - { id: diet, label: Diet, type: choice, choices: "anything, vegan", seen_by: "desk, kitchen", add_ons: dinner }
          - { id: shirt, label: Shirt, seen_by: reports, required: true, erased: 2015-03-01 }
          - { id: pronouns, label: Pronouns, seen_by: desk, search: true, badge: true }

        """

    private static let diet = Question.ID(rawValue: "diet")
    private static let shirt = Question.ID(rawValue: "shirt")
    private static let pronouns = Question.ID(rawValue: "pronouns")

    static func withQuestions(
        _ body: (RegistrationLedger, EventStore) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: try Repository.netdev01() + questions, body)
    }

    private static func new(_ number: Int, _ answers: [Question.ID: String]) throws -> NewRegistration {
        try NewRegistration(
            person: .invented(number), category: .attendee, days: .first(2), addOns: [.dinner],
            reference: "R-\(number)",
            answers: answers)
    }

    @Test func `answers are kept with the person and told without what they are`() async throws {
        try await Self.withQuestions { ledger, store in
            let ada = try await ledger.register(
                try Self.new(1, [Self.diet: "vegan", Self.shirt: ""]), context: .desk()
            ).result
            #expect(ada.answers == [Self.diet: "vegan"])
            let correction = PersonCorrection(answers: [Self.diet: "", Self.pronouns: "zie/zir"])
            let after = try await ledger.correct(ada.id, correction, context: .desk()).result
            #expect(after.answers == [Self.pronouns: "zie/zir"] && after.person == ada.person)
            let history = try await ledger.story(of: ada.id).history
            #expect(history.map(\.kind) == [.registered, .answered, .answered, .answered])
            #expect(history.map(\.detail).suffix(3) == ["diet", "diet", "pronouns"])
            #expect(history.allSatisfy { $0.correction == nil })
            // The same again changes nothing.
            _ = try await ledger.correct(ada.id, correction, context: .desk())
            #expect(try await ledger.story(of: ada.id).history.count == 4)
            #expect(try await ledger.find("zie/zir", limit: 2).map(\.registration.id) == [ada.id])
            #expect(try await ledger.find("vegan", limit: 2).isEmpty)
            let told = try await dump(store).filter { $0.hasPrefix("registration_history") }
            #expect(!told.joined().contains("zie"))
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `whoever registers by themselves answers what is required`() async throws {
        let yaml =
            try Repository.netdev01() + Self.questions + """
                mail: { from: a@example.org, server: localhost, pages: "https://netdev01.example.org" }
                register: { categories: attendee }

                """
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let error = try await errorCode {
                _ = try await ledger.registerOneself(
                    OwnRegistering(try Self.new(1, [Self.diet: "vegan"])), context: .desk())
            }
            #expect(error == "answer_missing")
            let done = try await ledger.registerOneself(
                OwnRegistering(try Self.new(1, [Self.shirt: "L"])), context: .desk()
            ).result
            #expect(done.registration.answers == [Self.shirt: "L"])
            // A desk goes on without.
            #expect(try await ledger.register(try Self.new(2, [:]), context: .desk()).result.answers.isEmpty)
        }
    }

    @Test func `nothing of an answer is left once the person or the answers are erased`() async throws {
        try await Self.withQuestions { ledger, store in
            let ada = try await ledger.register(
                try Self.new(1, [Self.diet: "vegan", Self.pronouns: "quuxself"]), context: .desk()
            ).result
            let bo = try await ledger.register(
                try Self.new(2, [Self.diet: "vegan", Self.shirt: "quuxlarge", Self.pronouns: "hen"]), context: .desk()
            ).result
            _ = try await ledger.correct(bo.id, PersonCorrection(answers: [Self.shirt: "quuxsmall"]), context: .desk())
            #expect(try await ledger.answeredCounts() == [Self.diet: 2, Self.shirt: 1, Self.pronouns: 2])
            _ = try await ledger.erase(ada.id, context: .desk())
            let erased = try await ledger.eraseAnswers(to: [Self.shirt], context: .desk())
            #expect(erased.result == 1)
            #expect(try await dump(store).filter { $0.contains("quux") } == [])
            let left = try await ledger.registration(bo.id)
            #expect(left.answers == [Self.diet: "vegan", Self.pronouns: "hen"] && left.person == bo.person)
            #expect(try await ledger.find("hen", limit: 2).map(\.registration.id) == [bo.id])
            #expect(try await ledger.answeredCounts() == [Self.diet: 1, Self.pronouns: 1])
            #expect(try await ledger.eraseAnswers(to: [Self.shirt], context: .desk()).result == 0)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `an answer that a foreign hand took away is found`() async throws {
        try await Self.withQuestions { ledger, store in
            let ada = try await ledger.register(try Self.new(1, [Self.diet: "vegan"]), context: .desk()).result
            try await store.write { db in
                try db.execute(
                    sql: """
                        UPDATE registration_correction SET before = '', after = '', salt = NULL WHERE registration = ?
                        """,
                    arguments: [ada.id.rawValue])
            }
            #expect(try await ledger.audit().findings.map(\.code.rawValue) == ["words_missing"])
        }
    }

    @Test func `the record that stays takes the answers that it lacks`() async throws {
        try await Self.withQuestions { ledger, _ in
            let first = try await ledger.register(try Self.new(1, [Self.diet: "anything"]), context: .desk()).result
            let second = try await ledger.register(
                try Self.new(2, [Self.diet: "vegan", Self.pronouns: "hen"]), context: .desk()
            ).result
            let kept = try await ledger.merge(second.id, into: first.id, context: .desk()).result
            #expect(kept.answers == [Self.diet: "anything", Self.pronouns: "hen"])
            let next = try await ledger.transfer(first.id, to: .invented(5), language: .english, context: .desk())
            #expect(next.result.answers.isEmpty)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a list brings answers, and the next one changes what differs`() async throws {
        try await Self.withQuestions { ledger, _ in
            func read(_ csv: String, updates: Bool = false) async throws -> ImportReport {
                var order = ImportOrder()
                order.updates = updates
                return try await ledger.importPeople(
                    Data(csv.utf8), order: order, author: "cli:test", origin: "", time: .deskOpens)
            }
            let header = "name,email,reference,add_ons,Diet,answer-shirt\n"
            let first = try await read(
                header + "Ada Listed,a@example.org,A,dinner,Vegan,L\nBo Listed,b@example.org,B,dinner,fish,\n")
            #expect(first.added == 2)
            // Fish is none of the choices: it is told, and keeps nobody out.
            #expect(first.notes.map(\.code.rawValue) == ["choice_unknown"])
            let ada = try await ledger.registration(named: "A")
            #expect(ada.answers == [Self.diet: "vegan", Self.shirt: "L"])
            _ = try await ledger.correct(ada.id, PersonCorrection(answers: [Self.diet: "anything"]), context: .desk())
            let second = try await read(
                header + "Ada Listed,a@example.org,A,dinner,Vegan,M\nBo Listed,b@example.org,B,dinner,vegan,\n",
                updates: true)
            let changes = Dictionary(
                uniqueKeysWithValues: second.differences.flatMap { one in
                    one.changes.map { ("\(one.name) \($0.field.rawValue)", $0.state.rawValue) }
                })
            #expect(
                changes == [
                    "Ada Listed answer-diet": "kept-here", "Ada Listed answer-shirt": "applied",
                    "Bo Listed answer-diet": "applied",
                ])
            #expect(try await ledger.registration(named: "A").answers == [Self.diet: "anything", Self.shirt: "M"])
            _ = try await ledger.eraseAnswers(to: [Self.shirt], context: .desk())
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `the kitchen has counts and reports have names`() async throws {
        try await Self.withQuestions { ledger, _ in
            for (number, answer) in ["vegan", "anything", "vegan", ""].enumerated() {
                _ = try await ledger.register(
                    try Self.new(number + 1, [Self.diet: answer, Self.shirt: number == 0 ? "L" : ""]), context: .desk())
            }
            func rows(_ report: LedgerReport) async throws -> [String] {
                let table = try await ledger.table(of: report, at: .deskOpens, admissions: { _ in [:] })
                return table.csv.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
            }
            // The diet is asked for the dinner alone.
            #expect(
                try await rows(.kitchen) == [
                    "add-on:dinner,diet,anything,1", "add-on:dinner,diet,vegan,2", "add-on:dinner,diet,,1",
                ])
            let answers = try await rows(.answers)
            #expect(answers.count == 4 && answers[0].hasSuffix("shirt,L") && answers[1].hasSuffix("shirt,"))
        }
    }
}
