import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A copy that follows a file in use, and a second machine that goes on from it.
struct TakeoverTests {
    private static func takeover(
        _ replica: URL, _ target: URL, first: URL? = nil, silence: Duration = .milliseconds(100)
    ) -> EventTakeover {
        EventTakeover(from: .folder(replica), to: target, first: first, silence: silence)
    }

    private static func run(_ takeover: EventTakeover) async throws -> EventTakeover.Done {
        try await takeover.run(
            resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens), author: "cli:test")
    }

    private static func services(_ store: EventStore) -> EventServices {
        EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens))
    }

    @Test func `what was committed before the last round is on the second machine, to the byte, with its keys`()
        async throws
    {
        try await withNetdev01 { ledger, store in
            let folder = store.url.deletingLastPathComponent()
            let replica = folder.appendingPathComponent("replica")
            let follower = try await ReplicaFollower(of: store.url, to: replica)
            try follower.begin()
            for number in 1...30 {
                _ = try await ledger.register(.invented(number), context: .desk())
                if number % 3 == 0 { try follower.round(now: Date()) }
            }
            let second = folder.appendingPathComponent("second/netdev01.lanyard")
            try FileManager.default.createDirectory(
                at: second.deletingLastPathComponent(), withIntermediateDirectories: true)
            let done = try await Self.run(Self.takeover(replica, second))
            #expect(done.incarnation == 2)
            let living = try await EventStore.open(at: second)
            #expect(try await RegistrationLedger(store: living).list(limit: 100).count == 30)
            #expect(try await Self.services(living).ledger.audit().findings.isEmpty)
            // Badges of the second machine are signed by a key of its own, and numbers skip ahead.
            let next = try await RegistrationLedger(store: living).register(.invented(31), context: .desk()).result
            #expect(next.id.rawValue == 1_000_001)
            try living.close()
            let mode = try FileManager.default.attributesOfItem(atPath: second.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `the log begins anew under the follower, and nothing is missed`() async throws {
        try await withNetdev01 { ledger, store in
            let folder = store.url.deletingLastPathComponent()
            let replica = folder.appendingPathComponent("replica")
            let follower = try await ReplicaFollower(of: store.url, to: replica)
            try follower.begin()
            var begun = 0
            var last = 0
            for round in 0..<25 {
                let people = try (0..<10).map { try NewRegistration.invented(round * 10 + $0 + 1) }
                for person in people { _ = try await ledger.register(person, context: .desk()) }
                try follower.round(now: Date())
                let size = try follower.replica.state().logBytes
                if size < last { begun += 1 }
                last = size
            }
            #expect(begun >= 1, "the log never began anew")
            let second = folder.appendingPathComponent("two.lanyard")
            try follower.replica.unfold(to: second)
            let copy = try await EventStore.open(at: second, for: .reading)
            #expect(try await RegistrationLedger(store: copy).list(limit: 1_000).count == 250)
            try copy.close()
            #expect(await EventFileCondition.judge(second, .thoroughly).damages.isEmpty)
        }
    }

    @Test func `a half-written transaction and a half-applied log are mended`() async throws {
        try await withNetdev01 { ledger, store in
            let folder = store.url.deletingLastPathComponent()
            let follower = try await ReplicaFollower(of: store.url, to: folder.appendingPathComponent("replica"))
            try follower.begin()
            for number in 1...5 { _ = try await ledger.register(.invented(number), context: .desk()) }
            try follower.round(now: Date())
            let place = follower.replica.url.appendingPathComponent("g1")
            // The machine died while it sent: the log ends within a frame.
            let log = place.appendingPathComponent("log")
            let whole = try Data(contentsOf: log)
            try (whole + whole.suffix(5_000).prefix(3_000)).write(to: log)
            // And while it put pages into the copy: that is done again.
            let base = try FileHandle(forUpdating: place.appendingPathComponent("base"))
            let page = try #require(Self.pages(of: whole).filter { $0 > 1 }.min())
            try base.seek(toOffset: UInt64(page - 1) * 4_096)
            try base.write(contentsOf: Data(repeating: 0xAA, count: 100))
            try base.close()
            let second = folder.appendingPathComponent("two.lanyard")
            try follower.replica.unfold(to: second)
            let copy = try await EventStore.open(at: second, for: .reading)
            #expect(try await RegistrationLedger(store: copy).list(limit: 10).count == 5)
            try copy.close()
            #expect(await EventFileCondition.judge(second, .thoroughly).damages.isEmpty)
        }
    }

    /// Which pages a log holds.
    private static func pages(of log: Data) -> Set<Int> {
        Set(
            stride(from: 32, to: log.count - 4_119, by: 4_120).map { offset in
                log.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            })
    }

    @Test func `nobody takes over from a machine that writes or answers, nor twice`() async throws {
        try await withNetdev01 { ledger, store in
            let folder = store.url.deletingLastPathComponent()
            let replica = folder.appendingPathComponent("replica")
            let follower = try await ReplicaFollower(of: store.url, to: replica)
            try follower.begin()
            // The first machine goes on while the second watches.
            let target = folder.appendingPathComponent("second/netdev01.lanyard")
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            async let refusal = Self.code { try await Self.run(Self.takeover(replica, target, silence: .seconds(2))) }
            try await Task.sleep(for: .milliseconds(300))
            try follower.round(now: Date())
            #expect(await refusal == "first_machine_writes")
            #expect(!FileManager.default.fileExists(atPath: target.path))
            // Somebody listens where it was.
            let listener = try Listener()
            let answering = Self.takeover(replica, target, first: URL(string: "http://127.0.0.1:\(listener.port)"))
            #expect(await Self.code { try await Self.run(answering) } == "first_machine_answers")
            listener.close()
            #expect(try await Self.run(answering).incarnation == 2)
            // A third machine comes too late, and the first one hears of it.
            let third = folder.appendingPathComponent("third/netdev01.lanyard")
            try FileManager.default.createDirectory(
                at: third.deletingLastPathComponent(), withIntermediateDirectories: true)
            let late = Self.takeover(replica, third)
            #expect(await Self.code { try await Self.run(late) } == "event_taken_over")
            #expect(await Self.code { try follower.round(now: Date().addingTimeInterval(10)) } == "event_taken_over")
            #expect(await Self.code { _ = try await ReplicaFollower(of: store.url, to: replica) } == "event_taken_over")
            // The second machine's own copy is a life of its own.
            let next = try await ReplicaFollower(of: target, to: replica)
            try next.begin()
            #expect(next.replica.url.lastPathComponent == "netdev01-incarnation-2")
            withExtendedLifetime(ledger) {}
        }
    }

    @Test func `a takeover erases what the backups know to be gone, and is refused where a device saw a later life`()
        async throws
    {
        try await withNetdev01 { ledger, store in
            let folder = store.url.deletingLastPathComponent()
            let replica = folder.appendingPathComponent("replica")
            let backups = folder.appendingPathComponent("backups")
            for name in ["backups", "second"] {
                try FileManager.default.createDirectory(
                    at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
            }
            let gone = try await ledger.register(.invented(1), context: .desk()).result
            let phone = try await store.addDevice(name: "Phone", role: .door, gates: [], context: .desk()).device
            let follower = try await ReplicaFollower(of: store.url, to: replica)
            try follower.begin()
            try follower.round(now: Date(timeIntervalSince1970: 1))
            #expect(CopiedMark.of(store.url) == CopiedMark(incarnation: 1, untilMs: 1_000))
            // A device that claims what cannot be is not believed.
            #expect(try await !store.noteSuccessor(1, seenBy: phone.id, time: .deskOpens))
            #expect(try await !store.noteSuccessor(201, seenBy: phone.id, time: .deskOpens))
            #expect(try await store.noteSuccessor(7, seenBy: phone.id, time: .deskOpens))
            #expect(try await store.successor()?.device == "Phone")
            try follower.round(now: Date(timeIntervalSince1970: 2))
            // Nothing is copied any more, and a backup learns of what happens then.
            _ = try await Self.services(store).erase(gone.id, context: .desk())
            _ = try await Self.services(store).backup(BackupOrder(folder: backups))
            #expect(try #require(CopiedMark.of(store.url)).untilMs == Date.deskOpens.milliseconds)

            let target = folder.appendingPathComponent("second/netdev01.lanyard")
            let believing = EventTakeover(
                from: .folder(replica), to: target, first: nil, silence: .zero, backups: backups)
            #expect(await Self.code { try await Self.run(believing) } == "event_taken_over")
            let despite = EventTakeover(
                from: .folder(replica), to: target, first: nil, silence: .zero, backups: backups,
                disbelievesDevices: true)
            let done = try await Self.run(despite)
            #expect(done.applied.people == 1)
            let living = try await EventStore.open(at: target)
            #expect(try await RegistrationLedger(store: living).registration(gone.id).person.isErased)
            try living.close()
        }
    }

    @Test func `a folder without a copy is refused and nothing is left behind`() async throws {
        try await withScratchFolder { folder in
            let target = folder.file("netdev01.lanyard")
            let takeover = Self.takeover(folder.url, target)
            #expect(await Self.code { try await Self.run(takeover) } == "replica_unreadable")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: [
        ("/srv/replica", ["type: file", "path: \"/srv/replica/netdev01-incarnation-2\""]),
        (
            "sftp://lanyard@second.example.org:2022/srv/replica",
            ["type: sftp", "host: \"second.example.org:2022\"", "user: \"lanyard\"", "netdev01-incarnation-2"]
        ),
        (
            "s3://conference/lanyard",
            ["type: s3", "bucket: \"conference\"", "path: \"lanyard/netdev01-incarnation-2\""]
        ),
    ])
    func `each life has a place of its own in Litestream's configuration`(place: String, lines: [String]) throws {
        let text = Litestream.configuration(
            of: URL(fileURLWithPath: "/var/lib/lanyard/netdev01.lanyard"), life: "netdev01-incarnation-2",
            to: try Litestream.Place(place))
        for line in lines + ["monitor-interval: 100ms", "checkpoint-interval: 10s", "sync-interval: 100ms"] {
            #expect(text.contains(line), "\(text)")
        }
    }

    @Test(arguments: ["", "ftp://a/b", "sftp://host/path", "sftp://user:secret@host/path", "s3://"])
    func `what is no place is refused`(place: String) async {
        #expect(await Self.code { _ = try Litestream.Place(place) } == "replica_place_unknown")
    }

    private static func code(_ body: () async throws -> some Any) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? any DescribedError)?.code.rawValue ?? "\(error)"
        }
    }
}

/// Somebody who listens and says nothing.
private final class Listener {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(socket, generic, length)
                _ = listen(socket, 4)
                _ = getsockname(socket, generic, &length)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }

    func close() { Foundation.close(descriptor) }
}
