/// Everything that one letter says, but for its number and date: fixed when it was issued.
package struct LetterPaper: Sendable, Hashable, Codable {
    package let language: Language
    package let title: String
    /// In their order.
    package let paragraphs: [String]
    package let event: String
    package let venue: String
    package let dates: String
    /// The date is that of these clocks.
    package let timeZone: String
    /// One for each day of the event, in order.
    package let dayLabels: [String]
    /// Who writes, and their address, line by line.
    package let issuer: String
    package let issuerAddress: [String]
    package let signatory: String
    /// As registered.
    package let name: String
    package let badgeName: String
    package let affiliation: String
    package let code: String
    /// What the category is called, and its colour as `#rrggbb`.
    package let category: String
    package let color: String
    /// The numbers of the days of the pass.
    package let days: [Int]
    package let addOns: [String]
    /// By question; of those that the letter's kind shows alone.
    package let answers: [String: String]

    package init(
        language: Language, title: String, paragraphs: [String], event: EventDefinition, signatory: String,
        registration: Registration, answers: [String: String]
    ) {
        let rule = event.rule(of: registration.category)
        self.language = language
        self.title = title
        self.paragraphs = paragraphs
        self.event = event.name
        venue = event.venue
        dates = event.dates(in: language)
        timeZone = event.timeZone.identifier
        dayLabels = event.days.map { language.dayLabel($0.date) }
        issuer = event.issuer?.name ?? event.name
        issuerAddress = event.issuer?.address ?? []
        self.signatory = signatory
        name = registration.person.name
        badgeName = registration.person.nameOnBadge
        affiliation = registration.person.affiliation
        code = registration.code.symbols
        category = rule.labels[language]
        color = rule.color.description
        days = registration.days.numbers
        addOns = event.addOns.filter { registration.addOns.contains($0.id) }.map { $0.names[language] }
        self.answers = answers
    }
}
