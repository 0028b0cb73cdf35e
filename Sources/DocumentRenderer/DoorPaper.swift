package import Conference
package import Foundation

/// What the fallback list of a gate shows on paper.
package struct DoorPaper: Sendable, Hashable {
    package let event: String
    /// An identifier of the IANA time zone database.
    package let timeZone: EventTimeZone
    package let currency: Currency
    package let gate: String
    package let day: Int
    package let date: CivilDate
    /// As posted: `07:30–20:00`.
    package let hours: String
    /// The time as of which the list is right.
    package let time: Date
    package let people: [Person]

    /// One line.
    package struct Person: Sendable, Hashable {
        package let name: String
        package let affiliation: String
        package let code: String
        package let category: String
        /// Whether the person must go to the desk first, and so has no box to tick.
        package let goesToDesk: Bool
        /// What is due; zero if nothing is.
        package let due: Money
        /// When the person came in, if the gate does not let them in again.
        package let admitted: Date?

        package init(
            name: String, affiliation: String, code: String, category: String, goesToDesk: Bool, due: Money,
            admitted: Date?
        ) {
            self.name = name
            self.affiliation = affiliation
            self.code = code
            self.category = category
            self.goesToDesk = goesToDesk
            self.due = due
            self.admitted = admitted
        }
    }

    package init(
        event: String, timeZone: EventTimeZone, currency: Currency, gate: String, day: Int, date: CivilDate,
        hours: String,
        time: Date, people: [Person]
    ) {
        self.event = event
        self.timeZone = timeZone
        self.currency = currency
        self.gate = gate
        self.day = day
        self.date = date
        self.hours = hours
        self.time = time
        self.people = people
    }
}
