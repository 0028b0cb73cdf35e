import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing
import Wording

/// What the desk knows of a person: what was corrected, their badges, and what the doors said.
struct StoryTests {
    private static func withDesk(_ body: (EventServices) async throws -> Void) async throws {
        try await withNetdev01 { _, store in
            try await body(
                EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: morning)))
        }
    }

    /// 14 February 2015, 09:30 in Ottawa: the main door is open.
    private static let morning = Date(timeIntervalSince1970: 1_423_924_200)

    private static func register(_ desk: EventServices, days: DaySet = .first(4)) async throws -> Registration {
        let person = try await desk.ledger.register(.invented(days: days), context: .desk(at: morning)).result
        _ = try await desk.ledger.pay(
            Payment(amount: nil, method: .card, note: ""), for: person.id, context: .desk(at: morning))
        return person
    }

    private static func door(_ desk: EventServices) async throws -> Device {
        try await desk.store.addDevice(
            name: "North", role: .door, gates: [], context: .desk(at: morning.addingTimeInterval(-3600))
        ).device
    }

    private static func scan(
        _ desk: EventServices, _ person: Registration.ID, _ device: Device, at time: Date = morning
    ) async throws -> ScanOutcome {
        try await desk.checkIn.scan(
            ScanRequest(
                device: device.id, nonce: try IdempotencyKey(UUID().uuidString), gate: Gate.ID(rawValue: "main"),
                direction: .entry, subject: .registration(person), time: time, deviceTime: nil))
    }

    private static func told(_ desk: EventServices, _ id: Registration.ID) async throws -> [String] {
        let event = try await desk.store.definition()
        let story = try await desk.personStory(of: id)
        return story.events.map { $0.sentence(in: .english, of: event, names: story.deviceNames) }
    }

    @Test func `the story has corrections, badges and scans in order, and what was taken back`() async throws {
        try await Self.withDesk { desk in
            let person = try await Self.register(desk)
            let north = try await Self.door(desk)
            _ = try await desk.correct(
                person.id, PersonCorrection(name: "Ada Corrected", affiliation: ""), context: .desk(at: Self.morning))
            _ = try await desk.badges.makeFirst(for: [person.id], context: .desk(at: Self.morning))
            let entry = try await Self.scan(desk, person.id, north)
            let again = try await Self.scan(desk, person.id, north, at: Self.morning.addingTimeInterval(60))
            #expect(entry.verdict == .admitted(.entry) && again.verdict.code == .alreadyAdmitted)
            _ = try await desk.checkIn.undo(
                entry.scan, because: "Was another", by: nil, context: .desk(at: Self.morning.addingTimeInterval(120)))
            let told = try await Self.told(desk, person.id)
            #expect(told.contains("The name was corrected. ‘\(person.person.name)’ → ‘Ada Corrected’"))
            #expect(
                told.contains("The affiliation was changed. ‘\(person.person.affiliation)’ → ‘(nothing)’"), "\(told)")
            #expect(told.contains("Badge 1 was made."))
            let came = try #require(told.firstIndex(of: "Came in at Main door, read by North."))
            #expect(told[came + 1].hasPrefix("Was turned away at Main door by North: "))
            #expect(told.last?.hasPrefix("Taken back: Came in at Main door, read by North.") == true)
            #expect(told.last?.hasSuffix("Reason: Was another") == true)
            // In parts it is the same.
            var parts: [StoryEvent] = []
            while true {
                let next = try await desk.personStory(of: person.id, after: parts.last?.position, limit: 2).events
                guard !next.isEmpty else { break }
                parts += next
            }
            #expect(parts.map(\.position) == (try await desk.personStory(of: person.id).events.map(\.position)))
        }
    }

    @Test func `erasing a person takes what was corrected, and who came for them`() async throws {
        try await Self.withDesk { desk in
            let person = try await Self.register(desk)
            _ = try await desk.correct(
                person.id, PersonCorrection(name: "Secret Name"), context: .desk(at: Self.morning))
            try await desk.handOverRest(
                to: person.id, collector: "Secret Collector", context: .desk(at: Self.morning))
            #expect(try await dump(desk.store).contains { $0.contains("Secret Collector") })
            let report = try await desk.table(of: .doors(.pickedUp)).rows
            #expect(report.count == 3 && report.allSatisfy { $0[1] == .text("Secret Collector") })
            // A second record of the same person goes with the first.
            let second = try await desk.ledger.register(.invented(2), context: .desk(at: Self.morning)).result
            try await desk.handOverRest(
                to: second.id, collector: "Secret Second", context: .desk(at: Self.morning))
            _ = try await desk.ledger.merge(second.id, into: person.id, context: .desk(at: Self.morning))
            _ = try await desk.erase(person.id, context: .desk(at: Self.morning))
            #expect(try await dump(desk.store).filter { $0.contains("Secret") }.isEmpty)
            #expect(try await Self.told(desk, person.id).contains("The name was corrected."))
        }
    }

    @Test func `whoever passes a place on hears who came in on it`() async throws {
        try await Self.withDesk { desk in
            let person = try await Self.register(desk)
            _ = try await Self.scan(desk, person.id, try await Self.door(desk))
            let place = try await desk.transfer(
                person.id, to: .invented(2), language: .english, context: .desk(at: Self.morning))
            #expect(place.entries.map(\.gate.rawValue) == ["main"])
            #expect(place.entries.first?.entered == Self.morning)
            let unused = try await desk.transfer(
                place.registration.id, to: .invented(3), language: .english, context: .desk(at: Self.morning))
            #expect(unused.entries.isEmpty)
        }
    }

    @Test func `a day that is over is sold with a word about it`() async throws {
        let monday = Self.morning.addingTimeInterval(2 * 86_400)
        try await withNetdev01 { _, store in
            let desk = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: monday))
            let event = try await store.definition()
            #expect(event.daysOver(.first(4), at: monday) == DaySet([1, 2]))
            #expect(event.daysOver(.first(4), at: monday.addingTimeInterval(-30 * 86_400)).isEmpty)
            #expect(event.daysOver(.first(4), at: monday.addingTimeInterval(30 * 86_400)).isEmpty)
            let walkIn = try await desk.walkIn(
                WalkIn(.invented(days: DaySet([1, 3])), payment: .later, badge: nil), context: .desk(at: monday))
            #expect(walkIn.daysOver == DaySet([1]))
            let id = walkIn.registration.id
            let more = try await desk.changeDays(of: id, to: .first(4), context: .desk(at: monday))
            #expect(more.daysOver == DaySet([2]))
            let fewer = try await desk.changeDays(of: id, to: DaySet([1]), context: .desk(at: monday))
            #expect(fewer.daysOver.isEmpty)
        }
    }
}
