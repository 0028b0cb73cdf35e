package import Conference
package import EventStore
import Foundation
import GRDB
package import OpenPGP
import RegistrationLedger

/// What a participant checked at the keysigning.
package struct TickList: Sendable, Hashable {
    /// What can be ticked of a key.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// Its owner said that the fingerprint on the list is right.
        case fingerprint
        /// Its owner showed who they are.
        case identity
    }

    package let reader: Registration.ID
    /// Numbers by what was ticked of them.
    package let ticks: [Kind: Set<Int>]
    /// Versions whose digest the reader compared.
    package let checkedVersions: Set<Int>

    /// Both ticks: such a key is signed at home.
    package var complete: Set<Int> { (ticks[.fingerprint] ?? []).intersection(ticks[.identity] ?? []) }
    /// Either tick.
    package var begun: Set<Int> { (ticks[.fingerprint] ?? []).union(ticks[.identity] ?? []) }
}

/// Whose key is ticked, as a volunteer or a participant names it.
package enum TickSubject: Sendable, Hashable {
    /// A number of the list.
    case number(Int)
    /// All keys of that person: from the code or the scan of a badge.
    case person(Registration.ID)
    /// As an `OPENPGP4FPR:` code carries it.
    case key(Fingerprint)
}

extension KeysigningDesk {
    /// Sets or clears ticks of one reader, of a key or of all keys of a person.
    ///
    /// - Returns: the numbers that the subject has.
    /// - Throws: `number_unknown` when it has none on the list, `tick_own_key`, what `RegistrationLedger.registration`
    ///   throws, `idempotency_conflict`.
    package func tick(
        _ subject: TickSubject, as kinds: Set<TickList.Kind>, isSet: Bool = true, reader: Registration.ID,
        context: WriteContext
    ) async throws -> Performed<[Int]> {
        let content = [
            reader.description, "\(subject)", kinds.map(\.rawValue).sorted().joined(separator: " "), String(isSet),
        ]
        return try await store.perform("keysigning.tick", content: content, context: context) { db in
            _ = try RegistrationLedger.registration(db, reader)
            let numbers = try Self.numbers(db, of: subject)
            guard !numbers.isEmpty else { throw KeysigningError(.numberUnknown, ErrorDetail("number", subject.text)) }
            guard try !numbers.contains(where: { try Self.owner(db, of: $0) == reader }) else {
                throw KeysigningError(.tickOwnKey)
            }
            for number in numbers {
                for kind in kinds {
                    try Self.insertTick(db, reader, kind.rawValue, number, isSet: isSet, context: context)
                }
            }
            return numbers
        }
    }

    /// Notes that the reader compared the digest of a version: `caff` asks for that.
    ///
    /// - Throws: `list_unknown`, what `RegistrationLedger.registration` throws, `idempotency_conflict`.
    package func tickChecksum(
        version: Int, isSet: Bool = true, reader: Registration.ID, context: WriteContext
    ) async throws -> Performed<Int> {
        _ = try await list(version: version)
        let content = [reader.description, String(version), String(isSet)]
        return try await store.perform("keysigning.checksum", content: content, context: context) { db in
            _ = try RegistrationLedger.registration(db, reader)
            try Self.insertTick(db, reader, "checksum", version, isSet: isSet, context: context)
            return version
        }
    }

    /// What a reader has ticked so far.
    ///
    /// - Throws: what `RegistrationLedger.registration` throws.
    package func ticks(reader: Registration.ID) async throws -> TickList {
        try await store.read { db in
            _ = try RegistrationLedger.registration(db, reader)
            return try Self.ticks(db, reader: reader)
        }
    }

    /// The first user id of each key that stands under one of these numbers.
    package func userIDs(of numbers: Set<Int>) async throws -> [Int: String] {
        try await store.read { db in
            try numbers.reduce(into: [:]) { userIDs, number in
                guard let submission = try SubmissionRecord.numbered(db, number), submission.withdrawn == nil else {
                    return
                }
                userIDs[number] = submission.key.names.first?.markedText
            }
        }
    }

    /// A frozen version with the reader's ticks in its boxes: what `caff` reads from its standard input.
    ///
    /// - Throws: `list_unknown`, what `RegistrationLedger.registration` throws.
    package func tickedList(version: Int, reader: Registration.ID) async throws -> [UInt8] {
        let list = try await list(version: version)
        let ticks = try await ticks(reader: reader)
        var copy = KeysigningList.ReaderCopy()
        copy.ticks = ticks.ticks
        copy.isChecked = ticks.checkedVersions.contains(version)
        return Self.text(of: list, try await entries(version: version), copy: copy)
    }

    static func ticks(_ db: Database, reader: Registration.ID) throws -> TickList {
        let stored = try StoredTick.fetchAll(
            db,
            sql: """
                SELECT kind, subject FROM keysigning_tick AS tick
                WHERE reader = ? AND is_set = 1
                AND id = (SELECT max(id) FROM keysigning_tick
                          WHERE reader = tick.reader AND kind = tick.kind AND subject = tick.subject)
                """, arguments: [reader])
        var ticks: [TickList.Kind: Set<Int>] = [:]
        var versions: Set<Int> = []
        for tick in stored {
            if let kind = TickList.Kind(rawValue: tick.kind) {
                ticks[kind, default: []].insert(tick.subject)
            } else {
                versions.insert(tick.subject)
            }
        }
        return TickList(reader: reader, ticks: ticks, checkedVersions: versions)
    }

    private struct StoredTick: RowRecord {
        let kind: String
        /// The number of a key, or the version whose checksum was compared.
        let subject: Int
    }

    private static func numbers(_ db: Database, of subject: TickSubject) throws -> [Int] {
        let found =
            switch subject {
            case .number(let number): try SubmissionRecord.numbered(db, number).map { [$0] } ?? []
            case .person(let id): try SubmissionRecord.all(db, of: id)
            case .key(let fingerprint): try SubmissionRecord.standing(db, fingerprint: fingerprint).map { [$0] } ?? []
            }
        return found.filter { $0.withdrawn == nil }.compactMap(\.number)
    }

    private static func owner(_ db: Database, of number: Int) throws -> Registration.ID? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT registration FROM keysigning_submission
                WHERE id = (SELECT submission FROM keysigning_number WHERE number = ?)
                """, arguments: [number]
        ).map { Registration.ID(rawValue: UInt32($0)) }
    }

    private static func insertTick(
        _ db: Database, _ reader: Registration.ID, _ kind: String, _ subject: Int, isSet: Bool, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_tick (reader, kind, subject, is_set, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                reader, kind, subject, isSet, context.author, context.origin,
                context.time.milliseconds,
            ])
    }
}

extension TickSubject {
    fileprivate var text: String {
        switch self {
        case .number(let number): String(number)
        case .person(let id): id.description
        case .key(let fingerprint): fingerprint.digits
        }
    }
}
