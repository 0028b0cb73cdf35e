import Conference

/// Packets in forms that a reader may take for something else: other versions, hashes, kinds and places.
extension CertificateAttacker {
    private func component(_ tag: UInt8, _ generator: inout SplitMix64) -> CertificateHistory.Component? {
        history.components.filter { $0.part.tag == tag }.randomElement(using: &generator)
    }

    /// Signatures of versions that are older or newer, in the owner's name.
    func otherForms(_ generator: inout SplitMix64) -> [Part] {
        guard let component = component(13, &generator) else { return [] }
        let type: UInt8 = [0x10, 0x13, 0x30].randomElement(using: &generator) ?? 0x13
        let time = date(&generator)
        var newer = forged(type, on: component.target, &generator)
        newer.body[0] = [0, 2, 5, 6, 255].randomElement(using: &generator) ?? 6
        var genuine = component.signatures.last ?? newer
        genuine.body[0] = [2, 3, 5, 6].randomElement(using: &generator) ?? 3
        return [
            component.part,
            attacker.oldSignature(
                type, on: component.target, at: time, primary: history.owner.keyBody,
                claiming: history.owner.fingerprint),
            newer, genuine, Part(14, [3] + octets(time, 4) + [0, 0, 1, 0, 8, 0xFF]), Part(14, [6] + octets(time, 4)),
        ]
    }

    /// Signatures with a hash for which a collision may be known, and genuine ones that name another hash.
    func otherHashes(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.components.randomElement(using: &generator) else { return [] }
        let types: [UInt8] = component.part.tag == 13 ? [0x13, 0x30] : [0x18, 0x28]
        let hash = KeyOwner.Hash.allCases.randomElement(using: &generator) ?? .sha1
        var parts = [
            component.part,
            attacker.signature(
                types.randomElement(using: &generator) ?? 0x13, on: component.target, at: date(&generator),
                hashed: subpacket(27, [3]), primary: history.owner.keyBody, claiming: history.owner.fingerprint,
                hash: hash),
        ]
        if var genuine = component.signatures.last {
            genuine.body[3] = [1, 2, 3, 9, 10, 11, 12].randomElement(using: &generator) ?? 2
            parts.append(genuine)
        }
        return parts
    }

    /// Subpackets that are unknown and critical, a policy or an expiry: in forged signatures, and in the part of a genuine
    /// one that nobody signs.
    func criticalSubpackets(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.components.filter({ !$0.isLeftOut }).randomElement(using: &generator),
            var genuine = component.signatures.last
        else { return [] }
        let notation = subpacket(0x80 | 20, [0x80, 0, 0, 0] + octets(4, 2) + octets(1, 2) + Array("x@yz1".utf8))
        let areas: [[UInt8]] = [
            notation, subpacket(0x80 | 101, [1]), subpacket(3, octets(1, 4)), subpacket(9, octets(1, 4)),
            subpacket(25, [1]), subpacket(12, [0x80, 22] + attacker.fingerprint), subpacket(29, [2]),
            subpacket(33, [4] + attacker.fingerprint), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0],
        ]
        let more = areas.randomElement(using: &generator) ?? []
        let hashedEnd = 6 + Int(genuine.body[4]) << 8 + Int(genuine.body[5])
        let free = Int(genuine.body[hashedEnd]) << 8 + Int(genuine.body[hashedEnd + 1])
        let own = Array(genuine.body[hashedEnd + 2..<hashedEnd + 2 + free])
        let area = Bool.random(using: &generator) ? more + own : own + more
        genuine.body.replaceSubrange(hashedEnd..<hashedEnd + 2 + free, with: octets(area.count, 2) + area)
        let type: UInt8 = component.part.tag == 13 ? 0x13 : 0x18
        return [
            component.part, genuine,
            attacker.signature(
                type, on: component.target, at: date(&generator), hashed: more, primary: history.owner.keyBody,
                claiming: history.owner.fingerprint),
        ]
    }

    /// Pictures, with signatures of others and with genuine ones of user ids behind them.
    func attributes(_ generator: inout SplitMix64) -> [Part] {
        let size = [0, 20, 2_000].randomElement(using: &generator) ?? 0
        let picture = Part(
            17, octets(0xFF, 1) + octets(size + 17, 4) + [1, 0x10, 0, 1, 1] + Array(repeating: 0, count: size))
        var parts = [picture, forged(0x13, on: .userID(picture.body), &generator)]
        if let component = component(13, &generator) {
            parts += component.isLeftOut ? [] : Array(component.signatures.suffix(1))
            parts += [picture, forged(0x30, on: component.target, &generator)]
        }
        return parts
    }

    /// What strangers certify, by the hundred: genuine signatures of somebody else, also under the owner's short id.
    func certificationSpam(_ generator: inout SplitMix64) -> [Part] {
        guard let component = component(13, &generator) else { return [] }
        let count = [1, 20, 300].randomElement(using: &generator) ?? 1
        let types: [UInt8] = [0x10, 0x13, 0x30, 0x20, 0x28, 0x40, 0x50]
        let signature = attacker.signature(
            types.randomElement(using: &generator) ?? 0x10, on: component.target, at: date(&generator),
            unhashed: Bool.random(using: &generator)
                ? subpacket(16, Array(history.owner.fingerprint.suffix(8))) : nil,
            primary: history.owner.keyBody)
        return [component.part]
            + (0..<count).map { number in
                var one = signature
                one.body[one.body.count - 1] = UInt8(truncatingIfNeeded: number)
                return one
            }
    }

    /// Genuine signatures that are called another kind, and a subkey's own one outside of the binding.
    func relabelled(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.components.filter({ !$0.isLeftOut }).randomElement(using: &generator),
            var signature = component.signatures.last
        else { return [] }
        let genuine = signature
        let types: [UInt8] = [0, 2, 0x10, 0x13, 0x18, 0x19, 0x1F, 0x20, 0x28, 0x30].filter { $0 != genuine.body[1] }
        signature.body[1] = types.randomElement(using: &generator) ?? 0x30
        var keys = [Part(6, history.owner.keyBody), Part(14, history.owner.keyBody)]
        if component.part.tag == 14 { keys.append(Part(13, component.part.body)) }
        return [component.part, signature] + keys + [signature, component.part, genuine]
    }
}
