import Conference
import Crypto
import Foundation

/// Collects the packets of one certificate and keeps what its own keys signed.
///
/// Nothing counts before it is verified: neither against the limits nor as the newest.
struct CertificateAssembly {
    /// A packet with the signatures that follow it and claim to be the primary key's; none twice.
    private struct Component {
        private(set) var signatures: [SelfSignature] = []
        private var indexes: [[UInt8]: Int] = [:]

        mutating func add(_ signature: SelfSignature) {
            let core = signature.core
            if let known = indexes[core] {
                signatures[known].join(signature)
            } else {
                indexes[core] = signatures.count
                signatures.append(signature)
            }
        }
    }

    /// A revocation of the key that another key claims to have made.
    private struct ForeignRevocation {
        let content: SignaturePacket
        /// The packet as it was stored after it had been verified; nil for one that came in.
        let stored: [UInt8]?
    }

    /// Where the signatures that come next belong.
    private enum Place {
        case primary, name(Int), subkey(Int), dropped
    }

    private let limits: SubmissionLimits
    /// Certificates at hand by the fingerprints of their primary keys: one of them may be allowed to revoke this one.
    private let revokerKeys: [Fingerprint: VerificationKey]
    private var primaryKey: UnexaminedCertificate.Key?
    private var primaryBody: [UInt8] = []
    private var verificationKey: VerificationKey?
    private var primary = Component()
    private var foreignRevocations: [ForeignRevocation] = []
    private var names: [(content: [UInt8], component: Component)] = []
    private var nameIndexes: [[UInt8]: Int] = [:]
    private var subkeys: [(key: UnexaminedCertificate.Key, body: [UInt8], component: Component)] = []
    private var subkeyIndexes: [Fingerprint: Int] = [:]
    private var place = Place.primary
    private var droppedPhotos = 0
    private var droppedSignatures = 0
    private var standing: StandingCertificate?
    private var signatureCount = 0

    init(limits: SubmissionLimits, revokerKeys: [Fingerprint: VerificationKey] = [:]) {
        self.limits = limits
        self.revokerKeys = revokerKeys
    }

    /// Only moves on from that state: see `CertificateReader.Sender.anyone`. To be called first.
    mutating func continues(_ standing: StandingCertificate) { self.standing = standing }

    /// Takes the next packet; the first has to be the primary key.
    ///
    /// - Parameter isStored: whether it comes from what was verified and stored. It is verified again, but for the
    ///   revocations by others, whose keys may not be at hand any more.
    mutating func add(
        _ packet: Packet, of bytes: Span<UInt8>, isStored: Bool = false
    ) throws(OpenPGPError) {
        switch packet.tag {
        case Packet.publicKey: try addPrimaryKey(packet, of: bytes)
        case Packet.publicSubkey: addSubkey(packet, of: bytes)
        case Packet.userID: addUserID(packet, of: bytes)
        case Packet.signature: addSignature(packet, of: bytes, isStored)
        case Packet.userAttribute:
            droppedPhotos += 1
            place = .dropped
        default: break
        }
    }

    // MARK: - Collecting

    private mutating func addPrimaryKey(_ packet: Packet, of bytes: Span<UInt8>) throws(OpenPGPError) {
        guard packet.body.count <= limits.packetBytes else {
            throw OpenPGPError(
                .packetTooLarge,
                ["tag": "\(packet.tag)", "limit": "\(limits.packetBytes)", "size": "\(packet.body.count)"])
        }
        let body = bytes.copy(packet.body)
        let key = try Self.key(body, at: packet.whole.lowerBound)
        place = .primary
        guard primaryKey == nil else {
            guard primaryKey == key else {
                throw OpenPGPError(.packetMalformed, ["offset": "\(packet.whole.lowerBound)"])
            }
            return
        }
        primaryKey = key
        primaryBody = body
        verificationKey = VerificationKey(key, body: body)
    }

