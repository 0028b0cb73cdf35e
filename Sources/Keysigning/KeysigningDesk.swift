package import Conference
package import EventStore
package import Foundation
import GRDB
package import OpenPGP
import RegistrationLedger

/// Takes in the participants' keys.
///
/// Nothing here holds a secret key: what a participant hands in is read by `CertificateReader`, which refuses those,
/// and only public packets go further. What a method adds or changes it writes in one transaction, after GnuPG has answered;
/// a refusal that is worth noting (a claim, a revocation by the owner) is a transaction of its own.
package struct KeysigningDesk: Sendable {
    /// The most keys of one person.
    package static let keysPerRegistration = 4

    let store: EventStore
    let inspector: CertificateInspector
    private let policy: CertificatePolicy

    /// A desk for the event of the store; one inspector serves the whole process.
    package init(
        store: EventStore, inspector: CertificateInspector, policy: CertificatePolicy = CertificatePolicy()
    ) {
        self.store = store
        self.inspector = inspector
        self.policy = policy
    }

    /// What became of a key that was handed in.
    package struct Receipt: Sendable, Hashable {
        /// What happened to the list.
        package enum Change: String, Sendable, Hashable, Codable {
            /// The key is new.
            case added
            /// A newer state of a key that this person had handed in before.
            case updated
            /// Exactly what was there already.
            case unchanged
            /// Its owner, or another key that its owner allowed to, revoked it: it is off the list, and later versions
            /// say so.
            case revoked
        }

        package let submission: KeysigningSubmission
        package let change: Change
        /// Who revoked it, if its owner had allowed another key to do so.
        package let revoker: Fingerprint?
        /// What its owner should know.
        package let warnings: [CertificateWarning]
    }

    /// Reads, examines and stores one key of a registration.
    ///
    /// If a submission has several keys, the typed fingerprint chooses one. If the same person hands in the same key again,
    /// it is updated. A revocation that is handed in alone belongs to a key of this person, or to the key that made it.
    /// - Throws: every code of `OpenPGPError.Code`, the gravest first; `key_of_another_registration`,
    ///   `too_many_keys_of_person` (`limit`), `registration_cancelled`, `keysigning_closed`;
    ///   `idempotency_conflict`.
    package func add(
        _ submitted: consuming SubmittedBytes, typedFingerprint: String?, registration id: Registration.ID,
        context: WriteContext
    ) async throws -> Performed<Receipt> {
        let read = try await self.read(submitted, typedFingerprint: typedFingerprint, registration: id)
        return try await add(read, registration: id, context: context)
    }

    /// The same for a key that was read already, sent by its owner or by anybody.
    ///
    /// - Parameter isAnnounced: whether somebody said that anybody may send it.
    func add(
        _ read: HandedIn, registration id: Registration.ID, from sender: CertificateReader.Sender = .owner,
        isAnnounced: Bool = false, context: WriteContext
    ) async throws -> Performed<Receipt> {
        let unexamined = read.certificate
        for _ in 0..<3 {
            // An older copy must not take back what the key had when it was handed in before.
            let (known, merged, sender) = try await merged(read, from: sender, registration: id)
            let certificate = try await inspector.examine(merged)
            let assessment = try await policyInForce().assess(certificate, at: context.time)
            let content = [
                id.description, unexamined.fingerprint.digits, Data(unexamined.strippedBytes).base64EncodedString(),
            ]
            // A revocation that GnuPG verified gets through whoever brings it, and whatever state the list is in.
            let revoked = Revoked(certificate, since: known, at: context.time)
            if revoked == nil, let refusal = assessment.refusals.first { throw refusal }
            // Nobody else lists again what somebody withdrew.
            if revoked == nil, sender == .anyone, known?.withdrawn != nil, !isAnnounced {
                throw KeysigningError(.submissionUnknown, ErrorDetail("fingerprint", unexamined.fingerprint))
            }
            let done: Performed<Stored>
            do {
                done = try await store.perform("keysigning.add", content: content, context: context) { db in
                    switch (revoked, known) {
                    case (.whole, let known?):
                        return try Self.strike(db, known, with: certificate, from: sender, context: context)
                    case (.names, let known?):
                        return try Self.store(
                            db, certificate, over: known, registration: known.registration, from: sender,
                            context: context)
                    default:
                        try Self.requireOpen(db)
                        return try Self.store(
                            db, certificate, over: known, registration: id, from: sender, context: context)
                    }
                }
            } catch is Outrun {
                continue
            } catch let refusal as KeysigningError where refusal.code == .keyOfAnotherRegistration {
                // The refusal took back what it had written.
                try await store.write { db in
                    try Self.insertClaim(db, unexamined.fingerprint, by: id, context: context)
                }
                throw refusal
            }
            let added = KeysigningSubmission.ID(rawValue: done.result.submission)
            let (submission, neighbours) = try await store.read { db in
                let submission = try SubmissionRecord.fetch(db, id: added)
                return (submission, try Neighbours.warnings(db, of: submission))
            }
            return Performed(
                result: Receipt(
                    submission: submission, change: done.result.change,
                    revoker: revoked == .whole ? certificate.revocation?.revoker : nil,
                    // Of a key that nobody may sign any more nothing is left to mend.
                    warnings: read.warnings + (done.result.change == .revoked ? [] : assessment.warnings + neighbours)),
                replayed: done.replayed)
        }
        throw OpenPGPError(.examinationBusy)
    }

    /// What is known of a key, what is to be stored of it, and with whose authority: whoever hands in somebody else's key
    /// is anybody.
    func merged(
        _ read: HandedIn, from sender: CertificateReader.Sender, registration id: Registration.ID?
    ) async throws -> (known: KeysigningSubmission?, merged: UnexaminedCertificate, sender: CertificateReader.Sender) {
        let stored = try await store.read { db in
            try SubmissionRecord.known(db, fingerprint: read.certificate.fingerprint).map {
                ($0, try SubmissionRecord.ownersWord(db, of: $0))
            }
        }
        guard let (known, ownersWord) = stored else { return (nil, read.certificate, sender) }
        let sender = known.withdrawn == nil && known.registration != id ? .anyone : sender
        let merged = try read.reader.merge(known.packets, read.certificate, from: sender, ownersWord: ownersWord)
        return (known, merged, sender)
    }

    /// When the signatures are due, unless the policy says otherwise: three months after the keysigning.
    package static func signaturesDue(_ plan: EventDefinition.KeysigningPlan) -> Date {
        Date(timeIntervalSince1970: Double(plan.date.daysSince1970 + 92) * 86_400)
    }

    private func policyInForce() async throws -> CertificatePolicy {
        var policy = policy
        guard let plan = try await store.definition().keysigning else { return policy }
        policy.refusesSHA1 = policy.refusesSHA1 || plan.refusesSHA1
        if policy.signaturesDue == nil {
            policy.signaturesDue = Self.signaturesDue(plan)
        }
        return policy
    }

    /// Takes a key back; its number, if it had one, is not given again.
    ///
    /// - Parameter owner: who may; nil for the organizer, who may for all.
    /// - Throws: `submission_unknown` when the key is not on the list, or is somebody else's; `text_missing`,
    ///   `text_too_long`.
    package func withdraw(
        _ fingerprint: Fingerprint, of owner: Registration.ID? = nil, reason: String, context: WriteContext
    ) async throws -> Performed<KeysigningSubmission> {
        let reason = try Person.line(reason, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw ConferenceError(.textMissing, ErrorDetail("field", "reason")) }
        let done = try await store.perform(
            "keysigning.withdraw", content: [fingerprint.digits, reason], context: context
        ) { db in
            guard let standing = try SubmissionRecord.standing(db, fingerprint: fingerprint),
                owner == nil || standing.registration == owner
            else { throw KeysigningError(.submissionUnknown, ErrorDetail("fingerprint", fingerprint)) }
            try SubmissionRecord.withdraw(db, standing.id, reason: reason, context: context)
            return standing.id.rawValue
        }
        let id = KeysigningSubmission.ID(rawValue: done.result)
        return Performed(
            result: try await store.read { try SubmissionRecord.fetch($0, id: id) }, replayed: done.replayed)
    }

    /// The keys that stand, grouped by person.
    package func submissions() async throws -> [KeysigningSubmission] {
        try await store.read(SubmissionRecord.standing)
    }

    /// Every key that a person ever handed in, withdrawn ones too.
    package func submissions(of registration: Registration.ID) async throws -> [KeysigningSubmission] {
        try await store.read { try SubmissionRecord.all($0, of: registration) }
    }

    // MARK: - Reading and storing

    /// The stored result of a write.
    private struct Stored: Codable, Sendable {
        let submission: Int64
        let change: Receipt.Change
    }

    /// Another write came first while GnuPG looked at a key, or while digits were looked for: try once more.
    struct Outrun: Error {}

    /// - Parameter known: what was known of the key when it was examined.
    private static func store(
        _ db: Database, _ certificate: Certificate, over known: KeysigningSubmission?, registration id: Registration.ID,
        from sender: CertificateReader.Sender, context: WriteContext
    ) throws -> Stored {
        let registration = try RegistrationLedger.registration(db, id)
        guard registration.status == .active else {
            throw LedgerError(.registrationCancelled, ErrorDetail("registration", registration.id))
        }
        if let standing = try SubmissionRecord.standing(db, fingerprint: certificate.fingerprint) {
            guard standing.registration == registration.id else {
                throw KeysigningError(
                    .keyOfAnotherRegistration, ErrorDetail("fingerprint", certificate.fingerprint))
            }
            guard standing.id == known?.id, standing.certificateVersion == known?.certificateVersion else {
                throw Outrun()
            }
            guard standing.packets != certificate.strippedBytes else {
                return Stored(submission: standing.id.rawValue, change: .unchanged)
            }
            try SubmissionRecord.insert(
                db, certificate, version: standing.certificateVersion + 1, of: standing.id, from: sender,
                context: context)
            return Stored(submission: standing.id.rawValue, change: .updated)
        }
        // Withdrawn while GnuPG looked at it.
        if let known, known.withdrawn == nil { throw Outrun() }
        let own = try SubmissionRecord.standing(db, of: registration.id)
        guard own.count < keysPerRegistration else {
            throw KeysigningError(.tooManyKeysOfPerson, ErrorDetail("limit", keysPerRegistration))
        }
        let added = try SubmissionRecord.insert(
            db, certificate, registration: registration.id, from: sender, context: context)
        return Stored(submission: added.rawValue, change: .added)
    }

    /// What a newer state of a known key takes back.
    private enum Revoked: Sendable {
        /// The key, or every user id of it: nobody should sign it any more.
        case whole
        /// User ids that are listed; others remain.
        case names

        /// Nil where nothing that stands is taken back.
        init?(_ certificate: Certificate, since known: KeysigningSubmission?, at date: Date) {
            guard let known else { return nil }
            if certificate.isRevoked {
                self = .whole
                return
            }
            let listed = Set(known.key.names.map(\.text))
            guard certificate.names.contains(where: { $0.isRevoked && listed.contains($0.userID.text) }) else {
                return nil
            }
            if certificate.validNames(at: date).isEmpty {
                self = .whole
            } else if known.withdrawn == nil {
                self = .names
            } else {
                return nil
            }
        }
    }

    /// Takes a revoked key off the list, and keeps the revocation to pass it on.
    private static func strike(
        _ db: Database, _ known: KeysigningSubmission, with certificate: Certificate,
        from sender: CertificateReader.Sender, context: WriteContext
    ) throws -> Stored {
        let now = try SubmissionRecord.fetch(db, id: known.id)
        guard now.certificateVersion == known.certificateVersion else { throw Outrun() }
        if now.packets != certificate.strippedBytes || now.revoked == nil {
            try SubmissionRecord.revoke(db, now, with: certificate, from: sender, context: context)
        }
        return Stored(submission: now.id.rawValue, change: .revoked)
    }
}
