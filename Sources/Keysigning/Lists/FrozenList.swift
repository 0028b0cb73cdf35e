package import Conference
import EventStore
package import Foundation
import GRDB
import OpenPGP
import RegistrationLedger

/// A list that was given out: it never changes.
package struct FrozenList: Sendable, Hashable {
    /// From 1.
    package let version: Int
    /// UTF-8 with LF: what participants get, byte for byte.
    package let text: [UInt8]
    /// Of the text.
    package let sha256: [UInt8]
    /// The certificates of the list, binary, one after the other.
    package let keyring: [UInt8]
    package let frozen: Date
    /// What the heading was written from.
    package let header: KeysigningList.Header
    /// What stands above the keys, as it was written.
    let heading: String

    /// The keyring as one armoured block.
    package var armoredKeyring: String { Keyring.armored([keyring]) }

    /// Who organizes the keysigning, as the list says it.
    package var organizer: String { header.organizer }

    /// - Throws: `list_unknown`.
    static func fetch(_ db: Database, version: Int) throws -> FrozenList {
        guard
            let stored = try Stored.fetchOne(
                db, sql: "SELECT * FROM keysigning_list WHERE version = ?", arguments: [version])
        else { throw KeysigningError(.listUnknown, ErrorDetail("version", version)) }
        let changes = try StoredChange.fetchAll(
            db, sql: "SELECT number, kind FROM keysigning_change WHERE version = ? ORDER BY number",
            arguments: [version]
        ).reduce(into: [KeysigningList.Changes.Kind: [Int]]()) { numbers, change in
            guard let kind = KeysigningList.Changes.Kind(rawValue: change.kind) else { return }
            numbers[kind, default: []].append(change.number)
        }
        return FrozenList(
            version: version, text: Array(stored.text), sha256: Array(stored.sha256), keyring: Array(stored.keyring),
            frozen: Date(milliseconds: stored.atMs),
            header: KeysigningList.Header(
                eventName: stored.eventName, organizer: stored.organizer, date: try CivilDate(stored.date),
                time: try TimeOfDay(stored.time), edition: .version(version), fileName: stored.fileName,
                changes: version > 1 ? KeysigningList.Changes(since: version - 1, numbers: changes) : nil,
                digits: stored.digits),
            heading: stored.heading)
    }

    /// A row of `keysigning_list`.
    private struct Stored: RowRecord {
        let text: Data
        let sha256: Data
        let keyring: Data
        let heading: String
        let eventName: String
        let organizer: String
        let date: String
        let time: String
        let fileName: String
        let digits: String
        let atMs: Int64
    }

    /// A row of `keysigning_change`.
    private struct StoredChange: RowRecord {
        let number: Int
        let kind: String
    }
}

/// A key of a frozen version, with what stands about it outside of the list.
package struct ListedEntry: Sendable, Hashable {
    package let number: Int
    package let samePersonAs: Int?
    /// What stands below its user ids, a line each.
    package let notes: [String]
    /// As it was at the freezing.
    package let submission: KeysigningSubmission
    /// How far it has come by now.
    package let standing: KeysigningStanding

    package init(
        number: Int, samePersonAs: Int?, notes: [String] = [], submission: KeysigningSubmission,
        standing: KeysigningStanding
    ) {
        self.number = number
        self.samePersonAs = samePersonAs
        self.notes = notes
        self.submission = submission
        self.standing = standing
    }

    /// The entry as the list prints it.
    var listed: KeysigningList.Entry {
        KeysigningList.Entry(number: number, key: submission.key, samePersonAs: samePersonAs, notes: notes)
    }

    /// Algorithm, date, capabilities and expiry as the list has them.
    ///
    /// - Parameter date: decides whether the key has expired.
    package func description(at date: Date) -> String {
        let key = submission.key
        return "\(key.algorithm) \(KeysigningList.day(key.created)) [\(key.capabilities)]"
            + KeysigningList.expiry(of: key, date: date)
    }

    /// - Throws: `list_unknown`.
    static func fetch(_ db: Database, version: Int) throws -> [ListedEntry] {
        let stored = try Stored.fetchAll(
            db, sql: "SELECT number, same_person_as, notes FROM keysigning_entry WHERE version = ? ORDER BY number",
            arguments: [version])
        // An erratum may have no key left.
        if stored.isEmpty { _ = try FrozenList.fetch(db, version: version) }
        let standings = try StandingRecord.all(db)
        return zip(stored, try SubmissionRecord.frozen(db, version: version)).map { entry, submission in
            ListedEntry(
                number: entry.number, samePersonAs: entry.samePersonAs,
                notes: entry.notes.isEmpty ? [] : entry.notes.components(separatedBy: "\n"), submission: submission,
                standing: standings[submission.id] ?? KeysigningStanding(proof: nil, confirmation: nil))
        }
    }

    /// A row of `keysigning_entry`.
    private struct Stored: RowRecord {
        let number: Int
        let samePersonAs: Int?
        let notes: String
    }
}

