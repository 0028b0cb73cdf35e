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

/// Two machines that came from one file: nothing that one of them made later fits anything of the other.
struct IncarnationTests {
    /// What one machine did after the copy was made.
    private struct Doings {
        let services: EventServices
        var people: Set<Registration.ID> = []
        var entries: Set<Int64> = []
        var documents: Set<String> = []
        var badges: Set<String> = []
        var device: Device.ID

        /// Badges made at that machine after the copy, those that are good there now among them.
        var good: Set<String> = []
    }

    /// Goes on: new people, badges in the place of others and first badges, tickets, money, documents, devices.
    private static func goOn(_ services: EventServices, from number: Int, reprints: Int) async throws -> Doings {
        let before = try await everything(services)
        for offset in 0..<3 { _ = try await BackupVenue.guest(number + offset, services) }
        let ids = try await services.ledger.list(limit: 99).map(\.registration.id)
        _ = try await services.badges.makeTickets(for: ids, context: BackupVenue.context())
        _ = try await services.badges.makeFirst(for: ids, context: BackupVenue.context())
        for id in ids.prefix(2) {
            for _ in 0..<reprints {
                _ = try await services.badges.makeNext(for: id, reason: "lost", context: BackupVenue.context())
            }
        }
        for id in ids where !before.people.contains(id) {
            _ = try await services.ledger.issueDocument(for: id, context: BackupVenue.context())
        }
        let device = try await services.store.addDevice(
            name: "Door of \(number)", role: .door, gates: [], context: BackupVenue.context()
        ).device
        let after = try await everything(services)
        var doings = Doings(services: services, device: device.id)
        doings.people = after.people.subtracting(before.people)
        doings.entries = after.entries.subtracting(before.entries)
        doings.documents = after.documents.subtracting(before.documents)
        doings.badges = after.badges.subtracting(before.badges)
        doings.good = Set(try await services.badges.latest(of: ids).map(\.text))
        return doings
    }

    private static func everything(
        _ services: EventServices
    ) async throws -> (people: Set<Registration.ID>, entries: Set<Int64>, documents: Set<String>, badges: Set<String>) {
        let ids = try await services.ledger.list(limit: 999).map(\.registration.id)
        var (entries, badges): (Set<Int64>, Set<String>) = ([], [])
        for id in ids {
            entries.formUnion(try await services.ledger.story(of: id).entries.map(\.number))
            badges.formUnion(try await services.badges.all(of: id).map(\.text))
        }
        return (Set(ids), entries, Set(try await services.ledger.documents().map(\.label)), badges)
    }

    private static func scan(_ text: String, at services: EventServices) async throws -> ScanOutcome {
        try await services.checkIn.scan(
            ScanRequest(
                device: Device.ID(rawValue: 1), nonce: .desk, gate: Gate.ID(rawValue: "main"), direction: .entry,
                subject: .credential(text), time: BackupVenue.noon, deviceTime: nil))
    }

    /// A door that learned all that a machine knows, and then lost it.
    private static func alone(_ services: EventServices, after door: OfflineDoor? = nil) async throws -> OfflineDoor {
        let device = try #require(try await services.store.devices().first)
        var door = door ?? OfflineDoor(device: device.id, aheadMilliseconds: 0)
        door.learn(try await services.checkIn.snapshot(for: device, after: nil, at: BackupVenue.noon))
        return door
    }

    private static func verdict(_ text: String, _ door: inout OfflineDoor) throws -> Verdict {
        try door.scan(
            text, at: Gate.ID(rawValue: "main"), .entry, deviceTime: BackupVenue.noon,
            nonce: .desk)
    }

