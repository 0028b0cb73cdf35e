/// The language of a person's documents.
package enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case english = "en"
    case french = "fr"
}

/// What the organizer calls something, in English and, if given, in French.
package struct LocalizedName: Sendable, Hashable {
    package let english: String
    package let french: String?

    package init(_ english: String, french: String? = nil) {
        self.english = english
        self.french = french
    }

    /// The name in a language; the English one if there is no other.
    package subscript(language: Language) -> String {
        switch language {
        case .english: english
        case .french: french ?? english
        }
    }
}
