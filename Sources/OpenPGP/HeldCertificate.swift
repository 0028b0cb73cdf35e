import Foundation

/// What a certificate's own keys signed, reduced to what decides: the one state from which its bytes are written.
///
/// For each component, the newest signature of each kind. A revocation of a key or a subkey stays for good; one of a
/// user id as long as its owner has not certified the user id again (RFC 4880 section 5.2.1, as GnuPG reads it).
struct HeldCertificate {
    typealias Held = SelfSignatureChecker.Held

    struct Name {
        let content: [UInt8]
        var certification: Held?
        var revocation: Held?

        /// Drops a revocation that the owner overruled by certifying the user id again.
        mutating func settle() {
            if let certification, let revoked = revocation, revoked.content.created < certification.content.created {
                revocation = nil
            }
        }
    }

    struct Subkey {
        let key: UnexaminedCertificate.Key
        let body: [UInt8]
        var binding: Held?
        var revocation: Held?

        var lastingKey: UnexaminedCertificate.Key { key.lasting(binding?.content.keyLifetime ?? 0) }
    }

    private let primaryBody: [UInt8]
    /// Of the whole certificate, by its owner.
    var revocation: Held?
    /// Of the whole certificate, by those who are allowed to.
    var designated: [Fingerprint: Held] = [:]
    var unverifiedRevokers: [Fingerprint] = []
    private(set) var names: [Name] = []
    private(set) var subkeys: [Subkey] = []
    /// The newest signature on the key alone.
    private var direct: Held?
    /// The newest signature that names each revoker. That somebody may revoke cannot be taken back.
    private var designations: [Fingerprint: Held] = [:]

    init(primaryBody: [UInt8]) { self.primaryBody = primaryBody }

    /// Who may revoke the certificate, by fingerprint.
    var revokers: [Fingerprint] { designations.keys.sorted() }

    /// Seconds after its creation at which the primary key expires, 0 for never: by its signature on itself where that
    /// tells, else by the newest certification that does (as in GnuPG).
    var lifetime: Int {
        if let own = direct?.content.keyLifetime, own > 0 { return own }
        let telling = names.filter { $0.revocation == nil }.compactMap { $0.certification?.content }
            .filter { $0.keyLifetime > 0 }
        return telling.max { $0.created < $1.created }?.keyLifetime ?? 0
    }

    // MARK: - Filling

    mutating func add(
        direct signatures: [SelfSignature], _ checker: inout SelfSignatureChecker
    ) throws(OpenPGPError) {
        direct = try checker.newest(of: [0x1F], among: signatures, on: .primaryKey)
        let naming = signatures.filter { $0.content.type == 0x1F && !$0.content.revokers.isEmpty }
        for signature in naming.sorted(by: { $0.outranks($1) }) {
            guard signature.content.revokers.contains(where: { designations[$0] == nil }),
                let held = try checker.held(signature, on: .primaryKey)
            else { continue }
            for revoker in held.content.revokers where designations[revoker] == nil { designations[revoker] = held }
        }
    }

    /// Takes a user id if any signature on it holds.
    mutating func add(
        userID content: [UInt8], signatures: [SelfSignature], _ checker: inout SelfSignatureChecker
    ) throws(OpenPGPError) {
        guard !signatures.isEmpty else { return }
        let target = SelfSignatureChecker.Target.userID(content)
        let certification = try checker.newest(of: [0x10, 0x11, 0x12, 0x13], among: signatures, on: target)
        let revocation = try checker.newest(of: [0x30], among: signatures, on: target)
        guard certification != nil || revocation != nil else { return }
        names.append(Name(content: content, certification: certification, revocation: revocation))
    }

    /// Takes a subkey if any signature on it holds.
    mutating func add(
        subkey key: UnexaminedCertificate.Key, body: [UInt8], signatures: [SelfSignature],
        _ checker: inout SelfSignatureChecker
    ) throws(OpenPGPError) {
        guard !signatures.isEmpty else { return }
        let target = SelfSignatureChecker.Target.subkey(VerificationKey(key, body: body))
        let binding = try checker.newest(of: [0x18], among: signatures, on: target)
        let revocation = try checker.newest(of: [0x28], among: signatures, on: target)
        guard binding != nil || revocation != nil else { return }
        subkeys.append(Subkey(key: key, body: body, binding: binding, revocation: revocation))
    }

    // MARK: - Only news

