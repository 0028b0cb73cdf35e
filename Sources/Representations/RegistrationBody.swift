package import CheckIn
package import Conference
import EventStore
package import RegistrationLedger

/// A registration as JSON.
package struct RegistrationBody: Encodable, Sendable {
    package let number: UInt32
    package let code: String
    package let name: String
    package let badgeName: String
    /// What lists by family name are sorted by; left out where the name tells.
    package let sortName: String?
    package let affiliation: String
    package let email: String
    /// Two letters of ISO 3166-1.
    package let country: String?
    package let category: String
    package let days: [Int]
    package let addOns: [String]
    package let status: String
    package let blockedBecause: String?
    /// Why doors let the person in although money is due.
    package let letInBecause: String?
    package let reference: String?
    /// The number of the registration that a transferred or merged one went to.
    package let successor: UInt32?
    /// Of this person's documents: `en` or `fr`.
    package let language: String
    /// A decimal string; nil if the reader may not see money.
    package let due: String?
    /// In the result of a search, what tells the person from others of the same name.
    package let distinction: String?
    /// What an edit names in `If-Match`; left out in lists.
    package let version: Int64?
    /// After a change, the fields of the badge whose paper is wrong now: print it again. Left out where there are none.
    package let outdated: [String]?
    /// Days that were just sold although they are over. Left out where there are none.
    package let daysOver: [Int]?
    /// After a transfer, where somebody came in on the place, during the event today. Left out where nobody did.
    package let cameIn: [PlaceEntryBody]?
    /// Of somebody new, the codes of other records that may be theirs. Left out where there are none.
    package let duplicates: [String]?

    package init(
        _ summary: RegistrationSummary, money: Bool = true, distinction: String? = nil, version: Int64? = nil,
        outdated: [String] = [], daysOver: DaySet = .none, cameIn: [PlaceEntryBody] = [],
        duplicates: [String] = []
    ) {
        let registration = summary.registration
        number = registration.id.rawValue
        code = registration.code.description
        name = registration.person.name
        badgeName = registration.person.badgeName
        sortName = registration.person.sortName.isEmpty ? nil : registration.person.sortName
        affiliation = registration.person.affiliation
        email = registration.person.email
        country = registration.person.country?.description
        category = registration.category.rawValue
        days = registration.days.numbers
        addOns = registration.addOns.map(\.rawValue).sorted()
        status = registration.status.rawValue
        blockedBecause = registration.blockedBecause
        letInBecause = registration.letInBecause
        reference = registration.reference
        successor = registration.successor?.rawValue
        language = registration.language.rawValue
        due = money ? summary.due.description : nil
        self.distinction = distinction
        self.version = version
        self.outdated = outdated.isEmpty ? nil : outdated
        self.daysOver = daysOver.isEmpty ? nil : daysOver.numbers
        self.cameIn = cameIn.isEmpty ? nil : cameIn
        self.duplicates = duplicates.isEmpty ? nil : duplicates
    }
}

/// That somebody came in on a place.
package struct PlaceEntryBody: Encodable, Sendable {
    package let gate: String
    package let time: String

    package init(_ presence: Presence, event: EventDefinition) {
        gate = presence.gate.rawValue
        time = Timestamp(presence.entered, in: event.zone).description
    }
}
