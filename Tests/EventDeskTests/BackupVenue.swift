import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger

/// An event with a few people, of whom backups are made and restored; every machine has a folder of its own.
struct BackupVenue {
    let folder: ScratchFolder
    /// Sunday, the second day, at noon.
    static let noon = Date(timeIntervalSince1970: 1_424_019_600)

    var backups: URL { folder.file("backups") }

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: false)
    }

    func file(_ machine: String) throws -> URL {
        let home = folder.file(machine)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        return home.appendingPathComponent("netdev01.lanyard")
    }

    static func context() -> WriteContext { .desk(at: noon) }

    /// The first machine, with three people: one with a badge, one with two badges one after the other, one with none.
    func first() async throws -> EventServices {
        let store = try await EventStore.create(
            at: file("first"), yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens)
        let services = services(store)
        _ = try await store.addDevice(name: "North door", role: .door, gates: [], context: Self.context())
        for number in 1...3 { _ = try await Self.guest(number, services) }
        let ids = try await services.ledger.list(limit: 9).map(\.registration.id)
        _ = try await services.badges.makeFirst(for: [ids[0], ids[1]], context: Self.context())
        _ = try await services.badges.makeNext(for: ids[1], reason: "lost", context: Self.context())
        return services
    }

    func services(_ store: EventStore, at time: Date = noon) -> EventServices {
        EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: time))
    }

    func open(_ url: URL) async throws -> EventServices { services(try await EventStore.open(at: url)) }

    /// Somebody who comes on all days and has paid.
    static func guest(_ number: Int, _ services: EventServices) async throws -> Registration {
        let guest = try await services.ledger.register(.invented(number, days: .first(4)), context: context()).result
        _ = try await services.ledger.pay(.of(350_00), for: guest.id, context: context())
        return guest
    }

    /// Restores a backup to another machine.
    func restore(_ backup: Backup, to machine: String, replacing: Bool = false) async throws -> (
        done: EventRestore.Done, services: EventServices
    ) {
        let file = try file(machine)
        let done = try await EventRestore(of: backup.file, to: file, replaces: replacing).run(
            resources: ResourceFolder(Repository.root), clock: .fixed(at: Self.noon), author: "cli:test")
        return (done, try await open(file))
    }
}
