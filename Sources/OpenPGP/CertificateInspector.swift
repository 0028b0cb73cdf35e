import Conference
import Foundation

/// Asks GnuPG what it makes of certificates and signatures: offline, in throw-away homes, in worker processes that are
/// killed at a deadline.
///
/// GnuPG sees only what `CertificateReader` let through, or what was checked for size and kind in the same way.
package final class CertificateInspector: Sendable {
    /// Where GnuPG is and how much it may use.
    package struct Settings: Sendable, Hashable {
        /// GnuPG, an absolute path.
        package var gnupgPath = "/usr/bin/gpg"
        /// The program that calls `GnuPGWorker.runIfAsked` first of all: `lanyard`, beside the running one.
        package var workerPath =
            Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "lanyard").path
            ?? "/usr/bin/lanyard"
        /// Where homes are made.
        package var temporaryFolder = "/tmp"
        /// Wall-clock time after which an idle job is ended, in seconds; one that computes has six times as long, and
        /// `cpuSeconds`.
        package var deadlineSeconds = 10
        /// CPU time for one job, in seconds, for the worker and for GnuPG each; the largest real keys take a tenth of
        /// one.
        package var cpuSeconds = 5
        /// Address space of a worker, and of GnuPG, in KiB.
        package var memoryKiB = 1_048_576
        /// How many workers there may be.
        package var workers = ProcessInfo.processInfo.activeProcessorCount
        /// How many jobs may be waiting: a hall in which everybody hands in a key at once.
        package var queueLimit = 256
        /// How many bytes of certificates go to GnuPG at once; below the 64 KiB of a pipe, so that GPGME can never be
        /// left with input that nobody reads (it would spin for ever).
        package var batchBytes = SubmissionLimits.submission.strippedBytes

        /// The settings for Debian.
        package init() {}
    }

    private let settings: Settings
    private let workers: GnuPGWorkers

    /// An inspector with its own workers, which are started when they are needed.
    package init(settings: Settings = Settings()) {
        precondition(settings.gnupgPath.hasPrefix("/"))
        self.settings = settings
        workers = GnuPGWorkers(settings)
    }

    // MARK: - Certificates

    /// What both this module and GnuPG say about the certificate.
    ///
    /// Throws `examination_busy`, `gnupg_unavailable`, `gnupg_too_slow`, `gnupg_found_no_key` and `gnupg_disagrees`;
    /// `algorithm_unsupported` for a primary key that GnuPG cannot verify, without asking it.
    package func examine(_ certificate: UnexaminedCertificate) async throws(OpenPGPError) -> Certificate {
        try Self.checkAlgorithm(of: certificate)
        let listings = try await list(certificate.strippedBytes)
        guard let listing = listings.first else { throw OpenPGPError(.gnupgFoundNoKey) }
        if listings.contains(where: \.isSecret) { throw OpenPGPError(.secretKey) }
        guard listings.count == 1 else {
            throw OpenPGPError(.gnupgDisagrees, ["field": "count", "gnupg": "\(listings.count)"])
        }
        return try Certificate(certificate, agreeingWith: listing)
    }

    /// The same for many certificates, in order: several go to GnuPG at once, and if something is wrong with a batch,
    /// each of them goes alone.
    package func examine(
        _ certificates: [UnexaminedCertificate]
    ) async -> [Result<Certificate, OpenPGPError>] {
        var results: [Result<Certificate, OpenPGPError>?] = Array(repeating: nil, count: certificates.count)
        await withTaskGroup(of: [(Int, Result<Certificate, OpenPGPError>)].self) { group in
            var running = 0
            for batch in batches(of: certificates) {
                if running >= settings.workers, let done = await group.next() {
                    for (index, result) in done { results[index] = result }
                    running -= 1
                }
                group.addTask { await self.examine(batch, of: certificates) }
                running += 1
            }
            for await done in group {
                for (index, result) in done { results[index] = result }
            }
        }
        // GnuPG was not asked about anything outside the batches.
        return zip(certificates, results).map { certificate, result in
            result ?? .failure(Self.unsupported(certificate))
        }
    }

    private func examine(
        _ batch: [Int], of certificates: [UnexaminedCertificate]
    ) async -> [(Int, Result<Certificate, OpenPGPError>)] {
        var listings: [String: GnuPGListing] = [:]
        if batch.count > 1 {
            let found = (try? await list(batch.flatMap { certificates[$0].strippedBytes })) ?? []
            if found.count == batch.count {
                for listing in found { listings[listing.keys.first?.fingerprint ?? ""] = listing }
            }
        }
        var results: [(Int, Result<Certificate, OpenPGPError>)] = []
        for index in batch {
            let certificate = certificates[index]
            if let listing = listings[certificate.fingerprint.digits], !listing.isSecret,
                let agreed = try? Certificate(certificate, agreeingWith: listing)
            {
                results.append((index, .success(agreed)))
                continue
            }
            do throws(OpenPGPError) {
                results.append((index, .success(try await examine(certificate))))
            } catch {
                results.append((index, .failure(error)))
            }
        }
        return results
    }

    /// Indexes of certificates that go to GnuPG together; no key twice in a batch.
    private func batches(of certificates: [UnexaminedCertificate]) -> [[Int]] {
        var batches: [[Int]] = []
        var size = 0
        var fingerprints: Set<Fingerprint> = []
        for (index, certificate) in certificates.enumerated() where certificate.primaryKey.algorithm.isVerifiable {
            size += certificate.strippedBytes.count
            if batches.isEmpty || size > settings.batchBytes || fingerprints.contains(certificate.fingerprint) {
                batches.append([])
                size = certificate.strippedBytes.count
                fingerprints = []
            }
            batches[batches.count - 1].append(index)
            fingerprints.insert(certificate.fingerprint)
        }
        return batches
    }

    private static func checkAlgorithm(of certificate: UnexaminedCertificate) throws(OpenPGPError) {
        guard certificate.primaryKey.algorithm.isVerifiable else { throw unsupported(certificate) }
    }

    private static func unsupported(_ certificate: UnexaminedCertificate) -> OpenPGPError {
        OpenPGPError(.algorithmUnsupported, ["algorithm": certificate.primaryKey.algorithm.name])
    }

    private func list(_ bytes: [UInt8]) async throws(OpenPGPError) -> [GnuPGListing] {
        guard case .listings(let listings) = try await workers.perform(.list(Data(bytes))) else {
            throw OpenPGPError(.gnupgUnavailable, ["step": "reply"])
        }
        return listings
    }

    // MARK: - Signatures and codes

    /// Verifies a signed message against one certificate.
    func verify(
        _ message: [UInt8], detachedText: [UInt8]?, by certificate: UnexaminedCertificate
    ) async throws(OpenPGPError) -> GnuPGVerification {
        let job = GnuPGJob.verify(
            certificate: Data(certificate.strippedBytes), message: Data(message),
            detachedText: detachedText.map { Data($0) })
        guard case .verification(let verification) = try await workers.perform(job) else {
            throw OpenPGPError(.gnupgUnavailable, ["step": "reply"])
        }
        return verification
    }

    /// Encrypts a text to one certificate, as an armoured message.
    func encrypt(
        _ text: [UInt8], to certificate: UnexaminedCertificate
    ) async throws(OpenPGPError) -> [UInt8] {
        let job = GnuPGJob.encrypt(
            certificate: Data(certificate.strippedBytes), fingerprint: certificate.fingerprint.digits,
            text: Data(text))
        guard case .encrypted(let message) = try await workers.perform(job) else {
            throw OpenPGPError(.gnupgUnavailable, ["step": "reply"])
        }
        return Array(message)
    }
}
