import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

@testable import Badges
@testable import CheckIn

/// What doors fetch in advance, and how they decide by it.
@Suite struct SnapshotTests {
    @Test func `after the first snapshot a cursor brings only those about whom something changed`() async throws {
        let door = try await Door()
        var badges: [BadgeIssue] = []
        for number in 1...4 { badges.append(try await door.badged("Invented \(number)", paid: number != 3)) }
        let first = try await door.service.snapshot(for: door.device, after: nil)
        #expect(first.people.count == 4)
        #expect(!first.hasMore)
        let none = try await door.service.snapshot(for: door.device, after: first.cursor)
        #expect(none.people.isEmpty)
        #expect(none.cursor == first.cursor)

        _ = try await door.scan(badges[0])
        _ = try await door.badges.makeNext(for: badges[1].registration, reason: "lost", context: Door.context())
        _ = try await door.ledger.pay(
            Payment(amount: try await door.due(badges[2].registration), method: .cash, note: ""),
            for: badges[2].registration, context: Door.context())
        _ = try await door.ledger.block(badges[3].registration, because: "Ask for Kit", context: Door.context())
        let delta = try await door.service.snapshot(for: door.device, after: first.cursor)
        let people = Dictionary(uniqueKeysWithValues: delta.people.map { ($0.facts.registration.rawValue, $0) })
        #expect(people.count == 4)
        #expect(people[1]?.open.count == 1)
        #expect(people[2]?.facts.latestIssue == IssueNumber(rawValue: 2))
        #expect(people[3]?.facts.due == 0)
        #expect(people[4]?.facts.block != nil)
    }

    @Test func `many people come in pages, and none twice`() async throws {
        let door = try await Door()
        for number in 1...260 { _ = try await door.register("Invented \(number)", paid: false) }
        let first = try await door.service.snapshot(for: door.device, after: nil)
        #expect(first.hasMore)
        let second = try await door.service.snapshot(for: door.device, after: first.cursor)
        #expect(!second.hasMore)
        #expect(Set((first.people + second.people).map(\.code)).count == 260)
        #expect(first.people.count + second.people.count == 260)
    }

