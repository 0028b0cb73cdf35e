import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations

/// Registrations, as commands print them.
enum RegistrationOutput {
    /// - Parameters:
    ///   - outdated: the fields of the badge that are wrong on its paper after a change.
    ///   - daysOver: days that were just sold although they are over.
    ///   - cameIn: where somebody came in today on a place that was just passed on.
    ///   - isNew: whether other records of the same person are told.
    static func show(
        _ id: Registration.ID, _ services: EventServices, json: Bool, outdated: [String] = [],
        daysOver: DaySet = .none, cameIn: [PlaceEntryBody] = [], isNew: Bool = false
    ) async throws {
        let story = try await services.ledger.story(of: id)
        if !daysOver.isEmpty { Report.say("Over already, and sold all the same: days \(daysOver).") }
        let duplicates = isNew ? try await services.ledger.duplicates(of: id).map(\.code.description) : []
        if !duplicates.isEmpty {
            Report.say(
                "Perhaps the same person as \(duplicates.joined(separator: ", ")): registration merge makes them one.")
        }
        if json {
            try Output.json(
                RegistrationBody(
                    story.summary, version: story.version, outdated: outdated, daysOver: daysOver,
                    cameIn: cameIn, duplicates: duplicates))
        } else {
            Output.line(line(story.summary, event: try await services.store.definition()))
            if !outdated.isEmpty { Report.say(Self.outdated(outdated, story.summary.registration)) }
        }
    }

    /// `#17 K7X-42MK  Ada Placeholder, Example Networks  attendee  days 1,2  due CAD 200.00`
    static func line(_ summary: RegistrationSummary, event: EventDefinition) -> String {
        let registration = summary.registration
        let who = [registration.person.name, registration.person.affiliation].filter { !$0.isEmpty }
        let status = registration.status == .active ? "" : "  \(registration.status.rawValue)"
        return
            "#\(registration.id) \(registration.code)  \(who.joined(separator: ", "))  \(registration.category.rawValue)  "
            + "days \(registration.days)\(status)  due \(event.currency) \(summary.due)"
    }

    /// What to do if the printed badge is wrong after a change.
    static func outdated(_ fields: [String], _ registration: Registration) -> String {
        "The badge on paper is wrong now: \(fields.joined(separator: ", ")). "
            + "Print a new one with ‘lanyard badge print \(registration.code) --changed’."
    }

    static func table(_ summaries: [RegistrationSummary], json: Bool) throws {
        guard !json else { return try Output.json(summaries.map { RegistrationBody($0) }) }
        Output.table(headings, right: right, summaries.map(cells))
    }

    /// What a search found, with a column for what tells namesakes apart.
    static func table(_ found: [FoundRegistration], json: Bool) throws {
        guard !json else {
            return try Output.json(found.map { RegistrationBody($0.summary, distinction: $0.distinction) })
        }
        Output.table(
            headings + ["told apart by"], right: right, found.map { cells($0.summary) + [$0.distinction ?? ""] })
    }

    private static let headings = ["no", "code", "name", "affiliation", "category", "days", "due", "status"]
    private static let right: Set<String> = ["no", "due"]

    private static func cells(_ summary: RegistrationSummary) -> [String] {
        let registration = summary.registration
        return [
            registration.id.description, registration.code.description, registration.person.name,
            registration.person.affiliation, registration.category.rawValue, registration.days.description,
            summary.due.description, registration.blockedBecause == nil ? registration.status.rawValue : "blocked",
        ]
    }
}
