package import Conference
package import RegistrationLedger

/// So many places for those who have a code, as JSON.
package struct AllotmentBody: Encodable, Sendable {
    package let id: Int64
    package let code: String
    package let category: String
    package let places: Int
    package let used: Int
    package let note: String
    package let until: String?
    package let ended: String?

    package init(_ allotment: Allotment, event: EventDefinition) {
        id = allotment.id.rawValue
        code = allotment.code
        category = allotment.category.rawValue
        places = allotment.places
        used = allotment.used
        note = allotment.note
        until = allotment.until.map { Timestamp($0, in: event.zone).description }
        ended = allotment.ended.map { Timestamp($0, in: event.zone).description }
    }
}

/// Somebody whose category waits for an organizer, as JSON.
package struct ApplicationBody: Encodable, Sendable {
    package struct GuardianBody: Encodable, Sendable {
        package let name: String
        package let email: String
    }

    package let registration: RegistrationBody
    package let since: String
    package let hasProof: Bool
    package let guardian: GuardianBody?

    package init(_ application: CategoryApplication, event: EventDefinition) {
        registration = RegistrationBody(application.summary)
        since = Timestamp(application.since, in: event.zone).description
        hasProof = application.hasProof
        guardian = application.guardian.map { GuardianBody(name: $0.name, email: $0.email) }
    }
}