    /// Every badge and paper of `theirs` is put to `ours`.
    private static func expectThatNothingFits(_ theirs: Doings, _ ours: Doings) async throws {
        #expect(theirs.people.isDisjoint(with: ours.people))
        #expect(theirs.entries.isDisjoint(with: ours.entries))
        #expect(theirs.documents.isDisjoint(with: ours.documents))
        #expect(theirs.badges.isDisjoint(with: ours.badges))
        #expect(theirs.device != ours.device)
        for label in theirs.documents {
            let code = try await errorCode { _ = try await ours.services.ledger.document(DocumentID(label)) }
            #expect(code == "document_unknown", "\(label)")
        }
        var door = try await alone(ours.services)
        // A phone that saw both machines, one after the other.
        var phone = try await alone(ours.services, after: alone(theirs.services))
        for text in theirs.badges {
            let outcome = try await scan(text, at: ours.services)
            #expect(outcome.verdict.code == .invalid && outcome.person == nil)
            #expect(
                try await errorCode { _ = try await ours.services.badges.holder(of: text) } == "credential_invalid")
            for verdict in [try verdict(text, &door), try verdict(text, &phone)] {
                // A badge of an old number is told to be replaced; which one is good is not told by it.
                #expect([.invalid, .revoked].contains(verdict.code), "\(verdict)")
            }
        }
    }

    /// What stood in the copy stays good, and what a machine made itself is.
    private static func expectThatItsOwnFits(_ ours: Doings) async throws {
        var door = try await alone(ours.services)
        // Whoever was let in before is told so: their badge is known as well.
        for text in ours.good {
            let alone = try verdict(text, &door)
            let answer = try await scan(text, at: ours.services)
            #expect(alone.code == .admitted || alone.code == .alreadyAdmitted)
            #expect(answer.verdict.code == .admitted || answer.verdict.code == .alreadyAdmitted)
        }
        let audit = try await ours.services.ledger.audit()
        #expect(audit.findings.isEmpty, "\(audit.findings)")
    }

    /// How often each machine makes another badge for the same people: the machine that is gone may be behind or ahead.
    @Test(arguments: [(0, 0), (1, 1), (1, 4), (4, 1), (3, 2)])
    func `nothing that a dead machine made fits anything of the living one`(dead: Int, living: Int) async throws {
        let venue = try BackupVenue()
        let first = try await venue.first()
        let backup = try await first.backup(BackupOrder(folder: venue.backups))
        let (done, second) = try await venue.restore(backup, to: "second")
        #expect(done.incarnation == 2)
        let theirs = try await Self.goOn(first, from: 10, reprints: dead)
        let ours = try await Self.goOn(second, from: 20, reprints: living)
        try await Self.expectThatNothingFits(theirs, ours)
        try await Self.expectThatNothingFits(ours, theirs)
        try await Self.expectThatItsOwnFits(ours)
        try await Self.expectThatItsOwnFits(theirs)
        #expect(ours.documents.contains("NETDEV01-R2-0001"))
        // A life further: both earlier ones stay strangers.
        let again = try await second.backup(BackupOrder(folder: venue.backups))
        let (next, third) = try await venue.restore(again, to: "third")
        #expect(next.incarnation == 3)
        let last = try await Self.goOn(third, from: 30, reprints: 1)
        try await Self.expectThatNothingFits(theirs, last)
        try await Self.expectThatItsOwnFits(last)
        try first.store.close()
        try second.store.close()
        try third.store.close()
    }

    @Test func `two that are restored from one backup do not fit each other`() async throws {
        let venue = try BackupVenue()
        let first = try await venue.first()
        let backup = try await first.backup(BackupOrder(folder: venue.backups))
        let (one, left) = try await venue.restore(backup, to: "left")
        let (two, right) = try await venue.restore(backup, to: "right")
        #expect(one.incarnation == 2 && two.incarnation == 3)
        let (ours, theirs) = (
            try await Self.goOn(left, from: 10, reprints: 2), try await Self.goOn(right, from: 20, reprints: 2)
        )
        try await Self.expectThatNothingFits(ours, theirs)
        try await Self.expectThatNothingFits(theirs, ours)
        for services in [first, left, right] { try services.store.close() }
    }

    /// Copies the event to another machine, as it is, and begins a new incarnation there.
    private static func takeover(_ services: EventServices, _ venue: BackupVenue) async throws -> EventServices {
        let replica = venue.folder.file("replica")
        let follower = try await ReplicaFollower(of: services.store.url, to: replica)
        try follower.begin()
        let target = try venue.file("standby")
        _ = try await EventTakeover(from: .folder(replica), to: target, first: nil, silence: .zero).run(
            resources: ResourceFolder(Repository.root), clock: .fixed(at: BackupVenue.noon), author: "cli:test")
        return try await venue.open(target)
    }

    @Test func `a door that is cut off believes the badges of the machine that took over, and of no other`()
        async throws
    {
        let venue = try BackupVenue()
        let first = try await venue.first()
        // It learned from the first machine alone.
        var door = try await Self.alone(first)
        let backup = try await first.backup(BackupOrder(folder: venue.backups))
        let second = try await Self.takeover(first, venue)
        let ids = try await second.ledger.list(limit: 9).map(\.registration.id)
        let badge = try await second.badges.makeNext(for: ids[0], reason: "lost", context: BackupVenue.context()).result
        #expect(try Self.verdict(badge.text, &door).code == .admitted)
        // Somebody restored a backup as well: its machine signs with a key that nobody knew.
        let (_, restored) = try await venue.restore(backup, to: "restored")
        let other = try await restored.badges.makeNext(for: ids[1], reason: "lost", context: BackupVenue.context())
        #expect(try Self.verdict(other.result.text, &door) == .invalid(.credential(.unknownKey)))
        // And believes nothing of the machine that took over.
        #expect(try await Self.scan(badge.text, at: restored).verdict == .invalid(reason: "superseded"))
        for services in [first, second, restored] { try services.store.close() }
    }

    @Test func `what a door sends again counts by the life in which it was answered`() async throws {
        let venue = try BackupVenue()
        let first = try await venue.first()
        let device = try #require(try await first.store.devices().first)
        let ids = try await first.ledger.list(limit: 9).map(\.registration.id)
        let second = try await Self.takeover(first, venue)
        // In the lost moment another badge is made, somebody registers, and both come in.
        let reprint = try await first.badges.makeNext(for: ids[0], reason: "lost", context: BackupVenue.context())
            .result
        let late = try await Self.guest(9, first)
        let badge = try await first.badges.makeFirst(for: [late.id], context: BackupVenue.context()).result[0]
        func scan(_ text: String, _ sequence: Int64, incarnation: Int?) throws -> QueuedScan {
            try QueuedScan(
                device: device.id, nonce: IdempotencyKey("kept-\(sequence)"), gate: Gate.ID(rawValue: "main"),
                direction: .entry, subject: .credential(text), deviceTime: BackupVenue.noon, aheadMilliseconds: 0,
                sequence: sequence, verdict: .admitted, incarnation: incarnation)
        }
        for text in [reprint.text, badge.text] {
            #expect(try await Self.scan(text, at: first).verdict.code == .admitted)
        }
        let sent = try await second.checkIn.upload(
            [
                scan(reprint.text, 1, incarnation: 1), scan(badge.text, 2, incarnation: 1),
                scan(reprint.text, 3, incarnation: nil),
            ], of: device.id, received: BackupVenue.noon)
        #expect(sent.count == 3)
        // The first is somebody whom this file knows, and is in; the second nobody, but told of.
        #expect(try await second.checkIn.conflicts(settled: true, limit: 9).isEmpty == false)
        let report = try await second.checkIn.table(of: .lost, at: BackupVenue.noon)
        #expect(report.rows.count == 2)
        #expect(report.rows.map { $0[0] } == [.number(Int64(ids[0].rawValue)), .number(Int64(late.id.rawValue))])
        #expect(report.rows[0][3] != .text("") && report.rows[1][3] == .text(""))
        let inside = try await second.checkIn.table(of: .inside, at: BackupVenue.noon)
        #expect(inside.rows.map { $0[2] } == [.number(Int64(ids[0].rawValue))])
        let wrong = try await errorCode { _ = try scan(badge.text, 4, incarnation: 201) }
        #expect(wrong == "incarnation_invalid")
        for services in [first, second] { try services.store.close() }
    }

    private static func guest(_ number: Int, _ services: EventServices) async throws -> Registration {
        try await BackupVenue.guest(number, services)
    }

    @Test func `a badge that the dead machine printed is told from a forged one`() async throws {
        let venue = try BackupVenue()
        let first = try await venue.first()
        let backup = try await first.backup(BackupOrder(folder: venue.backups))
        let (_, second) = try await venue.restore(backup, to: "second")
        let theirs = try await Self.goOn(first, from: 10, reprints: 1)
        let badge = try #require(theirs.badges.first)
        #expect(try await Self.scan(badge, at: second).verdict == .invalid(reason: "superseded"))
        var forged = badge
        forged.removeLast(3)
        #expect(try await Self.scan(forged + "AAA", at: second).verdict != .invalid(reason: "superseded"))
        try first.store.close()
        try second.store.close()
    }
}

extension IdempotencyKey {
    fileprivate static var desk: IdempotencyKey { WriteContext.desk().key }
}
