import BadgeRenderer
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

/// Whose badges a print includes, and what it leaves behind.
struct BadgePrintTests {
    /// Netdev 0.1 with six invented people: five active, one cancelled.
    private struct Desk {
        let services: EventServices
        let people: [Registration]
        let folder: ScratchFolder

        func print(
            _ selection: BadgeSelection, as kind: BadgeRunKind = .print, reason: String = "", strict: Bool = false,
            to destination: BadgeDestination = .answer, context: WriteContext = .desk()
        ) async throws -> BadgeOutcome {
            try await services.print(
                BadgeOrder(selection, kind: kind, reason: reason, isStrict: strict), to: destination, context: context)
        }

        /// The numbers, from 1, of those whom a selection means.
        func numbers(_ selection: BadgeSelection) async throws -> [Int] {
            try await services.select(selection).map { Int($0.rawValue) }
        }

        func correct(_ person: Registration, name: String) async throws {
            _ = try await services.ledger.correct(person.id, PersonCorrection(name: name), context: .desk())
        }
    }

    private func withDesk(_ body: (Desk) async throws -> Void) async throws {
        try await withNetdev01 { ledger, store in
            let services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: Server.morning))
            var people: [Registration] = []
            for (days, category) in [
                ([1], Category.attendee), ([1, 2], .speaker), ([2], .attendee), ([1, 2, 3, 4], .organizer),
                ([4], .press),
                ([1], .attendee),
            ] {
                let new = try NewRegistration.invented(people.count + 1, days: DaySet(days), category: category)
                people.append(try await ledger.register(new, context: .desk()).result)
            }
            _ = try await ledger.cancel(people[5].id, context: .desk())
            try await body(Desk(services: services, people: people, folder: ScratchFolder()))
        }
    }

    private static func selection(_ change: (inout BadgeSelection) -> Void) -> BadgeSelection {
        var selection = BadgeSelection()
        change(&selection)
        return selection
    }

    /// People 1 and 2 are printed; person 2 was renamed afterwards.
    static let selections: [(what: String, selection: BadgeSelection, numbers: [Int])] = [
        ("everyone", selection { _ in }, [1, 2, 3, 4, 5]),
        ("named, in their order", selection { $0.registrations = [.init(rawValue: 4), .init(rawValue: 1)] }, [4, 1]),
        ("named twice", selection { $0.registrations = [.init(rawValue: 4), .init(rawValue: 4)] }, [4]),
        ("a category", selection { $0.categories = [.attendee] }, [1, 3]),
        ("one of two categories", selection { $0.categories = [.speaker, .press] }, [2, 5]),
        ("an affiliation in other letters", selection { $0.affiliations = ["PACKET  bäkery 3"] }, [3]),
        ("a part of an affiliation", selection { $0.affiliations = ["Packet"] }, []),
        ("a day", selection { $0.days = DaySet([1]) }, [1, 2, 4]),
        ("one of two days", selection { $0.days = DaySet([3, 4]) }, [4, 5]),
        ("not printed", selection { $0.isUnprinted = true }, [3, 4, 5]),
        ("changed since", selection { $0.isChanged = true }, [2]),
        ("with the dot", selection { $0.hasDot = true }, []),
        ("day and category", selection { ($0.days, $0.categories) = (DaySet([1]), [.attendee]) }, [1]),
        ("not printed, of a day", selection { ($0.isUnprinted, $0.days) = (true, DaySet([4])) }, [4, 5]),
        ("printed and not", selection { ($0.isUnprinted, $0.isChanged) = (true, true) }, []),
    ]

    @Test func `selections select the right people`() async throws {
        try await withDesk { desk in
            _ = try await desk.print(Self.selection { $0.registrations = [.init(rawValue: 1), .init(rawValue: 2)] })
            try await desk.correct(desk.people[1], name: "Renamed Invented")
            for (what, selection, numbers) in Self.selections {
                #expect(try await desk.numbers(selection) == numbers, "\(what)")
            }
        }
    }

    @Test func `a dry run says what a print then does, and writes nothing`() async throws {
        try await withDesk { desk in
            let order = BadgeOrder(BadgeSelection(), sheet: .letter6up)
            let before = try await dump(desk.services.store)
            let plan = try await desk.services.plan(order)
            let findings = try await desk.services.preflight(plan)
            #expect(try await dump(desk.services.store) == before)
            let outcome = try await desk.services.print(order, to: .answer, context: .desk())
            #expect((plan.badgeCount, plan.sheetCount) == (outcome.badgeCount, outcome.sheetCount))
            #expect((outcome.badgeCount, outcome.sheetCount) == (5, 1))
            #expect(findings == outcome.findings)
        }
    }

    @Test func `what changed on a badge is found field by field, and nothing else is`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        try await withDesk { desk in
            _ = try await desk.print(BadgeSelection())
            var changed: Set<Int> = []
            for _ in 0..<12 {
                let index = Int.random(in: 0..<5, using: &generator)
                let person = try await desk.services.ledger.story(of: desk.people[index].id).summary.registration
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    // The e-mail address is on no badge.
                    _ = try await desk.services.ledger.correct(
                        person.id, PersonCorrection(email: "new\(index)@example.org"), context: .desk())
                case 1:
                    try await desk.correct(person, name: person.person.name + "x")
                    changed.insert(index + 1)
                case 2 where !person.days.contains(3):
                    _ = try await desk.services.ledger.changeDays(
                        of: person.id, to: DaySet(person.days.numbers + [3]), context: .desk())
                    changed.insert(index + 1)
                default:
                    // There and back is not a change.
                    let other = try await desk.services.ledger.story(of: person.id).summary.registration
                    try await desk.correct(other, name: "Somebody Else")
                    try await desk.correct(other, name: other.person.name)
                }
            }
            let found = try await desk.numbers(Self.selection { $0.isChanged = true })
            #expect(found == changed.sorted(), "seed \(seed)")
            guard !changed.isEmpty else { return }
            let printed = try await desk.print(Self.selection { $0.isChanged = true }, as: .reprint)
            #expect(printed.badgeCount == changed.count, "seed \(seed)")
            let history = try await desk.services.badges.history(
                of: Registration.ID(rawValue: UInt32(changed.sorted()[0])))
            #expect(history.last?.issue == 2)
            #expect(history.last?.reason.hasPrefix("changed: ") == true)
            #expect(try await desk.numbers(Self.selection { $0.isChanged = true }).isEmpty)
        }
    }

    @Test func `people with a printed badge are left out of a group, and refused by name`() async throws {
        try await withDesk { desk in
            _ = try await desk.print(Self.selection { $0.registrations = [.init(rawValue: 1)] })
            _ = try await desk.services.badges.makeFirst(for: [desk.people[1].id], context: .desk())
            _ = try await desk.services.badges.revoke(
                latestOf: desk.people[1].id, reason: "stolen", context: .desk())
            let rest = try await desk.print(BadgeSelection())
            #expect(rest.badgeCount == 3)
            #expect(rest.leftOut == ["badge_printed": 1, "badge_revoked": 1])
            for (number, kind, code) in [
                (1, BadgeRunKind.print, "badge_printed"), (2, .print, "badge_revoked"),
                (2, .repetition, "badge_revoked"), (6, .print, "registration_cancelled"),
                (99, .print, "registration_unknown"),
            ] as [(UInt32, BadgeRunKind, String)] {
                let found = try await errorCode {
                    _ = try await desk.print(
                        Self.selection { $0.registrations = [.init(rawValue: number)] }, as: kind, reason: "why")
                }
                #expect(found == code, "\(number)")
            }
            let none = try await errorCode { _ = try await desk.print(BadgeSelection()) }
            #expect(none == "batch_empty")
        }
    }

    @Test func `a reprint revokes at the door at once, a repeat does not, a void refuses`() async throws {
        try await withDesk { desk in
            let services = desk.services
            let person = desk.people[0]
            let device = try await services.store.addDevice(name: "Door", role: .door, gates: [], context: .desk())
            let due = try await services.ledger.story(of: person.id).summary.due
            _ = try await services.ledger.pay(
                Payment(amount: due, method: .cash, note: ""), for: person.id, context: .desk())
            func scan(_ text: String) async throws -> String {
                let verdict = try await services.checkIn.simulate(
                    ScanRequest(
                        device: device.device.id, nonce: try IdempotencyKey(UUID().uuidString),
                        gate: Gate.ID(rawValue: "main"), direction: .entry, subject: .credential(text),
                        time: Server.morning, deviceTime: nil)
                ).verdict
                return verdict.code.word
            }
            func latest() async throws -> String { try await services.badges.latest(of: [person.id])[0].text }
            let named = Self.selection { $0.registrations = [person.id] }

            _ = try await desk.print(named)
            let first = try await latest()
            #expect(try await scan(first) == "admitted")
            _ = try await desk.print(named, as: .repetition, reason: "jam")
            #expect(try await latest() == first)
            #expect(try await scan(first) == "admitted")
            _ = try await desk.print(named, as: .reprint, reason: "lost")
            let second = try await latest()
            #expect(try await scan(first) == "revoked")
            #expect(try await scan(second) == "admitted")
            _ = try await services.badges.revoke(latestOf: person.id, reason: "stolen", context: .desk())
            #expect(try await scan(second) == "revoked")

            let history = try await services.badges.history(of: person.id)
            #expect(history.map(\.issue) == [1, 1, 1, 2, 2, 2])
            #expect(history.map(\.reason) == ["", "", "jam", "lost", "lost", "stolen"])
        }
    }

    @Test func `a strict order with a problem issues and writes nothing`() async throws {
        try await withDesk { desk in
            // Klingon: no font has it.
            try await desk.correct(desk.people[2], name: "\u{F8D0}\u{F8D1} Invented")
            let before = try await dump(desk.services.store)
            let file = desk.folder.file("badges.pdf")
            let refusal = await #expect(throws: PreflightRefusal.self) {
                _ = try await desk.print(BadgeSelection(), strict: true, to: .file(file))
            }
            #expect(refusal?.findings.first?.code == .glyphMissing)
            #expect(refusal?.findings.first?.registration == desk.people[2].code)
            #expect(try await dump(desk.services.store) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder.url.path).isEmpty)
            #expect(try await desk.print(BadgeSelection(), to: .file(file)).badgeCount == 5)
        }
    }

    @Test func `the same call again gives the same badges and issues nothing`() async throws {
        try await withDesk { desk in
            let context = WriteContext.desk()
            let named = Self.selection { $0.registrations = [.init(rawValue: 1)] }
            let first = try await desk.print(named, context: context)
            let again = try await desk.print(named, context: context)
            #expect(first.pdf == again.pdf)
            #expect(first.job == again.job)
            #expect(try await desk.services.badges.history(of: desk.people[0].id).count == 2)
            let other = try await errorCode {
                _ = try await desk.print(Self.selection { $0.registrations = [.init(rawValue: 2)] }, context: context)
            }
            #expect(other == "idempotency_conflict")
        }
    }

    @Test func `of two prints of the same people at once, one is made and the other refused`() async throws {
        try await withDesk { desk in
            let codes = try await withThrowingTaskGroup { group in
                for _ in 0..<2 {
                    group.addTask { try await errorCode { _ = try await desk.print(BadgeSelection()) } }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1)
            #expect(codes.contains { $0 == "badge_changed_meanwhile" || $0 == "batch_empty" })
            for person in desk.people.prefix(5) {
                #expect(try await desk.services.badges.history(of: person.id).count == 2)
            }
        }
    }

    @Test func `two prints of different people at once do not interfere`() async throws {
        try await withDesk { desk in
            async let one = desk.print(Self.selection { $0.registrations = [.init(rawValue: 1)] })
            async let other = desk.print(Self.selection { $0.registrations = [.init(rawValue: 2)] })
            let counts = try await [one.badgeCount, other.badgeCount]
            #expect(counts == [1, 1])
        }
    }

    @Test func `a print that is called off leaves no file, no issue and no record`() async throws {
        try await withDesk { desk in
            let before = try await dump(desk.services.store)
            let file = desk.folder.file("badges.pdf")
            let (dones, done) = AsyncStream<Int>.makeStream()
            let task = Task {
                try await desk.services.print(
                    BadgeOrder(BadgeSelection()), to: .file(file), context: .desk()
                ) { count, _ in
                    done.yield(count)
                    // Holds the renderer until the task is called off.
                    while !Task.isCancelled {}
                }
            }
            for await _ in dones.prefix(1) { task.cancel() }
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            #expect(try await dump(desk.services.store) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder.url.path).isEmpty)
        }
    }

    @Test func `a preview is a picture of the size asked for, and a badge to come opens no door`() async throws {
        try await withDesk { desk in
            let png = try await desk.services.preview(of: .init(rawValue: 1), dotsPerInch: 100)
            // IHDR: width and height of 4 × 3 inches.
            #expect(Array(png[16..<24]) == [0, 0, 1, 144, 0, 0, 1, 44])
            #expect(try await desk.services.badges.all(of: desk.people[0].id).isEmpty)
            #expect(
                try await errorCode { _ = try await desk.services.preview(of: .init(rawValue: 1), dotsPerInch: 20) }
                    == "dpi_out_of_range"
            )
        }
    }
}
