package import Conference
package import Foundation

/// What somebody agreed to give an exhibitor, with what it is.
package struct ExhibitorLead: Sendable, Hashable {
    package let registration: Registration.ID
    /// What was agreed, in the order of `Exhibitor.Field`, with what the person's record says there now.
    package let given: [Given]
    /// When it was agreed, and when the badge was first read at the booth.
    package let agreed: Date
    package let visited: Date

    package struct Given: Sendable, Hashable {
        package let field: Exhibitor.Field
        /// Empty for what the person's record does not say.
        package let value: String
    }

    /// What it says in a field; empty for what was not agreed.
    package subscript(field: Exhibitor.Field) -> String { given.first { $0.field == field }?.value ?? "" }
}

/// How somebody stands with an exhibitor.
package struct ExhibitorStanding: Sendable, Hashable {
    package let exhibitor: Exhibitor.ID
    /// What stands agreed; empty for nothing.
    package let fields: [Exhibitor.Field]
    /// Since when; nil while nothing is.
    package let agreed: Date?
    /// When their badge was first read at the booth; nil for not at all.
    package let visited: Date?

    /// With whom nothing is agreed, and where they were not.
    package static func none(_ exhibitor: Exhibitor.ID) -> ExhibitorStanding {
        ExhibitorStanding(exhibitor: exhibitor, fields: [], agreed: nil, visited: nil)
    }
}

/// A consent as it is kept, one that was taken back as well.
package struct ExhibitorConsent: Sendable, Hashable {
    package let exhibitor: Exhibitor.ID
    package let fields: [Exhibitor.Field]
    package let author: String
    package let agreed: Date
    /// When it was taken back; nil while it stands.
    package let ended: Date?
}

/// How an exhibitor's booth fares.
package struct ExhibitorFigures: Sendable, Hashable {
    package let exhibitor: Exhibitor.ID
    /// Whose badges were read there.
    package let visits: Int
    /// Of those, who agreed to give something.
    package let leads: Int
}
