import EventStore
import GRDB
package import OpenPGP

/// What has become of a frozen version since it was given out: what those who hold it have to know.
package struct VersionNews: Sendable, Hashable {
    /// A key of the version that nobody should sign any more.
    package struct Revoked: Sendable, Hashable {
        package let number: Int
        package let fingerprint: Fingerprint
        /// The first user id that the version has of it.
        package let userID: String
        /// By whom.
        package let revocation: KeysigningSubmission.Revoked
    }

    package let version: Int
    /// Revoked by now, whether or not a later version says so already; ascending.
    package let revoked: [Revoked]
    /// What the latest version has otherwise; nil where this is the latest.
    package let changes: KeysigningList.Changes?

    /// Whether there is anything to tell.
    package var isEmpty: Bool { revoked.isEmpty && (changes?.numbers.isEmpty ?? true) }
}

extension KeysigningList.Changes {
    /// Several errata in a row, as one.
    ///
    /// - Parameters:
    ///   - errata: each after the one before.
    ///   - held: the numbers of the version that the first of them follows.
    init(adding errata: [KeysigningList.Changes], since version: Int, holding held: Set<Int>) {
        var kinds: [Int: Kind] = [:]
        for erratum in errata {
            for (kind, numbers) in erratum.numbers {
                for number in numbers { kinds[number] = kind }
            }
        }
        var numbers: [Kind: [Int]] = [:]
        for (number, kind) in kinds {
            switch (kind, held.contains(number)) {
            // Away and back again.
            case (.added, true): numbers[.updated, default: []].append(number)
            case (.updated, false): numbers[.added, default: []].append(number)
            // Came and went meanwhile: whoever holds this version never had it.
            case (.absent, false), (.withdrawn, false), (.expired, false), (.revoked, false): continue
            default: numbers[kind, default: []].append(number)
            }
        }
        self.init(since: version, numbers: numbers.mapValues { $0.sorted() })
    }
}

extension KeysigningDesk {
    /// What has become of a version since.
    ///
    /// - Throws: `list_unknown`.
    package func news(of version: Int) async throws -> VersionNews {
        try await store.read { db in
            let entries = try ListedEntry.fetch(db, version: version)
            let revoked = try entries.compactMap { entry -> VersionNews.Revoked? in
                guard let revocation = try SubmissionRecord.numbered(db, entry.number)?.revoked else { return nil }
                return VersionNews.Revoked(
                    number: entry.number, fingerprint: entry.submission.key.fingerprint,
                    userID: entry.submission.key.names.first?.markedText ?? "", revocation: revocation)
            }
            let latest = try Self.latestVersion(db) ?? version
            guard latest > version else { return VersionNews(version: version, revoked: revoked, changes: nil) }
            let errata = try (version + 1...latest).compactMap { try FrozenList.fetch(db, version: $0).header.changes }
            return VersionNews(
                version: version, revoked: revoked,
                changes: KeysigningList.Changes(
                    adding: errata, since: version, holding: Set(entries.map(\.number))))
        }
    }

    /// The keys of any frozen version that have been revoked, each with the user ids of the last state that had any: GnuPG
    /// calls those of a revoked key revoked too, and a list that somebody holds names it by them.
    package func revokedKeys() async throws -> [(submission: KeysigningSubmission, names: [ListedKey.Name])] {
        try await store.read { db in
            try SubmissionRecord.fetch(
                db,
                "WHERE number.number IS NOT NULL AND revocation.submission IS NOT NULL ORDER BY number.number", []
            ).map { ($0, try SubmissionRecord.lastNames(db, of: $0.id)) }
        }
    }
}
