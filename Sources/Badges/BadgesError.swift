package import Conference

/// What badges refuse, and why.
package typealias BadgesError = CodedError<BadgesErrorCode>

/// The codes of `BadgesError`, stable across versions; docs/error-codes.md has the words of each.
package enum BadgesErrorCode: String, ErrorCode {
    /// Somebody printed or changed the badge of registration #{number} meanwhile; nothing was printed.
    case badgeChangedMeanwhile = "badge_changed_meanwhile"
    /// There is no badge yet.
    case badgeMissing = "badge_missing"
    /// The paper of {code} says something that is not so any more: {fields}.
    case badgeOutdated = "badge_outdated"
    /// Badge {issue} of registration #{number} is on paper already.
    case badgePrinted = "badge_printed"
    /// Badge {issue} is not good any more.
    case badgeRevoked = "badge_revoked"
    /// Badge {issue} was never printed.
    case badgeUnprinted = "badge_unprinted"
    /// This is not a badge of this event ({reason}).
    case credentialInvalid = "credential_invalid"
    /// This person gets no ‘{item}’.
    case handOverItemUnknown = "hand_over_item_unknown"
    /// There were 65,535 badges of this registration.
    case issuesExhausted = "issues_exhausted"
    /// There is no print job {job}.
    case printJobUnknown = "print_job_unknown"
    /// Print job {job} cannot be read.
    case printJobUnreadable = "print_job_unreadable"
    /// The scanner types for another keyboard than this computer has.
    case scannerKeyboardWrong = "scanner_keyboard_wrong"
}
