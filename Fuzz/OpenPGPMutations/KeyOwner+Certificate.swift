extension KeyOwner {
    /// A certificate of one user id, as its owner hands it in.
    ///
    /// - Parameter other: who is allowed to revoke it, if anybody (RFC 4880 section 5.2.3.15).
    package func certificate(_ name: String, revocableBy other: KeyOwner? = nil) -> [UInt8] {
        let userID = Array(name.utf8)
        var parts: [Part] = [.init(6, keyBody)]
        if let other {
            let hashed = subpacket(12, [0x80, 22] + other.fingerprint)
            parts.append(signature(0x1F, on: .key, at: created, hashed: hashed))
        }
        parts.append(.init(13, userID))
        parts.append(signature(0x13, on: .userID(userID), at: created, hashed: subpacket(27, [3])))
        return parts.flatMap(\.bytes)
    }

    /// A revocation of another key, alone.
    ///
    /// - Parameter maker: in whose name it is; nil for its own.
    package func revocation(of owner: KeyOwner, at time: Int, claiming maker: KeyOwner? = nil) -> [UInt8] {
        signature(0x20, on: .key, at: time, primary: owner.keyBody, claiming: maker?.fingerprint).bytes
    }
}
