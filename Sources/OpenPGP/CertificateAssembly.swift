import Conference
import Crypto
import Foundation

/// Collects the packets of one certificate, drops what is not needed, and keeps count.
struct CertificateAssembly {
    /// A packet with the self-signatures that follow it.
    private struct Component {
        let packet: [UInt8]
        private(set) var signatures: [Signature] = []

        init(packet: [UInt8]) { self.packet = packet }

        /// Adds a signature unless it is there already.
        mutating func add(_ signature: Signature) {
            guard !signatures.contains(where: { $0.packet == signature.packet }) else { return }
            signatures.append(signature)
        }
    }

    private struct Signature {
        let packet: [UInt8]
        let content: SignaturePacket
    }

    /// Where the signatures that come next belong.
    private enum Place {
        case primary, name(Int), subkey(Int), dropped
    }

    private let limits: SubmissionLimits
    private var primaryKey: UnexaminedCertificate.Key?
    private var primary: Component?
    private var userIDs: [UserID] = []
    private var names: [Component] = []
    private var nameIndexes: [[UInt8]: Int] = [:]
    private var keys: [UnexaminedCertificate.Key] = []
    private var subkeys: [Component] = []
    private var place = Place.primary
    private var selfSignatures = 0
    private var droppedPhotos = 0
    private var droppedSignatures = 0

    init(limits: SubmissionLimits) {
        self.limits = limits
    }

    /// Takes the next packet; the first has to be the primary key.
    mutating func add(_ packet: Packet, of bytes: Span<UInt8>) throws(OpenPGPError) {
        switch packet.tag {
        case Packet.publicKey: try addPrimaryKey(packet, of: bytes)
        case Packet.publicSubkey: try addSubkey(packet, of: bytes)
        case Packet.userID: try addUserID(packet, of: bytes)
        case Packet.signature: try addSignature(packet, of: bytes)
        case Packet.userAttribute:
            droppedPhotos += 1
            place = .dropped
        default: break
        }
    }

    /// The certificate, or the limit it exceeds.
    func finish() throws(OpenPGPError) -> UnexaminedCertificate {
        guard let primaryKey else { preconditionFailure("the primary key comes first") }
        let (stripped, keptSubkeys) = try strip()
        return UnexaminedCertificate(
            strippedBytes: stripped, droppedPhotos: droppedPhotos, droppedSignatures: droppedSignatures,
            droppedSubkeys: keys.count - keptSubkeys.count, primaryKey: primaryKey,
            subkeys: keptSubkeys.map { keys[$0] },
            names: zip(userIDs, names).map { userID, component in
                let claims = component.signatures.map(\.content).filter(\.isCertification)
                return .init(userID: userID, newest: claims.max { $0.created < $1.created })
            })
    }

    /// The packets that are kept, and which subkeys are among them.
    ///
    /// One real key in nine hundred is too large as it is, by two dozen generations of subkeys: it loses signatures
    /// down to the newest of each component, then the subkeys whose time ends first.
    private func strip() throws(OpenPGPError) -> (bytes: [UInt8], subkeys: [Int]) {
        var kept = Array(subkeys.indices)
        var bytes: [UInt8] = []
        for count in (1...limits.selfSignaturesPerComponent).reversed() {
            bytes = packets(subkeys: kept, signatures: count)
            if bytes.count <= limits.strippedBytes { return (bytes, kept) }
        }
        for index in subkeys.indices.sorted(by: { claimedEnd(of: $0) < claimedEnd(of: $1) })
        where claimedEnd(of: index) < Int.max {
            kept.removeAll { $0 == index }
            bytes = packets(subkeys: kept, signatures: 1)
            if bytes.count <= limits.strippedBytes { return (bytes, kept) }
        }
        throw OpenPGPError(.certificateTooLarge, ["limit": "\(limits.strippedBytes)", "size": "\(bytes.count)"])
    }

    private func packets(subkeys kept: [Int], signatures count: Int) -> [UInt8] {
        let components = (primary.map { [$0] } ?? []) + names + kept.map { subkeys[$0] }
        return components.flatMap { component in
            component.packet + newest(count, of: component.signatures).flatMap(\.packet)
        }
    }

    /// When a subkey ends by what its signatures claim, in seconds since 1970.
    private func claimedEnd(of subkey: Int) -> Int {
        let claims = subkeys[subkey].signatures.map(\.content)
        if claims.contains(where: \.isRevocation) { return 0 }
        guard let newest = claims.max(by: { $0.created < $1.created }) else { return 0 }
        return newest.keyLifetime > 0 ? Int(keys[subkey].created.timeIntervalSince1970) + newest.keyLifetime : .max
    }

