/// One person's place at the conference; never a group.
package struct Registration: Sendable, Hashable, Identifiable {
    /// The registration number: 1, 2, 3 … in the order of registration; what a credential carries.
    package typealias ID = Identifier<Registration, UInt32>

    /// Whether the place is held.
    package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case active, cancelled
        /// Its place went to another person, who has a registration of their own.
        case transferred
        /// It was a second record of a person, and was merged into the first.
        case merged
    }

    package let id: ID
    package let code: RegistrationCode
    package let person: Person
    package let category: Category
    package let days: DaySet
    package let addOns: Set<AddOn.ID>
    package let status: Status
    /// Why the desk blocked this person at every door; nil if it did not.
    package let blockedBecause: String?
    /// Why doors let this person in although money is due; nil if they do not.
    package let letInBecause: String?
    /// The reference of this registration in another system; unique if there is one.
    package let reference: String?
    /// The registration that a transferred or merged one went to.
    package let successor: ID?
    /// The language of this person's documents.
    package let language: Language
    /// What the person answered, as it is stored; who may see it is for `EventDefinition.answers(of:seenBy:)` to say.
    package let answers: [Question.ID: String]

    package init(
        id: ID, code: RegistrationCode, person: Person, category: Category, days: DaySet, addOns: Set<AddOn.ID>,
        status: Status, blockedBecause: String?, letInBecause: String? = nil, reference: String?, successor: ID? = nil,
        language: Language = .english, answers: [Question.ID: String] = [:]
    ) {
        self.id = id
        self.code = code
        self.person = person
        self.category = category
        self.days = days
        self.addOns = addOns
        self.status = status
        self.blockedBecause = blockedBecause
        self.letInBecause = letInBecause
        self.reference = reference
        self.successor = successor
        self.language = language
        self.answers = answers
    }
}

/// The personal side of a registration: what is blanked when somebody asks to be forgotten.
package struct Person: Sendable, Hashable {
    /// As they write it themselves, in any script.
    package let name: String
    /// What the badge says instead of the name; empty for the name itself.
    package let badgeName: String
    package let affiliation: String
    /// Empty when unknown.
    package let email: String
    /// Where the person or their affiliation is at home; nil when unknown.
    package let country: CountryCode?
    /// What lists by family name are sorted by, `Berg, Jan van der`; empty where the name tells.
    package let sortName: String

    /// Cleans and checks the texts: surrounding spaces are removed, runs of spaces become one.
    ///
    /// - Throws: `name_missing`; `text_too_long` (name, badge name, sort name and affiliation 200 characters, e-mail 254, as
    ///   RFC 5321 section 4.5.3.1.3 allows); `text_has_controls` for control characters and for marks that turn the
    ///   direction of writing, which could disguise a name; `email_invalid`.
    package init(
        name: String, badgeName: String, affiliation: String, email: String, country: CountryCode? = nil,
        sortName: String = ""
    ) throws(ConferenceError) {
        self.name = try Self.line(name, field: "name", limit: 200)
        self.badgeName = try Self.line(badgeName, field: "badge_name", limit: 200)
        self.affiliation = try Self.line(affiliation, field: "affiliation", limit: 200)
        self.email = try Self.line(email, field: "email", limit: 254)
        self.country = country
        self.sortName = try Self.line(sortName, field: "sort_name", limit: 200)
        guard Self.isVisible(self.name) else { throw ConferenceError(.nameMissing) }
        guard self.email.isEmpty || Self.isAddress(self.email) else {
            throw ConferenceError(.emailInvalid, ErrorDetail("value", self.email))
        }
    }

    /// Takes texts that were already cleaned, from the event's file: every scan reads a person.
    package init(
        cleanedName: String, badgeName: String, affiliation: String, email: String, country: CountryCode?,
        sortName: String
    ) {
        (name, self.badgeName, self.affiliation, self.email) = (cleanedName, badgeName, affiliation, email)
        self.country = country
        self.sortName = sortName
    }

    /// Nobody: what is left of a person whose data were erased.
    package static let erased = Person()

    private init() {
        (name, badgeName, affiliation, email) = ("", "", "", "")
        country = nil
        sortName = ""
    }

    package var isErased: Bool { name.isEmpty }

    /// The name that a badge shows.
    package var nameOnBadge: String { badgeName.isEmpty ? name : badgeName }

    /// One line of text, cleaned as `init` says.
    package static func line(_ text: String, field: String, limit: Int) throws(ConferenceError) -> String {
        if text.utf8.count <= limit, isPlain(text) { return text }
        let words = text.split(whereSeparator: isBlank)
        let line = words.joined(separator: " ")
        guard line.count <= limit, line.unicodeScalars.count <= 4 * limit else {
            throw ConferenceError(.textTooLong, ErrorDetail("field", field), ErrorDetail("limit", limit))
        }
        if let scalar = line.unicodeScalars.first(where: isRefused) {
            throw ConferenceError(
                .textHasControls, ErrorDetail("field", field),
                ErrorDetail("character", "U+" + String(scalar.value, radix: 16, uppercase: true)))
        }
        return line
    }

    /// Whether a text needs no look at its characters: ASCII that can be seen, with single spaces between it.
    private static func isPlain(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard byte > 0x20 && byte < 0x7F || byte == 0x20 && previous != 0x20 else { return false }
            previous = byte
        }
        return text.isEmpty || previous != 0x20
    }

    /// The tab and spaces of every width, but no line breaks.
    private static func isBlank(_ character: Character) -> Bool {
        character == "\t" || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .spaceSeparator }
    }

    /// Whether there is anything beside characters of no width, such as U+200B.
    private static func isVisible(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory != .format && $0 != " " }
    }

    /// Control characters, line separators, and the overrides and isolates of the bidirectional algorithm (UAX #9).
    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// Something, one `@`, a domain without spaces: only what RFC 5321 allows and people actually have.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.count <= 64 && !parts[1].isEmpty
            && !text.contains(where: { $0 == " " || $0 == "," || $0 == "<" || $0 == ">" })
            && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
    }
}