    /// Drops what the stored certificate lacks and what is not newer than all of it, except revocations of what it
    /// has: somebody kept an older copy, which its owner no longer wants.
    mutating func keepOnlyNews(since standing: StandingCertificate) {
        func isNews(_ held: Held?, _ slot: StandingCertificate.Slot) -> Bool {
            guard let held else { return false }
            return standing.slots.contains(slot) || held.content.created > standing.newest
        }
        if !isNews(direct, .direct) { direct = nil }
        designations = designations.filter { isNews($0.value, .designation($0.key)) }
        for revoker in designated.keys where designations[revoker] == nil { designated[revoker] = nil }
        unverifiedRevokers.removeAll { designations[$0] == nil }
        names = names.compactMap { name in
            var name = name
            if !isNews(name.certification, .certification(name.content)) { name.certification = nil }
            let isKnown = standing.hasName(name.content)
            if !isKnown, !isNews(name.revocation, .userIDRevocation(name.content)) { name.revocation = nil }
            return name.certification == nil && name.revocation == nil ? nil : name
        }
        subkeys = subkeys.compactMap { subkey in
            var subkey = subkey
            let fingerprint = subkey.key.fingerprint
            if !isNews(subkey.binding, .binding(fingerprint)) { subkey.binding = nil }
            let isKnown = standing.hasSubkey(fingerprint)
            if !isKnown, !isNews(subkey.revocation, .subkeyRevocation(fingerprint)) { subkey.revocation = nil }
            return subkey.binding == nil && subkey.revocation == nil ? nil : subkey
        }
    }

    /// Settles whether certification or revocation is in force; to be called last.
    mutating func settle() {
        for index in names.indices { names[index].settle() }
    }

    // MARK: - Writing

    /// The bytes, without the subkeys that expire first if they would be too many.
    ///
    /// Throws `certificate_too_large`.
    func fitting(_ limit: Int) throws(OpenPGPError) -> (bytes: [UInt8], subkeys: [Subkey]) {
        var kept = subkeys
        var bytes = bytes(with: kept)
        let ending = subkeys.map { (fingerprint: $0.key.fingerprint, end: Self.end(of: $0)) }
            .filter { $0.end < .max }.sorted { ($0.end, $0.fingerprint) < ($1.end, $1.fingerprint) }
        for (fingerprint, _) in ending where bytes.count > limit {
            kept.removeAll { $0.key.fingerprint == fingerprint }
            bytes = self.bytes(with: kept)
        }
        guard bytes.count <= limit else {
            throw OpenPGPError(.certificateTooLarge, ["limit": "\(limit)", "size": "\(bytes.count)"])
        }
        return (bytes, kept)
    }

    private func bytes(with subkeys: [Subkey]) -> [UInt8] {
        var bytes = SelfSignature.packet(Packet.publicKey, primaryBody)
        bytes += revocation?.packet ?? []
        for revoker in designated.keys.sorted() { bytes += designated[revoker]?.packet ?? [] }
        bytes += directPackets.joined()
        for name in names {
            bytes += SelfSignature.packet(Packet.userID, name.content)
            // The revocation last: if both are from the same second, GnuPG lets the last one win.
            bytes += (name.certification?.packet ?? []) + (name.revocation?.packet ?? [])
        }
        for subkey in subkeys {
            bytes += SelfSignature.packet(Packet.publicSubkey, subkey.body)
            bytes += (subkey.revocation?.packet ?? []) + (subkey.binding?.packet ?? [])
        }
        return bytes
    }

    /// Each signature on the key alone, once, oldest first; those of the same second as they came, so that the same one
    /// counts when they are read again.
    private var directPackets: [[UInt8]] {
        let all = designations.values + (direct.map { [$0] } ?? [])
        let distinct = Dictionary(all.map { ($0.packet, $0) }) { first, _ in first }
        return distinct.values.sorted { ($0.content.created, $0.place) < ($1.content.created, $1.place) }.map(\.packet)
    }

    /// When a subkey ends, in seconds since 1970.
    private static func end(of subkey: Subkey) -> Int {
        guard subkey.revocation == nil, let binding = subkey.binding else { return 0 }
        let lifetime = binding.content.keyLifetime
        return lifetime > 0 ? Int(subkey.key.created.timeIntervalSince1970) + lifetime : .max
    }
}

extension UnexaminedCertificate.Key {
    func lasting(_ lifetime: Int) -> UnexaminedCertificate.Key {
        var key = self
        key.lifetime = lifetime
        return key
    }
}
