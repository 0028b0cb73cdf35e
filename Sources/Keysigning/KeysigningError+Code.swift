extension KeysigningError {
    /// Every refusal of this module's own; the raw value is the stable code of docs/error-codes.md.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        // Bundles

        /// What a bundle holds is not what the rest of it makes (`file`).
        case bundleDiffers = "bundle_differs"
        /// `tar` or the disk failed.
        case bundleNotWritten = "bundle_not_written"
        /// The file is no bundle (`file`).
        case bundleUnreadable = "bundle_unreadable"

        // Proving control

        /// Too late (`expired`).
        case challengeExpired = "challenge_expired"
        /// This event did not issue it for this key to this person.
        case challengeUnknown = "challenge_unknown"
        /// Each serves once.
        case challengeUsed = "challenge_used"
        /// Another code than the message held (`left`: tries).
        case codeWrong = "code_wrong"
        /// The challenge is worthless: another one is needed.
        case codeWrongTooOften = "code_wrong_too_often"
        /// Too many within the hour (`limit`).
        case tooManyChallenges = "too_many_challenges"

        // Keys and their owners

        /// The fingerprint was not confirmed in person (`fingerprint`).
        case dotMissing = "dot_missing"
        /// The person has no link in force (`registration`).
        case invitationUnknown = "invitation_unknown"
        /// The key stands as another person's (`fingerprint`).
        case keyOfAnotherRegistration = "key_of_another_registration"
        /// A search by something that is neither a fingerprint nor a key id of 16 digits.
        case lookupByFingerprint = "lookup_by_fingerprint"
        /// The person handed in no key (`registration`).
        case noKeyHandedIn = "no_key_handed_in"
        /// The registration is cancelled, transferred or merged (`registration`).
        case registrationCancelled = "registration_cancelled"
        /// There is no such key (`fingerprint`).
        case submissionUnknown = "submission_unknown"
        /// Too many fingerprints announced (`limit`).
        case tooManyAnnouncements = "too_many_announcements"
        /// Too many keys of one person (`limit`).
        case tooManyKeysOfPerson = "too_many_keys_of_person"
        /// The person has several keys (`fingerprints`): one has to be named.
        case whichKey = "which_key"

        // The list

        /// No keys are taken in.
        case keysigningClosed = "keysigning_closed"
        /// The event's description has no keysigning.
        case keysigningNotPlanned = "keysigning_not_planned"
        /// It is open already.
        case keysigningOpen = "keysigning_open"
        /// Nobody handed in a key.
        case listEmpty = "list_empty"
        /// So many first digits of the SHA-256 are not written into a list (`limit`).
        case listPrefixInvalid = "list_prefix_invalid"
        /// More than 999 keys (`limit`).
        case listTooLong = "list_too_long"
        /// No such version (`version`).
        case listUnknown = "list_unknown"
        /// Keys came in while digits were looked for.
        case listUnsettled = "list_unsettled"
        /// So many digits are not hidden (`from`, `to`).
        case maskCountInvalid = "mask_count_invalid"
        /// No such number on the list (`number`).
        case numberUnknown = "number_unknown"
        /// None of the participant's keys is on that version (`version`).
        case ownKeyNotListed = "own_key_not_listed"
        /// So many slips of a key are not printed at once (`limit`).
        case slipCountInvalid = "slip_count_invalid"

        // The party

        /// A round takes 1 to 60 minutes.
        case rotationMinutesInvalid = "rotation_minutes_invalid"
        /// Fewer than two people.
        case rotationTooSmall = "rotation_too_small"
        /// Nobody ticks a key of their own.
        case tickOwnKey = "tick_own_key"

        // Texts

        /// A reason was asked for.
        case reasonMissing = "reason_missing"
        /// A text was asked for (`field`).
        case textMissing = "text_missing"
    }
}
