/// How much of everything a reader accepts (docs/keysigning-formats.md, "Limits": each is well above the largest real
/// key known).
package struct SubmissionLimits: Sendable, Hashable {
    /// The submission as it came in, in bytes.
    package var submissionBytes: Int
    /// Packets in a submission, the dropped ones included.
    package var packets: Int
    /// Certificates in a submission.
    package var certificates: Int
    /// One packet that is kept, in bytes.
    package var packetBytes: Int
    /// One user id, in bytes; GnuPG 2.2 reads none that is longer.
    package var userIDBytes: Int
    /// User ids of a certificate.
    package var userIDs: Int
    /// Subkeys of a certificate.
    package var subkeys: Int
    /// Signatures of a certificate that are checked before it is refused; made-up ones are recognized without a check.
    package var selfSignatures: Int
    /// A certificate after stripping, in bytes; below the 64 KiB of a pipe, so that GPGME can never block on GnuPG.
    package var strippedBytes: Int

    /// For what participants hand in: at most four keys.
    package static let submission = SubmissionLimits(
        submissionBytes: 2 << 20, packets: 65_536, certificates: 4, packetBytes: 16 << 10, userIDBytes: 2_048,
        userIDs: 64, subkeys: 64, selfSignatures: 400, strippedBytes: 60 << 10)

    /// For a keyring that the organizer imports: as many certificates as there are, each within the same limits.
    package static let keyring: SubmissionLimits = {
        var limits = submission
        limits.submissionBytes = 256 << 20
        limits.packets = 4_000_000
        limits.certificates = 10_000
        return limits
    }()
}
