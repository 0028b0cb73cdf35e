package import Conference
import EventDesk
import EventStore
import Keysigning

/// A tick as it comes in: of a key, of all keys of a person, or of the digest of a version.
package struct KeysigningTickOrder: Decodable {
    /// What was typed or scanned; left out for a checksum.
    let subject: String?
    /// Left out for both.
    let kinds: [TickList.Kind]?
    /// The version whose digest was compared.
    let checksumOf: Int?
    /// False clears.
    let set: Bool?
}

/// What a reader has ticked, as JSON.
package struct KeysigningTicksBody: Encodable {
    let fingerprint: [Int]
    let identity: [Int]
    let checksumOf: [Int]
    /// The keys with at least one tick.
    let keys: [ListedKeyBody]

    /// - Parameter userIDs: by number, of the current keys.
    init(_ ticks: TickList, userIDs: [Int: String]) {
        fingerprint = (ticks.ticks[.fingerprint] ?? []).sorted()
        identity = (ticks.ticks[.identity] ?? []).sorted()
        checksumOf = ticks.checkedVersions.sorted()
        keys = ticks.begun.sorted().map { ListedKeyBody(number: $0, userID: userIDs[$0] ?? "") }
    }
}

extension EventServices {
    /// What a reader has ticked.
    ///
    /// - Throws: what `RegistrationLedger.registration` throws.
    package func ticks(reader: Registration.ID) async throws -> KeysigningTicksBody {
        let ticks = try await keysigning.ticks(reader: reader)
        return KeysigningTicksBody(ticks, userIDs: try await keysigning.userIDs(of: ticks.begun))
    }

    /// Sets or clears a tick of a reader.
    ///
    /// - Throws: `body_invalid` without a subject, and what `tickSubject`, `tick` and `tickChecksum` throw.
    package func tick(_ order: KeysigningTickOrder, reader: Registration.ID, context: WriteContext) async throws
        -> KeysigningTicksBody
    {
        if let version = order.checksumOf {
            _ = try await keysigning.tickChecksum(
                version: version, isSet: order.set ?? true, reader: reader, context: context)
        } else {
            guard let subject = order.subject else { throw ServerError(.bodyInvalid) }
            _ = try await keysigning.tick(
                try await tickSubject(subject), as: Set(order.kinds ?? TickList.Kind.allCases),
                isSet: order.set ?? true, reader: reader, context: context)
        }
        return try await ticks(reader: reader)
    }
}