    private mutating func addSubkey(_ packet: Packet, of bytes: Span<UInt8>) {
        place = .dropped
        // No primary key can have validly signed anything that is larger, of another version or not a key at all.
        guard packet.body.count <= limits.packetBytes else { return }
        let body = bytes.copy(packet.body)
        guard let key = try? Self.key(body, at: packet.whole.lowerBound) else { return }
        if let known = subkeyIndexes[key.fingerprint] {
            place = .subkey(known)
            return
        }
        subkeyIndexes[key.fingerprint] = subkeys.count
        place = .subkey(subkeys.count)
        subkeys.append((key, body, Component()))
    }

    private mutating func addUserID(_ packet: Packet, of bytes: Span<UInt8>) {
        place = .dropped
        guard packet.body.count <= limits.packetBytes else { return }
        let content = bytes.copy(packet.body)
        // GnuPG merges user ids of the same bytes too.
        if let known = nameIndexes[content] {
            place = .name(known)
            return
        }
        nameIndexes[content] = names.count
        place = .name(names.count)
        names.append((content, Component()))
    }

    /// A signature belongs to what precedes it, but one that can only belong to the primary key is accepted anywhere:
    /// people append their revocation certificate to their key.
    private mutating func addSignature(_ packet: Packet, of bytes: Span<UInt8>, _ isStored: Bool) {
        guard let key = verificationKey, packet.body.count <= limits.packetBytes,
            let content = SignaturePacket(body: bytes.copy(packet.body)[...])
        else {
            droppedSignatures += 1
            return
        }
        guard content.isIssued(by: key.fingerprint) else {
            if content.type == 0x20 {
                foreignRevocations.append(
                    ForeignRevocation(content: content, stored: isStored ? bytes.copy(packet.whole) : nil))
            }
            if case .dropped = place { return }
            droppedSignatures += 1
            return
        }
        guard var signature = SelfSignature(content, by: key) else { return }
        signature.isStored = isStored
        signature.isPreferred = isStored && standing != nil
        signatureCount += 1
        signature.place = signatureCount
        switch (content.type, place) {
        case (0x1F, _), (0x20, _): primary.add(signature)
        case (0x10...0x13, .name(let index)), (0x30, .name(let index)): names[index].component.add(signature)
        case (0x18, .subkey(let index)), (0x28, .subkey(let index)): subkeys[index].component.add(signature)
        default: break
        }
    }

    // MARK: - Verifying

    /// The certificate, or the limit it exceeds.
    func finish() throws(OpenPGPError) -> UnexaminedCertificate {
        guard let primaryKey, let verificationKey else { preconditionFailure("the primary key comes first") }
        var checker = SelfSignatureChecker(primary: verificationKey, limit: limits.selfSignatures)
        var held = HeldCertificate(primaryBody: primaryBody)
        try hold(&held, primaryWith: &checker)
        for name in names {
            try held.add(userID: name.content, signatures: name.component.signatures, &checker)
        }
        for subkey in subkeys {
            try held.add(
                subkey: subkey.key, body: subkey.body, signatures: subkey.component.signatures, &checker)
        }
        if let standing { held.keepOnlyNews(since: standing) }
        held.settle()
        return try certificate(primaryKey, held)
    }

    /// How many revocations in the names of others are checked. Nobody has more.
    private static let claimsMax = 16

    private func hold(
        _ held: inout HeldCertificate, primaryWith checker: inout SelfSignatureChecker
    ) throws(OpenPGPError) {
        held.revocation = try checker.newest(of: [0x20], among: primary.signatures, on: .primaryKey)
        try held.add(direct: primary.signatures, &checker)
        // Of their own, and passed over in silence beyond: a refusal would tell whether the revoker's key is at hand.
        var claimChecker = SelfSignatureChecker(primary: checker.primary, limit: Self.claimsMax)
        for revoker in held.revokers {
            let claims = foreignRevocations.filter { $0.content.isIssued(by: revoker) }
            guard !claims.isEmpty else { continue }
            let stored = claims.first { $0.stored != nil }
            held.designated[revoker] = stored.flatMap { claim in
                claim.stored.map { SelfSignatureChecker.Held(content: claim.content, packet: $0) }
            }
            guard let key = revokerKeys[revoker] else {
                if stored == nil { held.unverifiedRevokers.append(revoker) }
                continue
            }
            let signatures = claims.filter { $0.stored == nil }.compactMap { SelfSignature($0.content, by: key) }
            for signature in signatures.sorted(by: { $0.outranks($1) })
            where signature.content.created > held.designated[revoker]?.content.created ?? -1 {
                guard let found = try? claimChecker.held(signature, on: .primaryKey, by: key) else { continue }
                held.designated[revoker] = found
            }
        }
    }

