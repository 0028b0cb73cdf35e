import CheckIn
package import Conference
import DoorRules
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
    /// - Parameters:
    ///   - isScanned: whether a scanner typed it: what it says is a badge or a ticket, or the code on one.
    ///   - limit: how many at the most.
    /// - Throws: `credential_invalid` for a code of a badge that is none of this event's, `scanner_keyboard_wrong`.
    package func find(_ text: String, isScanned: Bool = false, limit: Int) async throws -> FoundPeople {
        if isScanned, let named = try? await ledger.registration(named: text) { return try await scanned(named) }
        if isScanned || ScannedText.isClaimed(by: Array(text.utf8)) {
            return try await scanned(ledger.registration(badges.holder(of: text).registration))
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
