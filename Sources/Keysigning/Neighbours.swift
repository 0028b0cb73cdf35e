import EventStore
import Foundation
import GRDB
import OpenPGP

/// Keys on the list that could be taken for another one.
enum Neighbours {
    /// What speaks against a key beside the others: a fingerprint that begins and ends like another's, and key material
    /// that another key has too.
    static func warnings(
        of packets: [UInt8], _ fingerprint: Fingerprint, among others: [(fingerprint: Fingerprint, packets: [UInt8])]
    ) -> [CertificateWarning] {
        let material = CertificateReader.keyMaterial(of: packets)
        var warnings: [CertificateWarning] = []
        for other in others where other.fingerprint != fingerprint {
            if fingerprint.looksLike(other.fingerprint) {
                warnings.append(CertificateWarning(.looksLikeAnother, ["fingerprint": other.fingerprint.digits]))
            }
            if let material, material == CertificateReader.keyMaterial(of: other.packets) {
                warnings.append(CertificateWarning(.sameKeyMaterial, ["fingerprint": other.fingerprint.digits]))
            }
        }
        return warnings
    }

    /// The keys that stand, with as much of each as holds its first packet.
    static func all(_ db: Database) throws -> [(fingerprint: Fingerprint, packets: [UInt8])] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT submission.fingerprint, substr(certificate.packets, 1, 20000) AS start
                FROM keysigning_submission AS submission
                JOIN keysigning_certificate AS certificate ON certificate.submission = submission.id
                     AND certificate.version =
                         (SELECT max(version) FROM keysigning_certificate WHERE submission = submission.id)
                WHERE NOT EXISTS (
                    SELECT 1 FROM keysigning_withdrawal AS withdrawal WHERE withdrawal.submission = submission.id)
                ORDER BY submission.id
                """
        ).map { row in
            let start: Data = row["start"]
            return (try Fingerprint(row["fingerprint"]), Array(start))
        }
    }
}
