package import Conference
package import EventStore
package import Foundation
import GRDB
import OpenPGP

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

    /// The keyring as one armoured block.
    package var armoredKeyring: String { Keyring.armored([keyring]) }
}

extension KeysigningDesk {
    /// The list as it would be frozen now, with the numbers that the keys would get; says in its title that it is a
    /// draft.
    ///
    /// Keys that have expired are left out.
    /// - Parameter date: decides what has expired.
    /// - Throws: `keysigning_not_planned` when the event's file has no keysigning; `list_too_long`.
    package func draft(at date: Date) async throws -> KeysigningList {
        try await store.read { [store] db in
            let numbered = try Self.numbered(db, at: date)
            return try Self.list(try store.definition(db), numbered, edition: .draft, changes: nil, date: date)
        }
    }

    /// The keyring of the draft, binary, in its order.
    ///
    /// - Parameter date: decides what has expired.
    package func keyring(at date: Date) async throws -> [UInt8] {
        try await store.read { db in Keyring.binary(try Self.numbered(db, at: date).map(\.submission.packets)) }
    }

    /// The keys that stand, were not noted as absent, and have expired: they come on the list once their owners have
    /// extended them and handed them in again.
    package func expired(at date: Date) async throws -> [KeysigningSubmission] {
        try await store.read { db in
            let absent = try Self.absent(db)
            return try SubmissionRecord.standing(db).filter { !absent.contains($0.id) && $0.key.hasExpired(at: date) }
        }
    }

    /// Gives every key that has none a number, and keeps the list and its keyring for ever.
    ///
    /// Keys of one person that come in before the same freezing have numbers in a row. A later version is an erratum: it
    /// says above the keys which numbers are new, which changed and which are gone. Keys that have expired are left out
    /// until they are extended.
    /// - Parameter prefixDigits: so many first digits of the SHA-256 are written into the list, 0 … 4; fewer where
    ///   there is no such list.
    /// - Throws: `keysigning_not_planned`, `list_too_long`, `list_empty`, `list_prefix_invalid`, `list_unsettled` when
    ///   keys came in while the digits were looked for, three times; `idempotency_conflict`.
    package func freeze(prefixDigits: Int = 0, context: WriteContext) async throws -> Performed<FrozenList> {
        guard (0...KeysigningList.prefixDigitsMax).contains(prefixDigits) else {
            throw KeysigningError(.listPrefixInvalid, ErrorDetail("limit", KeysigningList.prefixDigitsMax))
        }
        guard prefixDigits > 0 else { return try await freeze(as: nil, [], context: context) }
        for _ in 0..<3 {
            let next = try await store.read { [store] db in
                try Self.nextVersion(db, try store.definition(db), at: context.time).list
            }
            // Looking for digits takes seconds, and nobody may wait for it with a write.
            let filled = await next.prefilled(digits: prefixDigits)
            do {
                return try await freeze(as: (next, filled), [String(prefixDigits)], context: context)
            } catch is Outrun {
                continue
            }
        }
        throw KeysigningError(.listUnsettled)
    }

