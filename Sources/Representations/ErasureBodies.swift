package import Conference
package import RegistrationLedger

/// Somebody who asked to be forgotten and is not yet, as JSON.
package struct ErasureRequestBody: Encodable, Sendable {
    package let registration: RegistrationBody
    package let since: String

    package init(_ request: ErasureRequest, event: EventDefinition) {
        registration = RegistrationBody(request.summary)
        since = Timestamp(request.since, in: event.zone).description
    }
}
