package import Conference
package import EventStore
import GRDB
package import OpenPGP
import RegistrationLedger

/// What a person's badge says about the keysigning.
package struct KeysigningMark: Sendable, Hashable {
    package let hasGreenDot: Bool
    /// The number on the list; nil until a list is frozen with the key.
    package let number: Int?
    package let fingerprint: Fingerprint
}

/// What a step did to a key, and so to its owner's badge.
package struct DotChange: Sendable, Hashable, Codable {
    /// The key's owner.
    package let registration: Registration.ID
    /// How far the key has come now.
    package let state: KeysigningStanding.State
    /// Whether the badge, if there is one, shows the opposite: print it again.
    package let changesBadge: Bool
    /// When it is confirmed without a proof of control: the dot comes with the proof.
    package let waitsForProof: Bool

    init(_ registration: Registration.ID, before: KeysigningStanding, after: KeysigningStanding) {
        self.registration = registration
        state = after.state
        changesBadge = before.hasGreenDot != after.hasGreenDot
        waitsForProof = after.confirmation != nil && after.proof == nil
    }

    private enum CodingKeys: String, CodingKey {
        case registration, state, changesBadge, waitsForProof
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        registration = Registration.ID(rawValue: try values.decode(UInt32.self, forKey: .registration))
        state = try values.decode(KeysigningStanding.State.self, forKey: .state)
        changesBadge = try values.decode(Bool.self, forKey: .changesBadge)
        waitsForProof = try values.decode(Bool.self, forKey: .waitsForProof)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(registration.rawValue, forKey: .registration)
        try values.encode(state, forKey: .state)
        try values.encode(changesBadge, forKey: .changesBadge)
        try values.encode(waitsForProof, forKey: .waitsForProof)
    }
}

extension KeysigningDesk {
    /// Notes that the owner of a key confirmed its fingerprint in person. With a proof of control that is the green dot;
    /// without one, the dot comes with the proof.
    ///
    /// - Parameter fingerprint: as the owner reads it out, or as their own slip or telephone shows it, a scanned
    ///   `OPENPGP4FPR:` code too; never as our screen does.
    /// - Throws: `registration_cancelled`; `submission_unknown` when this person handed in no such key;
    ///   `fingerprint_mismatch` or `fingerprint_length` with the difference, digit by digit, from the key that is nearest
    ///   to what was typed; codes of `OpenPGPError` for a text that is no fingerprint; what
    ///   `RegistrationLedger.registration` throws; `idempotency_conflict`.
    package func grantDot(
        confirmed typed: String, registration id: Registration.ID, context: WriteContext
    ) async throws -> Performed<DotChange> {
        try await store.perform("keysigning.dot", content: [id.description, typed], context: context) { db in
            let registration = try RegistrationLedger.registration(db, id)
            guard registration.status == .active else {
                throw LedgerError(.registrationCancelled, ErrorDetail("registration", registration.id))
            }
            let submission = try Self.confirmed(db, typed, of: registration.id)
            let before = try StandingRecord.one(db, of: submission.id)
            if before.confirmation == nil {
                try Self.insert(db, submission.id, kind: "granted", reason: "", context: context)
            }
            let after = try StandingRecord.one(db, of: submission.id)
            return DotChange(registration.id, before: before, after: after)
        }
    }

    /// The person's key that has the typed fingerprint.
    private static func confirmed(
        _ db: Database, _ typed: String, of registration: Registration.ID
    ) throws -> KeysigningSubmission {
        let own = try SubmissionRecord.standing(db, of: registration)
        let comparisons = try own.map { try FingerprintComparison(typed: typed, actual: $0.key.fingerprint) }
        if let same = comparisons.firstIndex(where: \.isSame) { return own[same] }
        // Nearly right is a slip of the finger, and its owner sees best in which digit.
        if let nearest = comparisons.indices.min(by: { comparisons[$0].slips < comparisons[$1].slips }),
            comparisons[nearest].slips <= FingerprintComparison.slipsMax
        {
            try FingerprintComparison.check(typed: typed, against: own[nearest].key.fingerprint)
        }
        throw KeysigningError(.submissionUnknown, ErrorDetail("fingerprint", try parse(typed)))
    }

