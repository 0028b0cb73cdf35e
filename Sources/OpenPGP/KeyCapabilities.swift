/// What a key may be used for.
package struct KeyCapabilities: OptionSet, Sendable, Hashable, Codable {
    /// The bits, as they are stored.
    package let rawValue: Int

    /// The capabilities of these bits.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Signs data.
    package static let sign = KeyCapabilities(rawValue: 1)
    /// Certifies user ids and keys.
    package static let certify = KeyCapabilities(rawValue: 2)
    /// Encrypts.
    package static let encrypt = KeyCapabilities(rawValue: 4)
    /// Authenticates.
    package static let authenticate = KeyCapabilities(rawValue: 8)

    /// The letters in GnuPG's order, such as `SC`.
    package var letters: String {
        let all: [(KeyCapabilities, String)] = [(.sign, "S"), (.certify, "C"), (.encrypt, "E"), (.authenticate, "A")]
        return all.filter { contains($0.0) }.map(\.1).joined()
    }

    init(sign: Bool, certify: Bool, encrypt: Bool, authenticate: Bool) {
        var capabilities: KeyCapabilities = []
        if sign { capabilities.insert(.sign) }
        if certify { capabilities.insert(.certify) }
        if encrypt { capabilities.insert(.encrypt) }
        if authenticate { capabilities.insert(.authenticate) }
        self = capabilities
    }
}
