/// Why something that was read is not a credential of this event.
package enum CredentialFlaw: Error, Hashable, Sendable {
    /// The text does not start with `LY:`: some other QR code.
    case notACredential
    /// The text or the bytes are too short or too long.
    case wrongLength
    /// The text is not what the Base45 encoder writes.
    case notBase45
    /// The first byte is not a version that is known here.
    case unknownVersion
    /// The credential was made for another event.
    case wrongEvent
    /// No such key, or one that was withdrawn.
    case unknownKey
    /// The signature is not the event's, or the bytes are not those that were issued.
    case notGenuine
    /// It was a credential before a keyboard wrote it: the scanner's layout is not the computer's, and cannot be undone.
    case keyboardLayout
    /// A key that signs no more made it, after the last that is known of that key: by a machine whose last doings were lost.
    case superseded

    /// The stable name of the flaw.
    package var code: String {
        switch self {
        case .notACredential: "not_a_credential"
        case .wrongLength: "wrong_length"
        case .notBase45: "not_base45"
        case .unknownVersion: "unknown_version"
        case .wrongEvent: "wrong_event"
        case .unknownKey: "unknown_key"
        case .notGenuine: "not_genuine"
        case .keyboardLayout: "keyboard_layout"
        case .superseded: "superseded"
        }
    }
}
