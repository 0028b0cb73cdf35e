package import Conference

/// What is known of a person when they register.
package struct NewRegistration: Sendable, Hashable {
    /// What becomes of days and add-ons that are full.
    package enum WhenFull: String, Sendable, Hashable {
        /// Nothing is registered.
        case refuse
        /// The rest is registered, and the person waits for what is full.
        case wait
    }

    package let person: Person
    package let category: Category
    package let days: DaySet
    package let addOns: Set<AddOn.ID>
    /// The number another system knows it by, at most 100 characters.
    package let reference: String?
    package let voucher: Voucher.ID?
    package let language: Language
    package let whenFull: WhenFull
    /// What they answered, as `EventDefinition.answers` reads it; empty answers are none.
    package let answers: [Question.ID: String]

    /// - Throws: `text_too_long`, `text_has_controls` for the reference.
    package init(
        person: Person, category: Category, days: DaySet, addOns: Set<AddOn.ID>, reference: String?,
        voucher: Voucher.ID? = nil, language: Language = .english, whenFull: WhenFull = .refuse,
        answers: [Question.ID: String] = [:]
    ) throws(ConferenceError) {
        self.person = person
        self.category = category
        self.days = days
        self.addOns = addOns
        let line = try reference.map { text throws(ConferenceError) in
            try Person.line(text, field: "reference", limit: 100)
        }
        self.reference = line == "" ? nil : line
        self.voucher = voucher
        self.language = language
        self.whenFull = whenFull
        self.answers = answers.filter { !$0.value.isEmpty }
    }

    /// What makes two of them the same write.
    var content: [String] {
        [
            person.name, person.badgeName, person.affiliation, person.email, category.rawValue, days.description,
            addOns.map(\.rawValue).sorted().joined(separator: ","), reference ?? "", voucher?.rawValue ?? "",
            language.rawValue, whenFull.rawValue,
        ]
            // Only where there is one: rows that were imported before there were countries keep their digest.
            + (person.country.map { ["country \($0)"] } ?? [])
            + (person.sortName.isEmpty ? [] : ["sort \(person.sortName)"]) + answers.content
    }
}
