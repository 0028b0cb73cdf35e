import CheckIn
package import Conference
import EventStore
package import RegistrationLedger

/// The people found for what somebody typed or scanned.
package struct FoundPeople: Sendable {
    package let hits: [FoundRegistration]
    /// The person who is certainly meant: whose badge or ticket was scanned, whose code was given in full, or the only
    /// one found.
    package let certain: Registration.ID?
    /// Whether the text was a badge or a ticket, not a search.
    package let isScan: Bool
}

extension EventServices {
    /// Finds people by any part of what is known about them, by a code, or by a scanned badge or ticket.
    ///
    /// - Parameters:
    ///   - isScanned: whether a scanner typed it; then it is a badge or a ticket, or the code on one.
    ///   - limit: how many at most.
    /// - Throws: `credential_invalid` for a QR code that is not a badge of this event.
    package func find(_ text: String, isScanned: Bool = false, limit: Int) async throws -> FoundPeople {
        if isScanned, let named = try? await ledger.registration(named: text) { return try await scanned(named) }
        // A scanner in capital letters, or a hand, writes the same.
        let credential = text.uppercased()
        if isScanned || credential.hasPrefix("LY:") {
            return try await scanned(ledger.registration(badges.holder(of: credential).registration))
        }
        let hits = try await ledger.find(text, limit: limit)
        let named = try? await ledger.registration(named: text)
        return FoundPeople(
            hits: hits, certain: named?.id ?? (hits.count == 1 ? hits[0].registration.id : nil), isScan: false)
    }

    private func scanned(_ registration: Registration) async throws -> FoundPeople {
        FoundPeople(
            hits: try await ledger.find(registration.code.description, limit: 1), certain: registration.id,
            isScan: true)
    }
}
