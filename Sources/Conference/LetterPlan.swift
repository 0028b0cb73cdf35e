/// A kind of letter that the organizer writes to people: what an item of `letters` says in an event's description.
package struct LetterPlan: Sendable, Hashable, Identifiable {
    /// A word of the description; it stands in the numbers: `NETDEV01-VISA-0001`.
    package typealias ID = Identifier<LetterPlan, String>

    /// An event has at most so many kinds.
    package static let countMax = 20
    /// Words that name papers of other kinds.
    package static let reserved: Set<String> = ["invoice", "receipt", "ticket", "badge"]

    /// Who may have it. Nobody whose place does not stand has any.
    package enum Audience: String, Sendable, Hashable, CaseIterable {
        /// Everybody.
        case registered
        /// Those who owe nothing.
        case paid
        /// Those who were let in at some gate.
        case admitted
    }

    package let id: ID
    package let names: LocalizedName
    package let audience: Audience
    /// Whether people fetch it by themselves, by the link of their own.
    package let isOwn: Bool
    /// The drawing, by the file's name without paper size and ending.
    package let template: String
    /// The questions whose answers it shows; without one of them there is no letter.
    package let questions: [Question.ID]
    /// Who signs it; empty where nobody is named.
    package let signatory: String

    package init(
        id: ID, name: String, french: String? = nil, audience: Audience, isOwn: Bool = false,
        template: String = "plain", questions: [Question.ID] = [], signatory: String = ""
    ) {
        self.id = id
        names = LocalizedName(name, french: french)
        self.audience = audience
        self.isOwn = isOwn
        self.template = template
        self.questions = questions
        self.signatory = signatory
    }
}

extension EventDefinition {
    /// The kind of letter of that word; nil where the event has none.
    package func letter(_ id: LetterPlan.ID) -> LetterPlan? { letters.first { $0.id == id } }
}
