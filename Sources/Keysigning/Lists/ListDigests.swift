import Conference
import Crypto
import EventStore
package import Foundation
import OpenPGP

/// The digests of a frozen version, which the participants are to compute themselves.
package struct ListDigests: Sendable, Hashable {
    /// Lower-case hexadecimal digits.
    package let sha256: String
    package let sha512: String
    /// Old and short, for keysignings that read out a second digest.
    package let ripemd160: String

    package init(of text: [UInt8]) {
        sha256 = SHA256.hash(data: text).hexadecimal
        sha512 = SHA512.hash(data: text).hexadecimal
        ripemd160 = RIPEMD160.hash(text).hexadecimal
    }

    /// Who asks.
    package enum Audience: Sendable, Hashable {
        case organizer
        case participant
    }
}

extension KeysigningDesk {
    /// The digests of a version for that reader; nil while they are withheld from participants, who are to compute them
    /// (`digestsFrom` of the event's file).
    ///
    /// - Throws: `list_unknown`.
    package func digests(
        version: Int, for audience: ListDigests.Audience, at time: Date
    ) async throws -> ListDigests? {
        let list = try await list(version: version)
        if audience == .participant {
            guard try await showsDigests(at: time) else { return nil }
        }
        return ListDigests(of: list.text)
    }

    /// Whether participants may see the digests at that time.
    package func showsDigests(at time: Date) async throws -> Bool {
        try await store.definition().keysigning?.digestsFrom.map { $0 <= time } ?? true
    }
}
