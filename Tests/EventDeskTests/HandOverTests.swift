import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import RegistrationLedger
import Testing

/// An event's file goes from the public server to the venue and back, and at any time one machine alone has it.
struct HandOverTests {
    private static func order(
        _ folder: URL, for place: HandingOver.Place = .venue, patience: Duration = .seconds(60), again: Bool = false
    ) -> HandOverOrder {
        HandOverOrder(to: folder, for: place, patience: patience, again: again)
    }

    private static func handOver(
        _ services: EventServices, to folder: URL, for place: HandingOver.Place = .venue
    ) async throws -> URL {
        let copy = try await services.handOverEvent(order(folder, for: place), context: BackupVenue.context)
        #expect(copy.audit.findings.isEmpty)
        return copy.file
    }

    private static func take(_ copy: URL, to file: URL) async throws -> EventTaking.Done {
        try await EventTaking(copy, to: file).run(
            resources: ResourceFolder(Repository.root), clock: .fixed(at: BackupVenue.noon), author: "cli:test")
    }

    /// A folder that is carried from one machine to the other.
    private static func stick(_ name: String, _ venue: BackupVenue) throws -> URL {
        let folder = venue.folder.file(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func `the server hands over to the venue and has all of it back, with nothing lost or doubled`() async throws
    {
        let venue = try BackupVenue()
        let stick = try Self.stick("stick", venue)
        let server = try await venue.first()
        let device = try await server.store.addDevice(
            name: "Desk", role: .desk, gates: [], context: BackupVenue.context())
        let before = try await server.ledger.list(limit: 9).map(\.registration.id)
        _ = try await server.badges.makeTickets(for: [before[2]], context: BackupVenue.context())
        let copy = try await Self.handOver(server, to: stick)

        // Nothing is written on the server, whoever wants it; all is shown.
        let refused: [() async throws -> Void] = [
            { _ = try await BackupVenue.guest(9, server) },
            { _ = try await server.store.addDevice(name: "X", role: .door, gates: [], context: BackupVenue.context()) },
            { _ = try await server.badges.makeNext(for: before[0], reason: "lost", context: BackupVenue.context()) },
            { _ = try await server.ticket(of: before[0], as: .letter, context: BackupVenue.context()) },
            {
                let other = try await venue.open(server.store.url)
                defer { try? other.store.close() }
                _ = try await other.ledger.pay(.of(100), for: before[0], context: BackupVenue.context())
            },
        ]
        for write in refused { #expect(try await errorCode(write) == "event_elsewhere") }
        #expect(try await server.ledger.list(limit: 9).count == 3)
        let ticket = try await server.ticket(of: before[2], as: .letter, context: BackupVenue.context())
        #expect(ticket.bytes.starts(with: Data("%PDF".utf8)))
        let days = try await server.ticket(of: before[0], as: .calendar, context: BackupVenue.context())
        #expect(!days.bytes.isEmpty)
        #expect(try await Readiness.check(server).contains { $0.code.rawValue == "event_elsewhere" })
        let away = try await server.whereabouts()
        guard case .elsewhere(let handing) = away.bar else {
            Issue.record("it is not elsewhere")
            return
        }
        #expect(handing.place == .venue && handing.time == BackupVenue.noon)

        // The laptop goes on where the server ended.
        let file = try venue.file("laptop")
        let done = try await Self.take(copy, to: file)
        #expect(done.incarnation == 2 && done.previous == nil && done.audit.findings.isEmpty && done.unnoted == nil)
        let laptop = try await venue.open(file)
        #expect(try await laptop.ledger.list(limit: 9).map(\.registration.id) == before)
        #expect(try await laptop.store.device(secret: device.token.secret) != nil)
        let walkIn = try await BackupVenue.guest(10, laptop)
        #expect(walkIn.id.rawValue == 1_000_001)
        #expect(try await laptop.whereabouts().bar == nil)

        // And gives it back.
        let returned = try await Self.handOver(laptop, to: stick, for: .server)
        #expect(try await errorCode { _ = try await BackupVenue.guest(11, laptop) } == "event_elsewhere")
        try server.store.close()
        let home = try await Self.take(returned, to: server.store.url)
        #expect(home.incarnation == 3 && home.previous != nil && home.handing.place == .server)
        let back = try await venue.open(server.store.url)
        #expect(try await back.ledger.list(limit: 9).map(\.registration.id) == before + [walkIn.id])
        #expect(try await back.ledger.audit().findings.isEmpty)
        #expect(try await BackupVenue.guest(12, back).id.rawValue == 2_000_001)
        #expect(try await back.whereabouts().lives.map(\.cause) == [.created, .handedOver, .handedOver])
        try back.store.close()
        try laptop.store.close()
    }

    @Test func `what is no hand-over, was taken before, or is not of this machine is refused, and nothing is changed`()
        async throws
    {
        let venue = try BackupVenue()
        let (stick, copies) = (try Self.stick("stick", venue), try Self.stick("copies", venue))
        let server = try await venue.first()
        let backup = try await server.backup(BackupOrder(folder: venue.backups))
        let file = server.store.url
        func code(_ copy: URL, to target: URL) async throws -> String? {
            try await errorCode { _ = try await Self.take(copy, to: target) }
        }
        #expect(try await code(backup.file, to: try venue.file("laptop")) == "hand_over_not_copied")
        let nowhere = Self.order(venue.folder.file("nowhere"))
        #expect(
            try await errorCode { _ = try await server.handOverEvent(nowhere, context: BackupVenue.context) }
                == "event_folder_missing")
        #expect(try await server.whereabouts().bar == nil)

        let copy = try await Self.handOver(server, to: stick)
        let second = Self.order(stick)
        #expect(
            try await errorCode { _ = try await server.handOverEvent(second, context: BackupVenue.context) }
                == "hand_over_done")
        let other = copies.appendingPathComponent(copy.lastPathComponent)
        try FileManager.default.copyItem(at: copy, to: other)
        try server.store.close()
        // The server cannot take what it gave away itself, nor another event's place.
        #expect(try await code(copy, to: file) == "hand_over_own")
        let stranger = try venue.file("stranger")
        try await EventStore.create(
            at: stranger, yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens
        ).close()
        #expect(try await code(copy, to: stranger) == "event_other")

        // The first laptop takes it; from that folder nobody else does, and not twice.
        let (first, twin) = (try venue.file("laptop"), try venue.file("twin"))
        #expect(try await Self.take(copy, to: first).incarnation == 2)
        #expect(try await code(copy, to: twin) == "hand_over_taken")
        #expect(try await code(copy, to: first) == "hand_over_taken")
        // The second one had a copy of the copy. Whoever comes back first has it; the other is told.
        #expect(try await Self.take(other, to: twin).incarnation == 2)
        let (laptop, fork) = (try await venue.open(first), try await venue.open(twin))
        _ = try await BackupVenue.guest(10, laptop)
        _ = try await BackupVenue.guest(11, fork)
        let forked = try await Self.handOver(fork, to: copies, for: .server)
        #expect(try await code(forked, to: first) == "hand_over_forked")
        let returned = try await Self.handOver(laptop, to: stick, for: .server)
        #expect(try await Self.take(returned, to: file).incarnation == 3)
        #expect(try await code(forked, to: file) == "hand_over_forked")
        // An older copy lacks what was done since.
        #expect(try await code(other, to: file) == "hand_over_taken")
        try FileManager.default.removeItem(at: copies.appendingPathComponent(try Self.tombstones(in: copies)))
        #expect(try await code(other, to: file) == "hand_over_forked")
        let back = try await venue.open(file)
        #expect(try await back.ledger.list(limit: 9).count == 4)
        try back.store.close()
        try laptop.store.close()
        try fork.store.close()
    }

    private static func tombstones(in folder: URL) throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(".tombstones") } ?? ""
    }

    @Test func `whoever goes on alone says so: nobody took it, or the machine that did is lost`() async throws {
        let venue = try BackupVenue()
        let stick = try Self.stick("stick", venue)
        let server = try await venue.first()
        let file = server.store.url
        let copy = try await Self.handOver(server, to: stick)
        try server.store.close()
        // A standby of the server does not begin a life of its own while the venue has the event.
        let follower = try await ReplicaFollower(of: file, to: venue.folder.file("replica"))
        try follower.begin()
        try follower.round(now: BackupVenue.noon)
        let standby = EventTakeover(
            from: .folder(venue.folder.file("replica")), to: try venue.file("standby"), first: nil,
            silence: .milliseconds(30))
        #expect(
            try await errorCode {
                _ = try await standby.run(
                    resources: ResourceFolder(Repository.root), clock: .fixed(at: BackupVenue.noon), author: "cli:test")
            } == "event_elsewhere")
        // The laptop was stolen on its way: restoring asks nobody.
        let restored = try await EventRestore(of: copy, to: try venue.file("rescue")).run(
            resources: ResourceFolder(Repository.root), clock: .fixed(at: BackupVenue.noon), author: "cli:test")
        #expect(restored.incarnation == 2)
        let rescue = try await venue.open(try venue.file("rescue"))
        _ = try await BackupVenue.guest(10, rescue)
        try rescue.store.close()

        // Or nobody has left yet: another stick, and the server goes on.
        let open = venue.services(try await EventStore.open(at: file, for: .succession))
        let again = try await open.handOverEvent(
            Self.order(try Self.stick("other", venue), again: true), context: BackupVenue.context)
        #expect(try await open.callHandOverOff(copyIn: venue.folder.file("other"), context: BackupVenue.context) == 2)
        #expect(
            try await errorCode {
                _ = try await open.callHandOverOff(copyIn: nil, context: BackupVenue.context)
            } == "hand_over_missing")
        try open.store.close()
        let going = try await venue.open(file)
        #expect(try await BackupVenue.guest(11, going).id.rawValue == 1_000_001)
        #expect(try await going.whereabouts().lives.last?.cause == .calledOff)
        #expect(
            try await errorCode { _ = try await Self.take(again.file, to: try venue.file("late")) }
                == "hand_over_taken")
        try going.store.close()
    }

    @Test func `a hand-over waits for what was begun, lets nothing new begin, and gives up in time`() async throws {
        let venue = try BackupVenue()
        let stick = try Self.stick("stick", venue)
        let server = try await venue.first()
        let (goesOn, mayEnd) = AsyncStream<Void>.makeStream()
        let (hasBegun, begun) = AsyncStream<Void>.makeStream()
        // Somebody registers: two writes, between which something slow is asked.
        let request = Task {
            try await server.store.answering {
                let guest = try await server.ledger.register(.invented(20), context: BackupVenue.context()).result
                begun.yield()
                for await _ in goesOn { break }
                _ = try await server.ledger.pay(.of(100_00), for: guest.id, context: BackupVenue.context())
            }
        }
        for await _ in hasBegun { break }
        let short = Self.order(stick, patience: .milliseconds(60))
        #expect(
            try await errorCode { _ = try await server.handOverEvent(short, context: BackupVenue.context) }
                == "hand_over_busy")
        #expect(try await server.whereabouts().bar == nil)
        // Another process that serves the same file is told as well, and a sign that was left behind refuses nobody.
        let other = try await venue.open(server.store.url)
        let sign = server.store.keys.folder.appendingPathComponent(".closing")
        #expect(!FileManager.default.fileExists(atPath: sign.path))
        try Data().write(to: sign)
        #expect(try await other.store.answering { true })
        let handing = Task { try await Self.handOver(server, to: stick) }
        while true {
            if case .closing = try await server.store.writeBar() { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        for store in [server.store, other.store] {
            #expect(try await errorCode { try await store.answering {} } == "event_closing")
        }
        #expect(try await server.store.workingIfOpen { true } == nil)
        mayEnd.yield()
        try await request.value
        let copy = try await handing.value
        #expect(try await Self.take(copy, to: try venue.file("laptop")).incarnation == 2)
        let laptop = try await venue.open(try venue.file("laptop"))
        let guest = try #require(try await laptop.ledger.list(limit: 9).last?.registration)
        #expect(try await laptop.ledger.standing(of: guest.id).summary.due == .zero)
        // Once it is closed the sign is gone: what only reads goes on.
        #expect(!FileManager.default.fileExists(atPath: sign.path))
        #expect(try await other.store.answering { true })
        try laptop.store.close()
        try other.store.close()
        try server.store.close()
    }

    @Test func `what the provider says while the venue has the event is booked once when the server has it back`()
        async throws
    {
        try await OnlineVenue.with(people: 2) { venue in
            let stick = try ScratchFolder()
            let (home, laptopFile) = (venue.desk.store.url, stick.file("netdev01.lanyard"))
            let sessions = [try await venue.begin(venue.people[0]), try await venue.begin(venue.people[1])]
            let copy = try await Self.handOver(venue.desk, to: stick.url)
            for session in sessions { await venue.provider.pay(session) }
            let messages = [
                await venue.provider.message("checkout.session.completed", about: sessions[0]),
                await venue.provider.message("checkout.session.completed", about: sessions[1]),
            ]
            // Kept once, however often it is sent; what is forged is refused as always.
            for message in messages + messages { try await venue.hear(message) }
            #expect(
                try await errorCode { try await venue.hear(messages[0], signature: "t=1,v1=00") } == "webhook_forged")
            #expect(try await venue.desk.whereabouts().waiting == 2)
            #expect(try await venue.desk.paymentStanding().messages == 2)
            #expect(try await venue.due(venue.people[0]) == 10_000)
            let folder = home.deletingPathExtension().appendingPathExtension("messages")
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
            #expect(mode == 0o700)

            // The venue has the internet for a moment and hears of one of them by itself.
            _ = try await Self.take(copy, to: laptopFile)
            var laptop = EventServices(
                store: try await EventStore.open(at: laptopFile), resources: ResourceFolder(Repository.root),
                clock: .fixed(at: .deskOpens))
            laptop.providerWire = venue.provider
            try await laptop.hear(messages[0], signature: StripeStandIn.signature(messages[0]), from: .stripe)
            let returned = try await Self.handOver(laptop, to: stick.url, for: .server)
            try laptop.store.close()
            try venue.desk.store.close()
            let done = try await Self.take(returned, to: home)
            #expect(done.waiting == 2)

            // A day later their signatures count by when they came.
            var server = EventServices(
                store: try await EventStore.open(at: home), resources: ResourceFolder(Repository.root),
                clock: .fixed(at: .deskOpens.addingTimeInterval(86_400)))
            server.providerWire = venue.provider
            for _ in 1...2 { try await server.hearQueued() }
            for person in venue.people {
                #expect(try await server.ledger.standing(of: person.id).summary.due == .zero)
                #expect(try await server.ledger.story(of: person.id).entries.count { $0.kind == .payment } == 1)
            }
            #expect(try await server.whereabouts().waiting == 0)
            #expect(try await server.ledger.audit().findings.isEmpty)
            try server.store.close()
        }
    }
}