extension KeysigningDesk {
    /// The entries of a frozen version, each as it was then.
    ///
    /// - Throws: `list_unknown`.
    package func entries(version: Int) async throws -> [ListedEntry] {
        try await store.read { try ListedEntry.fetch($0, version: version) }
    }

    /// How many keys a frozen version has, and which numbers of it are a person's.
    package func count(
        version: Int, of owner: Registration.ID?
    ) async throws -> (keys: Int, own: [Int]) {
        try await store.read { db in
            let keys = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM keysigning_entry WHERE version = ?", arguments: [version])
            let own = try owner.map { owner in
                try Int.fetchAll(
                    db,
                    sql: """
                        SELECT number FROM keysigning_entry JOIN keysigning_number USING (number)
                        JOIN keysigning_submission ON keysigning_submission.id = keysigning_number.submission
                        WHERE version = ? AND registration = ? ORDER BY number
                        """, arguments: [version, owner])
            }
            return (keys ?? 0, own ?? [])
        }
    }

    /// One reader's copy of a frozen version.
    static func text(
        of list: FrozenList, _ entries: [ListedEntry], copy: KeysigningList.ReaderCopy
    ) -> [UInt8] {
        let text = KeysigningList.text(
            heading: list.header.text(copy: copy), entries: entries.map(\.listed), date: list.frozen, copy: copy)
        return Array(text.utf8)
    }
}

extension KeysigningDesk {
    /// Notes that somebody took a frozen version home.
    ///
    /// - Throws: `list_unknown`.
    package func noteTaking(version: Int, by reader: Registration.ID, at time: Date) async throws {
        let isNoted = try await store.read { db in
            _ = try FrozenList.fetch(db, version: version)
            return try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM keysigning_taking WHERE version = ? AND registration = ?)",
                arguments: [version, reader])
        }
        guard isNoted == false else { return }
        try await store.write { db in
            try db.execute(
                sql: """
                    INSERT INTO keysigning_taking (version, registration, at_ms) VALUES (?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """, arguments: [version, reader, time.milliseconds])
        }
    }

    /// Somebody who has, or may have, a frozen version.
    package struct Holder: Sendable, Hashable {
        package let registration: Registration
        /// Of their keys in that version; empty for somebody who only took it.
        package let numbers: [Int]
        /// When they took the file home with their own link; nil where they got it otherwise, or not at all.
        package let taken: Date?
    }

    /// A row of `keysigning_taking`.
    private struct StoredTaking: RowRecord {
        let registration: Registration.ID
        let atMs: Int64
    }

    /// Everybody who has a key on a version or took it home: they have to hear when a key on it is revoked.
    ///
    /// - Throws: `list_unknown`.
    package func holders(version: Int) async throws -> [Holder] {
        try await store.read { db in
            var numbers: [Registration.ID: [Int]] = [:]
            for entry in try ListedEntry.fetch(db, version: version) {
                numbers[entry.submission.registration, default: []].append(entry.number)
            }
            let taken = try StoredTaking.fetchAll(
                db, sql: "SELECT registration, at_ms FROM keysigning_taking WHERE version = ?", arguments: [version]
            ).reduce(into: [:]) { $0[$1.registration] = Date(milliseconds: $1.atMs) }
            return try Set(numbers.keys).union(taken.keys).sorted { $0.rawValue < $1.rawValue }.map { id in
                Holder(
                    registration: try RegistrationLedger.registration(db, id),
                    numbers: numbers[id] ?? [], taken: taken[id])
            }
        }
    }
}
