import Conference
import EventStore
import Foundation
import GRDB
import OpenPGP

/// Keys on the list that could be taken for another one.
enum Neighbours {
    /// A fingerprint that begins and ends like the key's.
    static let alike = """
        SELECT fingerprint FROM keysigning_submission AS submission
        WHERE substr(fingerprint, 1, 4) = substr(:fingerprint, 1, 4)
        AND substr(fingerprint, 37) = substr(:fingerprint, 37)
        """
    /// A key of the same numbers.
    static let sameMaterial = """
        SELECT fingerprint FROM keysigning_submission AS submission
        WHERE material_sha256 = (SELECT material_sha256 FROM keysigning_submission WHERE id = :id)
        """
    private static let others = """
        AND fingerprint <> :fingerprint
        AND NOT EXISTS (SELECT 1 FROM keysigning_withdrawal WHERE submission = submission.id)
        ORDER BY submission.id
        """

    /// What speaks against a key beside the others that stand.
    static func warnings(_ db: Database, of submission: KeysigningSubmission) throws -> [CertificateWarning] {
        func found(
            _ query: String, _ arguments: StatementArguments, _ code: CertificateWarning.Code
        ) throws -> [CertificateWarning] {
            try String.fetchAll(db.cachedStatement(sql: "\(query) \(others)"), arguments: arguments)
                .map { CertificateWarning(code, ["fingerprint": $0]) }
        }
        let digits = submission.key.fingerprint.digits
        return try found(alike, ["fingerprint": digits], .looksLikeAnother)
            + found(sameMaterial, ["fingerprint": digits, "id": submission.id.rawValue], .sameKeyMaterial)
    }
}
