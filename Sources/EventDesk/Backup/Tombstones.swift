import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import Keysigning
import RegistrationLedger

/// What no restoring brings back: devices that were shut out, people who were erased, badges that were revoked or replaced,
/// keys and links of the keysigning and consents that were taken back. Numbers and digests alone, nothing of a person.
///
/// They lie beside the backups and gather from all of them, so that an old backup does not revive what a later one knows to
/// be gone.
package struct Tombstones: Codable, Sendable, Hashable {
    /// The event's tag, in hexadecimal digits.
    let event: String
    /// The highest incarnation that is known to have begun.
    package internal(set) var incarnation: Int
    var devices: Set<UInt32>
    var people: Set<UInt32>
    /// By registration: up to which issue its badges open no door.
    var badges: [UInt32: UInt16]
    var keys: Set<Int64>
    var links: Set<Data>
    /// What was given exhibitors and taken back, by the consent's number and time; nil in files of before there were any.
    var consents: Set<String>?

    /// As the event stands.
    static func of(_ store: EventStore) async throws -> Tombstones {
        try await store.read { db in
            Tombstones(
                event: Data(store.tag).hexadecimal, incarnation: try EventStore.incarnation(db).number,
                devices: Set(try EventStore.revokedDevices(db)),
                people: Set(try RegistrationLedger.erasedRegistrations(db).map(\.rawValue)),
                badges: Dictionary(
                    uniqueKeysWithValues: try BadgeIssues.deadIssues(db).map { ($0.key.rawValue, $0.value.rawValue) }),
                keys: Set(try KeysigningDesk.withdrawnSubmissions(db)),
                links: Set(try KeysigningDesk.revokedInvitations(db)),
                consents: Set(try RegistrationLedger.endedConsents(db)))
        }
    }

    /// Adds what others know.
    mutating func add(_ other: Tombstones) {
        incarnation = max(incarnation, other.incarnation)
        devices.formUnion(other.devices)
        people.formUnion(other.people)
        badges.merge(other.badges, uniquingKeysWith: max)
        keys.formUnion(other.keys)
        links.formUnion(other.links)
        consents = (consents ?? []).union(other.consents ?? [])
    }

    /// The file of an event's tombstones in a folder of backups.
    static func file(in folder: URL, event: String) -> URL {
        folder.appendingPathComponent("lanyard-\(event).tombstones")
    }

    /// Those that lie in a folder; nil where there are none.
    ///
    /// - Throws: `tombstones_unreadable`: to go on without them could revive somebody.
    static func read(in folder: URL, event: String) throws -> Tombstones? {
        let file = file(in: folder, event: event)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        guard let data = try? Data(contentsOf: file),
            let read = try? JSONDecoder().decode(Tombstones.self, from: data), read.event == event
        else { throw ServerError(.tombstonesUnreadable, ErrorDetail("file", file.path)) }
        return read
    }

    /// Writes them together with those that lie there already. The file is complete or as it was.
    ///
    /// - Throws: `tombstones_unreadable`, `backup_not_written`.
    func write(in folder: URL) throws {
        var all = self
        if let known = try Self.read(in: folder, event: event) { all.add(known) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let file = Self.file(in: folder, event: event)
        do {
            try OutputFile.write(try encoder.encode(all) + Data("\n".utf8), to: file, mode: 0o600)
        } catch {
            throw EventStoreError(.backupNotWritten, ErrorDetail("file", file.path), underlying: error)
        }
    }
}

/// What a restored event would have revived.
package struct TombstonesApplied: Sendable, Hashable {
    package internal(set) var devices = 0
    package internal(set) var people = 0
    package internal(set) var badges = 0
    package internal(set) var keys = 0
    package internal(set) var links = 0
    package internal(set) var consents = 0
}

extension EventServices {
    /// Shuts out, erases, revokes and takes back again what the copy of an event does not know to be gone.
    func apply(_ tombstones: Tombstones, context: () -> WriteContext) async throws -> TombstonesApplied {
        var applied = TombstonesApplied()
        let people = try await store.read { db in
            try RegistrationLedger.standing(tombstones.people.sorted().map(Registration.ID.init(rawValue:)), db)
        }
        for person in people { _ = try await erase(person, context: context()) }
        applied.people = people.count
        let reason = OwnReason.restored.rawValue
        let badges = Dictionary(
            uniqueKeysWithValues: tombstones.badges.map {
                (Registration.ID(rawValue: $0.key), IssueNumber(rawValue: $0.value))
            })
        let write = context()
        let counts = try await store.write { db in
            [
                try EventStore.revokeAgain(tombstones.devices.sorted(), db, context: write),
                try BadgeIssues.revokeAgain(badges, because: reason, db, context: write),
                try KeysigningDesk.withdrawAgain(tombstones.keys.sorted(), because: reason, db, context: write),
                try KeysigningDesk.revokeAgain(tombstones.links, db, context: write),
                try RegistrationLedger.endAgain(tombstones.consents ?? [], db, context: write),
            ]
        }
        (applied.devices, applied.badges, applied.keys, applied.links) = (counts[0], counts[1], counts[2], counts[3])
        applied.consents = counts[4]
        return applied
    }
}
