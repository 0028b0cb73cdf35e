package import Conference
package import EventDesk
import EventStore
package import RegistrationLedger

/// What a booth knows of whoever shows their badge, as JSON.
package struct BoothBody: Encodable, Sendable {
    /// Whether they agreed to give something.
    package let isAgreed: Bool
    /// What the exhibitor may ask for; left out once they agreed.
    package let asks: [String]?
    package let lead: LeadBody?

    package init(_ answer: BoothAnswer, event: EventDefinition) {
        switch answer {
        case .asks(let fields): (isAgreed, asks, lead) = (false, fields.map(\.rawValue), nil)
        case .given(let lead): (isAgreed, asks, self.lead) = (true, nil, LeadBody(lead, event: event))
        }
    }
}

/// What somebody gave an exhibitor, as JSON: what they did not agree to is left out.
package struct LeadBody: Encodable, Sendable {
    package let name: String?
    package let affiliation: String?
    package let email: String?
    package let country: String?
    package let agreedTo: [String]
    package let agreed: String
    package let visited: String

    package init(_ lead: ExhibitorLead, event: EventDefinition) {
        func value(_ field: Exhibitor.Field) -> String? { lead.given.first { $0.field == field }?.value }
        name = value(.name)
        affiliation = value(.affiliation)
        email = value(.email)
        country = value(.country)
        agreedTo = lead.given.map(\.field.rawValue)
        agreed = Timestamp(lead.agreed, in: event.zone).description
        visited = Timestamp(lead.visited, in: event.zone).description
    }
}

/// How a booth fares, as JSON.
package struct ExhibitorBody: Encodable, Sendable {
    package let id: String
    package let name: String
    package let asks: [String]
    /// Whose badges were read there, and how many of them agreed to give something.
    package let visits: Int
    package let leads: Int
    package let devices: [String]

    package init(_ booth: BoothOverview) {
        id = booth.exhibitor.id.rawValue
        name = booth.exhibitor.name
        asks = booth.exhibitor.fields.map(\.rawValue)
        visits = booth.figures.visits
        leads = booth.figures.leads
        devices = booth.devices.map(\.name)
    }
}

/// What somebody agreed to give an exhibitor, as JSON.
package struct ConsentBody: Encodable, Sendable {
    package let exhibitor: String
    package let agreedTo: [String]
    package let agreed: String
    /// When it was taken back; left out while it stands.
    package let ended: String?
    package let author: String

    package init(_ consent: ExhibitorConsent, event: EventDefinition) {
        exhibitor = consent.exhibitor.rawValue
        agreedTo = consent.fields.map(\.rawValue)
        agreed = Timestamp(consent.agreed, in: event.zone).description
        ended = consent.ended.map { Timestamp($0, in: event.zone).description }
        author = consent.author
    }
}

/// When somebody's badge was first read at a booth, as JSON.
package struct BoothVisitBody: Encodable, Sendable {
    package let exhibitor: String
    package let time: String

    package init?(_ standing: ExhibitorStanding, event: EventDefinition) {
        guard let visited = standing.visited else { return nil }
        exhibitor = standing.exhibitor.rawValue
        time = Timestamp(visited, in: event.zone).description
    }
}
