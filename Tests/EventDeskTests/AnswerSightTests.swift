import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Who sees which answers, on badges, in lists, and until when.
struct AnswerSightTests {
    private static let yaml = """
        questions:
          - { id: diet, label: Diet, type: choice, choices: "anything, vegan", seen_by: kitchen }
          - { id: shirt, label: Shirt, seen_by: reports, erased: 2015-03-01 }
          - { id: pronouns, label: Pronouns, seen_by: desk, badge: true }
          - { id: photos, label: No photographs, type: yes-no, seen_by: door, badge: No photos }
          - { id: secret, label: Secret }
        retention:
          answers: 30 days after
          people: 2016-01-01
        documents_kept_until: 2016-06-30

        """
    private static let all: [Question.ID: String] = [
        .init(rawValue: "diet"): "vegan", .init(rawValue: "shirt"): "L", .init(rawValue: "pronouns"): "they",
        .init(rawValue: "photos"): "yes", .init(rawValue: "secret"): "psst",
    ]

    private static func withDesk(
        at time: Date = .deskOpens, _ body: (EventServices, Registration) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: try Repository.netdev01() + yaml) { ledger, store in
            let new = try NewRegistration(
                person: .invented(), category: .attendee, days: .first(1), addOns: [], reference: nil, answers: all)
            let ada = try await ledger.register(new, context: .desk()).result
            try await body(
                EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: time)), ada)
        }
    }

    @Test(
        arguments: [
            (Device.Role.organizer, ["diet", "shirt", "pronouns", "photos", "secret"]),
            (.desk, ["pronouns", "photos"]),
            (.door, ["photos"]), (.reports, ["shirt"]), (.kiosk, []), (.keysigning, []),
        ])
    func `each role sees its answers and no others`(role: Device.Role, expected: [String]) async throws {
        try await Self.withDesk { services, ada in
            let event = try await services.store.definition()
            #expect(event.answers(of: ada, seenBy: role.answerSight).map(\.question.id.rawValue) == expected)
            var listing = PeopleListing()
            listing.sight = role.answerSight
            let columns = try await services.table(of: listing).columns.filter { $0.hasPrefix("answer-") }
            #expect(columns == expected.map { "answer-\($0)" })
            let unknown = #expect(throws: ConferenceError.self) { try listing.choose(columns: "nme", of: event) }
            let choices = (unknown?.details["choices"] ?? "").components(separatedBy: ", ")
            #expect(choices.filter { $0.hasPrefix("answer-") } == columns && choices.contains("name"))
            for question in event.questions where !expected.contains(question.id.rawValue) {
                let code = try await errorCode {
                    try listing.choose(columns: "name,\(question.column)", of: event)
                }
                #expect(code == "question_unknown")
            }
        }
    }

    @Test func `a list has the answers that are asked for, and an import reads them again`() async throws {
        try await Self.withDesk { services, ada in
            let event = try await services.store.definition()
            var listing = PeopleListing()
            listing.sight = .everything
            try listing.choose(columns: "code,name,answer-pronouns,answer-diet", of: event)
            let table = try await services.table(of: listing)
            #expect(table.columns == ["code", "name", "answer-pronouns", "answer-diet"])
            #expect(table.rows[0].suffix(2) == [.text("they"), .text("vegan")])
            listing = PeopleListing()
            listing.sight = .everything
            let file = try await services.file(of: listing, as: .csv, style: .plain)
            let report = try await services.ledger.importPeople(
                file.bytes, order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
            #expect(report.known == 1 && report.differences.isEmpty && report.notes.isEmpty, "\(report)")
        }
    }

    @Test func `a badge shows what its question lets it, and is out of date after a correction`() async throws {
        try await Self.withDesk { services, ada in
            let template = """
                <svg xmlns="http://www.w3.org/2000/svg" width="4in" height="3in" viewBox="0 0 288 216">
                <rect id="name" x="16" y="20" width="256" height="40" data-size-max="30" data-size-min="8"/>
                <rect id="answer-pronouns" x="16" y="70" width="180" height="20" data-size-max="14"/>
                <rect id="answer-photos" x="16" y="100" width="180" height="20" data-size-max="14"/>
                <rect id="answer-secret" x="16" y="130" width="180" height="20" data-size-max="14"/>
                </svg>
                """
            try FileManager.default.createDirectory(at: services.templateFolder, withIntermediateDirectories: true)
            try Data(template.utf8).write(to: services.templateFolder.appendingPathComponent("netdev01.svg"))
            _ = try await services.printBadge(of: ada.id, .print, to: .answer, context: .desk())
            let event = try await services.store.definition()
            #expect(event.onBadge(ada.answers, in: .english) == ["pronouns": "they", "photos": "No photos"])
            #expect(try await services.outdatedFields(of: ada.id) == [])
            let change = try await services.correct(
                ada.id,
                PersonCorrection(answers: [
                    .init(rawValue: "pronouns"): "she", .init(rawValue: "photos"): "no", .init(rawValue: "secret"): "",
                ]), context: .desk())
            #expect(change.outdated == ["answer-photos", "answer-pronouns"])
        }
    }

    @Test func `what is due is shown, then erased, and the books stay`() async throws {
        let later = Date(timeIntervalSince1970: 1_425_600_000)  // 6 March 2015
        try await Self.withDesk(at: later) { services, ada in
            _ = try await services.ledger.pay(.of(10_000, .card), for: ada.id, context: .desk())
            _ = try await services.ledger.issueDocument(for: ada.id, context: .desk())
            let items = try await services.retention()
            #expect(items.map(\.isDue) == [false, true, false, false, false, false, false])
            #expect(items[0].date?.description == "2015-03-19" && items[5].date?.description == "2016-01-01")
            #expect(items[6].date?.description == "2016-07-01" && items[5].count == 1)
            let first = try await services.purge(context: .desk(at: later))
            #expect(first == PurgeOutcome(answers: 1, people: 0, documents: 0))
            #expect(try await services.ledger.registration(ada.id).answers[.init(rawValue: "shirt")] == nil)
            #expect(try await services.purge(context: .desk(at: later)) == PurgeOutcome())

            let yearAfter = later.addingTimeInterval(365 * 86_400)
            let second = try await services.purge(context: .desk(at: yearAfter))
            #expect(second == PurgeOutcome(answers: 1, people: 1, documents: 0))
            #expect(try await services.ledger.registration(ada.id).person.isErased)
            #expect(try await services.ledger.documentsKeptCount() == 1)
            let third = try await services.purge(context: .desk(at: yearAfter.addingTimeInterval(150 * 86_400)))
            #expect(third == PurgeOutcome(answers: 0, people: 0, documents: 1))
            #expect(try await services.ledger.audit().findings == [])
            let text = try await dump(services.store).joined().lowercased()
            #expect(!text.contains("vegan") || text.components(separatedBy: "vegan").count == 2)
        }
    }
}
