/// Tells which signatures of a certificate its own keys made (RFC 4880 section 5.2.4).
struct SelfSignatureChecker {
    /// What a signature stands on, beside the primary key.
    enum Target {
        case primaryKey
        case userID([UInt8])
        case subkey(VerificationKey)
    }

    /// A signature that holds, in the form in which it is kept.
    struct Held: Sendable {
        let content: SignaturePacket
        /// With its header.
        let packet: [UInt8]
        /// Its place among all that were read.
        var place = 0
    }

    let primary: VerificationKey
    /// How many more signatures are checked before the certificate is refused. A check costs up to six milliseconds; a
    /// made-up signature costs none, because the start of its digest is wrong.
    private var checksLeft: Int
    private let limit: Int

    init(primary: VerificationKey, limit: Int) {
        self.primary = primary
        self.limit = limit
        checksLeft = limit
    }

    /// The signature that decides among those of the given types: the newest that holds.
    ///
    /// Throws `too_many_self_signatures` when too many had to be checked.
    mutating func newest(
        of types: Set<UInt8>, among signatures: [SelfSignature], on target: Target
    ) throws(OpenPGPError) -> Held? {
        for signature in signatures.filter({ types.contains($0.content.type) }).sorted(by: { $0.outranks($1) }) {
            if let held = try held(signature, on: target) { return held }
        }
        return nil
    }

    /// The signature if it holds, and if it has the back signature that it needs.
    ///
    /// - Parameter signer: the primary key, unless another one is allowed to revoke it.
    mutating func held(
        _ signature: SelfSignature, on target: Target, by signer: VerificationKey? = nil
    ) throws(OpenPGPError) -> Held? {
        let signer = signer ?? primary
        guard signature.content.created >= primary.created, try holds(signature, on: target, by: signer) else {
            return nil
        }
        var backSignature: [UInt8]?
        // A signing subkey must say so itself (RFC 9580 section 10.1.5): otherwise anybody could claim it.
        if case .subkey(let subkey) = target, signature.content.type == 0x18,
            (signature.content.keyFlags ?? 0) & 0x02 != 0
        {
            let isHashed = try backSignatures(signature.content.hashedEmbedded, of: subkey)
            if isHashed == nil {
                // Others may put a newer one in its place, which is just as good: what is stored stays.
                let stored = signature.isStored ? Array(signature.embedded.prefix(1)) : []
                backSignature = try backSignatures(stored, of: subkey)
                if backSignature == nil { backSignature = try backSignatures(signature.embedded, of: subkey) }
                guard backSignature != nil else { return nil }
            }
        }
        return Held(
            content: signature.content,
            packet: SelfSignature.packet(Packet.signature, signature.body(by: signer, embedding: backSignature)),
            place: signature.place)
    }

    /// The newest of the embedded signatures with which a subkey agrees, in its one form.
    private mutating func backSignatures(
        _ embedded: [[UInt8]], of subkey: VerificationKey
    ) throws(OpenPGPError) -> [UInt8]? {
        let signatures = embedded.compactMap { body in
            SignaturePacket(body: body[...]).flatMap { SelfSignature($0, by: subkey) }
        }
        for signature in signatures.filter({ $0.content.type == 0x19 }).sorted(by: { $0.outranks($1) })
        where try holds(signature, on: .subkey(subkey), by: subkey) {
            return signature.body(by: subkey)
        }
        return nil
    }

    private mutating func holds(
        _ signature: SelfSignature, on target: Target, by signer: VerificationKey
    ) throws(OpenPGPError) -> Bool {
        guard let hash = SignatureHash(rawValue: signature.content.hashAlgorithm), !signature.content.hasUnknownCritical
        else { return false }
        let digest = hash.digest(of: hashed(signature.content, on: target))
        guard digest.starts(with: signature.content.digestStart) else { return false }
        guard checksLeft > 0 else { throw OpenPGPError(.tooManySelfSignatures, ["limit": "\(limit)"]) }
        checksLeft -= 1
        return signer.verifies(signature.integers, digest: digest, hash: hash)
    }

    private func hashed(_ content: SignaturePacket, on target: Target) -> [UInt8] {
        var bytes = Self.hashed(primary)
        switch target {
        case .primaryKey: break
        case .userID(let name):
            if content.version == 4 { bytes += [0xB4] + SelfSignature.octets(name.count, 4) }
            bytes += name
        case .subkey(let subkey): bytes += Self.hashed(subkey)
        }
        bytes += content.hashedPart
        if content.version == 4 { bytes += [4, 0xFF] + SelfSignature.octets(content.hashedPart.count, 4) }
        return bytes
    }

    private static func hashed(_ key: VerificationKey) -> [UInt8] {
        [0x99] + SelfSignature.octets(key.body.count, 2) + key.body
    }
}
