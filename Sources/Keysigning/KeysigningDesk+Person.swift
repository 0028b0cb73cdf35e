package import Conference
import EventStore
package import GRDB
import OpenPGP

/// One standing key of a person, as the desk shows it.
package struct PersonKey: Sendable {
    package let submission: KeysigningSubmission
    package let hasGreenDot: Bool
    /// Others who handed in the same key and were refused.
    package let claimants: [Registration.ID]
}

extension KeysigningDesk {
    /// The standing keys of a person, as this transaction sees them.
    package static func keys(_ db: Database, of id: Registration.ID) throws -> [PersonKey] {
        try SubmissionRecord.standing(db, of: id).map { submission in
            PersonKey(
                submission: submission, hasGreenDot: try StandingRecord.one(db, of: submission.id).hasGreenDot,
                claimants: try standingClaimants(db, of: submission))
        }
    }
}

extension KeysigningMark {
    /// What the badge of the owner of these keys shows: the key with the green dot, else the first; nil without keys.
    package init?(_ keys: [PersonKey]) {
        guard let key = keys.first(where: \.hasGreenDot) ?? keys.first else { return nil }
        self.init(
            hasGreenDot: key.hasGreenDot, number: key.submission.number, fingerprint: key.submission.key.fingerprint)
    }
}
