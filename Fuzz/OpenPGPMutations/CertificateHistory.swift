package import Conference
import OpenPGP

/// The life of an invented certificate: what its owner signed over the years, what of it was handed in, and what the
/// owner sends next.
package struct CertificateHistory: Sendable {
    typealias Part = KeyOwner.Part

    /// A user id or a subkey with every signature that its owner ever made on it.
    struct Component: Sendable {
        var part: Part
        var target: KeyOwner.Target
        var signatures: [Part] = []
        /// Whether the owner left it out of what was handed in.
        var isLeftOut = false
    }

    package let owner: KeyOwner
    /// Somebody whom the owner allowed to revoke.
    let revoker: KeyOwner
    /// Somebody else, whose certificate is public as well.
    let stranger: KeyOwner
    private(set) var direct: [Part] = []
    private(set) var components: [Component] = []
    private(set) var strangers: [Component] = []
    /// What was handed in.
    package private(set) var stored: [UInt8] = []
    /// What the owner sends later.
    package var update: [UInt8] { updateParts.flatMap(\.bytes) }
    private var updateParts: [Part] = []
    /// After every signature of the life, in seconds since 1970.
    private var now: Int

    private static let names = [
        "Vic Tim <work@example.org>", "Vic Tim <home@example.org>", "Vic Tim (old) <old@example.org>", "Vic",
    ]

    /// A life of random events, the same for the same generator.
    package init(using generator: inout SplitMix64) {
        let born = 1_500_000_000 + Int.random(in: 0..<1_000_000, using: &generator)
        owner = KeyOwner(created: born, using: &generator)
        revoker = KeyOwner(created: born - 1_000, using: &generator)
        stranger = KeyOwner(created: born + 1_000, using: &generator)
        now = born
        live(&generator)
        stored = handIn(all: Bool.random(using: &generator))
        updateParts = renew(&generator)
    }

    /// Every signature that is not in the certificate as it was handed in, or was in an older copy of it.
    var older: [(target: KeyOwner.Target, component: Part?, signature: Part)] {
        components.flatMap { component in
            component.signatures.map { (component.target, component.part, $0) }
        } + direct.map { (.key, nil, $0) }
    }

    // MARK: - A life

    private mutating func tick(_ generator: inout SplitMix64) -> Int {
        // Now and then two things in one second.
        now += [0, 1, 60, 86_400, 5_000_000].randomElement(using: &generator) ?? 1
        return now
    }

    private mutating func live(_ generator: inout SplitMix64) {
        for name in Self.names.prefix(Int.random(in: 1...4, using: &generator)) {
            let content = Array(name.utf8)
            components.append(Component(part: Part(13, content), target: .userID(content)))
            certify(components.count - 1, &generator)
        }
        if Bool.random(using: &generator) { signDirectly(&generator) }
        for signs in [false, true] where Bool.random(using: &generator) {
            let other = signs ? KeyOwner(created: owner.created, using: &generator) : nil
            let body = other?.keyBody ?? KeyOwner.encryptionKey(created: owner.created, using: &generator)
            let generations = Int.random(in: 1...3, using: &generator)
            var component = Component(part: Part(14, body), target: .subkey(body))
            for _ in 0..<generations {
                component.signatures.append(owner.binding(body, signedBy: other, at: tick(&generator)))
            }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                component.signatures.append(owner.signature(0x28, on: .subkey(body), at: tick(&generator)))
            }
            components.append(component)
        }
        for index in components.indices where components[index].part.tag == 13 {
            for _ in 0..<Int.random(in: 0...3, using: &generator) { change(index, &generator) }
        }
        // One user id is kept from the list.
        let names = components.indices.filter { components[$0].part.tag == 13 }
        if names.count > 1, Bool.random(using: &generator) { components[names[names.count - 1]].isLeftOut = true }
        // The last thing that happens is in what is handed in.
        now += 10
        components[0].signatures.append(certification(0, at: now))
        let name = Array("Mal Lory <mal@example.org>".utf8)
        strangers = [
            Component(
                part: Part(13, name), target: .userID(name),
                signatures: [stranger.signature(0x13, on: .userID(name), at: now)])
        ]
        let body = KeyOwner.encryptionKey(created: stranger.created, using: &generator)
        strangers.append(
            Component(
                part: Part(14, body), target: .subkey(body),
                signatures: [
                    stranger.binding(body, signedBy: nil, at: now),
                    stranger.signature(0x28, on: .subkey(body), at: now),
                ]))
    }

    private func certification(_ index: Int, at time: Int, lifetime: Int = 0) -> Part {
        let hashed = subpacket(27, [3]) + (lifetime > 0 ? subpacket(9, octets(lifetime, 4)) : [])
        return owner.signature(0x13, on: components[index].target, at: time, hashed: hashed)
    }

    private mutating func certify(_ index: Int, _ generator: inout SplitMix64) {
        let lifetime = Bool.random(using: &generator) ? 0 : Int.random(in: 1...1_000_000_000, using: &generator)
        components[index].signatures.append(certification(index, at: tick(&generator), lifetime: lifetime))
    }

    private mutating func change(_ index: Int, _ generator: inout SplitMix64) {
        if Int.random(in: 0..<3, using: &generator) == 0 {
            components[index].signatures.append(
                owner.signature(0x30, on: components[index].target, at: tick(&generator), hashed: subpacket(29, [32])))
        } else {
            certify(index, &generator)
        }
    }

    private mutating func signDirectly(_ generator: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            var hashed = subpacket(27, [3])
            if Bool.random(using: &generator) { hashed += subpacket(12, [0x80, 22] + revoker.fingerprint) }
            direct.append(owner.signature(0x1F, on: .key, at: tick(&generator), hashed: hashed))
        }
    }

    // MARK: - What is sent

    /// What the owner exports: every signature, or the newest of each kind.
    private func handIn(all: Bool) -> [UInt8] {
        var parts = [Part(6, owner.keyBody)] + direct
        for component in components where !component.isLeftOut {
            parts.append(component.part)
            if all {
                parts += component.signatures
            } else {
                for types in [[UInt8(0x30), 0x28], [0x13, 0x18]] {
                    if let last = component.signatures.last(where: { types.contains($0.body[1]) }) {
                        parts.append(last)
                    }
                }
            }
        }
        return parts.flatMap(\.bytes)
    }

    /// The same with something new.
    private mutating func renew(_ generator: inout SplitMix64) -> [Part] {
        now += 100
        let name = Array("Vic Tim <new@example.org>".utf8)
        let target = KeyOwner.Target.userID(name)
        var parts = [Part(6, owner.keyBody)]
        let news = Int.random(in: 0..<6, using: &generator)
        if news == 0 { parts.append(owner.signature(0x20, on: .key, at: now, hashed: subpacket(29, [2]))) }
        if news == 1 || news == 4 {
            parts += [Part(13, name), owner.signature(0x13, on: target, at: now, hashed: subpacket(27, [3]))]
        }
        if news == 5 {
            let body = Self.subkey(of: owner, &generator)
            parts += [Part(14, body), owner.binding(body, signedBy: nil, at: now)]
        }
        // What is new may be older than what else is.
        if news > 3 { now += 50 }
        for component in components where !component.isLeftOut {
            parts.append(component.part)
            parts += component.signatures
            guard component.part.tag == 13 else { continue }
            if news == 2 { parts.append(owner.signature(0x30, on: component.target, at: now)) }
            if news > 2 {
                parts.append(owner.signature(0x13, on: component.target, at: now, hashed: subpacket(27, [3])))
            }
        }
        return parts
    }

    private static func subkey(of owner: KeyOwner, _ generator: inout SplitMix64) -> [UInt8] {
        KeyOwner.encryptionKey(created: owner.created + 1, using: &generator)
    }

    /// What somebody else sends of it before the owner does: the key and some of the packets, each signature behind what
    /// it is on.
    func partOfUpdate(using generator: inout SplitMix64) -> [UInt8] {
        updateParts.enumerated().filter { index, part in
            index == 0 || part.tag != 2 || Bool.random(using: &generator)
        }.flatMap(\.element.bytes)
    }
}
