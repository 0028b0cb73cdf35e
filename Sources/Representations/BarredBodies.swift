package import Conference
package import RegistrationLedger

/// Somebody who must not be registered or let in, as JSON.
package struct BarredBody: Encodable, Sendable {
    package let id: Int64
    package let name: String
    package let email: String
    package let note: String
    package let author: String
    package let time: String

    package init(_ person: BarredPerson, event: EventDefinition) {
        id = person.id.rawValue
        name = person.name
        email = person.email
        note = person.note
        author = person.author
        time = Timestamp(person.time, in: event.zone).description
    }
}

/// What putting somebody on that list did, or taking them off it, as JSON.
package struct BarredResultBody: Encodable, Sendable {
    package let id: Int64
    /// The numbers of those who were blocked for it, or are let in again.
    package let registrations: [UInt32]

    package init(_ result: BarredResult) {
        id = result.id.rawValue
        registrations = result.registrations.map(\.rawValue)
    }
}
