import Conference
import Crypto
package import Foundation
package import OpenPGP

/// What a participant has to answer to prove control of a key.
package struct KeysigningChallenge: Sendable, Hashable {
    /// How control is proved.
    package enum Method: String, Sendable, Hashable, CaseIterable {
        /// By signing a text, which shows the signing key, as a rule the primary one.
        case signature
        /// By reading a code that was encrypted to the key.
        case code
    }

    /// How long one is good, in seconds.
    static let secondsMax = 86_400.0
    /// How many are issued for a key within an hour.
    static let perHour = 10
    /// How many wrong codes end a challenge.
    static let wrongCodesMax = 5

    package let fingerprint: Fingerprint
    package let method: Method
    /// The text to be signed, ASCII with LF, byte for byte; or the armoured message with the code.
    package let text: String
    package let expires: Date
}

/// The texts that a challenge consists of.
///
/// The text to be signed (docs/keysigning-formats.md, "Proof of control") is ASCII with LF; no line ends in a blank or
/// begins with a dash or with `From `, so that signing programs leave it as it is. It names the event, the place and the
/// purpose, so that nobody can be made to sign it for anything else.
enum ChallengeText {
    private static let symbols = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// What the participant signs.
    ///
    /// - Parameter account: of the registration, as `account(of:tag:)` gives it.
    static func statement(
        event: EventDefinition, origin: String, fingerprint: Fingerprint, owner: Registration, account: String,
        nonce: String, expires: Date
    ) -> String {
        """
        keysigning challenge v2
        event: \(event.slug) \(origin)
        fingerprint: \(fingerprint.digits)
        account: \(account)
        I am: \(readable(owner.person.name)), registered for \(readable(event.name))
        nonce: \(nonce)
        expires: \(minute(expires))
        I hold this key and want it on the keysigning list of this event.

        """
    }

    /// What the participant finds when the message is decrypted.
    static func message(
        event: EventDefinition, origin: String, fingerprint: Fingerprint, code: String, expires: Date
    ) -> String {
        """
        keysigning code v1
        event: \(event.slug) \(origin)
        fingerprint: \(fingerprint.digits)
        expires: \(minute(expires))
        Whoever gives this code back at this event says that they hold this key:
        code: \(code)

        """
    }

    /// 26 symbols of base 32 (RFC 4648): 130 random bits.
    static func nonce(using generator: inout some RandomNumberGenerator) -> String {
        String((0..<26).map { _ in symbols[Int.random(in: 0..<32, using: &generator)] })
    }

    /// 20 symbols of base 32 in groups of four: 100 random bits.
    static func code(using generator: inout some RandomNumberGenerator) -> String {
        (0..<5).map { _ in String((0..<4).map { _ in symbols[Int.random(in: 0..<32, using: &generator)] }) }
            .joined(separator: "-")
    }

    /// A code as it is compared: blanks, dashes and case do not matter.
    static func normalized(_ code: String) -> String {
        code.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Names a registration within its event without telling anything about it.
    static func account(of registration: Registration.ID, tag: Data) -> String {
        let digest = SHA256.hash(data: Data("keysigning account\0".utf8) + tag + Data("\(registration)".utf8))
        return String(digest.prefix(16).map { symbols[Int($0 & 31)] })
    }

    /// A name in ASCII that its owner still knows: accents go, letters of other scripts are spelt in Latin ones, and
    /// whatever is left becomes a question mark.
    static func readable(_ name: String) -> String {
        let folded = name.folding(options: [.diacriticInsensitive, .widthInsensitive], locale: nil)
        let latin = folded.allSatisfy(\.isASCII) ? folded : folded.applyingTransform(.toLatin, reverse: false) ?? folded
        let plain = latin.folding(options: .diacriticInsensitive, locale: nil)
        return String(plain.map { $0.isASCII && ($0.asciiValue ?? 0) >= 0x20 && $0 != "\u{7F}" ? $0 : "?" }.prefix(100))
            .trimmingCharacters(in: .whitespaces)
    }

    static func digest(of secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    private static func minute(_ date: Date) -> String {
        let text = date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
        return String(text.prefix(16)) + "Z"
    }
}
