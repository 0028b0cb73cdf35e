import Conference
package import EventDesk

/// What a kiosk says to whoever shows a ticket, as JSON: nothing of anybody who is sent to the desk.
package struct KioskBody: Encodable, Sendable {
    /// Whether the first badge can be printed here.
    package let isReady: Bool
    /// Why they are sent to the desk: `unknown`, `gone`, `blocked`, `owes`, `printed`.
    package let reason: String?
    package let badgeName: String?
    package let affiliation: String?
    package let category: String?
    package let days: [Int]?

    package init(_ answer: KioskAnswer) {
        switch answer {
        case .desk(let why):
            (isReady, reason) = (false, why.rawValue)
            (badgeName, affiliation, category, days) = (nil, nil, nil, nil)
        case .ready(let registration):
            (isReady, reason) = (true, nil)
            badgeName = registration.person.nameOnBadge
            affiliation = registration.person.affiliation
            category = registration.category.rawValue
            days = registration.days.numbers
        }
    }
}