    /// - Parameter filled: the list as it was, and what is to be frozen instead of it.
    private func freeze(
        as filled: (expected: KeysigningList, list: KeysigningList)?, _ content: [String], context: WriteContext
    ) async throws -> Performed<FrozenList> {
        let done = try await store.perform("keysigning.freeze", content: content, context: context) { [store] db in
            var (version, list, numbered) = try Self.nextVersion(db, try store.definition(db), at: context.time)
            if let filled {
                guard filled.expected == list else { throw Outrun() }
                list = filled.list
            }
            for (number, submission) in numbered.sorted(by: { $0.number < $1.number }) where submission.number == nil {
                try db.execute(
                    sql: "INSERT INTO keysigning_number (number, submission, at_ms) VALUES (?, ?, ?)",
                    arguments: [number, submission.id.rawValue, context.time.milliseconds])
            }
            try db.execute(
                sql: """
                    INSERT INTO keysigning_list (version, text, sha256, keyring, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    version, Data(list.bytes), Data(list.sha256),
                    Data(Keyring.binary(numbered.map(\.submission.packets))),
                    context.author, context.origin, context.time.milliseconds,
                ])
            for (number, submission) in numbered {
                try db.execute(
                    sql: "INSERT INTO keysigning_entry (version, number, certificate_version) VALUES (?, ?, ?)",
                    arguments: [version, number, submission.certificateVersion])
            }
            return version
        }
        return Performed(result: try await list(version: done.result), replayed: done.replayed)
    }

    private static func nextVersion(
        _ db: Database, _ event: EventDefinition, at date: Date
    ) throws -> (version: Int, list: KeysigningList, numbered: [Numbered]) {
        let numbered = try Self.numbered(db, at: date)
        guard !numbered.isEmpty else { throw KeysigningError(.listEmpty) }
        let version = try Int.fetchOne(db, sql: "SELECT coalesce(max(version), 0) + 1 FROM keysigning_list") ?? 1
        let list = try Self.list(
            event, numbered, edition: .version(version),
            changes: try Self.changes(db, numbered, since: version - 1), date: date)
        return (version, list, numbered)
    }

    /// A frozen list, byte for byte.
    ///
    /// - Throws: `list_unknown`.
    package func list(version: Int) async throws -> FrozenList {
        try await store.read { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM keysigning_list WHERE version = ?", arguments: [version])
            else { throw KeysigningError(.listUnknown, ErrorDetail("version", version)) }
            let text: Data = row["text"]
            let sha256: Data = row["sha256"]
            let keyring: Data = row["keyring"]
            return FrozenList(
                version: version, text: Array(text), sha256: Array(sha256), keyring: Array(keyring),
                frozen: Date(milliseconds: row["at_ms"]))
        }
    }

    /// The highest version that was frozen; nil before the first.
    package func latestVersion() async throws -> Int? {
        try await store.read { try Int.fetchOne($0, sql: "SELECT max(version) FROM keysigning_list") }
    }

    // MARK: - Numbers

    typealias Numbered = (number: Int, submission: KeysigningSubmission)

    /// The keys that stand and are in force, with their numbers, given or to be given, in the order of the numbers.
    private static func numbered(_ db: Database, at date: Date) throws -> [Numbered] {
        var next = try Int.fetchOne(db, sql: "SELECT coalesce(max(number), 0) + 1 FROM keysigning_number") ?? 1
        var numbered: [Numbered] = []
        let absent = try Self.absent(db)
        for submission in try SubmissionRecord.standing(db)
        where !absent.contains(submission.id) && !submission.key.hasExpired(at: date) {
            if let number = submission.number {
                numbered.append((number, submission))
            } else {
                numbered.append((next, submission))
                next += 1
            }
        }
        return numbered.sorted { $0.number < $1.number }
    }

    private static func list(
        _ event: EventDefinition, _ numbered: [Numbered], edition: KeysigningList.Edition,
        changes: KeysigningList.Changes?, date: Date
    ) throws -> KeysigningList {
        try KeysigningList(
            header: try header(event, edition: edition, changes: changes), entries: entries(numbered), date: date)
    }

    static func header(
        _ event: EventDefinition, edition: KeysigningList.Edition, changes: KeysigningList.Changes?
    ) throws -> KeysigningList.Header {
        guard let plan = event.keysigning else { throw KeysigningError(.keysigningNotPlanned) }
        let suffix =
            switch edition {
            case .draft: "draft"
            case .version(let number): "v\(number)"
            }
        return KeysigningList.Header(
            eventName: event.name, organizer: plan.organizer, date: plan.date, time: plan.time, edition: edition,
            fileName: "ksp-\(event.slug)-\(suffix).txt", changes: changes)
    }

    /// Each with the number of the same person's first key, where it is a further one.
    static func entries(_ numbered: [Numbered]) -> [KeysigningList.Entry] {
        var firsts: [Registration.ID: Int] = [:]
        return numbered.map { number, submission in
            let first = firsts[submission.registration]
            firsts[submission.registration] = first ?? number
            return KeysigningList.Entry(number: number, key: submission.key, samePersonAs: first)
        }
    }

    /// What differs from the version before; nil where there is none.
    private static func changes(
        _ db: Database, _ numbered: [Numbered], since version: Int
    ) throws -> KeysigningList.Changes? {
        guard version > 0 else { return nil }
        let before = try Row.fetchAll(
            db, sql: "SELECT number, certificate_version FROM keysigning_entry WHERE version = ?", arguments: [version]
        ).reduce(into: [Int: Int]()) { $0[$1["number"]] = $1["certificate_version"] }
        let now = numbered.reduce(into: [Int: Int]()) { $0[$1.number] = $1.submission.certificateVersion }
        return KeysigningList.Changes(
            since: version, added: now.keys.filter { before[$0] == nil }.sorted(),
            updated: now.filter { before[$0.key].map { [new = $0.value] in $0 != new } ?? false }.keys.sorted(),
            removed: before.keys.filter { now[$0] == nil }.sorted())
    }
}

extension KeysigningDesk {
    /// The entries of a frozen version, each as it was then.
    ///
    /// - Throws: `list_unknown`.
    package func entries(version: Int) async throws -> [ListedEntry] {
        try await store.read { try ListedEntry.fetch($0, version: version) }
    }
}

/// A key of a frozen version, with what stands about it outside of the list.
package struct ListedEntry: Sendable, Hashable {
    package let number: Int
    package let samePersonAs: Int?
    /// As it was at the freezing.
    package let submission: KeysigningSubmission
    /// How far it has come by now.
    package let standing: KeysigningStanding

    static func fetch(_ db: Database, version: Int) throws -> [ListedEntry] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT entry.number, entry.certificate_version, number.submission
                FROM keysigning_entry AS entry JOIN keysigning_number AS number USING (number)
                WHERE entry.version = ? ORDER BY entry.number
                """, arguments: [version])
        guard !rows.isEmpty else { throw KeysigningError(.listUnknown, ErrorDetail("version", version)) }
        let numbered = try rows.map { row in
            (
                number: row["number"] as Int,
                submission: try SubmissionRecord.fetch(
                    db, id: row["submission"],
                    certificateVersion: row["certificate_version"])
            )
        }
        let standings = try StandingRecord.all(db)
        return zip(KeysigningDesk.entries(numbered), numbered).map { entry, source in
            ListedEntry(
                number: entry.number, samePersonAs: entry.samePersonAs, submission: source.submission,
                standing: standings[source.submission.id] ?? KeysigningStanding(proof: nil, confirmation: nil))
        }
    }
}
