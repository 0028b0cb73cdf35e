import Badges
import CheckIn
package import Conference
import DoorRules
package import EventStore
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
    ///   - isScanned: whether a scanner typed it: what it says is a badge or a ticket, or the code on one.
    ///   - limit: how many at the most.
    /// - Throws: `credential_invalid` for a code of a badge that is none of this event's, `scanner_keyboard_wrong`.
    package func find(_ text: String, isScanned: Bool = false, limit: Int) async throws -> FoundPeople {
        if isScanned, let named = try? await ledger.registration(named: text) { return try await scanned(named) }
        if isScanned || ScannedText.isClaimed(by: Array(text.utf8)) {
            return try await scanned(ledger.registration(badges.holder(of: text).registration))
        }
        let (hits, named) = try await ledger.findAndName(text, limit: limit)
        return FoundPeople(
            hits: hits, certain: named ?? (hits.count == 1 && !hits[0].isGuess ? hits[0].registration.id : nil),
            isScan: false)
    }

    /// The registration that a field for a person names: by code, reference or number, or by a badge or ticket scanned into it.
    ///
    /// - Throws: `registration_unknown`, `credential_invalid`, `scanner_keyboard_wrong`.
    package func registration(namedOrScanned text: String) async throws -> Registration {
        guard ScannedText.isClaimed(by: Array(text.utf8)) else { return try await ledger.registration(named: text) }
        return try await ledger.registration(badges.holder(of: text).registration)
    }

    /// Finds people for a door: by name, affiliation or code, or by a badge that was scanned; by nothing else that is known of
    /// them. That somebody searched is kept.
    ///
    /// - Parameter limit: how many at the most; never more than 20.
    /// - Throws: `searches_too_many`, `credential_invalid`, `scanner_keyboard_wrong`.
    package func findAtDoor(_ text: String, by device: Device, limit: Int) async throws -> [Registration] {
        let found = try await find(text, limit: 100)
        let words = text.split(whereSeparator: \.isWhitespace)
        let seen = found.hits.map(\.registration).filter { registration in
            guard !found.isScan else { return true }
            let person = registration.person
            let known = "\(person.name) \(person.nameOnBadge) \(person.affiliation)"
            return words.allSatisfy { SearchText.contains(String($0), in: known) }
                || RegistrationCode.beginning(text).map { registration.code.symbols.hasPrefix($0) } ?? false
        }
        let shown = Array(seen.prefix(min(limit, 20)))
        try await checkIn.noteSearch(by: device, found: shown.count, time: clock.now)
        return shown
    }

    private func scanned(_ registration: Registration) async throws -> FoundPeople {
        FoundPeople(
            hits: try await ledger.find(registration.code.description, limit: 1), certain: registration.id,
            isScan: true)
    }
}
