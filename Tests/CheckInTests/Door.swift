import Badges
import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger

/// A small event in a scratch folder, with a device at its doors; removed with the last reference.
final class Door: Sendable {
    private let folder: ScratchFolder
    let store: EventStore
    let ledger: RegistrationLedger
    let badges: BadgeIssues
    let service: CheckInService
    /// A laptop that may scan everywhere.
    let device: Device

    /// Saturday, 14 February 2015, 12:00 in Ottawa: day 1.
    static let noon = Date(timeIntervalSince1970: 1_423_933_200)

    /// When the doors were enrolled.
    static let dayBefore = noon.addingTimeInterval(-86_400)

    init(yaml: String = Door.yaml) async throws {
        folder = try ScratchFolder()
        store = try await EventStore.create(
            at: folder.file("test.lanyard"), yaml: yaml, author: "test", time: Self.noon)
        ledger = RegistrationLedger(store: store)
        badges = BadgeIssues(store: store)
        service = CheckInService(store: store)
        device = try await store.addDevice(
            name: "North door", role: .door, gates: [], context: Self.context(Self.dayBefore)
        ).device
    }

    deinit { try? store.close() }

    static func context(_ time: Date = noon, origin: String = "") -> WriteContext {
        var generator = SystemRandomNumberGenerator()
        return WriteContext(author: "cli:ann", origin: origin, time: time, key: .unique(using: &generator))
    }

    /// An instant of the event: the hour may lie beyond 24.
    static func at(day: Int, _ hour: Int, _ minute: Int = 0) -> Date {
        noon.addingTimeInterval(Double((day - 1) * 86_400 + (hour - 12) * 3600 + minute * 60))
    }

    /// A registration that owes nothing.
    func register(
        _ name: String = "Ada Invented", category: Category = .attendee, days: [Int] = [1, 2],
        addOns: Set<AddOn.ID> = [],
        paid: Bool = true
    ) async throws -> Registration {
        let person = try Person(name: name, badgeName: "", affiliation: "Example Networks", email: "")
        let new = try NewRegistration(
            person: person, category: category, days: DaySet(days), addOns: addOns, reference: nil)
        let registration = try await ledger.register(new, context: Self.context()).result
        let due = try await due(registration.id)
        if paid, due > .zero {
            _ = try await ledger.pay(
                Payment(amount: due, method: .cash, note: ""), for: registration.id, context: Self.context())
        }
        return registration
    }

    func due(_ id: Registration.ID) async throws -> Money {
        try await store.read { try RegistrationLedger.summary($0, of: id)?.due ?? .zero }
    }

    /// A registration with its first badge.
    func badged(
        _ name: String = "Ada Invented", category: Category = .attendee, days: [Int] = [1, 2],
        addOns: Set<AddOn.ID> = [],
        paid: Bool = true
    ) async throws -> BadgeIssue {
        let registration = try await register(name, category: category, days: days, addOns: addOns, paid: paid)
        return try await badges.makeFirst(for: [registration.id], context: Self.context()).result[0]
    }

    /// Prints the latest badge of a person, as it is.
    func print(
        _ badge: BadgeIssue, as kind: BadgeRunKind = .print, reason: String = ""
    ) async throws -> Performed<PrintJob.ID> {
        let candidate = try await badges.candidates(BadgeFilter(registrations: [badge.registration]))[0]
        let run = BadgeRun(
            kind: kind, medium: .answer, reason: reason,
            badges: [
                BadgeRun.Badge(
                    candidate: candidate, credential: badge.credential, reason: reason,
                    facts: BadgeFacts([("name", candidate.registration.person.name)], on: badge.credential))
            ],
            sheets: 1)
        return try await badges.record(run, request: [UUID().uuidString], state: .done, context: Self.context())
    }

    func request(
        _ subject: ScanRequest.Subject, at gate: String = "main", _ direction: Direction = .entry,
        nonce: String = UUID().uuidString, device: Device? = nil, time: Date = noon
    ) throws -> ScanRequest {
        ScanRequest(
            device: (device ?? self.device).id, nonce: try IdempotencyKey(nonce), gate: Gate.ID(rawValue: gate),
            direction: direction, subject: subject, time: time, deviceTime: nil)
    }

    func scan(
        _ badge: BadgeIssue, at gate: String = "main", _ direction: Direction = .entry, time: Date = noon
    ) async throws -> ScanVerdict {
        try await service.scan(request(.credential(badge.text), at: gate, direction, time: time)).verdict
    }

    static let yaml = """
        event:
          slug: test
          name: Test Conference
          venue: Nowhere
          time_zone: America/Toronto
          currency: CAD
        days:
          - date: 2015-02-14
          - date: 2015-02-15
        passes:
          - { id: day, name: One day, days: 1, price: 100.00 }
        categories:
          organizer: { label: Organizer, free: true }
        add_ons:
          - { id: tour, name: Tour, price: 10.00 }
          - { id: dinner, name: Dinner, price: 60.00 }
        gates:
          - { id: main, name: Main door, opens: "07:30", closes: "20:00" }
          - { id: party, name: Party, days: "1", admits: any pass, frequency: once }
          - { id: dinner, name: Dinner, admits: add-on dinner, unpaid: admit, frequency: once }
          - { id: staff, name: Staff, admits: "categories organizer, volunteer", frequency: "in and out, closing 18:00" }
          - { id: lounge, name: Lounge, frequency: "in and out, closing 02:00" }
        badge:
          template: test
        """
}
