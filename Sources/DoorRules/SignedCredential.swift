/// A credential with the signature that was read or made with it: 78 bytes that are yet to be verified.
package struct SignedCredential: Hashable, Sendable {
    /// The length of an Ed25519 signature, in bytes (RFC 8032, section 5.1.6).
    package static let signatureLength = 64

    /// The length of the whole, in bytes.
    package static let length = Credential.payloadLength + signatureLength

    /// What it says.
    package let credential: Credential
    /// The 64 bytes that should prove it.
    package let signature: [UInt8]

    /// Joins a credential and its signature of 64 bytes.
    package init(credential: Credential, signature: [UInt8]) throws(CredentialFlaw) {
        guard signature.count == Self.signatureLength else { throw .wrongLength }
        self.credential = credential
        self.signature = signature
    }

    /// Takes 78 bytes apart.
    package init(bytes: [UInt8]) throws(CredentialFlaw) {
        guard bytes.count == Self.length else { throw .wrongLength }
        try self.init(
            credential: Credential(payload: Array(bytes[..<Credential.payloadLength])),
            signature: Array(bytes[Credential.payloadLength...]))
    }

    /// The 78 bytes.
    package var bytes: [UInt8] { credential.payload + signature }
}

extension SignedCredential {
    /// One of the event's public keys, as a door holds it.
    package struct PublicKey: Hashable, Sendable {
        /// The id by which credentials name it.
        package var id: KeyID
        /// The 32 bytes of the Ed25519 public key.
        package var bytes: [UInt8]
        /// What it may have signed; nil for the key that signs.
        package var ceiling: Ceiling?

        /// Pairs a key with its id.
        package init(id: KeyID, bytes: [UInt8], ceiling: Ceiling? = nil) {
            self.id = id
            self.bytes = bytes
            self.ceiling = ceiling
        }
    }

    /// The last that is known of a key that signs no more: what lies above was made by a machine whose last doings were lost.
    package struct Ceiling: Hashable, Sendable {
        /// The highest registration.
        package var registration: RegistrationNumber
        /// The highest issue of any badge.
        package var issue: IssueNumber

        /// Puts it together.
        package init(registration: RegistrationNumber, issue: IssueNumber) {
            self.registration = registration
            self.issue = issue
        }

        /// Whether a credential is among what is known of the key.
        package func covers(_ credential: Credential) -> Bool {
            credential.registration.rawValue <= registration.rawValue
                && credential.issue.rawValue <= issue.rawValue
        }
    }

    /// Finds the flaw of a credential by its signature, as a door does that cannot ask the server.
    ///
    /// - Parameters:
    ///   - event: the tag of the event at hand.
    ///   - keys: the event's public keys that have not been withdrawn.
    ///   - verify: says whether a signature by a public key holds for a message; this module does no cryptography.
    /// - Returns: `wrongEvent`, `unknownKey`, `notGenuine` or `superseded`, in this order; nil if the credential is good.
    package func flaw(
        event: EventTag, keys: [PublicKey],
        verify: (_ publicKey: [UInt8], _ signature: [UInt8], _ message: [UInt8]) -> Bool
    ) -> CredentialFlaw? {
        guard credential.event == event else { return .wrongEvent }
        for key in keys where key.id == credential.key {
            guard verify(key.bytes, signature, credential.signedMessage) else { return .notGenuine }
            return key.ceiling?.covers(credential) ?? true ? nil : .superseded
        }
        return .unknownKey
    }

    /// Finds the flaw of a credential by comparing it with what was issued, as the server does, which keeps the bytes.
    ///
    /// Ed25519 signatures are deterministic (RFC 8032, section 5.1.6), so a good credential has exactly these bytes.
    ///
    /// - Parameters:
    ///   - event: the tag of the event at hand.
    ///   - knowsKey: whether the key that it names belongs to the event and has not been withdrawn.
    ///   - issued: the 78 bytes that were made for this registration and issue; nil if there was no such issue.
    /// - Returns: `wrongEvent`, `unknownKey` or `notGenuine`, in this order; nil if the credential is good.
    package func flaw(event: EventTag, knowsKey: Bool, issued: [UInt8]?) -> CredentialFlaw? {
        guard credential.event == event else { return .wrongEvent }
        guard knowsKey else { return .unknownKey }
        return issued == bytes ? nil : .notGenuine
    }
}
