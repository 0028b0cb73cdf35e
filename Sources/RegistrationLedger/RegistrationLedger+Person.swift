package import Conference
import EventStore
package import Foundation
package import GRDB

/// What the ledger knows of one person, as the desk shows it.
package struct PersonBooks: Sendable {
    package let story: RegistrationStory
    package let documents: [LedgerDocument]
    /// The document that the person should get; nil for none.
    package let missing: MissingDocument?
    /// Others of the same affiliation who owe money, for an invoice that covers them as well.
    package let colleagues: [RegistrationSummary]
    /// What was waived and still counts.
    package let waivers: [CountedWaiver]
    /// The voucher that is held.
    package let voucher: Voucher?
    /// What the person waits for.
    package let waiting: [Waiting]
    /// What has no seat left, of all that the person does not hold; empty where nothing is sold now.
    package let full: [Place]
    package let openTills: [Till]
    /// What the event's rule kept of what the person paid.
    package let kept: Money
    /// Other records that may be of the same person.
    package let duplicates: [Registration]
}

extension RegistrationLedger {
    /// What is known of a person, as this transaction sees it.
    ///
    /// - Parameter time: by which it is decided what is on sale.
    /// - Throws: `registration_unknown`.
    package static func books(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID, time: Date
    ) throws -> PersonBooks {
        let registration = try RegistrationRecord.fetch(db, id: id)
        let isActive = registration.status == .active
        return PersonBooks(
            story: RegistrationStory(
                summary: try summary(db, registration), entries: try Journal.entries(db, of: id),
                history: try history(db, of: id, after: nil, limit: .max)),
            documents: try DocumentRecord.list(db, definition, of: id, after: nil, limit: .max),
            missing: try MissingDocument.fetchAll(db, definition, of: id).first,
            colleagues: isActive ? try colleagues(db, of: registration) : [],
            waivers: isActive ? try CountedWaiver.fetchAll(db, of: id) : [],
            voucher: isActive
                ? try quote(
                    db, definition, QuoteRequest(registration: id, days: nil, addOns: nil, voucher: nil), time: time
                ).voucher : nil,
            waiting: isActive
                ? try WaitingList.list(db, after: nil, limit: .max).filter { $0.registration == id } : [],
            full: isActive ? try full(db, definition, for: registration, time: time) : [],
            openTills: try TillRecord.list(db, after: nil, limit: .max).filter(\.isOpen),
            kept: registration.successor == nil ? try Charged(db, of: id).retained.values.total() : .zero,
            duplicates: try duplicates(db, of: registration.person, except: id))
    }

    /// How many others of an affiliation are offered for one invoice.
    private static let colleaguesMax = 20

    private static func colleagues(_ db: Database, of registration: Registration) throws -> [RegistrationSummary] {
        let affiliation = registration.person.affiliation
        guard !affiliation.isEmpty else { return [] }
        let others = try RegistrationRecord.fetchAll(
            db, "WHERE affiliation = ? AND affiliation <> '' AND status = 'active' AND id <> ? ORDER BY id LIMIT 60",
            [affiliation, registration.id])
        return try Array(others.map { try summary(db, $0) }.filter { $0.due > .zero }.prefix(colleaguesMax))
    }

    private static func full(
        _ db: Database, _ definition: EventDefinition, for registration: Registration, time: Date
    ) throws -> [Place] {
        let everything = QuoteRequest(
            registration: registration.id, days: definition.allDays, addOns: Set(definition.addOns.map(\.id)),
            voucher: nil)
        do {
            return try quote(db, definition, everything, time: time).full
        } catch let error as ConferenceError where error.code == .daysNotOnSale {
            // Whoever waits keeps their place.
            return []
        }
    }
}
