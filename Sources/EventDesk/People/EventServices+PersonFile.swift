import BadgeRenderer
import Badges
import CheckIn
package import Conference
import EventStore
import Keysigning
import RegistrationLedger

extension EventServices {
    /// Everything that the desk knows about a person.
    ///
    /// - Throws: `registration_unknown`.
    package func personFile(of id: Registration.ID) async throws -> PersonFile {
        try await store.read { [self, now = clock.now] db in
            let event = try store.definition(db)
            let books = try RegistrationLedger.books(db, event, of: id, time: now)
            let badges = try CheckInService.badges(db, of: books.story.summary.registration)
            let keys = try KeysigningDesk.keys(db, of: id)
            return PersonFile(
                event: event, books: books, badges: badges, keys: keys,
                outdated: try badges.candidate.map { try outdated($0, KeysigningMark(keys), event) } ?? [],
                deviceNames: try EventStore.deviceNames(db), today: event.day(at: now),
                presences: try CheckInService.presences(db, of: id))
        }
    }

    /// The fields that are wrong on a person's printed badge; none if no badge is printed.
    ///
    /// - Throws: `registration_unknown`.
    package func outdatedFields(of id: Registration.ID) async throws -> [String] {
        try await store.read { [self] db in
            let registration = try RegistrationLedger.registrations(db, [id])[0]
            guard let candidate = try BadgeIssues.candidate(db, registration) else { return [] }
            return try outdated(candidate, KeysigningMark(KeysigningDesk.keys(db, of: id)), store.definition(db))
        }
    }

    private func outdated(
        _ candidate: BadgeCandidate, _ mark: KeysigningMark?, _ event: EventDefinition
    ) throws -> [String] {
        guard let latest = candidate.latest, !latest.isRevoked, let facts = latest.facts,
            // If the event's template cannot be read, nothing can be reprinted either.
            let template = try? badgeTemplate(named: event.badgeTemplate)
        else { return [] }
        return facts.changes(
            to: BadgeContent(candidate, mark, event: event).facts(shownBy: template), on: latest.credential)
    }
}
