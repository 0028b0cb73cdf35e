package import Conference
import EventDesk
import EventStore
package import Foundation
package import Keysigning
import OpenPGP

/// A frozen version as JSON.
package struct KeysigningListBody: Encodable {
    /// A key of the version that nobody should sign any more.
    package struct Revoked: Encodable {
        let number: Int
        let fingerprint: String
        /// Another key whose owner was allowed to; left out where the key revoked itself.
        let revoker: String?
        /// When the revocation came in.
        let time: String
    }

    let version: Int
    let frozen: String
    let keys: Int
    /// Those of the participant who asks; left out for organizers.
    let ownNumbers: [Int]?
    /// Lower-case hexadecimal digits; left out while participants should compute them themselves.
    let sha256: String?
    let sha512: String?
    let ripemd160: String?
    /// Compared with the previous version, numbers by what changed; left out for the first.
    let changes: [String: [Int]]?
    /// Keys of the version that have been revoked by now; left out for none.
    let revoked: [Revoked]?
    /// After freezing: whether there was anything to freeze. Left out elsewhere.
    package var isNew: Bool?
}

extension EventServices {
    /// The frozen versions in order, as organizers see them, or as one participant does.
    ///
    /// - Parameter owner: the participant; nil for organizers.
    package func listBodies(of owner: Registration.ID? = nil) async throws -> [KeysigningListBody] {
        let zone = try await store.definition().zone
        var bodies: [KeysigningListBody] = []
        for version in 0..<(try await keysigning.latestVersion() ?? 0) {
            bodies.append(
                try await listBody(of: try await keysigning.list(version: version + 1), owner: owner, in: zone))
        }
        return bodies
    }

    package func listBody(
        of list: FrozenList, owner: Registration.ID? = nil, in zone: TimeZone
    ) async throws -> KeysigningListBody {
        let (keys, own) = try await keysigning.count(version: list.version, of: owner)
        let digests = try await keysigning.digests(
            version: list.version, for: owner == nil ? .organizer : .participant, at: clock.now)
        let revoked = try await keysigning.news(of: list.version).revoked.map { key in
            KeysigningListBody.Revoked(
                number: key.number, fingerprint: key.fingerprint.digits, revoker: key.revocation.revoker?.digits,
                time: Timestamp(key.revocation.time, in: zone).description)
        }
        return KeysigningListBody(
            version: list.version, frozen: Timestamp(list.frozen, in: zone).description, keys: keys,
            ownNumbers: owner == nil ? nil : own, sha256: digests?.sha256, sha512: digests?.sha512,
            ripemd160: digests?.ripemd160,
            changes: list.header.changes.map { changes in
                Dictionary(uniqueKeysWithValues: changes.numbers.map { ($0.key.rawValue, $0.value) })
            }, revoked: revoked.isEmpty ? nil : revoked)
    }
}
