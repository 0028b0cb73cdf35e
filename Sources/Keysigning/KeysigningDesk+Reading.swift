package import Conference
import EventStore
import GRDB
package import OpenPGP
import RegistrationLedger

/// Reads what was handed in against what is stored: who may revoke a key, and which key a revocation that came alone
/// belongs to.
extension KeysigningDesk {
    /// A key that was read, by a reader that knows who may revoke it.
    struct HandedIn: Sendable {
        let certificate: UnexaminedCertificate
        /// About the submission.
        var warnings: [CertificateWarning] = []
        var reader = CertificateReader()
    }

    /// Reads one key.
    ///
    /// - Parameters:
    ///   - typedFingerprint: chooses among several keys; a single one is compared with it.
    ///   - id: whose keys a revocation that came alone is tried on, besides those of the issuer that it names;
    ///     nil for nobody's.
    func read(
        _ submitted: consuming SubmittedBytes, typedFingerprint: String?, registration id: Registration.ID?
    ) async throws -> HandedIn {
        let reading: CertificateReader.Reading
        do throws(OpenPGPError) {
            reading = try CertificateReader().read(submitted)
        } catch {
            guard error.code == .revocationCertificate else { throw error }
            return try await readRevocation(submitted, registration: id, otherwise: error)
        }
        let revokers = reading.certificates.flatMap(\.unverifiedRevokers)
        guard !revokers.isEmpty else { return try Self.choose(from: reading, typedFingerprint, CertificateReader()) }
        // Read again in either case: the time must not tell whether somebody else's key is here.
        let reader = try await reader(knowing: revokers) ?? CertificateReader()
        return try Self.choose(from: try reader.read(submitted), typedFingerprint, reader)
    }

    private static func choose(
        from reading: CertificateReader.Reading, _ typedFingerprint: String?, _ reader: CertificateReader
    ) throws -> HandedIn {
        let certificates = reading.certificates
        func chosen(_ certificate: UnexaminedCertificate) -> HandedIn {
            HandedIn(certificate: certificate, warnings: reading.warnings, reader: reader)
        }
        guard let typedFingerprint else {
            guard certificates.count == 1 else { throw CertificateReader.severalKeys(certificates) }
            return chosen(certificates[0])
        }
        if certificates.count == 1 {
            try FingerprintComparison.check(typed: typedFingerprint, against: certificates[0].fingerprint)
            return chosen(certificates[0])
        }
        let fingerprint = try Fingerprint(typedFingerprint)
        guard let certificate = certificates.first(where: { $0.fingerprint == fingerprint }) else {
            throw CertificateReader.severalKeys(certificates)
        }
        return chosen(certificate)
    }

    // MARK: - Revocations that come alone

    /// The stored key that a revocation belongs to, together with the revocation.
    ///
    /// - Parameter refusal: what is thrown where no key is known that it could be of.
    private func readRevocation(
        _ submitted: borrowing SubmittedBytes, registration id: Registration.ID?, otherwise refusal: OpenPGPError
    ) async throws -> HandedIn {
        var refusal = refusal
        let issuers = try CertificateReader().claimedIssuers(ofRevocation: submitted)
        let candidates = try await store.read { db in
            let own = try id.map { try SubmissionRecord.all(db, of: $0) }
            var seen: Set<Fingerprint> = []
            return try ((own ?? []).map(\.key.fingerprint) + SubmissionRecord.fingerprints(db, ofIssuers: issuers))
                .filter { seen.insert($0).inserted }.compactMap { try SubmissionRecord.known(db, fingerprint: $0) }
        }
        for candidate in candidates {
            var reader = CertificateReader()
            for _ in 0..<2 {
                do throws(OpenPGPError) {
                    let merged = try reader.merge(candidate.packets, revocation: submitted)
                    return HandedIn(certificate: merged, reader: reader)
                } catch {
                    refusal = error
                }
                guard refusal.code == .revokerNotAtHand, let revoker = refusal.detail("revoker"),
                    let knowing = try await self.reader(knowing: [try Fingerprint(revoker)])
                else { break }
                reader = knowing
            }
        }
        throw refusal
    }

    /// A reader that has the keys of those who may revoke others; nil where none of them is known here.
    private func reader(
        knowing revokers: [Fingerprint], limits: SubmissionLimits = .submission
    ) async throws -> CertificateReader? {
        guard !revokers.isEmpty else { return nil }
        let keys = try await store.read { db in
            try Set(revokers).compactMap { try SubmissionRecord.known(db, fingerprint: $0)?.packets }
        }
        return keys.isEmpty ? nil : CertificateReader(limits: limits, revokerKeys: keys)
    }

    // MARK: - Revocations among keys that come back

    /// Takes known keys that were revoked off the list, and their user ids that were, whoever brought the revocation: among
    /// other keys, or alone.
    ///
    /// - Parameters:
    ///   - submitted: nothing is noted where it cannot be read.
    ///   - id: whose keys a revocation that came alone is tried on first; nil for nobody's.
    /// - Returns: how many keys stood until now, and whether it was a revocation alone.
    /// - Throws: for a revocation that came alone, what `add` throws.
    package func noteRevocations(
        in submitted: borrowing SubmittedBytes, registration id: Registration.ID?, context: WriteContext
    ) async throws -> (count: Int, cameAlone: Bool) {
        var certificates: [UnexaminedCertificate]
        var reader = CertificateReader(limits: .keyring)
        do throws(OpenPGPError) {
            certificates = try reader.read(submitted).certificates
        } catch {
            guard error.code == .revocationCertificate else { return (0, false) }
            let read = try await readRevocation(submitted, registration: id, otherwise: error)
            return (try await noteRevocation(read, context: context) ? 1 : 0, true)
        }
        let revokers = certificates.flatMap(\.unverifiedRevokers)
        if let knowing = try await self.reader(knowing: revokers, limits: .keyring) {
            reader = knowing
            certificates = try reader.read(submitted).certificates
        }
        var count = 0
        for certificate in certificates where certificate.revocation != nil || !certificate.revokedUserIDs.isEmpty {
            let read = HandedIn(certificate: certificate, reader: reader)
            if try await noteRevocation(read, context: context) { count += 1 }
        }
        return (count, false)
    }

    /// Notes what a key that came back takes back of the one that stands; nothing else that is new of it.
    ///
    /// - Returns: whether the key stood until now and does no longer.
    private func noteRevocation(_ read: HandedIn, context: WriteContext) async throws -> Bool {
        let (known, merged, _) = try await merged(read, from: .anyone, registration: nil)
        guard let known, known.revoked == nil else { return false }
        guard Self.takesBack(merged, known) else { return false }
        // What was noted once is not noted again: a key for the write would add nothing.
        let write = WriteContext(
            author: context.author, origin: context.origin, time: context.time, key: .unique())
        let noted = try await add(read, registration: known.registration, from: .anyone, context: write)
        return noted.result.change == .revoked
    }

    /// Whether a newer state of a known key takes back all of it, or user ids that stand.
    static func takesBack(_ merged: UnexaminedCertificate, _ known: KeysigningSubmission) -> Bool {
        let revoked = Set(merged.revokedUserIDs.map(\.text))
        return merged.revocation != nil
            || known.withdrawn == nil && known.key.names.contains { revoked.contains($0.text) }
    }
}
