import Foundation
import Synchronization

/// Asks GnuPG what it makes of a certificate: offline, in a throw-away home, within a deadline.
///
/// GnuPG only ever sees what `CertificateReader` let through. The actor owns a thread, because GPGME blocks;
/// certificates wait in a bounded queue.
package actor CertificateInspector {
    /// Where GnuPG is and how much it may use.
    package struct Settings: Sendable, Hashable {
        /// The program, an absolute path without an apostrophe.
        package var gnupgPath = "/usr/bin/gpg"
        /// Where homes are made; short, because of the limit on socket paths.
        package var temporaryFolder = "/tmp"
        /// Wall-clock time for one certificate, in seconds.
        package var deadlineSeconds = 10
        /// CPU time for one certificate, in seconds; the largest real keys take a tenth of one.
        package var cpuSeconds = 5
        /// Address space of GnuPG, in KiB.
        package var memoryKiB = 524_288
        /// How many certificates may be waiting.
        package var queueLimit = 64

        /// The settings for Debian.
        package init() {}
    }

    private let settings: Settings
    private let executor = QueueExecutor(label: "lanyard.gnupg")
    private let waiting = Mutex(0)

    /// Runs on the inspector's own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// An inspector with its own thread.
    package init(settings: Settings = Settings()) {
        precondition(settings.gnupgPath.hasPrefix("/") && !settings.gnupgPath.contains("'"))
        self.settings = settings
    }

    /// What both this module and GnuPG say of the certificate.
    ///
    /// Throws `examination_busy`, `gnupg_unavailable`, `gnupg_found_no_key` and `gnupg_disagrees`;
    /// `algorithm_unsupported` for a primary key that GnuPG cannot verify, without asking it.
    package nonisolated func examine(_ certificate: UnexaminedCertificate) async throws(OpenPGPError) -> Certificate {
        guard certificate.primaryKey.algorithm.isVerifiable else {
            throw OpenPGPError(.algorithmUnsupported, ["algorithm": certificate.primaryKey.algorithm.name])
        }
        let limit = settings.queueLimit
        let isAdmitted = waiting.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw OpenPGPError(.examinationBusy) }
        defer { waiting.withLock { $0 -= 1 } }
        return try await ask(about: certificate)
    }

    private func ask(about certificate: UnexaminedCertificate) throws(OpenPGPError) -> Certificate {
        let listings = try ThrowawayHome.with(settings) { (home) throws(OpenPGPError) in
            try GnuPGListing.read(certificate.strippedBytes, home: home)
        }
        guard let listing = listings.first else { throw OpenPGPError(.gnupgFoundNoKey) }
        if listing.isSecret { throw OpenPGPError(.secretKey) }
        guard listings.count == 1 else {
            throw OpenPGPError(.gnupgDisagrees, ["field": "count", "gnupg": "\(listings.count)"])
        }
        return try Certificate(certificate, agreeingWith: listing)
    }
}
