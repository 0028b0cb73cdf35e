package import Conference
package import Keysigning

/// A tick as it comes in: of a key, of all keys of a person, or of the digest of a version.
package struct KeysigningTickOrder: Sendable, Hashable, Decodable {
    /// What was typed or scanned; left out for a checksum.
    let subject: String?
    /// Left out for both.
    let kinds: [TickList.Kind]?
    /// The version whose digest was compared.
    let checksumOf: Int?
    /// False clears.
    let set: Bool?
}

/// What a reader has ticked.
package struct KeysigningTicks: Sendable, Hashable {
    package let list: TickList
    /// By number, of the keys with at least one tick.
    package let userIDs: [Int: String]
}

extension EventServices {
    /// What a reader has ticked.
    ///
    /// - Throws: what `RegistrationLedger.registration` throws.
    package func ticks(reader: Registration.ID) async throws -> KeysigningTicks {
        let ticks = try await keysigning.ticks(reader: reader)
        return KeysigningTicks(list: ticks, userIDs: try await keysigning.userIDs(of: ticks.begun))
    }

    /// Sets or clears a tick of a reader.
    ///
    /// - Throws: `body_invalid` without a subject, and what `tickSubject`, `tick` and `tickChecksum` throw.
    package func tick(
        _ order: KeysigningTickOrder, reader: Registration.ID, context: WriteContext
    ) async throws -> KeysigningTicks {
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