    /// Takes back that the fingerprint was confirmed in person, and with it the green dot.
    ///
    /// - Throws: `dot_missing` when it was not confirmed, `reason_missing`, `text_too_long`, codes of `OpenPGPError`,
    ///   `idempotency_conflict`.
    package func withdrawDot(
        _ fingerprint: String, because reason: String, context: WriteContext
    ) async throws -> Performed<DotChange> {
        let fingerprint = try Self.parse(fingerprint)
        let reason = try Person.line(reason, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw LedgerError(.reasonMissing) }
        let content = [fingerprint.digits, reason]
        return try await store.perform("keysigning.undot", content: content, context: context) { db in
            let missing = KeysigningError(.dotMissing, ErrorDetail("fingerprint", fingerprint))
            guard let submission = try SubmissionRecord.standing(db, fingerprint: fingerprint) else { throw missing }
            let before = try StandingRecord.one(db, of: submission.id)
            guard before.confirmation != nil else { throw missing }
            try Self.insert(db, submission.id, kind: "withdrawn", reason: reason, context: context)
            let after = try StandingRecord.one(db, of: submission.id)
            return DotChange(submission.registration, before: before, after: after)
        }
    }

    /// What the badges say of those who handed in a key: their first key with a dot, else their first.
    ///
    /// - Parameter registration: whose; nil for everyone's.
    package func marks(
        of registration: Registration.ID? = nil
    ) async throws -> [Registration.ID: KeysigningMark] {
        try await store.read { db in
            let standings = try registration == nil ? StandingRecord.all(db) : [:]
            let submissions = try registration.map { try SubmissionRecord.standing(db, of: $0) }
            return try (submissions ?? SubmissionRecord.standing(db)).reduce(into: [:]) { marks, submission in
                let standing =
                    try registration == nil
                    ? standings[submission.id] : StandingRecord.one(db, of: submission.id)
                let hasDot = standing?.hasGreenDot ?? false
                guard marks[submission.registration].map({ hasDot && !$0.hasGreenDot }) ?? true else { return }
                marks[submission.registration] = KeysigningMark(
                    hasGreenDot: hasDot, number: submission.number, fingerprint: submission.key.fingerprint)
            }
        }
    }

    /// The keys that stand and have a green dot.
    package func dots() async throws -> Set<KeysigningSubmission.ID> {
        try await store.read { db in
            let standings = try StandingRecord.all(db)
            return Set(try SubmissionRecord.standing(db).map(\.id).filter { standings[$0]?.hasGreenDot ?? false })
        }
    }

    /// As `withdraw`, for a fingerprint as somebody types it.
    ///
    /// - Throws: also codes of `OpenPGPError` for a text that is no fingerprint.
    package func withdraw(
        _ fingerprint: String, of owner: Registration.ID? = nil, because reason: String, context: WriteContext
    ) async throws -> Performed<KeysigningSubmission> {
        try await withdraw(try Self.parse(fingerprint), of: owner, reason: reason, context: context)
    }

    static func parse(_ fingerprint: String) throws -> Fingerprint { try Fingerprint(fingerprint) }

    /// The key of that person that stands.
    ///
    /// - Throws: `submission_unknown`.
    static func standing(
        _ db: Database, _ fingerprint: Fingerprint, of registration: Registration.ID
    ) throws -> KeysigningSubmission {
        guard let submission = try SubmissionRecord.standing(db, fingerprint: fingerprint),
            submission.registration == registration
        else { throw KeysigningError(.submissionUnknown, ErrorDetail("fingerprint", fingerprint)) }
        return submission
    }

    private static func insert(
        _ db: Database, _ submission: KeysigningSubmission.ID, kind: String, reason: String, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_dot (submission, kind, reason, author, origin, at_ms) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.rawValue, kind, reason, context.author, context.origin, context.time.milliseconds,
            ])
    }
}

extension FingerprintComparison {
    /// More differences than that, and it is another key altogether.
    fileprivate static let slipsMax = 8

    /// How many digits are wrong, missing or too many.
    fileprivate var slips: Int { steps.count { if case .same = $0 { false } else { true } } }
}
