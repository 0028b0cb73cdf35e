import Conference
package import RegistrationLedger

/// A registration as JSON.
package struct RegistrationBody: Encodable, Sendable {
    package let number: UInt32
    package let code: String
    package let name: String
    package let badgeName: String
    package let affiliation: String
    package let email: String
    /// Two letters of ISO 3166-1.
    package let country: String?
    package let category: String
    package let days: [Int]
    package let addOns: [String]
    package let status: String
    package let blockedBecause: String?
    package let reference: String?
    /// The number of the registration that a transferred or merged one went to.
    package let successor: UInt32?
    /// Of this person's documents: `en` or `fr`.
    package let language: String
    /// A decimal string; nil if the reader may not see money.
    package let due: String?
    /// In the result of a search, what tells the person from others of the same name.
    package let distinction: String?
    /// After a change, the fields that are now wrong on the printed badge: print it again. Left out if there are none.
    package let outdated: [String]?

    package init(
        _ summary: RegistrationSummary, money: Bool = true, distinction: String? = nil, outdated: [String] = []
    ) {
        let registration = summary.registration
        number = registration.id.rawValue
        code = registration.code.description
        name = registration.person.name
        badgeName = registration.person.badgeName
        affiliation = registration.person.affiliation
        email = registration.person.email
        country = registration.person.country?.description
        category = registration.category.rawValue
        days = registration.days.numbers
        addOns = registration.addOns.map(\.rawValue).sorted()
        status = registration.status.rawValue
        blockedBecause = registration.blockedBecause
        reference = registration.reference
        successor = registration.successor?.rawValue
        language = registration.language.rawValue
        due = money ? summary.due.description : nil
        self.distinction = distinction
        self.outdated = outdated.isEmpty ? nil : outdated
    }
}