    @Test func `names are there only if allowed, and only with the badge`() async throws {
        let door = try await Door()
        let badge = try await door.badged("Ada Invented")
        let other = try await door.badged("Kit Invented")
        _ = try await door.service.note("Give a T-shirt", about: badge.registration, at: nil, context: Door.context())
        let without = try await door.service.snapshot(for: door.device, after: nil)
        #expect(without.people.allSatisfy { $0.sealedName == nil })
        try await door.service.offerNames(true, context: Door.context())
        let with = try await door.service.snapshot(for: door.device, after: without.cursor)
        let sealed = try #require(
            with.people.compactMap(\.sealedName).first { SealedName(opening: $0, with: badge.credential) != nil })
        #expect(
            SealedName(opening: sealed, with: badge.credential)
                == SealedName(name: "Ada Invented", affiliation: "Example Networks", notices: ["Give a T-shirt"]))
        #expect(SealedName(opening: sealed, with: other.credential) == nil)
        #expect(sealed.range(of: Data("Ada".utf8)) == nil)
        // Everybody came again, once, and comes again without names when they are no longer allowed.
        #expect(with.people.count == 2)
        #expect(try await door.service.snapshot(for: door.device, after: with.cursor).people.isEmpty)
        try await door.service.offerNames(false, context: Door.context())
        let withdrawn = try await door.service.snapshot(for: door.device, after: with.cursor)
        #expect(withdrawn.people.count == 2)
        #expect(withdrawn.people.allSatisfy { $0.sealedName == nil })
    }

    @Test func `whoever has another's place comes with the entries of that one`() async throws {
        let door = try await Door()
        let badge = try await door.badged("Ada Invented")
        _ = try await door.scan(badge)
        let successor = try await door.ledger.transfer(
            badge.registration, to: .invented(7), language: .english, context: Door.context()
        ).result
        let people = try await door.service.snapshot(for: door.device, after: nil).people
        let (before, after) = (
            people.first { $0.facts.registration.rawValue == badge.registration.rawValue },
            people.first { $0.code == successor.code }
        )
        #expect(before?.earlier.isEmpty == true)
        #expect(after?.earlier.count == 1 && after?.open.isEmpty == true)
    }

    @Test func `a change of the policy writes one row, and who was reading pages begins anew`() async throws {
        let door = try await Door()
        for number in 1...260 { _ = try await door.register("Invented \(number)", paid: false) }
        let first = try await door.service.snapshot(for: door.device, after: nil)
        let changes = "SELECT group_concat(id) FROM door_change"
        let before = try await door.store.read { try String.fetchOne($0, sql: changes) }
        try await door.service.offerNames(true, context: Door.context())
        #expect(try await door.store.read { try String.fetchOne($0, sql: changes) } == before)
        let anew = try await door.service.snapshot(for: door.device, after: first.cursor)
        let rest = try await door.service.snapshot(for: door.device, after: anew.cursor)
        #expect(anew.hasMore && !rest.hasMore)
        #expect(Set((anew.people + rest.people).map(\.code)).count == 260)
    }

    @Test func `a device hears only of the gates where it may scan`() async throws {
        let door = try await Door()
        let party = Gate.ID(rawValue: "party")
        let bound = try await door.store.addDevice(
            name: "Party", role: .door, gates: [party], context: Door.context()
        ).device
        #expect(try await door.service.snapshot(for: bound, after: nil).gates.map(\.id) == [party])
    }

    @Test func `the clock change within the event is known beforehand`() async throws {
        let yaml = Door.yaml.replacing("2015-02-14", with: "2015-03-07").replacing("2015-02-15", with: "2015-03-08")
        try await withNetdev01(yaml: yaml) { _, store in
            let device = try await store.addDevice(name: "d", role: .door, gates: [], context: .desk()).device
            let snapshot = try await CheckInService(store: store).snapshot(for: device, after: nil)
            #expect(snapshot.offsets.map(\.seconds) == [-18_000, -14_400])
            // 8 March 2015, 07:00 UTC: the clocks went from 2:00 to 3:00.
            #expect(snapshot.offset(at: 1_425_797_999) == -18_000)
            #expect(snapshot.offset(at: 1_425_798_000) == -14_400)
        }
    }

    @Test(arguments: ["main", "party", "dinner", "staff", "lounge"])
    func `a door that is alone says what the server would say`(gate: String) async throws {
        let door = try await Door()
        let attendee = try await door.badged("Ada Invented", days: [1])
        let organizer = try await door.badged("Bo Invented", category: .organizer)
        let unpaid = try await door.badged("Cy Invented", paid: false)
        let lost = try await door.badged("Di Invented")
        _ = try await door.badges.makeNext(for: lost.registration, reason: "lost", context: Door.context())
        let diner = try await door.badged("Ed Invented", addOns: [AddOn.ID(rawValue: "dinner")])
        let ticket = try await door.badges.makeTickets(for: [diner.registration], context: Door.context()).result[0]
        let texts = [attendee, organizer, unpaid, lost, diner, ticket].map(\.text)
        var forged = texts[0]
        forged.removeLast(3)
        var alone = OfflineDoor(device: door.device.id, aheadMilliseconds: 0)
        // Numbers of gates come with the first scan.
        _ = try await door.service.scan(door.request(.credential("nonsense"), at: gate))
        alone.learn(try await door.service.snapshot(for: door.device, after: nil))
        for (index, time) in [Door.at(day: 1, 9), Door.at(day: 1, 10), Door.at(day: 2, 12)].enumerated() {
            for (number, text) in (texts + ["nonsense", forged + "AAA"]).enumerated() {
                let direction: Direction = index == 1 && gate == "lounge" ? .exit : .entry
                let verdict = try alone.scan(
                    text, at: Gate.ID(rawValue: gate), direction, deviceTime: time,
                    nonce: try IdempotencyKey("\(index)-\(number)"))
                let served = try await door.service.scan(
                    door.request(.credential(text), at: gate, direction, time: time))
                #expect(verdict.code == served.verdict.code, "\(text.prefix(20)) at \(time)")
            }
        }
        #expect(alone.queue.map(\.sequence) == (1...24).map(Int64.init))
    }
}
