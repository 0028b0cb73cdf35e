package import Conference
package import EventStore
package import Foundation
import GRDB
import OpenPGP

extension KeysigningDesk {
    /// The list as it would be frozen now, with the numbers that the keys would get; says in its title that it is a
    /// draft.
    ///
    /// Keys that have expired are left out.
    /// - Parameter date: decides what has expired.
    /// - Throws: `keysigning_not_planned` when the event's file has no keysigning; `list_too_long`.
    package func draft(at date: Date) async throws -> KeysigningList {
        try await store.read { [store] db in
            let entries = try Self.numbered(db, at: date).map(\.entry)
            return try KeysigningList(
                header: Self.header(try store.definition(db), edition: .draft, changes: nil), entries: entries,
                date: date)
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

    /// The keys that stand and will have expired by the end of the day of the keysigning: their owners should extend them
    /// before the list is frozen.
    ///
    /// - Throws: `keysigning_not_planned`.
    package func expiringBeforeKeysigning(at date: Date) async throws -> [KeysigningSubmission] {
        try await expiring { plan in (date, Self.end(plan)) }
    }

    /// The keys that stand and will expire after the keysigning, but before the signatures are due: whoever signs at home
    /// may be too late.
    ///
    /// - Throws: `keysigning_not_planned`.
    package func expiringBeforeDue(at date: Date) async throws -> [KeysigningSubmission] {
        try await expiring { plan in (max(date, Self.end(plan)), Self.signaturesDue(plan)) }
    }

    private static func end(_ plan: EventDefinition.KeysigningPlan) -> Date {
        Date(timeIntervalSince1970: Double(plan.date.daysSince1970 + 1) * 86_400)
    }

    private func expiring(
        _ span: @escaping @Sendable (EventDefinition.KeysigningPlan) -> (after: Date, until: Date)
    ) async throws -> [KeysigningSubmission] {
        try await store.read { [store] db in
            guard let plan = try store.definition(db).keysigning else { throw KeysigningError(.keysigningNotPlanned) }
            let (after, until) = span(plan)
            let absent = try Self.absent(db)
            return try SubmissionRecord.standing(db).filter {
                !absent.contains($0.id) && !$0.key.hasExpired(at: after) && $0.key.hasExpired(at: until)
            }
        }
    }

    /// What came of a freezing.
    package struct Freezing: Sendable, Hashable {
        package let list: FrozenList
        /// False where nothing had changed since the latest version, which this is.
        package let isNew: Bool
    }

    /// As `freezing`, for whoever wants the list alone.
    package func freeze(prefixDigits: Int = 0, context: WriteContext) async throws -> Performed<FrozenList> {
        let done = try await freezing(prefixDigits: prefixDigits, context: context)
        return Performed(result: done.result.list, replayed: done.replayed)
    }

    /// Gives every key that has none a number, and keeps the list and its keyring for ever.
    ///
    /// Keys of one person that come in before the same freezing have numbers in a row. A later version is an erratum: it
    /// says above the keys which numbers are new, which changed and which are gone, and why. Keys that have expired are
    /// left out until they are extended. Where nothing has changed, no version is made.
    /// - Parameter prefixDigits: so many first digits of the SHA-256 are written into the list, 0 … 4; fewer where
    ///   there is no such list.
    /// - Throws: `keysigning_not_planned`, `list_too_long`, `list_empty` for a first version without a key,
    ///   `list_prefix_invalid`, `list_unsettled` when keys came in while the digits were looked for, three times;
    ///   `idempotency_conflict`.
    package func freezing(prefixDigits: Int = 0, context: WriteContext) async throws -> Performed<Freezing> {
        guard (0...KeysigningList.prefixDigitsMax).contains(prefixDigits) else {
            throw KeysigningError(.listPrefixInvalid, ErrorDetail("limit", KeysigningList.prefixDigitsMax))
        }
        guard prefixDigits > 0 else { return try await freeze(as: nil, [], context: context) }
        for _ in 0..<3 {
            let next = try await store.read { [store] db in
                try Self.nextVersion(db, try store.definition(db), at: context.time)
            }
            guard let next else { return try await freeze(as: nil, [String(prefixDigits)], context: context) }
            // Looking for digits takes seconds, and nobody may wait for it with a write.
            let filled = await next.list.prefilled(digits: prefixDigits)
            do {
                return try await freeze(as: (next.list, filled), [String(prefixDigits)], context: context)
            } catch is Outrun {
                continue
            }
        }
        throw KeysigningError(.listUnsettled)
    }

    /// The stored result of a freezing.
    private struct Frozen: Codable, Sendable {
        let version: Int
        let isNew: Bool
    }

    /// - Parameter filled: the list as it was, and what is to be frozen instead of it.
    private func freeze(
        as filled: (expected: KeysigningList, list: KeysigningList)?, _ content: [String], context: WriteContext
    ) async throws -> Performed<Freezing> {
        let done = try await store.perform("keysigning.freeze", content: content, context: context) { [store] db in
            guard var next = try Self.nextVersion(db, try store.definition(db), at: context.time) else {
                return Frozen(version: try Self.latestVersion(db) ?? 0, isNew: false)
            }
            if let filled {
                guard filled.expected == next.list else { throw Outrun() }
                next.list = filled.list
            }
            try Self.insert(db, next, context: context)
            return Frozen(version: next.version, isNew: true)
        }
        return Performed(
            result: Freezing(list: try await list(version: done.result.version), isNew: done.result.isNew),
            replayed: done.replayed)
    }

    private static func insert(_ db: Database, _ next: NextVersion, context: WriteContext) throws {
        for numbered in next.numbered where numbered.submission.number == nil {
            try db.execute(
                sql: "INSERT INTO keysigning_number (number, submission, at_ms) VALUES (?, ?, ?)",
                arguments: [numbered.number, numbered.submission.id.rawValue, context.time.milliseconds])
        }
        let header = next.list.header
        try db.execute(
            sql: """
                INSERT INTO keysigning_list
                    (version, text, sha256, keyring, heading, event_name, organizer, date, time, file_name, digits,
                     author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                next.version, Data(next.list.bytes), Data(next.list.sha256),
                Data(Keyring.binary(next.numbered.map(\.submission.packets))), next.list.heading, header.eventName,
                header.organizer, header.date.description, header.time.description, header.fileName, header.digits,
                context.author, context.origin, context.time.milliseconds,
            ])
        let insertEntry = try db.makeStatement(
            sql: """
                INSERT INTO keysigning_entry
                    (version, number, submission, certificate_version, same_person_as, notes)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        for numbered in next.numbered {
            try insertEntry.execute(
                arguments: [
                    next.version, numbered.number, numbered.submission.id.rawValue,
                    numbered.submission.certificateVersion, numbered.entry.samePersonAs,
                    numbered.entry.notes.joined(separator: "\n"),
                ])
        }
        for (kind, numbers) in header.changes?.numbers ?? [:] {
            for number in numbers {
                try db.execute(
                    sql: "INSERT INTO keysigning_change (version, number, kind) VALUES (?, ?, ?)",
                    arguments: [next.version, number, kind.rawValue])
            }
        }
    }

    private struct NextVersion: Sendable {
        let version: Int
        var list: KeysigningList
        let numbered: [Numbered]
    }

    /// What would be frozen now; nil where it is what was frozen last.
    private static func nextVersion(
        _ db: Database, _ event: EventDefinition, at date: Date
    ) throws -> NextVersion? {
        let numbered = try Self.numbered(db, at: date)
        let last = try latestVersion(db)
        // An erratum may have no key left: whoever holds the version before has to hear why.
        guard last != nil || !numbered.isEmpty else { throw KeysigningError(.listEmpty) }
        let changes = try last.map { try Self.changes(db, numbered, since: $0, at: date) }
        let header = try header(event, edition: .version((last ?? 0) + 1), changes: changes)
        if let last, changes?.numbers.isEmpty ?? false {
            let frozen = try FrozenList.fetch(db, version: last).header
            if frozen.isAbout(header) { return nil }
        }
        return NextVersion(
            version: (last ?? 0) + 1,
            list: try KeysigningList(header: header, entries: numbered.map(\.entry), date: date), numbered: numbered)
    }

    /// A frozen list, byte for byte.
    ///
    /// - Throws: `list_unknown`.
    package func list(version: Int) async throws -> FrozenList {
        try await store.read { try FrozenList.fetch($0, version: version) }
    }

    /// The highest version that was frozen; nil before the first.
    package func latestVersion() async throws -> Int? { try await store.read(Self.latestVersion) }

    @Sendable static func latestVersion(_ db: Database) throws -> Int? {
        try Int.fetchOne(db, sql: "SELECT max(version) FROM keysigning_list")
    }

    // MARK: - Numbers

    struct Numbered: Sendable {
        let number: Int
        let submission: KeysigningSubmission
        let entry: KeysigningList.Entry
    }

    /// The keys that stand and are in force, with their numbers, given or to be given, in the order of the numbers.
    private static func numbered(_ db: Database, at date: Date) throws -> [Numbered] {
        var next = try Int.fetchOne(db, sql: "SELECT coalesce(max(number), 0) + 1 FROM keysigning_number") ?? 1
        let absent = try Self.absent(db)
        let standings = try StandingRecord.all(db)
        let keys = try SubmissionRecord.standing(db)
            .filter { !absent.contains($0.id) && !$0.key.hasExpired(at: date) }
            .map { submission -> (number: Int, submission: KeysigningSubmission) in
                if let number = submission.number { return (number, submission) }
                defer { next += 1 }
                return (next, submission)
            }
            .sorted { $0.number < $1.number }
        var firsts: [Registration.ID: Int] = [:]
        return keys.map { number, submission in
            let first = firsts[submission.registration]
            firsts[submission.registration] = first ?? number
            return Numbered(
                number: number, submission: submission,
                entry: KeysigningList.Entry(
                    number: number, key: submission.key, at: date, samePersonAs: first,
                    isProved: standings[submission.id]?.proof != nil))
        }
    }

    private static func header(
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

    /// What differs from the version before, and why what is gone is gone.
    private static func changes(
        _ db: Database, _ numbered: [Numbered], since version: Int, at date: Date
    ) throws -> KeysigningList.Changes {
        let before = try StoredEntry.fetchAll(
            db,
            sql: """
                SELECT number, certificate_version, same_person_as, notes FROM keysigning_entry
                WHERE version = ?
                """,
            arguments: [version]
        ).reduce(into: [:]) { $0[$1.number] = $1 }
        let frozen = try FrozenList.fetch(db, version: version).frozen
        var numbers: [KeysigningList.Changes.Kind: [Int]] = [:]
        for key in numbered {
            let now = StoredEntry(
                number: key.number, certificateVersion: key.submission.certificateVersion,
                samePersonAs: key.entry.samePersonAs,
                notes: key.entry.notes.joined(separator: "\n"))
            if let stood = before[key.number] {
                // User ids may have run out since, although nothing was handed in.
                let listed = key.submission.key
                if stood != now || listed.names(at: frozen) != listed.names(at: date) {
                    numbers[.updated, default: []].append(key.number)
                }
            } else {
                numbers[.added, default: []].append(key.number)
            }
        }
        for number in Set(before.keys).subtracting(numbered.map(\.number)).sorted() {
            numbers[try whyGone(db, number, at: date), default: []].append(number)
        }
        numbers[.revoked] = ((numbers[.revoked] ?? []) + (try revokedSince(db, before: before.keys))).sorted()
        return KeysigningList.Changes(since: version, numbers: numbers)
    }

    /// A row of `keysigning_entry`.
    private struct StoredEntry: RowRecord, Equatable {
        let number: Int
        let certificateVersion: Int
        let samePersonAs: Int?
        let notes: String
    }

    /// Numbers that were gone before and whose keys have been revoked since: whoever holds a version with them has to know.
    private static func revokedSince(_ db: Database, before numbers: some Collection<Int>) throws -> [Int] {
        try Int.fetchAll(
            db,
            sql: """
                SELECT number FROM keysigning_number AS given
                WHERE submission IN (SELECT submission FROM keysigning_revocation)
                AND EXISTS (SELECT 1 FROM keysigning_entry WHERE number = given.number)
                AND NOT EXISTS (SELECT 1 FROM keysigning_change WHERE number = given.number AND kind = 'revoked')
                """
        ).filter { !numbers.contains($0) }
    }

    private static func whyGone(_ db: Database, _ number: Int, at date: Date) throws -> KeysigningList.Changes.Kind {
        guard let submission = try SubmissionRecord.numbered(db, number) else { return .withdrawn }
        if submission.revoked != nil { return .revoked }
        if submission.withdrawn != nil { return .withdrawn }
        return try isAbsent(db, submission.id) ? .absent : .expired
    }
}

extension KeysigningList.Header {
    /// Whether both say the same of the event, whatever their editions.
    fileprivate func isAbout(_ other: KeysigningList.Header) -> Bool {
        (eventName, organizer, date, time) == (other.eventName, other.organizer, other.date, other.time)
    }
}