    // MARK: - Components

    private mutating func addPrimaryKey(_ packet: Packet, of bytes: Span<UInt8>) throws(OpenPGPError) {
        let body = try kept(packet.body, of: packet, bytes)
        let key = try Self.key(body, at: packet.whole.lowerBound)
        place = .primary
        if let primaryKey {
            guard primaryKey == key else {
                throw OpenPGPError(.packetMalformed, ["offset": "\(packet.whole.lowerBound)"])
            }
            return
        }
        primaryKey = key
        primary = Component(packet: bytes.copy(packet.whole))
    }

    private mutating func addSubkey(_ packet: Packet, of bytes: Span<UInt8>) throws(OpenPGPError) {
        let body = try kept(packet.body, of: packet, bytes)
        guard body.first == 4 else {
            place = .dropped
            return
        }
        let key = try Self.key(body, at: packet.whole.lowerBound)
        if let known = keys.firstIndex(of: key) {
            place = .subkey(known)
            return
        }
        guard subkeys.count < limits.subkeys else {
            throw OpenPGPError(.tooManySubkeys, ["limit": "\(limits.subkeys)"])
        }
        keys.append(key)
        subkeys.append(Component(packet: bytes.copy(packet.whole)))
        place = .subkey(subkeys.count - 1)
    }

    private mutating func addUserID(_ packet: Packet, of bytes: Span<UInt8>) throws(OpenPGPError) {
        guard packet.body.count <= limits.userIDBytes else {
            throw OpenPGPError(.userIDTooLong, ["limit": "\(limits.userIDBytes)", "size": "\(packet.body.count)"])
        }
        let content = bytes.copy(packet.body)
        // GnuPG merges user ids of the same bytes too.
        if let known = nameIndexes[content] {
            place = .name(known)
            return
        }
        guard names.count < limits.userIDs else {
            throw OpenPGPError(.tooManyUserIDs, ["limit": "\(limits.userIDs)"])
        }
        nameIndexes[content] = names.count
        userIDs.append(UserID(bytes: content))
        names.append(Component(packet: bytes.copy(packet.whole)))
        place = .name(names.count - 1)
    }

    private mutating func addSignature(_ packet: Packet, of bytes: Span<UInt8>) throws(OpenPGPError) {
        if case .dropped = place { return }
        // What is too large for a self-signature is not even looked into.
        guard let primaryKey, packet.body.count <= limits.packetBytes,
            let content = SignaturePacket(body: bytes.copy(packet.body)[...]),
            content.isIssued(by: primaryKey.fingerprint)
        else {
            droppedSignatures += 1
            return
        }
        selfSignatures += 1
        guard selfSignatures <= limits.selfSignatures else {
            throw OpenPGPError(.tooManySelfSignatures, ["limit": "\(limits.selfSignatures)"])
        }
        let signature = Signature(packet: bytes.copy(packet.whole), content: content)
        switch place {
        case .primary: primary?.add(signature)
        case .name(let index): names[index].add(signature)
        case .subkey(let index): subkeys[index].add(signature)
        case .dropped: break
        }
    }

    /// The newest signatures in their own order; bindings cannot push revocations out, nor the other way round.
    private func newest(_ count: Int, of signatures: [Signature]) -> [Signature] {
        var chosen: Set<Int> = []
        for isRevocation in [false, true] {
            let candidates = signatures.indices.filter { signatures[$0].content.isRevocation == isRevocation }
            let ranked = candidates.sorted {
                (signatures[$1].content.created, $0) < (signatures[$0].content.created, $1)
            }
            chosen.formUnion(ranked.prefix(count))
        }
        return signatures.indices.filter(chosen.contains).map { signatures[$0] }
    }

    private func kept(
        _ range: Range<Int>, of packet: Packet, _ bytes: Span<UInt8>
    ) throws(OpenPGPError) -> [UInt8] {
        guard range.count <= limits.packetBytes else {
            throw OpenPGPError(
                .packetTooLarge,
                ["tag": "\(packet.tag)", "limit": "\(limits.packetBytes)", "size": "\(range.count)"])
        }
        return bytes.copy(range)
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
        return hexadecimal(SHA256.hash(data: [prefix] + length + body))
    }
}
