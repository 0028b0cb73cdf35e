import CheckIn
package import Conference
import EventStore
package import RegistrationLedger

/// Who was found by what somebody typed or scanned.
package struct FoundPeople: Sendable {
    package let hits: [FoundRegistration]
    /// Who is meant for certain: whose badge or ticket was scanned, whose code was given in full, or the only one found.
    package let certain: Registration.ID?
    /// Whether the text was a badge or a ticket, and no search at all.
    package let isScan: Bool
}

extension EventServices {
    /// Finds people by any part of what is known of them, by a code, or by a badge or ticket that was scanned.
    ///
    /// - Parameter limit: how many at the most.
    /// - Throws: `credential_invalid` for a code of a badge that is none of this event's.
    package func find(_ text: String, limit: Int) async throws -> FoundPeople {
        // A scanner in capital letters, or a hand, writes the same.
        let scanned = text.uppercased()
        if scanned.hasPrefix("LY:") {
            let id = try await badges.holder(of: scanned).registration
            let code = try await ledger.registration(id).code.description
            return FoundPeople(hits: try await ledger.find(code, limit: 1), certain: id, isScan: true)
        }
        let hits = try await ledger.find(text, limit: limit)
        let named = try? await ledger.registration(named: text)
        return FoundPeople(
            hits: hits, certain: named?.id ?? (hits.count == 1 ? hits[0].registration.id : nil), isScan: false)
    }
}