    private func certificate(
        _ primaryKey: UnexaminedCertificate.Key, _ held: HeldCertificate
    ) throws(OpenPGPError) -> UnexaminedCertificate {
        if let long = held.names.first(where: { $0.content.count > limits.userIDBytes }) {
            throw OpenPGPError(
                .userIDTooLong, ["limit": "\(limits.userIDBytes)", "size": "\(long.content.count)"])
        }
        guard held.names.count <= limits.userIDs else {
            throw OpenPGPError(.tooManyUserIDs, ["limit": "\(limits.userIDs)"])
        }
        guard held.subkeys.count <= limits.subkeys else {
            throw OpenPGPError(.tooManySubkeys, ["limit": "\(limits.subkeys)"])
        }
        let fitting = try held.fitting(limits.strippedBytes)
        var certificate = UnexaminedCertificate(
            strippedBytes: fitting.bytes, droppedPhotos: droppedPhotos, droppedSignatures: droppedSignatures,
            droppedSubkeys: held.subkeys.count - fitting.subkeys.count,
            primaryKey: primaryKey.lasting(held.lifetime), subkeys: fitting.subkeys.map(\.lastingKey),
            names: held.names.map { .init(userID: UserID(bytes: $0.content), newest: $0.certification?.content) })
        certificate.unsignedUserIDs = names.count - held.names.count
        certificate.unsignedSubkeys = subkeys.count - held.subkeys.count
        certificate.revokedUserIDs = held.names.filter { $0.revocation != nil }.map { UserID(bytes: $0.content) }
        certificate.revokers = held.revokers
        certificate.unverifiedRevokers = held.unverifiedRevokers
        certificate.revocation =
            held.revocation.map { Revocation($0.content) }
            ?? held.revokers.lazy.compactMap { revoker in
                held.designated[revoker].map { Revocation($0.content, by: revoker) }
            }.first
        return certificate
    }

    // MARK: - Keys

    /// Reads a key packet's body; only version 4 comes back.
    static func key(_ body: [UInt8], at offset: Int) throws(OpenPGPError) -> UnexaminedCertificate.Key {
        var cursor = ByteCursor(body[...])
        switch cursor.number(octets: 1) {
        case 2, 3: throw OpenPGPError(.keyVersion3)
        case 4: break
        case 5: throw OpenPGPError(.keyVersion5, ["fingerprint": sha256Fingerprint(of: body, prefix: 0x9A)])
        case 6: throw OpenPGPError(.keyVersion6, ["fingerprint": sha256Fingerprint(of: body, prefix: 0x9B)])
        case let version?: throw OpenPGPError(.keyVersionUnknown, ["version": "\(version)"])
        case nil: throw OpenPGPError(.packetMalformed, ["offset": "\(offset)"])
        }
        guard let created = cursor.number(octets: 4), let number = cursor.number(octets: 1),
            let algorithm = KeyAlgorithm(number: number, material: &cursor)
        else { throw OpenPGPError(.packetMalformed, ["offset": "\(offset)"]) }
        let prefix: [UInt8] = [0x99, UInt8(body.count >> 8), UInt8(body.count & 0xFF)]
        return UnexaminedCertificate.Key(
            fingerprint: Fingerprint(bytes: Array(Insecure.SHA1.hash(data: prefix + body))), algorithm: algorithm,
            created: Date(timeIntervalSince1970: Double(created)))
    }

    /// The fingerprint of a version 5 or 6 key: over a prefix octet, four octets of length and the body.
    private static func sha256Fingerprint(of body: [UInt8], prefix: UInt8) -> String {
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: body.count >> ($0 * 8)) }
        return SHA256.hash(data: [prefix] + length + body).uppercaseHexadecimal
    }
}
