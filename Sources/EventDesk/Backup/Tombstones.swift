import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import Keysigning
import Outbox
import RegistrationLedger

/// What no restoring brings back: devices that were shut out, people who were erased, badges that were revoked or replaced,
/// keys and links of the keysigning that were taken back, addresses of reports that were ended, consents that were withdrawn,
/// exhibitors' too. Numbers and digests alone, nothing of a person.
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
    /// Digests of the secrets of reports' addresses; nil in files of an earlier version.
    var shares: Set<Data>?
    /// What was given exhibitors and taken back, by the consent's number and time; nil in files of before there were any.
    var consents: Set<String>?
    /// What people want at that time; they may change their minds, so the latest counts.
    var wishes: Wishes?

    /// What people do not want, or not any more.
    struct Wishes: Codable, Sendable, Hashable {
        let incarnation: Int
        /// When they were read, in milliseconds since 1970.
        let asOf: Int64
        /// By registration, the questions of consent to which there is no yes.
        let withheld: [UInt32: Set<String>]
        /// Who wants no announcements.
        let stopped: Set<UInt32>
    }

    /// As the event stands.
    static func of(_ store: EventStore, at time: Date) async throws -> Tombstones {
        try await store.read { db in
            let incarnation = try EventStore.incarnation(db).number
            let withheld = try RegistrationLedger.withheldConsents(db, store.definition(db))
            let wishes = Wishes(
                incarnation: incarnation, asOf: time.milliseconds,
                withheld: Dictionary(
                    uniqueKeysWithValues: withheld.map { ($0.key.rawValue, Set($0.value.map(\.rawValue))) }),
                stopped: Set(try Outbox.stopped(db).map(\.rawValue)))
            return Tombstones(
                event: Data(store.tag).hexadecimal, incarnation: incarnation,
                devices: Set(try EventStore.revokedDevices(db)),
                people: Set(try RegistrationLedger.erasedRegistrations(db).map(\.rawValue)),
                badges: Dictionary(
                    uniqueKeysWithValues: try BadgeIssues.deadIssues(db).map { ($0.key.rawValue, $0.value.rawValue) }),
                keys: Set(try KeysigningDesk.withdrawnSubmissions(db)),
                links: Set(try KeysigningDesk.revokedInvitations(db)),
                shares: Set(try EventStore.endedReportShares(db)),
                consents: Set(try RegistrationLedger.endedConsents(db)), wishes: wishes)
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
        shares = (shares ?? []).union(other.shares ?? [])
        let all = [wishes, other.wishes].compactMap(\.self)
        wishes = all.max { ($0.incarnation, $0.asOf) < ($1.incarnation, $1.asOf) }
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
            try OutputFile.write(
                try encoder.encode(all) + Data("\n".utf8), to: file, mode: EventModes(in: folder).file)
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
    package internal(set) var shares = 0
    /// Answers to questions of consent, and announcements that somebody did not want any more.
    package internal(set) var consents = 0
}

extension EventServices {
    /// Shuts out, erases, revokes and takes back again what the copy of an event does not know to be gone.
    ///
    /// - Parameter copied: when the copy was made; what people wished before it stands in the copy.
    func apply(
        _ tombstones: Tombstones, toCopyOf copied: Date, context: () -> WriteContext
    ) async throws -> TombstonesApplied {
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
                try EventStore.endReportShares(tombstones.shares ?? [], db, context: write),
                try RegistrationLedger.endAgain(tombstones.consents ?? [], db, context: write),
            ]
        }
        (applied.devices, applied.badges, applied.keys, applied.links) = (counts[0], counts[1], counts[2], counts[3])
        (applied.shares, applied.consents) = (counts[4], counts[5])
        if let wishes = tombstones.wishes, wishes.asOf >= copied.milliseconds {
            applied.consents += try await apply(wishes, context: context)
        }
        return applied
    }

    /// Takes back the consents that were withdrawn after the copy was made.
    private func apply(_ wishes: Tombstones.Wishes, context: () -> WriteContext) async throws -> Int {
        let (withheld, stopped) = try await store.read { [store] db in
            (try RegistrationLedger.withheldConsents(db, store.definition(db)), try Outbox.stopped(db))
        }
        var count = 0
        for (number, questions) in wishes.withheld.sorted(by: { $0.key < $1.key }) {
            let id = Registration.ID(rawValue: number)
            // Nil for somebody who is not in the copy, or erased.
            guard let known = withheld[id] else { continue }
            let withdrawn = Set(questions.map { Question.ID(rawValue: $0) }).subtracting(known)
                .intersection(try await store.definition().consents)
            guard !withdrawn.isEmpty else { continue }
            let correction = PersonCorrection(answers: Dictionary(uniqueKeysWithValues: withdrawn.map { ($0, "") }))
            _ = try await ledger.correct(id, correction, context: context())
            count += withdrawn.count
        }
        for number in wishes.stopped.sorted() {
            let id = Registration.ID(rawValue: number)
            guard !stopped.contains(id), try await store.read({ try !RegistrationLedger.standing([id], $0).isEmpty })
            else { continue }
            try await outbox.stop(id, true, context: context())
            count += 1
        }
        return count
    }
}
