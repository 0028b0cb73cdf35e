package import Conference

/// Makes what somebody without the private key can send to change a certificate: everything that was ever public, and
/// whatever can be made up.
package struct CertificateAttacker: Sendable {
    typealias Part = KeyOwner.Part

    let history: CertificateHistory
    /// Whether older copies of the certificate are used, which a genuine signature makes good.
    private let replays: Bool
    let attacker: KeyOwner

    package init(
        of history: CertificateHistory, replays: Bool, using generator: inout SplitMix64
    ) {
        self.history = history
        self.replays = replays
        attacker = KeyOwner(created: history.owner.created, using: &generator)
    }

    /// A submission that begins with the certificate's primary key.
    package func submission(using generator: inout SplitMix64) -> [UInt8] {
        var parts: [Part] = []
        for _ in 0..<Int.random(in: 1...6, using: &generator) { parts += attack(&generator) }
        if Int.random(in: 0..<4, using: &generator) == 0 { parts.shuffle(using: &generator) }
        if Int.random(in: 0..<4, using: &generator) == 0 { parts += parts }
        var bytes = header(of: Part(6, history.owner.keyBody), &generator)
        for part in parts { bytes += header(of: part, &generator) }
        return bytes
    }

    /// The same parts between those of the owner's own update.
    package func flooded(using generator: inout SplitMix64) -> [UInt8] {
        let forged = submission(using: &generator)
        return Bool.random(using: &generator) ? history.update + forged : forged + history.update
    }

    private func attack(_ generator: inout SplitMix64) -> [Part] {
        switch Int.random(in: 0..<18, using: &generator) {
        case 0: forgedOnComponent(&generator)
        case 1: forgedOnKey(&generator)
        case 2: redated(&generator)
        case 3: tampered(&generator)
        case 4: ofStrangers(&generator)
        case 5: replays ? replayed(&generator) : moved(&generator)
        case 6: junk(&generator)
        case 7: unsigned(&generator)
        case 8: revokerGame(&generator)
        case 9: moved(&generator)
        case 10: stolenSubkey(&generator)
        case 11: otherForms(&generator)
        case 12: otherHashes(&generator)
        case 13: criticalSubpackets(&generator)
        case 14: attributes(&generator)
        case 15: certificationSpam(&generator)
        case 16: relabelled(&generator)
        default: replays ? olderCopy(&generator) : forgedOnComponent(&generator)
        }
    }

    // MARK: - Forged

    /// A date before, within or after the certificate's life.
    func date(_ generator: inout SplitMix64) -> Int {
        let dates = [history.owner.created - 1, history.owner.created, 1_790_000_000, 4_000_000_000, 4_294_967_295]
        return dates.randomElement(using: &generator) ?? 0
    }

    /// The attacker signs in the owner's name; the start of the digest is right.
    func forged(_ type: UInt8, on target: KeyOwner.Target, _ generator: inout SplitMix64)
        -> Part
    {
        var part = attacker.signature(
            type, on: target, at: date(&generator), hashed: subpacket(27, [3]) + subpacket(9, octets(1, 4)),
            primary: history.owner.keyBody, claiming: history.owner.fingerprint)
        if Bool.random(using: &generator) {
            part.body[part.body.count - 1] ^= UInt8.random(in: 1...255, using: &generator)
        }
        return part
    }

    private func forgedOnComponent(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.components.randomElement(using: &generator) else { return [] }
        let types: [UInt8] = component.part.tag == 13 ? [0x10, 0x13, 0x30] : [0x18, 0x28]
        return [component.part]
            + (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                forged(types.randomElement(using: &generator) ?? 0x13, on: component.target, &generator)
            }
    }

    private func forgedOnKey(_ generator: inout SplitMix64) -> [Part] {
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            forged([0x1F, 0x20].randomElement(using: &generator) ?? 0x20, on: .key, &generator)
        }
    }

    /// A genuine signature with another date.
    private func redated(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.components.randomElement(using: &generator),
            var signature = component.signatures.randomElement(using: &generator)
        else { return [] }
        // The fingerprint's subpacket takes 23 bytes, and the date follows the two of its own header.
        let date = octets(date(&generator), 4)
        // Its own date would make it a copy, which those who only forge do not have.
        guard !signature.body[31..<35].elementsEqual(date) else { return [component.part] }
        signature.body.replaceSubrange(31..<35, with: date)
        return [component.part, signature]
    }

    /// A genuine signature of what was handed in, changed where nothing is signed: it is still genuine.
    private func tampered(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.components.filter({ !$0.isLeftOut || replays }).randomElement(using: &generator),
            var signature = component.signatures.last
        else { return [] }
        let hashedEnd = 6 + Int(signature.body[4]) << 8 + Int(signature.body[5])
        let free = Int(signature.body[hashedEnd]) << 8 + Int(signature.body[hashedEnd + 1])
        let numbers = Array(signature.body[(hashedEnd + 2 + free)...])
        let head = Array(signature.body[..<hashedEnd])
        let ownFree = Array(signature.body[hashedEnd + 2..<hashedEnd + 2 + free])
        var newFree = ownFree
        var newNumbers = numbers
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: newFree = []
        case 1: newFree = ownFree + subpacket(0x80 | 100, [1, 2, 3])
        case 2: newFree = subpacket(16, Array(attacker.fingerprint.suffix(8))) + ownFree
        case 3: newFree = ownFree + subpacket(2, octets(4_000_000_000, 4)) + subpacket(9, octets(1, 4))
        case 4: newFree = ownFree + subpacket(32, forged(0x19, on: component.target, &generator).body)
        case 5: newNumbers = Self.padded(numbers)
        default: newNumbers += [0, 8, 0xFF]
        }
        signature.body = head + octets(newFree.count, 2) + newFree + newNumbers
        return [component.part, signature]
    }

    /// The same two numbers with zeros before them.
    private static func padded(_ numbers: [UInt8]) -> [UInt8] {
        var padded = Array(numbers.prefix(2))
        var rest = numbers.dropFirst(2)
        while rest.count > 2 {
            let bits = Int(rest[rest.startIndex]) << 8 + Int(rest[rest.startIndex + 1])
            let value = rest.dropFirst(2).prefix((bits + 7) / 8)
            padded += octets((value.count + 1) * 8, 2) + [0] + value
            rest = rest.dropFirst(2 + value.count)
        }
        return padded
    }

    // MARK: - Taken from elsewhere

    private func ofStrangers(_ generator: inout SplitMix64) -> [Part] {
        guard let component = history.strangers.randomElement(using: &generator) else { return [] }
        return [component.part] + component.signatures
            + [history.stranger.signature(0x20, on: .key, at: date(&generator))]
    }

    /// A genuine signature behind something else.
    private func moved(_ generator: inout SplitMix64) -> [Part] {
        guard let from = history.components.filter({ !$0.isLeftOut }).randomElement(using: &generator),
            let signature = from.signatures.last,
            let other = history.components.filter({ $0.part != from.part }).randomElement(using: &generator)
        else { return [] }
        return [other.part, signature]
    }

    private func replayed(_ generator: inout SplitMix64) -> [Part] {
        guard let (_, component, signature) = history.older.randomElement(using: &generator) else { return [] }
        return (component.map { [$0] } ?? []) + [signature]
    }

    private func olderCopy(_ generator: inout SplitMix64) -> [Part] {
        history.components.flatMap { component in
            [component.part] + component.signatures.prefix(Int.random(in: 0...3, using: &generator))
        }
    }

    /// The attacker's certificate claims the owner's subkeys, and the owner's one of the attacker's.
    private func stolenSubkey(_ generator: inout SplitMix64) -> [Part] {
        let own = KeyOwner(created: attacker.created, using: &generator)
        let subkey = history.components.first { $0.part.tag == 14 }?.part.body ?? own.keyBody
        return [
            Part(14, own.keyBody), forged(0x18, on: .subkey(own.keyBody), &generator), Part(6, attacker.keyBody),
            Part(14, subkey), attacker.binding(subkey, signedBy: nil, at: date(&generator)),
        ]
    }

    /// Somebody names themselves as the one who may revoke, or revokes in the name of who may.
    private func revokerGame(_ generator: inout SplitMix64) -> [Part] {
        let designation = attacker.signature(
            0x1F, on: .key, at: date(&generator), hashed: subpacket(12, [0x80, 22] + attacker.fingerprint),
            primary: history.owner.keyBody, claiming: history.owner.fingerprint)
        let revocation = attacker.signature(0x20, on: .key, at: date(&generator), primary: history.owner.keyBody)
        let named = attacker.signature(
            0x20, on: .key, at: date(&generator), primary: history.owner.keyBody,
            claiming: history.revoker.fingerprint)
        return [designation, revocation, named, Part(6, attacker.keyBody), Part(6, history.revoker.keyBody)]
    }

    // MARK: - Junk

    private func junk(_ generator: inout SplitMix64) -> [Part] {
        let length = [0, 1, 200, 20_000, 60_000].randomElement(using: &generator) ?? 0
        let filling = [UInt8](repeating: UInt8.random(in: 0...255, using: &generator), count: length)
        let tag: UInt8 = [2, 9, 12, 13, 14, 15].randomElement(using: &generator) ?? 13
        return [Part(tag, filling)]
    }

    private func unsigned(_ generator: inout SplitMix64) -> [Part] {
        (0..<([1, 63, 64, 200].randomElement(using: &generator) ?? 1)).flatMap { number -> [Part] in
            Bool.random(using: &generator)
                ? [Part(13, Array("Nobody \(number) <nobody\(number)@example.org>".utf8))]
                : [Part(14, [4] + octets(number, 4) + [18, 1, 1, 0, 1, 1])]
        }
    }

    /// The header in any of its forms.
    private func header(of part: Part, _ generator: inout SplitMix64) -> [UInt8] {
        let count = part.body.count
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return [0xC0 | part.tag, 0xFF] + octets(count, 4) + part.body
        case _ where part.tag > 15: return [0xC0 | part.tag, 0xFF] + octets(count, 4) + part.body
        case 1: return [0x82 | part.tag << 2] + octets(count, 4) + part.body
        case 2 where count < 192: return [0xC0 | part.tag, UInt8(count)] + part.body
        default: return [0x81 | part.tag << 2] + octets(count, 2) + part.body
        }
    }
}
