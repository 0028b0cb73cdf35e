/// The text in a badge's QR code: `LY:` and the Base45 of 78 bytes, 120 characters of the QR alphanumeric set.
package enum CredentialText {
    /// The length of every credential's text, in characters.
    package static let length = 3 + SignedCredential.length / 2 * 3

    /// The text of a credential, as ASCII.
    package static func encode(_ credential: SignedCredential) -> [UInt8] {
        [UInt8(ascii: "L"), UInt8(ascii: "Y"), UInt8(ascii: ":")] + Base45.encode(credential.bytes)
    }

    /// Whether a text claims to be a credential, good or not: it starts with `LY:`.
    package static func isClaimed(by text: [UInt8]) -> Bool {
        text.count >= 3 && text[0] == UInt8(ascii: "L") && text[1] == UInt8(ascii: "Y") && text[2] == UInt8(ascii: ":")
    }

    /// Reads a text, and accepts exactly what `encode` writes: no blanks around it, no lower case, no other length.
    ///
    /// The signature is not examined here.
    ///
    /// - Throws: `notACredential`, `wrongLength`, `notBase45` or `unknownVersion`, in this order.
    package static func decode(_ text: [UInt8]) throws(CredentialFlaw) -> SignedCredential {
        guard isClaimed(by: text) else { throw .notACredential }
        guard text.count == length else { throw .wrongLength }
        guard let bytes = Base45.decode(text[3...]) else { throw .notBase45 }
        return try SignedCredential(bytes: bytes)
    }
}
