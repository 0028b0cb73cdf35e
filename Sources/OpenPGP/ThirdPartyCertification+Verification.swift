extension ThirdPartyCertification {
    /// The date from which GnuPG 2.2 rejects certifications of others that rest on SHA-1: 19 January 2019.
    private static let endOfSHA1Seconds = 1_547_856_000

    /// The certification in the one form in which it can be kept, if that certificate's primary key made it; nil for a
    /// forged one, for one by another key, and for one that GnuPG rejects for its hash.
    ///
    /// It costs what one verification costs: a fraction of a millisecond for RSA and Ed25519, up to six for the largest
    /// curves. `CertificationChecker` asks GnuPG the same.
    ///
    /// - Parameters:
    ///   - signer: the stored certificate of the alleged certifier.
    ///   - target: the stored certificate of the key that the user id belongs to.
    package func verifiedPacket(by signer: [UInt8], on target: [UInt8]) -> [UInt8]? {
        guard let signerKey = Self.primaryKey(of: signer), let targetKey = Self.primaryKey(of: target),
            let first = try? PacketReader(limit: 1).first(in: packet.span),
            let content = SignaturePacket(body: packet[first.body]),
            content.hashAlgorithm != SignatureHash.sha1.rawValue || content.created < Self.endOfSHA1Seconds,
            let signature = SelfSignature(content, by: signerKey)
        else { return nil }
        var checker = SelfSignatureChecker(primary: targetKey, limit: 1)
        return try? checker.held(signature, on: .userID(userID), by: signerKey)?.packet
    }

    /// The certification with its packet in that form; nil where `verifiedPacket` is.
    package func verified(by signer: [UInt8], on target: [UInt8]) -> ThirdPartyCertification? {
        verifiedPacket(by: signer, on: target).map { packet in
            ThirdPartyCertification(
                userID: userID, packet: packet, type: type, created: created, expires: expires, issuers: issuers)
        }
    }

    private static func primaryKey(of certificate: [UInt8]) -> VerificationKey? {
        guard let packet = try? PacketReader(limit: 1).first(in: certificate.span), packet.tag == Packet.publicKey
        else { return nil }
        let body = Array(certificate[packet.body])
        return (try? CertificateAssembly.key(body, at: 0)).map { VerificationKey($0, body: body) }
    }
}
