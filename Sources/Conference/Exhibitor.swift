/// Somebody with a booth, who may ask visitors for their contact: a line of `exhibitors` in an event's description.
package struct Exhibitor: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<Exhibitor, String>

    /// An event has at most so many.
    package static let countMax = 500

    /// What a visitor may agree to give.
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case name, affiliation, email, country

        /// What a person's record says there; empty for nothing.
        package func value(of person: Person) -> String {
            switch self {
            case .name: person.name
            case .affiliation: person.affiliation
            case .email: person.email
            case .country: person.country?.description ?? ""
            }
        }
    }

    package let id: ID
    package let name: String
    /// What it may ask for, in the order of the description; never empty.
    package let fields: [Field]

    /// What is asked for where the description says nothing.
    package static let usualFields: [Field] = [.name, .affiliation, .email]

    package init(id: ID, name: String, fields: [Field] = usualFields) {
        self.id = id
        self.name = name
        self.fields = fields
    }
}

extension EventDefinition {
    /// - Throws: `exhibitor_unknown`.
    package func exhibitor(_ id: Exhibitor.ID) throws(ConferenceError) -> Exhibitor {
        guard let exhibitor = exhibitors.first(where: { $0.id == id }) else {
            throw ConferenceError(
                .exhibitorUnknown, ErrorDetail("exhibitor", String(id.rawValue.prefix(80))))
        }
        return exhibitor
    }
}
