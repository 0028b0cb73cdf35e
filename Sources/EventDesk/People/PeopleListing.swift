package import Conference
import RegistrationLedger

/// Which people a list has, in which order and with what of each.
package struct PeopleListing: Sendable, Hashable {
    /// What a list can say of a person; the names are those that an import reads.
    package enum Column: String, Sendable, Hashable, CaseIterable {
        case number, code, reference, name
        case sortName = "sort_name"
        case badgeName = "badge_name"
        case affiliation, email, country, category, days
        case addOns = "add_ons"
        case status, language, due
        /// The days on which a door let them in.
        case came
        /// Whether their badge is printed.
        case badge

        /// What a list has unless somebody chooses: all that an import reads, and what is due.
        package static let usual: [Column] = [
            .code, .reference, .name, .sortName, .badgeName, .affiliation, .email, .country, .category, .days, .addOns,
            .status, .due,
        ]
    }

    package enum Order: String, Sendable, Hashable, CaseIterable {
        case number, name, family, affiliation
    }

    /// Nil for the usual ones.
    package var columns: [Column]?
    /// The questions whose answers it has, behind the other columns; nil for none where columns are chosen, else for all.
    package private(set) var questions: [Question.ID]?
    /// Which answers whoever asked may see.
    package var sight = AnswerSight.nothing
    package var order = Order.number
    package var categories: Set<Category> = []
    /// People with any of these days.
    package var days: DaySet?
    package var addOns: Set<AddOn.ID> = []
    package var affiliations: Set<String> = []
    /// Nil for any.
    package var status: Registration.Status?
    /// Whether records that went to another, by a transfer or a merge, are among them where no status is named.
    package var showsMoved = false
    /// Whether only those whose badge is not printed yet.
    package var isUnprinted = false
    /// Whether only those who owe money.
    package var owes = false
    /// Whether e-mail addresses are shown.
    package var showsEmail = true

    package init() {}

    /// The columns that it has.
    var shown: [Column] { (columns ?? Column.usual).filter { showsEmail || $0 != .email } }

    /// Takes columns by their names, with commas between them; `answer-diet` is the answer to the question `diet`.
    ///
    /// - Throws: `choice_unknown` with all that there are, `question_unknown` for an answer that is unknown or not to be seen.
    package mutating func choose(columns text: String, of event: EventDefinition) throws(ConferenceError) {
        var (columns, questions): ([Column], [Question.ID]) = ([], [])
        for word in text.split(separator: ",") {
            let name = word.split(separator: " ").joined(separator: "_").lowercased()
            if name.hasPrefix(Question.prefix) {
                questions += try event.answers([(key: name, value: "")], by: sight).keys
            } else {
                guard let column = Column(rawValue: name) else {
                    throw Choice.unknown(
                        name,
                        choices: Column.allCases.map(\.rawValue)
                            + event.questions.filter(sight.sees).map(\.column))
                }
                columns.append(column)
            }
        }
        (self.columns, self.questions) = (columns, questions)
    }

    /// The questions whose answers it shows, in the order in which they were chosen, else that of the description.
    func answered(_ event: EventDefinition) -> [Question] {
        let seen = event.questions.filter(sight.sees)
        guard columns != nil || questions != nil else { return seen }
        return (questions ?? []).compactMap { id in seen.first { $0.id == id } }
    }
}
