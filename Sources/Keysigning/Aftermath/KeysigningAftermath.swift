package import Conference
import Crypto
package import EventStore
package import Foundation
import GRDB
package import OpenPGP
import RegistrationLedger

/// What comes after a keysigning: keys come back with signatures, GnuPG verifies them, and the matrix shows the rest.
package struct KeysigningAftermath: Sendable {
    /// Keys that GnuPG checks in one run.
    private static let batchCount = 16

    private let store: EventStore
    private let checker: CertificationChecker

    package init(store: EventStore, checker: CertificationChecker = CertificationChecker()) {
        self.store = store
        self.checker = checker
    }

    /// What became of keys that came back.
    package struct Merge: Sendable, Hashable, Codable {
        /// Keys of the list among them; of the participant who sent them, where one did.
        package let keys: Int
        /// All other keys; nothing of them is kept.
        package let strangers: Int
        /// Certifications by participants that were not there before.
        package let added: Int
        /// Those that were.
        package let known: Int
        /// Certifications in the name of participants that they did not make, or with a hash that no longer counts. None of
        /// them is kept. Nil for none.
        package var unverified: Int?
        /// Keys that stood until now and that came back revoked. Nil for none.
        package var revoked: Int?

        init(keys: Int, strangers: Int, added: Int, known: Int, unverified: Int? = nil) {
            self.keys = keys
            self.strangers = strangers
            self.added = added
            self.known = known
            self.unverified = unverified
        }

        /// A revocation that came alone, of a key that is known.
        ///
        /// - Parameter count: how many keys stood until then.
        package init(revocation count: Int) {
            self.init(keys: 1, strangers: 0, added: 0, known: 0)
            revoked = count > 0 ? count : nil
        }
    }

    /// Keeps what participants certified on each other's keys; nothing by others, and nothing forged.
    ///
    /// Our own reader verifies the certifications here; they count once `verify` had GnuPG check them too.
    /// - Parameter owner: whose keys are taken in; nil for everybody's. A participant brings only what stands on their own:
    ///   who owns a key decides what is published on it, as `caff` leaves it to them by mail.
    /// - Throws: codes of `OpenPGPError`, `list_unknown` before the first freezing, `own_key_not_listed` for an owner
    ///   without a key on the list, `idempotency_conflict`.
    package func merge(
        _ submitted: consuming SubmittedBytes, limits: SubmissionLimits = .keyring, of owner: Registration.ID? = nil,
        context: WriteContext
    ) async throws -> Performed<Merge> {
        let keys: [CertificationReader.SignedKey]
        keys = try CertificationReader(limits: limits).read(submitted)
        let content = keys.map { key in
            let packets = key.certifications.flatMap { $0.userID + $0.packet }
            return key.fingerprint.digits + Data(SHA256.hash(data: packets)).base64EncodedString()
        }
        let subject = owner.map { [$0.description] } ?? []
        let listed = try await store.read(Self.listed)
        let taken = listed.filter { owner == nil || $0.owner == owner }
        let numbers = Dictionary(
            taken.map { ($0.fingerprint, $0) }, uniquingKeysWith: { $0.number > $1.number ? $0 : $1 })
        var found: [Found] = []
        var (unverified, ours) = (0, 0)
        for key in keys {
            guard let target = numbers[key.fingerprint] else { continue }
            ours += 1
            unverified += Self.verify(key.certifications, on: target, listed: listed, into: &found)
            // A keyring of a large party takes a while; the rest of the process gets its turn.
            await Task.yield()
        }
        let (all, wrong, own) = (found, unverified, ours)
        return try await store.perform("keysigning.merge", content: subject + content, context: context) { db in
            guard try KeysigningDesk.latestVersion(db) != nil else {
                throw KeysigningError(.listUnknown, ErrorDetail("version", 1))
            }
            guard owner == nil || !taken.isEmpty else {
                throw KeysigningError(.ownKeyNotListed, ErrorDetail("version", try Self.latest(db)))
            }
            var (added, known) = (0, 0)
            for one in all {
                try Self.insert(db, one, context: context)
                if db.changesCount > 0 { added += 1 } else { known += 1 }
            }
            return Merge(
                keys: own, strangers: keys.count - own, added: added, known: known,
                unverified: wrong > 0 ? wrong : nil)
        }
    }

    // MARK: - Verifying

    /// Has GnuPG check every certification that it has not seen, in a throw-away home.
    ///
    /// It can be cancelled between two runs of GnuPG, and goes on from there the next time.
    /// - Parameter progress: is told how many keys have been gone through, of how many.
    /// - Returns: how many certifications were checked.
    /// - Throws: `gnupg_unavailable`, `CancellationError`.
    package func verify(
        context: WriteContext, progress: @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> Int {
        let waiting = try await store.read(Self.unchecked)
        guard !waiting.isEmpty else { return 0 }
        let targets = Dictionary(grouping: waiting, by: \.target).sorted { $0.key < $1.key }
        let numbers = Set(waiting.map(\.signer)).union(targets.map(\.key)).sorted()
        let keys = try await store.read { db in try numbers.compactMap { try SubmissionRecord.numbered(db, $0) } }
        let packets = Dictionary(uniqueKeysWithValues: keys.compactMap { key in key.number.map { ($0, key) } })
        let signers = keys.map(\.packets)
        progress(0, targets.count)
        return try await checker.withHome(keys: signers) { home in
            var checked = 0
            for start in stride(from: 0, to: targets.count, by: Self.batchCount) {
                try Task.checkCancellation()
                let batch = Array(targets[start..<min(start + Self.batchCount, targets.count)])
                let findings = try await home.check(
                    batch.compactMap { target, certifications in
                        packets[target].map { key in
                            Keyring.certificate(
                                key.packets,
                                certifiedBy: certifications.map { (userID: $0.userID, packet: $0.packet) })
                        }
                    }, of: batch.compactMap { packets[$0.key]?.key.fingerprint })
                let judged = Self.judge(
                    batch.flatMap(\.value), fingerprints: packets.mapValues(\.key.fingerprint), by: findings)
                try await store.write { db in
                    for (id, finding) in judged { try Self.insert(db, finding, of: id, context: context) }
                }
                checked += judged.count
                progress(start + batch.count, targets.count)
            }
            return checked
        }
    }

    /// The matrix of the latest version.
    ///
    /// - Throws: `list_unknown` before the first freezing.
    package func matrix(at date: Date) async throws -> SigningMatrix {
        let material = try await store.read { db in try Self.material(db, at: date) }
        return SigningMatrix(material, at: date)
    }

    /// The keys of the latest version that still stand, each in its newest state and with every certification that
    /// counts, binary: what participants import to have each other's signatures.
    ///
    /// - Throws: `list_unknown` before the first freezing.
    package func signedKeyring() async throws -> [UInt8] {
        try await store.read { db in
            let entries = try ListedEntry.fetch(db, version: try Self.latest(db))
            let standing = try entries.compactMap { try SubmissionRecord.numbered(db, $0.number) }
                .filter { $0.withdrawn == nil }
            let successors = try Self.successors(db)
            let good = try StoredPacket.fetchAll(
                db,
                sql: """
                    SELECT target, user_id, packet FROM keysigning_certification
                    JOIN keysigning_check ON certification = keysigning_certification.id
                    WHERE verdict = 'good' AND is_exportable = 1 ORDER BY created_s, keysigning_certification.id
                    """)
            // What came back under two numbers of one key is one.
            var seen: Set<Data> = []
            var added: [Int: [(userID: [UInt8], packet: [UInt8])]] = [:]
            for one in good {
                guard let target = successors[one.target], seen.insert(one.packet).inserted else { continue }
                added[target, default: []].append((userID: Array(one.userId), packet: Array(one.packet)))
            }
            return Keyring.binary(
                standing.map { key in
                    Keyring.certificate(key.packets, certifiedBy: key.number.flatMap { added[$0] } ?? [])
                })
        }
    }

    /// A certification as it is published.
    private struct StoredPacket: RowRecord {
        let target: Int
        let userId: Data
        let packet: Data
    }

    // MARK: - Numbers that moved

    /// For each number that was ever given, the number under which its key stands now: the same, or a later one where the
    /// key was withdrawn and handed in again; none where it is gone.
    @Sendable private static func successors(_ db: Database) throws -> [Int: Int] {
        try Succession.fetchAll(
            db,
            sql: """
                SELECT earlier.number AS earlier, standing.number AS standing
                FROM keysigning_number AS earlier
                JOIN keysigning_submission AS was ON was.id = earlier.submission
                JOIN keysigning_submission AS now ON now.fingerprint = was.fingerprint
                JOIN keysigning_number AS standing ON standing.submission = now.id
                WHERE NOT EXISTS (SELECT 1 FROM keysigning_withdrawal AS gone WHERE gone.submission = now.id)
                """
        ).reduce(into: [:]) { $0[$1.earlier] = $1.standing }
    }

    private struct Succession: RowRecord {
        let earlier: Int
        let standing: Int
    }

    // MARK: - What GnuPG has not seen

    private struct Waiting: Sendable {
        let id: Int64
        /// Numbers under which the keys stand now.
        let target: Int
        let signer: Int
        let userID: [UInt8]
        let packet: [UInt8]
        let type: Int
        let created: Int
    }

    /// Certifications of keys that are gone wait until those keys come back.
    @Sendable private static func unchecked(_ db: Database) throws -> [Waiting] {
        let successors = try successors(db)
        return try StoredCertification.fetchAll(
            db,
            sql: """
                SELECT id, target, signer, user_id, packet, type, created_s FROM keysigning_certification
                WHERE id NOT IN (SELECT certification FROM keysigning_check) ORDER BY target, id
                """
        ).compactMap { stored in
            guard let target = successors[stored.target], let signer = successors[stored.signer] else { return nil }
            return Waiting(
                id: stored.id, target: target, signer: signer, userID: Array(stored.userId),
                packet: Array(stored.packet), type: stored.type, created: stored.createdS)
        }
    }

    /// A row of `keysigning_certification`.
    private struct StoredCertification: RowRecord {
        let id: Int64
        let target: Int
        let signer: Int
        let userId: Data
        let packet: Data
        let type: Int
        let createdS: Int
    }

    /// A certification that GnuPG does not list did not survive its import: it is unusable.
    private static func judge(
        _ waiting: [Waiting], fingerprints: [Int: Fingerprint], by findings: [CertificationChecker.Finding]
    ) -> [(id: Int64, finding: CertificationChecker.Finding?)] {
        struct Place: Hashable {
            let target: String
            let userID: [UInt8]
            let signer: String
            let type: Int
            let created: Int
        }
        let found = Dictionary(grouping: findings) {
            Place(
                target: $0.target, userID: $0.userID, signer: $0.signerKeyID, type: Int($0.type),
                created: $0.createdSeconds)
        }
        return waiting.map { one in
            let place = Place(
                target: fingerprints[one.target]?.digits ?? "", userID: one.userID,
                signer: String(fingerprints[one.signer]?.digits.suffix(16) ?? ""), type: one.type,
                created: one.created)
            // Two of the same second and maker cannot be told apart: the worst verdict counts.
            let all = found[place] ?? []
            return (one.id, all.first { $0.verdict != .good } ?? all.first)
        }
    }

    private static func insert(
        _ db: Database, _ finding: CertificationChecker.Finding?, of id: Int64, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_check (certification, verdict, is_exportable, hash, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (certification) DO NOTHING
                """,
            arguments: [
                id, (finding?.verdict ?? .unusable).rawValue, finding?.isExportable ?? false,
                finding?.hashAlgorithm ?? 0, context.author, context.origin, context.time.milliseconds,
            ])
    }

    // MARK: - What the matrix is made of

    private static func latest(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT max(version) FROM keysigning_list") ?? 1
    }

    private static func material(_ db: Database, at date: Date) throws -> SigningMatrix.Material {
        let entries = try ListedEntry.fetch(db, version: try latest(db))
        let absent = try KeysigningDesk.absent(db)
        let successors = try successors(db)
        let frozen = try Int64.fetchOne(db, sql: "SELECT at_ms FROM keysigning_list WHERE version = 1") ?? 0
        var ticked: [Registration.ID: Set<Int>] = [:]
        for reader in Set(entries.map(\.submission.registration)) {
            let ticks = try KeysigningDesk.ticks(db, reader: reader)
            if !ticks.ticks.isEmpty { ticked[reader] = Set(ticks.complete.compactMap { successors[$0] }) }
        }
        let standing = try entries.reduce(into: [Int: ListedKey]()) { keys, entry in
            guard let now = try SubmissionRecord.numbered(db, entry.number), now.withdrawn == nil else { return }
            keys[entry.number] = now.key
        }
        return SigningMatrix.Material(
            keys: entries.map { entry in
                let names = (standing[entry.number] ?? entry.submission.key).names(at: date)
                return SigningMatrix.Key(
                    number: entry.number, registration: entry.submission.registration,
                    label: (names.first ?? entry.submission.key.names.first)?.markedText ?? "",
                    fingerprint: entry.submission.key.fingerprint.digits, userIDCount: names.count,
                    isAbsent: absent.contains(entry.submission.id) || successors[entry.number] != entry.number)
            },
            userIDs: entries.reduce(into: [:]) { userIDs, entry in
                // The list knows user ids as GnuPG prints them; certifications by their bytes.
                let names = (standing[entry.number] ?? entry.submission.key).names(at: date)
                userIDs[entry.number] = Set(names.map { Array($0.text.utf8) })
            },
            certifications: try goodCertifications(db, successors),
            ticked: ticked,
            // Signatures count in seconds.
            frozen: Date(timeIntervalSince1970: Double(frozen / 1000)),
            unchecked: try unchecked(db).count)
    }

    /// The certifications that GnuPG found good, between keys that stand. There are tens of thousands: their columns are
    /// read by their places, and each user id is copied once.
    private static func goodCertifications(
        _ db: Database, _ successors: [Int: Int]
    ) throws -> [SigningMatrix.Certification] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT target, signer, type, created_s, expires_s, is_exportable, user_id
                FROM keysigning_certification AS certification
                JOIN keysigning_check AS result ON result.certification = certification.id
                WHERE result.verdict = 'good'
                """)
        var texts: [Data: [UInt8]] = [:]
        var found: [SigningMatrix.Certification] = []
        while let row = try rows.next() {
            let numbers: (target: Int, signer: Int) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
            guard let target = successors[numbers.target], let signer = successors[numbers.signer] else { continue }
            let userID = try row.withUnsafeData(atIndex: 6) { bytes -> [UInt8] in
                let bytes = bytes ?? Data()
                if let known = texts[bytes] { return known }
                let text = Array(UserID(bytes: Array(bytes)).text.utf8)
                texts[Data(Array(bytes))] = text
                return text
            }
            let (created, expires): (Int64, Int64?) = (try row.decode(atIndex: 3), try row.decode(atIndex: 4))
            found.append(
                SigningMatrix.Certification(
                    pair: .init(signer: signer, target: target), userID: userID, type: try row.decode(atIndex: 2),
                    created: Date(timeIntervalSince1970: Double(created)),
                    expires: expires.map { Date(timeIntervalSince1970: Double($0)) },
                    isExportable: try row.decode(atIndex: 5)))
        }
        return found
    }
}
