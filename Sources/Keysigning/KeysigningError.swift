package import Conference

/// What the keysigning desk refuses, and why; refusals of a certificate itself are `OpenPGPError`.
package typealias KeysigningError = CodedError<KeysigningErrorCode>

/// The codes of `KeysigningError`, stable across versions; docs/error-codes.md has the words of each.
package enum KeysigningErrorCode: String, ErrorCode {
    /// {file} of the bundle is not what the rest of the bundle makes of it.
    case bundleDiffers = "bundle_differs"
    /// The bundle cannot be written.
    case bundleNotWritten = "bundle_not_written"
    /// {file} is no bundle of a list.
    case bundleUnreadable = "bundle_unreadable"
    /// The challenge expired at {expired}.
    case challengeExpired = "challenge_expired"
    /// This was not issued here for this key and this person.
    case challengeUnknown = "challenge_unknown"
    /// The challenge was answered already.
    case challengeUsed = "challenge_used"
    /// The code is wrong; {left} tries are left.
    case codeWrong = "code_wrong"
    /// Too many codes were wrong.
    case codeWrongTooOften = "code_wrong_too_often"
    /// The key {fingerprint} has no green dot.
    case dotMissing = "dot_missing"
    /// There is nothing to tell those who hold a frozen version.
    case erratumEmpty = "erratum_empty"
    /// Registration #{registration} has no link in force.
    case invitationUnknown = "invitation_unknown"
    /// Somebody else handed in the key {fingerprint}.
    case keyOfAnotherRegistration = "key_of_another_registration"
    /// The list is closed: no keys are taken in.
    case keysigningClosed = "keysigning_closed"
    /// The event has no keysigning.
    case keysigningNotPlanned = "keysigning_not_planned"
    /// The list is open already.
    case keysigningOpen = "keysigning_open"
    /// Nobody has handed in a key.
    case listEmpty = "list_empty"
    /// Between 0 and {limit} digits of the SHA256 can stand in the list.
    case listPrefixInvalid = "list_prefix_invalid"
    /// A list has at most 999 keys.
    case listTooLong = "list_too_long"
    /// There is no version {version} of the list.
    case listUnknown = "list_unknown"
    /// Keys came in while the digits of the SHA256 were looked for.
    case listUnsettled = "list_unsettled"
    /// Keys are found by their fingerprint or their long key id alone.
    case lookupByFingerprint = "lookup_by_fingerprint"
    /// Between {from} and {to} digits of a fingerprint can be hidden.
    case maskCountInvalid = "mask_count_invalid"
    /// Registration #{registration} has handed in no key.
    case noKeyHandedIn = "no_key_handed_in"
    /// There is no number {number} on the list.
    case numberUnknown = "number_unknown"
    /// None of your keys stands on version {version} of the list.
    case ownKeyNotListed = "own_key_not_listed"
    /// A round takes 1 to 60 minutes.
    case rotationMinutesInvalid = "rotation_minutes_invalid"
    /// A rotation takes at least two people who are there.
    case rotationTooSmall = "rotation_too_small"
    /// Between 1 and {limit} slips of a key are printed at once.
    case slipCountInvalid = "slip_count_invalid"
    /// There is no key {fingerprint} on the list.
    case submissionUnknown = "submission_unknown"
    /// Nobody ticks a key of their own.
    case tickOwnKey = "tick_own_key"
    /// One person announces at most {limit} keys.
    case tooManyAnnouncements = "too_many_announcements"
    /// A key has at most {limit} challenges an hour.
    case tooManyChallenges = "too_many_challenges"
    /// One person has at most {limit} keys.
    case tooManyKeysOfPerson = "too_many_keys_of_person"
    /// There are several keys: {fingerprints}.
    case whichKey = "which_key"
}
